"""Does somebody complain for the third time? Then the machine proposes a graver level, and a person decides."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.cases.family import family_of, parents_of, person_keys
from firebreak.console.cases.hiding import words_hidden
from firebreak.console.cases.lines import told
from firebreak.console.cases.models import Case, Contact, Proposal
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, key, lock_brand, machine_actor, write_entry
from firebreak.console.respond.lines import note
from firebreak.console.respond.opening import open_by_hand
from firebreak.console.respond.services import set_severity
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.resolve.casework import Complaint, Repetition, repetitions, worse
from firebreak.core.terms import Act, Category, Severity
from firebreak.core.text.fold import fold

FIRST = Severity.S3  # of an incident that is proposed where there is none
Keys = tuple[str, str]


def propose_after(case: Case, *, at: datetime) -> list[Proposal]:
    """Let the machine look whether this case's person, or its matter, has been complained of too often.

    Asked in the transaction that took the complaint in. What a person decided about is not proposed again by the same
    complaints.
    """
    mine, complaints = complaints_at(case, at=at)
    rules, found = knowledge.case_rules(), []
    for about, whose in zip(("person", "matter"), mine, strict=True):
        since = last_decision(case.brand, digest_of(case.brand, about, whose))
        fresh = [one for one in complaints if since is None or one.at > since]
        hits = repetitions(fresh, at=at, rules=rules) if whose else []
        found += [one for hit in hits if (hit.by, hit.key) == (about, whose) and (one := put(case, hit, at=at))]
    return found


def complaints_at(case: Case, *, at: datetime) -> tuple[Keys, list[Complaint]]:
    """Give by what this case's person and matter go, and the complaints of the days that count."""
    since = at - knowledge.case_rules().within
    rows = Contact.objects.filter(case__brand=case.brand, complaint=True, at__gt=since, at__lte=at)
    lines = list(rows.select_related("case"))
    cases = {line.case_id: line.case for line in lines} | {case.pk: case}
    whose = person_keys(cases.values(), parents_of(case.brand))
    keys = {pk: (f"{one.incident_id}:{whose[pk]}", matter_key(one)) for pk, one in cases.items()}
    return keys[case.pk], [Complaint(*keys[line.case_id], line.at) for line in lines]


def matter_key(case: Case) -> str:
    plain = "".join(fold(case.matter).split())
    return f"{case.incident_id}:{plain}" if plain else ""


def digest_of(brand: Brand, about: str, whose: str) -> str:
    """Give 64 hex digits from which nobody without the key learns who it is."""
    words = "\n".join(("repetition", str(brand.pk), about, whose)).encode()
    return hmac.new(key(), words, hashlib.sha256).hexdigest()


def last_decision(brand: Brand, digest: str) -> datetime | None:
    rows = Proposal.objects.filter(brand=brand, digest=digest, decided_at__isnull=False)
    return rows.order_by("-decided_at").values_list("decided_at", flat=True).first()


def put(case: Case, hit: Repetition, *, at: datetime) -> Proposal | None:
    """Propose the next level, or count one more in what is proposed already; nothing above the gravest."""
    to = worse(Severity(case.incident.severity)) if case.incident else FIRST
    if to is None or (case.incident and not case.incident.is_running):
        return None
    digest = digest_of(case.brand, hit.by, hit.key)
    seen = {"count": hit.count, "since": hit.since, "to": to.value}
    if Proposal.objects.filter(brand=case.brand, digest=digest, state=Proposal.OPEN).update(**seen):
        return None
    made = Proposal.objects.create(
        brand=case.brand, case=case, incident=case.incident, about=hit.by, digest=digest, at=at, **seen
    )
    if case.incident:
        note(case.incident, kind="proposal", at=at, facts=made.facts | {"case": case.code})
    write_entry(
        brand=case.brand,
        actor=machine_actor("respond"),
        action="propose_severity",
        subject=f"case:{case.pk}",
        detail=made.facts,
        at=at,
    )
    beat(case.brand, "incidents")
    return made


@transaction.atomic
def decide_proposal(*, seat: Seat, proposal: Proposal, accept: bool, reason: str) -> Proposal:
    """Take a proposal up or decline it, with a reason; only then does a level change or an incident open."""
    seat.need(Act.INCIDENT)
    if not reason.strip():
        raise BadInput(field="reason", problem="reason_missing")
    lock_brand(seat.brand)
    state = Proposal.ACCEPTED if accept else Proposal.DECLINED
    said = {"state": state, "decided_at": seat.at, "decided_by": seat.person, "reason": reason.strip()[:300]}
    if not Proposal.objects.filter(pk=proposal.pk, brand=seat.brand, state=Proposal.OPEN).update(**said):
        raise Conflict(proposal=proposal.pk)
    made = Proposal.objects.select_related("incident", "case__incident", "case__brand").get(pk=proposal.pk)
    if accept:
        follow(seat, made, reason.strip())
    told(seat, made.case, action="decide_proposal", detail=made.facts | {"accepted": accept})
    return made


def follow(seat: Seat, made: Proposal, reason: str) -> None:
    """Raise the level, unless it is as grave by now; where there is no incident, open one with the cases of it."""
    incident, to = made.incident, Severity(made.to)
    if incident and to.is_worse_than(Severity(incident.severity)):
        set_severity(seat=seat, incident=incident, to=to, version=incident.version, reason=reason)
    if incident is None:
        same = list(alike(made))
        title = title_of(made.case, same)
        opened = open_by_hand(seat=seat, title=title, category=Category.OTHER, severity=to)
        Case.objects.filter(pk__in=same).update(incident=opened)


def title_of(case: Case, same: list[int]) -> str:
    """Name an incident after a case's matter, as everybody may read it: nobody of the `same` cases is named."""
    matter = case.matter
    for one in Case.objects.filter(pk__in={*same, *family_of(case)}):
        matter = words_hidden(matter, one)
    return matter.strip() or case.code


def alike(made: Proposal) -> Iterator[int]:
    """Give the cases without an incident that are of the same person, or the same matter."""
    rows = list(Case.objects.filter(brand=made.brand, incident__isnull=True, closed_at__isnull=True))
    whose = person_keys(rows, parents_of(made.brand))
    for case in rows:
        mine = matter_key(case) if made.about == "matter" else f"None:{whose[case.pk]}"
        if mine and digest_of(made.brand, made.about, mine) == made.digest:
            yield case.pk
