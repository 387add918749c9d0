"""Which incidents follow a plan, which could take it, and how did it go the last times?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from firebreak.console.access import Seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.records import Step
from firebreak.core.terms import Act

RECENT = 20  # incidents that are looked back upon


@dataclass(frozen=True, slots=True)
class Slow:
    """The step that is late most often, and by how much in the middle."""

    step: Step
    times: int
    late: timedelta


class Uses:
    """What became of a plan in the incidents of a brand."""

    def __init__(self, seat: Seat, code: str) -> None:
        self.seat, self.code = seat, code

    @cached_property
    def followed(self) -> Sequence[tuple[Incident, str]]:
        """Give the newest incidents that took it, each with the version that it took."""
        taken = Step.objects.filter(incident__brand=self.seat.brand, pack=self.code)
        pairs = dict(taken.order_by("incident").values_list("incident", "version"))
        rows = Incident.objects.filter(pk__in=pairs).select_related("brand", "story", "alert")
        return [(one, pairs[one.pk]) for one in rows.order_by("-opened_at", "-pk")[:RECENT]]

    @property
    def running(self) -> list[tuple[Incident, str]]:
        return [(one, version) for one, version in self.followed if one.is_running]

    @cached_property
    def could_take(self) -> list[Incident]:
        """Give the running incidents that have no step of it, for who may put it in."""
        if not self.seat.may(Act.INCIDENT):
            return []
        rows = Incident.objects.filter(brand=self.seat.brand).running().exclude(plan__pack=self.code)
        return list(rows.select_related("brand", "story", "alert").order_by("-opened_at", "-pk")[:RECENT])

    @cached_property
    def done(self) -> list[tuple[Step, timedelta]]:
        """Give the steps that were done and had a limit, each with how late it was; negative is in time."""
        severity = {one.pk: one.severity for one, _version in self.followed}
        steps = Step.objects.filter(incident__in=severity, pack=self.code, state=Step.DONE)
        dues = ((step, step.due(severity[step.incident_id])) for step in steps)
        return [(step, step.settled_at - due) for step, due in dues if due and step.settled_at]

    @property
    def in_time(self) -> int:
        return sum(late <= timedelta() for _step, late in self.done)

    @property
    def share(self) -> float:
        return self.in_time / len(self.done)

    @property
    def slow(self) -> Slow | None:
        """Give the step that was late most often; of several, the one that was later."""
        late: dict[str, list[timedelta]] = {}
        steps = {step.code: step for step, _late in self.done}
        for step, over in self.done:
            if over > timedelta():
                late.setdefault(step.code, []).append(over)
        if not late:
            return None
        code = max(late, key=lambda one: (len(late[one]), middle(late[one])))
        return Slow(steps[code], len(late[code]), middle(late[code]))


def middle(spans: Sequence[timedelta]) -> timedelta:
    """Give the span in the middle; of an even number the longer one."""
    return sorted(spans)[len(spans) // 2]
