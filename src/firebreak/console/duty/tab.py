"""Who does what in this incident, who stands in, and which part has nobody? A part of its room."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console.duty.models import Notice, Part
from firebreak.console.duty.rota import fits
from firebreak.console.duty.telling import KIND, LONGEST, cadence_of, readers_of
from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.respond.matrix.holding import unfilled_in
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab
from firebreak.core.respond.duty import Duty


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: who has it, whether they still may, and who could."""

    duty: Duty
    part: Part | None
    able: list[Person]

    @property
    def code(self) -> str:
        return self.duty.code

    @property
    def name(self) -> str:
        return self.duty.name.within(get_language() or "zh")

    @property
    def does(self) -> str:
        return self.duty.does.within(get_language() or "zh")

    @property
    def is_gap(self) -> bool:
        """Tell whether nobody does it: nobody has it, or who has it may no longer."""
        return self.part is None or self.part.person not in self.able

    @property
    def was(self) -> int:
        return self.part.person_id if self.part else 0


def lines_of(room: Room) -> list[PartLine]:
    seats = list(seated_at(room.seat.brand, at=room.at).order_by("person__name", "pk"))
    parts = {one.duty: one for one in Part.objects.filter(incident=room.incident).select_related("person", "deputy")}
    return [
        PartLine(duty, parts.get(code), [one.person for one in seats if fits(one, duty)])
        for code, duty in knowledge.duties().items()
    ]


def gather(room: Room) -> dict[str, Any]:
    lines = lines_of(room)
    told = [one for one in room.moments if one.kind == KIND]
    last = told[-1:]
    notices = list(Notice.objects.filter(moment__in=last).select_related("person").order_by("person__name", "pk"))
    return {
        "parts": lines,
        "unfilled": unfilled_in(room.incident, at=room.at),
        "part_gaps": sum(one.is_gap for one in lines),
        "cadence": cadence_of(room.incident, room.moments, at=room.at),
        "told": told[-1] if told else None,
        "notices": notices,
        "read": sum(one.read_at is not None for one in notices),
        "mine_unread": Notice.objects.filter(moment__in=told, person=room.seat.person, read_at__isnull=True).exists(),
        "readers": [one.name for one in readers_of(room.incident, at=room.at) if one != room.seat.person],
        "longest": LONGEST,
    }


PEOPLE = Tab(
    "duty",
    _("Who does what"),
    counted=lambda room: Part.objects.filter(incident=room.incident).count(),
    gather=gather,
)
