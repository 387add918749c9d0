"""Who is called when a clock of an incident is about to run out, and when it has? Once each; nothing pauses it.

One call names every clock that presses an incident then, so that limits that end together wake nobody twice. Taking an
incident on is not among them: its alert climbs its own ladder, and who leads is called for by `unled`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from firebreak import knowledge
from firebreak.console.alert.calling import queue_end
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.govern.models import Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor
from firebreak.console.respond.calling import Call, call
from firebreak.console.respond.clocks import REVIEW, clocks_of, moments_of
from firebreak.console.respond.law.standing import legal_of
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.core.respond.clock import Deadline, State, state
from firebreak.core.respond.statute import Standing

KIND = "clock_due"  # how the keys of such calls begin
ACK, GOLDEN = "ack", "golden"
NEAR, MISSED = "clock_near", "clock_missed"
STAGES = {State.SOON: NEAR, State.BREACHED: MISSED}
MET, AGAIN = "clocks_met", "clocks_again"  # why a call is over: nothing presses any more, or a later call names it


@dataclass(frozen=True, slots=True)
class Pressing:
    """A clock that is near its end or over it."""

    clock: Deadline
    stage: str

    @property
    def key(self) -> str:
        return f"{self.stage}|{self.matter}"

    @property
    def matter(self) -> str:
        """Name the clock and its run: a level that changes gives it another end, and no second call.

        The golden hours have one run: an earlier post that is found lets them begin earlier, and calls nobody anew.
        """
        one = self.clock
        return one.name if one.name == GOLDEN else f"{one.name}|{one.starts.isoformat()}"


def calls_about_clocks(incident: Incident) -> str:
    """Give how the keys of all calls about the clocks of an incident begin."""
    return f"{KIND}:{incident.pk}:"


def ticking(incident: Incident) -> list[Deadline]:
    """Give the clocks of the house and of the law that still wait for their deed and call when they run out."""
    lines = moments_of(incident)
    house = [one for one in clocks_of(incident, lines) if incident.is_running or one.name == REVIEW]
    law = [one for one in legal_of(incident, lines) if one.standing is Standing.RUNNING and not one.at_once]
    found = [*house, *(one.deadline for one in law if one.deadline)]
    return [one for one in found if one.met is None and one.name != ACK]


def pressing(clocks: Iterable[Deadline], *, at: datetime) -> list[Pressing]:
    """Give those that are near their end or over it, what is over first."""
    states = [(one, state(one, at, knowledge.clocks())) for one in clocks]
    found = [Pressing(one, STAGES[stands]) for one, stands in states if stands in STAGES]
    return sorted(found, key=lambda one: (one.stage != MISSED, one.clock.due))


def next_turn(clocks: Iterable[Deadline], *, at: datetime) -> datetime | None:
    """Give when one of them comes near its end next, or runs out."""
    soon = knowledge.clocks().soon
    turns = [turn for one in clocks for turn in (one.starts + soon * (one.due - one.starts), one.due) if turn >= at]
    return min(turns, default=None)


@transaction.atomic
def look_after_clocks(incident: Incident, *, on_duty: Sequence[Person], at: datetime) -> Alert | None:
    """Call about the clocks that press and of which nobody was told yet; end the calls about those that do not."""
    lock_brand(incident.brand)
    now = pressing(ticking(incident), at=at)
    rows = Alert.objects.filter(brand=incident.brand, key__startswith=calls_about_clocks(incident))
    calls = list(rows.order_by("pk"))
    told = {key for one in since_rest(calls) for key in told_in(one)}
    fresh = [one for one in now if one.key not in told and f"{MISSED}|{one.matter}" not in told]
    end_calls(incident, calls, () if fresh else now, reason=AGAIN if fresh else MET, at=at)
    return call_about(incident, now, on_duty=on_duty, at=at) if fresh else None


def since_rest(calls: Sequence[Alert]) -> Sequence[Alert]:
    """Keep the calls since nothing pressed any more: what presses again after that, at a lower level, is news."""
    rests = [place for place, one in enumerate(calls, 1) if one.reasons[-1]["code"] == MET]
    return calls[max(rests, default=0) :]


def told_in(alert: Alert) -> list[str]:
    """Give the keys of the clocks that a call named."""
    return [key for one in alert.reasons for key in one["facts"].get("told", ())]


def call_about(incident: Incident, now: Sequence[Pressing], *, on_duty: Iterable[Person], at: datetime) -> Alert:
    """Call whoever leads, who is on duty and the route of the level; the caller holds the lock."""
    first, *others = [
        (stage, facts_of(incident, [one for one in now if one.stage == stage]))
        for stage in dict.fromkeys(one.stage for one in now)
    ]
    people = dict.fromkeys([*([incident.owner] if incident.owner else []), *on_duty])
    wanted = Call(incident.brand, f"{calls_about_clocks(incident)}{at.isoformat()}", incident.severity, *first, others)
    alert = call(wanted, on_duty=people, at=at)
    detail = {"alert": alert.pk, "clocks": [one.key for one in now]}
    record(incident, actor=machine_actor("clock"), action="call_about_clocks", at=at, detail=detail)
    return alert


def facts_of(incident: Incident, now: Iterable[Pressing]) -> dict[str, Any]:
    found = list(now)
    clocks = {one.clock.name: one.clock.due.isoformat() for one in found}
    return {"incident": incident.code, "clocks": clocks, "told": [one.key for one in found]}


def end_calls(
    incident: Incident, calls: Iterable[Alert], now: Iterable[Pressing], *, reason: str, at: datetime
) -> None:
    """End the open calls that name nothing which still presses; of one that nobody had taken, tell by mail."""
    still = {one.matter for one in now}
    for one in calls:
        if one.closed_at or still & {key.partition("|")[2] for key in told_in(one)}:
            continue
        reasons = [*one.reasons, {"code": reason, "points": 0, "facts": {}}]
        Alert.objects.filter(pk=one.pk).update(reasons=reasons, closed_at=at, version=F("version") + 1)
        Delivery.objects.filter(alert=one, sent_at__isnull=True).update(next_at=None)
        if reason == MET and not one.acknowledged_at:
            queue_end(one, at=at)
        record(incident, actor=machine_actor("clock"), action="end_call", at=at, detail={"alert": one.pk})
        beat(incident.brand, "alerts")
