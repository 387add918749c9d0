"""Who puts a risk into the register, judges it and retires it, and what does the end of an incident add?"""

from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.prevent.models import LONGEST_PREVENTION, LONGEST_TITLE, Risk, RiskChange, RiskEvent
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.prevent.risk import STEPS, Figures, Happened, proposed
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Act, Severity

TOPIC = "risks"
MOST = 200
SOON = timedelta(days=14)  # within which somebody looks at what an incident has added, where no day of review is set


@dataclass(frozen=True, slots=True)
class Judged:
    """A risk as a person judges it."""

    title: str
    category: str
    branch: str
    likelihood: int
    impact: int
    harms_health: bool
    exposure: Decimal | None
    prevention: str
    owner: Person
    review_on: date


@transaction.atomic
def add_risk(*, seat: Seat, judged: Judged) -> Risk:
    """Put a risk into the register, with what keeps it from happening and who watches over it (R2.1 in part)."""
    seat.need(Act.CONFIGURE)
    need_whole(seat, judged)
    lock_brand(seat.brand)
    if Risk.objects.filter(brand=seat.brand).standing().count() >= MOST:
        raise BadInput(field="title", problem="too_many_risks", most=MOST)
    made = Risk.objects.create(
        brand=seat.brand, number=next_number(seat.brand), judged_by=seat.person, judged_at=seat.at, **told_of(judged)
    )
    keep(made, kind="add", at=seat.at, by=seat.person)
    record(made, actor=person_actor(seat.person), action="add_risk", at=seat.at, detail=figures_of(made))
    return made


@transaction.atomic
def judge_risk(*, seat: Seat, risk: Risk, judged: Judged, version: int) -> None:
    """Write down how a risk is judged now; raises Conflict where somebody was faster."""
    seat.need(Act.CONFIGURE)
    need_whole(seat, judged)
    lock_brand(seat.brand)
    said = told_of(judged)
    fields = sorted(name for name, value in said.items() if getattr(risk, name) != value)
    change(seat, risk, version=version, judged_by=seat.person, judged_at=seat.at, **said)
    keep(risk, kind="judge", at=seat.at, by=seat.person)
    detail = figures_of(risk) | {"fields": fields}
    record(risk, actor=person_actor(seat.person), action="judge_risk", at=seat.at, detail=detail)


@transaction.atomic
def retire_risk(*, seat: Seat, risk: Risk, version: int) -> None:
    """Take a risk off the matrix; its history stays, and an incident that comes of it brings it back."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    change(seat, risk, version=version, retired_at=seat.at)
    keep(risk, kind="retire", at=seat.at, by=seat.person)
    record(risk, actor=person_actor(seat.person), action="retire_risk", at=seat.at, detail={})


@transaction.atomic
def learn_risk(*, incident: Incident, branch: str, severity: Severity, review_on: date | None, at: datetime) -> Risk:
    """Let the end of an incident make or renew the risk of its category and cause (R1.41).

    Figures that no person has judged rise to what the incidents speak for; a person's stay, and the page says what
    the incidents would make of them. Either way somebody looks at it by the day of the incident's review.
    """
    lock_brand(incident.brand)
    soon = review_on or day_of(at) + SOON
    found = risk_of(incident, branch)
    risk = found or first_risk(incident, branch, severity=severity, review_on=soon, at=at)
    event = {"ended_at": at, "severity": severity.value}
    RiskEvent.objects.update_or_create(risk=risk, incident=incident, defaults=event)
    if found:
        fields: dict[str, Any] = {"review_on": min(risk.review_on, soon), "retired_at": None}
        if risk.judged_by_id is None and (said := spoken_for(risk, at=at)):
            raised = risk.figures.raised_by(said)
            fields |= {"likelihood": raised.likelihood, "impact": raised.impact}
        Risk.objects.filter(pk=risk.pk).update(version=F("version") + 1, **fields)
        risk.refresh_from_db()
    keep(risk, kind="happen", at=at, incident=incident)
    detail = figures_of(risk) | {"incident": incident.code}
    record(risk, actor=machine_actor("learn"), action="learn_risk", at=at, detail=detail)
    return risk


def risk_of(incident: Incident, branch: str) -> Risk | None:
    """Find the risk of a category and cause: one that says where its cause lies before one that says it nowhere."""
    rows = Risk.objects.filter(brand=incident.brand, category=incident.category, branch__in=("", branch))
    return min(rows, key=lambda row: (row.branch != branch, row.retired_at is not None, row.number), default=None)


def first_risk(incident: Incident, branch: str, *, severity: Severity, review_on: date, at: datetime) -> Risk:
    """Make the risk that an incident has shown; whoever led it watches over it until somebody else is named."""
    figures = proposed([Happened(at, severity)], at=at) or Figures(STEPS[0], STEPS[0])
    return Risk.objects.create(
        brand=incident.brand,
        number=next_number(incident.brand),
        category=incident.category,
        branch=branch,
        likelihood=figures.likelihood,
        impact=figures.impact,
        owner=incident.owner,
        review_on=review_on,
        judged_at=at,
    )


def spoken_for(risk: Risk, *, at: datetime) -> Figures | None:
    """Give the figures that the incidents of a risk speak for."""
    return proposed([Happened(one.ended_at, Severity(one.severity)) for one in risk.events.all()], at=at)


def need_whole(seat: Seat, judged: Judged) -> None:
    """Raise BadInput for a risk without a name, a measure against it or figures of the scale, or with a day gone by."""
    for field, longest in (("title", LONGEST_TITLE), ("prevention", LONGEST_PREVENTION)):
        said = getattr(judged, field).strip()
        if not said or len(said) > longest:
            raise BadInput(field=field, problem="too_long" if said else "empty")
    if judged.likelihood not in STEPS or judged.impact not in STEPS:
        raise BadInput(field="likelihood", problem="off_the_scale")
    if judged.exposure is not None and judged.exposure < 0:
        raise BadInput(field="exposure", problem="off_the_scale")
    if judged.review_on <= day_of(seat.at):
        raise BadInput(field="review_on", problem="not_ahead")
    if not seat.brand.allows(judged.owner, Act.READ, at=seat.at):
        raise NotAllowed(act=Act.READ.value, person=judged.owner.pk)


def next_number(brand: Brand) -> int:
    return (Risk.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0) + 1


def change(seat: Seat, risk: Risk, *, version: int, **fields: Any) -> None:
    """Write `fields` unless somebody was first, or it was retired meanwhile."""
    rows = Risk.objects.filter(brand=seat.brand, pk=risk.pk, version=version).standing()
    if not rows.update(version=F("version") + 1, **fields):
        raise Conflict(risk=risk.code)
    risk.refresh_from_db()


def told_of(judged: Judged) -> dict[str, Any]:
    said = {name: getattr(judged, name) for name in (field.name for field in fields_of(Judged))}
    return said | {"title": judged.title.strip(), "prevention": judged.prevention.strip()}


def figures_of(risk: Risk) -> dict[str, Any]:
    return {"likelihood": risk.likelihood, "impact": risk.impact}


def keep(risk: Risk, *, kind: str, at: datetime, by: Person | None = None, incident: Incident | None = None) -> None:
    """Add a line to a risk's history, with the figures as they stand from now on."""
    RiskChange.objects.create(risk=risk, kind=kind, at=at, by=by, incident=incident, **figures_of(risk))


def record(risk: Risk, *, actor: str, action: str, at: datetime, detail: dict[str, Any]) -> None:
    write_entry(brand=risk.brand, actor=actor, action=action, subject=f"risk:{risk.pk}", detail=detail, at=at)
    beat(risk.brand, TOPIC)
