"""What proves later what was known, said and done in an incident, and who has taken it along?"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from secrets import token_hex

from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.forms import REASONS, TakeForm
from firebreak.console.respond.evidence.captured import captures_for, may_take
from firebreak.console.respond.evidence.chain import entries_about, erasures_from, taken_from
from firebreak.console.respond.evidence.gathering import Gathered
from firebreak.console.respond.models import Incident
from firebreak.core.govern.role import may
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was taken: when, by whom, its digest, and for which reason with personal data."""

    at: datetime
    person: str
    digest: str
    why: str


class Files:
    """The part of a room that shows its evidence."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat = seat
        self.incident = incident
        self.form = TakeForm(person=seat.person, at=seat.at, initial={"nonce": token_hex(4)})

    @cached_property
    def gathered(self) -> Gathered:
        return Gathered(self.seat, self.incident)

    @cached_property
    def entries(self) -> list[Entry]:
        return entries_about(self.incident, self.gathered.posts)

    @cached_property
    def captures(self) -> list[tuple[Capture, bool]]:
        """Give the captures, and whether each would go into a pack with personal data."""
        found = captures_for(self.seat.brand, self.gathered.posts, self.entries)
        return [(one, may_take(self.seat, one, lifted=True)) for one in found]

    @property
    def mentions(self) -> int:
        return len(self.gathered.posts)

    @cached_property
    def erased(self) -> int:
        return len(erasures_from(self.incident))

    @cached_property
    def packs(self) -> list[Pack]:
        found = taken_from(self.incident)
        keys = {one.actor: int(one.actor.partition(":")[2]) for one in found}
        names = dict(Person.objects.filter(pk__in=keys.values()).values_list("pk", "name"))
        return [
            Pack(
                at=one.at,
                person=names.get(keys[one.actor], one.actor),
                digest=one.detail["sha256"],
                why=str(REASONS.get(one.detail.get("personal_data", ""), "")),
            )
            for one in found
        ]

    @cached_property
    def may_take(self) -> bool:
        return self.seat.may(Act.EXPORT)

    @cached_property
    def may_lift(self) -> bool:
        return self.seat.may(Act.UNMASK)

    who_takes = tuple(role for role in Role if may(role, Act.EXPORT))
    who_lifts = tuple(role for role in Role if may(role, Act.EXPORT) and may(role, Act.UNMASK))


def captured_count(incident: Incident) -> int:
    """Count the captures that the room can show without reading its log."""
    return Capture.objects.filter(post__place__story=incident.story_id).count() if incident.story_id else 0
