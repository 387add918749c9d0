"""Who may hold which duty of a brand, who holds it now, and who puts whom onto the list?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.duty.models import Shift
from firebreak.console.govern.models import Assignment, Brand, Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.duty import Duty, Turn, hour_of, on_duty
from firebreak.core.respond.workdays import DAY
from firebreak.core.terms import Act, Role

MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is on duty, until when, and who stands in."""

    duty: Duty
    person: Person
    deputy: Person | None
    until: datetime

    @property
    def name(self) -> str:
        return self.duty.name.within(get_language() or "zh")


def able(brand: Brand, duty: Duty, *, at: datetime) -> list[Person]:
    """Give the people whose role lets them hold a duty."""
    return [one.person for one in seated_at(brand, at=at).order_by("person__name", "pk") if fits(one, duty)]


def fits(seat: Assignment, duty: Duty) -> bool:
    return Role(seat.role) in duty.roles


def turns_of(shifts: Iterable[Shift], seats: Iterable[Assignment]) -> list[Turn]:
    """Give the shifts of people who still may hold their duty; where one no longer may, the deputy holds it alone."""
    roles = {one.person_id: Role(one.role) for one in seats}
    found = []
    for one in shifts:
        duty = knowledge.duties().get(one.duty)
        able_ones = [who for who in (one.person_id, one.deputy_id) if duty and who and roles.get(who) in duty.roles]
        if able_ones:
            deputy = able_ones[1] if len(able_ones) > 1 else None
            found.append(Turn(one.duty, one.begins, one.until, able_ones[0], deputy, one.pk))
    return found


def holders(brand: Brand, *, at: datetime) -> dict[str, Holder]:
    """Give who is on duty now, by duty."""
    seats = list(seated_at(brand, at=at))
    people = {one.person_id: one.person for one in seats}
    turns = turns_of(Shift.objects.filter(brand=brand).between(at, at + timedelta(microseconds=1)), seats)
    found = {}
    for code, duty in knowledge.duties().items():
        turn = on_duty(turns, code, at)
        if turn:
            deputy = people[turn.deputy] if turn.deputy else None
            found[code] = Holder(duty, people[turn.holder], deputy, turn.ends)
    return found


@transaction.atomic
def put_on_duty(
    *, seat: Seat, duty: str, person: int, deputy: int | None, first: date, days: int, begins: int, ends: int
) -> list[Shift]:
    """Let somebody hold a duty on each of `days` days from hour to hour; to an hour no later it goes over midnight.

    Nobody stands on the list twice over: what is covered already must be taken off first.
    """
    seat.need(Act.CONFIGURE)
    known = knowledge.duties().get(duty)
    if known is None:
        raise BadInput(field="duty", problem="unknown_duty")
    if not 1 <= days <= MOST_DAYS or not (0 <= begins <= 23 and 0 <= ends <= 24):
        raise BadInput(field="days", problem="days_of_duty", most=MOST_DAYS)
    lock_brand(seat.brand)
    who = need_able(seat, known, person, deputy)
    times = [times_of(first + number * DAY, begins, ends) for number in range(days)]
    need_free(seat, known, times)
    deputy_of = {"deputy": who[1] if len(who) > 1 else None}
    made = Shift.objects.bulk_create(
        Shift(
            brand=seat.brand,
            duty=duty,
            begins=start,
            ends=end,
            person=who[0],
            by=seat.person,
            at=seat.at,
            **deputy_of,
        )
        for start, end in times
    )
    detail = {"duty": duty, "person": person, "deputy": deputy, "shifts": len(made), "first": first.isoformat()}
    record(seat, "put_on_duty", f"duty:{duty}", detail)
    return made


def times_of(day: date, begins: int, ends: int) -> tuple[datetime, datetime]:
    return hour_of(day, begins), hour_of(day, ends if ends > begins else ends + 24)


def need_able(seat: Seat, duty: Duty, person: int, deputy: int | None) -> list[Person]:
    """Give holder and deputy; raise BadInput where a role does not fit, or both are the same."""
    people = {one.pk: one for one in able(seat.brand, duty, at=seat.at)}
    wanted = [person, *([deputy] if deputy else [])]
    if len(set(wanted)) != len(wanted):
        raise BadInput(field="deputy", problem="own_deputy")
    if any(one not in people for one in wanted):
        raise BadInput(field="person", problem="not_able")
    return [people[one] for one in wanted]


def need_free(seat: Seat, duty: Duty, times: list[tuple[datetime, datetime]]) -> None:
    """Raise BadInput for what is over already, and where somebody holds the duty then."""
    if times[0][1] <= seat.at:
        raise BadInput(field="first", problem="past")
    held = Shift.objects.filter(brand=seat.brand, duty=duty.code).between(times[0][0], times[-1][1])
    if any(one.begins < ends and begins < one.until for one in held for begins, ends in times):
        raise BadInput(field="first", problem="covered_already")


@transaction.atomic
def end_shift(*, seat: Seat, shift: Shift) -> None:
    """Take a shift off the list: one that runs ends now, one to come never begins."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if not Shift.objects.filter(pk=shift.pk, ended_at__isnull=True, ends__gt=seat.at).update(ended_at=seat.at):
        raise Conflict(shift=shift.pk)
    record(seat, "end_shift", f"shift:{shift.pk}", {"duty": shift.duty, "person": shift.person_id})


def record(seat: Seat, action: str, subject: str, detail: dict[str, object]) -> None:
    write_entry(
        brand=seat.brand, actor=person_actor(seat.person), action=action, subject=subject, detail=detail, at=seat.at
    )
    beat(seat.brand, "duty", "incidents")
