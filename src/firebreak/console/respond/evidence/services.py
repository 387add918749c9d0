"""How is an incident's evidence made into one signed archive, and what does the log keep of it?"""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files as resources

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry
from firebreak.console.govern.services import drop_anchor, key, lock_brand, person_actor, sealed
from firebreak.console.respond.evidence.captured import captures_for, files_of
from firebreak.console.respond.evidence.chain import entries_about
from firebreak.console.respond.evidence.gathering import Gathered, Json, erased_by, people_in
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.core.govern.evidence import sha256
from firebreak.core.govern.pack import seal_pack
from firebreak.core.govern.pack.seal import dumped, prove
from firebreak.core.govern.trail import Sealed
from firebreak.core.terms import Act

ALSO: dict[str, Callable[[Gathered], Json]] = {}
"""Files that apps above this one add, and what writes each."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack as it leaves, with the digest that the log has of it."""

    name: str
    content: bytes
    digest: str


@transaction.atomic
def take_evidence(*, seat: Seat, incident: Incident, reason: str = "") -> Taken:
    """Make the pack of an incident and write down that it leaves; the same state gives the same bytes.

    With a `reason`, a code, names and captures are in it as published, which only who may unmask may ask for. Raises
    TrailBroken where the audit chain does not hold, and EvidenceChanged where a capture is not what was captured.
    """
    seat.need(Act.EXPORT)
    if reason:
        seat.need(Act.UNMASK)
    lock_brand(seat.brand)
    content = packed(Gathered(seat, incident, lifted=bool(reason)))
    digest = sha256(content)
    detail = {"sha256": digest, "bytes": len(content)} | ({"personal_data": reason} if reason else {})
    record(incident, actor=person_actor(seat.person), action="take_evidence", at=seat.at, detail=detail)
    drop_anchor(seat.brand.organisation, at=seat.at)
    return Taken(f"{incident.code}-{seat.brand.slug}.zip", content, digest)


def packed(gathered: Gathered) -> bytes:
    """Put all that is known of an incident into files, and seal them with the proof of the chain."""
    seat, incident = gathered.seat, gathered.incident
    entries = entries_about(incident, gathered.posts)
    captures = captures_for(seat.brand, gathered.posts, entries)
    listed, captured = files_of(seat, captures, lifted=gathered.lifted)
    told = {
        "incident.json": gathered.head(),
        "timeline.json": gathered.timeline(),
        "texts.json": gathered.texts(),
        "facts.json": gathered.facts(),
        "steps.json": gathered.steps(),
        "mentions.json": gathered.mentions(),
        "erased.json": erased_by(entries),
        "captures.json": listed,
        **{name: tell(gathered) for name, tell in ALSO.items()},
    }
    files = {name: dumped(value) for name, value in told.items()}
    files["people.json"] = dumped(people_in(entries, files))
    with closing(chain_until(entries[-1])) as chain:  # also where it does not hold: PostgreSQL keeps a cursor open
        proof = prove(chain, {one.number for one in entries}, key())
    return seal_pack({"README.txt": readme(), **files, **captured}, about=about(gathered), proof=proof, key=key())


def chain_until(last: Entry) -> Generator[Sealed, None, None]:
    """Give the chain from its first entry to this one."""
    rows = Entry.objects.filter(organisation=last.organisation_id, number__lte=last.number).order_by("number")
    for entry in rows.iterator(chunk_size=2000):
        yield sealed(entry)


def about(gathered: Gathered) -> Json:
    brand = gathered.seat.brand
    return {
        "incident": gathered.incident.code,
        "brand": brand.slug,
        "house": brand.organisation.slug,
        "personal_data": gathered.lifted,
    }


def readme() -> bytes:
    """Give what a person reads who opens the archive first, in both languages whatever the reader's."""
    return (resources(__package__) / "readme.txt").read_bytes()
