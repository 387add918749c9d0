"""How is it written down what an incident cost? The log says that something was noted, never how much of it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.models import Organisation, Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.learn.cost.records import EFFORTS, EXPENSES, LONGEST, Disclosure, Outlay, Rate
from firebreak.console.learn.services import day_of
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.console.work.services import forget_files
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.resolve.effort import need_minutes, need_rate
from firebreak.core.resolve.ledger import need_amount
from firebreak.core.terms import Act, Role


def house_of(seat: Seat) -> Organisation:
    return seat.person.organisation


def may_note(seat: Seat) -> bool:
    """Tell whether somebody may note their own hours: whoever works on incidents in one way or another."""
    return seat.may(Act.INCIDENT) or seat.may(Act.TRIAGE)


def open_houses(seat: Seat) -> QuerySet[Organisation]:
    """Give the houses whose costs this person may see: their own, and those of the other side that show theirs.

    The other side of an agency is the brand's house alone: no agency sees another one.
    """
    own, brands = seat.person.organisation_id, seat.brand.organisation_id
    shown = Disclosure.objects.filter(brand=seat.brand)
    theirs = shown if own == brands else shown.filter(house=brands)
    return Organisation.objects.filter(Q(pk=own) | Q(pk__in=theirs.values("house")))


def colleagues(seat: Seat) -> list[Person]:
    """Give whose hours this person may note: their own, and with Act.INCIDENT those of their house at this desk."""
    if not seat.may(Act.INCIDENT):
        return [seat.person] if may_note(seat) else []
    rows = seated_at(seat.brand, at=seat.at).filter(person__organisation=seat.person.organisation_id)
    return sorted((row.person for row in rows), key=lambda one: (one.pk != seat.person.pk, one.name, one.pk))


@transaction.atomic
def note_hours(
    *,
    seat: Seat,
    incident: Incident,
    person: int,
    kind: str,
    minutes: int,
    day: date,
    key: str,
    what: str = "",
    is_estimate: bool = False,
) -> Outlay:
    """Note how long somebody of one's own house worked on an incident; the same `key` again notes nothing twice."""
    found = next((one for one in colleagues(seat) if one.pk == person), None)
    if found is None:
        raise NotAllowed(act=Act.INCIDENT.value)
    if kind not in EFFORTS:
        raise BadInput(field="kind", problem="unknown")
    need_minutes(minutes)
    role = seat.brand.role_of(found)
    told = {"person": found, "role": role.value if role else "", "minutes": minutes, "is_estimate": is_estimate}
    return keep(seat, incident, action="note_hours", kind=kind, day=day, what=what, key=key, told=told)


@transaction.atomic
def note_expense(
    *, seat: Seat, incident: Incident, kind: str, amount: int, day: date, key: str, what: str = ""
) -> Outlay:
    """Note what else an incident cost one's own house, in whole NT$."""
    seat.need(Act.INCIDENT)
    if kind not in EXPENSES:
        raise BadInput(field="kind", problem="unknown")
    need_amount(amount)
    return keep(seat, incident, action="note_expense", kind=kind, day=day, what=what, key=key, told={"amount": amount})


def keep(
    seat: Seat,
    incident: Incident,
    *,
    action: str,
    kind: str,
    day: date,
    what: str,
    key: str,
    told: Mapping[str, object],
) -> Outlay:
    if not key or len(key) > 32:
        raise BadInput(field="key", problem="unknown")
    if not day_of(incident.golden_start) <= day <= day_of(seat.at):
        raise BadInput(field="day", problem="day_of_work")
    lock_brand(seat.brand)
    if first := Outlay.objects.filter(incident=incident, by=seat.person, key=key).first():
        return first
    made = Outlay.objects.create(
        incident=incident,
        house=house_of(seat),
        kind=kind,
        what=what.strip()[:LONGEST],
        day=day,
        key=key,
        by=seat.person,
        at=seat.at,
        **told,
    )
    record(incident, actor=person_actor(seat.person), action=action, at=seat.at, detail={"outlay": made.pk})
    return made


@transaction.atomic
def undo_outlay(*, seat: Seat, incident: Incident, outlay: int) -> None:
    """Take back what was noted wrongly: one's own, or with Act.INCIDENT one's house's. It stays to be read, struck."""
    if not may_note(seat):
        seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    rows = Outlay.objects.filter(incident=incident, pk=outlay, house=house_of(seat), undone_at__isnull=True)
    if not seat.may(Act.INCIDENT):
        rows = rows.filter(by=seat.person)
    if not rows.update(undone_at=seat.at, undone_by=seat.person):
        raise Conflict(incident=incident.code)
    detail = {"outlay": outlay}
    record(incident, actor=person_actor(seat.person), action="undo_outlay", at=seat.at, detail=detail)


@transaction.atomic
def set_rate(*, seat: Seat, role: str, per_hour: int) -> Rate:
    """Say what an hour of one's own house costs at this brand, for a role or for everybody else."""
    seat.need(Act.CONFIGURE)
    need_rate(per_hour)
    if role and role not in set(Role):
        raise BadInput(field="role", problem="unknown")
    lock_brand(seat.brand)
    made, _made = Rate.objects.update_or_create(
        brand=seat.brand, house=house_of(seat), role=role, defaults={"per_hour": per_hour}
    )
    tell(seat, "set_rate", {"rate": made.pk})
    return made


@transaction.atomic
def disclose(*, seat: Seat, shows: bool) -> None:
    """Let the other side see one's own house's hours, rates and costs at this brand, or no longer."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if shows:
        said = {"by": seat.person, "at": seat.at}
        Disclosure.objects.get_or_create(brand=seat.brand, house=house_of(seat), defaults=said)
    else:
        Disclosure.objects.filter(brand=seat.brand, house=house_of(seat)).delete()
        forget_files(seat.brand, kind="export")  # made while it was shown
    tell(seat, "show_costs" if shows else "hide_costs", {"house": seat.person.organisation_id})


def tell(seat: Seat, action: str, detail: dict[str, object]) -> None:
    actor = person_actor(seat.person)
    write_entry(brand=seat.brand, actor=actor, action=action, subject="costs", detail=detail, at=seat.at)
    beat(seat.brand, "incidents")
