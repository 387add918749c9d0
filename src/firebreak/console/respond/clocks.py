"""What do an incident's records say to the clocks and the lifecycle of core?"""

from collections.abc import Iterable
from datetime import datetime

from firebreak import knowledge
from firebreak.console.respond.ending import facts_of_end
from firebreak.console.respond.law.standing import legal_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.promised import promised
from firebreak.console.respond.remedies import count_open
from firebreak.core.resolve.lifecycle import IncidentFacts, Stand
from firebreak.core.respond import clock
from firebreak.core.respond.statute import overdue
from firebreak.core.terms import Phase, Severity

OUTWARD = ("outward", "full")
TOLD_BRAND = "told_brand"  # a word to the brand, and the clock that waits for it
REVIEW = "review"  # the step of a plan with which the review is done, and the clock that waits for it


def moments_of(incident: Incident) -> list[Moment]:
    return list(incident.moments.order_by("at", "id"))


def stand_of(incident: Incident, moments: list[Moment] | None = None) -> Stand:
    """Rebuild from the timeline which phase was entered when."""
    moves = [one for one in moments or moments_of(incident) if one.kind == "phase"]
    entered = [(Phase.DETECT, incident.opened_at), *((Phase(one.facts["now"]), one.at) for one in moves)]
    return Stand(entered=tuple(entered))


def levels_of(incident: Incident, lines: list[Moment]) -> list[tuple[datetime, Severity]]:
    """Tell from its timeline which level an incident had from when, its opening first."""
    opened = [(incident.opened_at, Severity(one.facts["severity"])) for one in lines if one.kind == "opened"]
    return [*opened, *((one.at, Severity(one.facts["now"])) for one in lines if one.kind == "severity")]


def gravest_of(incident: Incident, moments: list[Moment] | None = None) -> Severity:
    """Give the gravest level that an incident ever reached, whatever it was lowered to since."""
    lines = moments or list(incident.moments.filter(kind__in=("opened", "severity")))
    return Severity.worst(Severity(incident.severity), *(level for _, level in levels_of(incident, lines)))


def was_grave(incident: Incident) -> bool:
    """Tell whether an incident is S1 or S2, or ever was."""
    return Severity(incident.severity) in clock.GRAVE or gravest_of(incident) in clock.GRAVE


def facts_of(incident: Incident, moments: list[Moment] | None = None) -> IncidentFacts:
    lines = moments or moments_of(incident)
    kinds = {one.kind for one in lines}
    return IncidentFacts(
        severity=gravest_of(incident, lines),
        assessed=incident.story is None or incident.story.assessments.exists(),
        owner=incident.owner_id is not None,
        answered=bool(kinds & set(OUTWARD)),
        open_remedies=count_open(incident),
        **facts_of_end(incident),
    )


def deeds_of(incident: Incident, moments: list[Moment] | None = None) -> clock.Deeds:
    """Tell core what people did and when.

    Triage is done once somebody leads and the matter is past detection; its level it has from its opening on.
    """
    lines = moments or moments_of(incident)
    stand = stand_of(incident, lines)
    led = min((one.at for one in lines if one.kind == "owner"), default=None)
    taken = [led] if led else []
    if incident.alert and incident.alert.acknowledged_at:
        taken.append(incident.alert.acknowledged_at)
    begun = min((at for phase, at in stand.entered if phase is not Phase.DETECT), default=None)
    return clock.Deeds(
        acknowledged=min(taken, default=None),
        triaged=max(led, begun) if led and begun else None,
        outward=tuple(one.at for one in lines if one.kind in OUTWARD),
        full=min((one.at for one in lines if one.kind == "full"), default=None),
        promised=promised(one for one in lines if one.kind in OUTWARD),
        settled=stand.last(Phase.WATCH) if incident.phase in (Phase.WATCH, Phase.CLOSED) else None,
        closed=stand.last(Phase.CLOSED) if incident.phase == Phase.CLOSED else None,
        reviewed=reviewed_at(lines),
    )


def reviewed_at(lines: Iterable[Moment]) -> datetime | None:
    """Tell when the plan's step of the review was settled, unless it was opened again."""
    kinds = ("step_done", "step_skipped", "step_open")
    last = next((one for one in reversed([*lines]) if one.kind in kinds and one.facts.get("step") == REVIEW), None)
    return last.at if last and last.kind != "step_open" else None


def clocks_of(incident: Incident, moments: list[Moment] | None = None) -> list[clock.Deadline]:
    """Work out the clocks of an incident from its timeline."""
    lines = moments or moments_of(incident)
    return clock.deadlines(
        Severity(incident.severity),
        published=incident.golden_start,
        first_seen=incident.first_seen_at,
        deeds=deeds_of(incident, lines),
        rules=knowledge.clocks(),
        levels=levels_of(incident, lines),
        workdays=knowledge.workdays(),
    )


def breached(incident: Incident, *, at: datetime) -> list[clock.Deadline]:
    """Name the clocks of the house and of the law whose time is over.

    What the house asked for before the close it asks for no more after it; the review and the law it still asks for.
    """
    lines = moments_of(incident)
    ours = [one for one in clocks_of(incident, lines) if incident.is_running or one.name == REVIEW]
    return [*clock.breaches(ours, at), *overdue(legal_of(incident, lines), at)]
