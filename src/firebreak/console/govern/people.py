"""Who works for a brand, as what, and who lets them in or out?"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from firebreak.console import clock
from firebreak.console.access import Seat
from firebreak.console.govern.door import give_password_once
from firebreak.console.govern.models import Assignment, Brand, Engagement, Organisation, Person
from firebreak.console.govern.reach import out_of_reach
from firebreak.console.govern.services import assign, beat, person_actor, write_entry
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import AGENCY_ROLES
from firebreak.core.terms import Act, Role


@dataclass(frozen=True, slots=True)
class Added:
    """A person who was given a role; a new person also a password, which is shown once and kept nowhere."""

    person: Person
    password: str = ""


def houses(seat: Seat) -> list[Organisation]:
    """Give the organisations whose people may work for the brand: its own house, and agencies not yet at their end."""
    engaged = Engagement.objects.filter(brand=seat.brand).not_over(at=seat.at).values("agency")
    return list(
        Organisation.objects.filter(Q(pk=seat.brand.organisation_id) | Q(pk__in=engaged)).order_by("kind", "name")
    )


@transaction.atomic
def add_person(*, seat: Seat, email: str, name: str, role: Role, house: Organisation) -> Added:
    """Give somebody a role at the brand; whoever has no account yet gets one with a password for the first time."""
    seat.need(Act.ADMINISTER)
    if house not in houses(seat):
        raise BadInput(field="house", problem="not_engaged")
    known = Person.objects.filter(email=email.strip().lower()).first()
    if known and known.organisation_id != house.pk:
        raise BadInput(field="house", problem="other_house")
    if known and known.assignments.filter(brand=seat.brand).exists():
        raise BadInput(field="email", problem="taken")
    if not known and not name.strip():
        raise BadInput(field="name", problem="empty")
    check_role(seat.brand, house.pk, role)
    person = known or Person.objects.create_user(email=email.strip(), name=name.strip(), organisation=house)
    assign(person=person, brand=seat.brand, role=role, by=person_actor(seat.person), at=seat.at)
    if known:
        return Added(person=person)
    return Added(person=person, password=give_once(seat, person))


@transaction.atomic
def change_role(*, seat: Seat, assignment: Assignment, role: Role) -> None:
    """Give a person another role; the last administrator stays one."""
    seat.need(Act.ADMINISTER)
    check_role(seat.brand, assignment.person.organisation_id, role)
    keep_an_administrator(seat.brand, without=assignment, role=role)
    assign(person=assignment.person, brand=seat.brand, role=role, by=person_actor(seat.person), at=seat.at)


@transaction.atomic
def remove_person(*, seat: Seat, assignment: Assignment) -> None:
    """End a person's work for the brand: pages and open streams close to them."""
    seat.need(Act.ADMINISTER)
    keep_an_administrator(seat.brand, without=assignment, role=None)
    person = assignment.person_id
    assignment.delete()
    write_entry(
        brand=seat.brand, actor=person_actor(seat.person), action="unassign", subject=f"person:{person}", at=seat.at
    )
    beat(seat.brand, "seats")


@transaction.atomic
def renew_password_once(*, seat: Seat, assignment: Assignment) -> str:
    """Give a person a new password for one time, for when theirs is lost; raises BadInput when that goes too far."""
    seat.need(Act.ADMINISTER)
    if problem := renewal_problem(seat, assignment.person, out_of_reach(seat.person, [assignment.person_id])):
        raise BadInput(field="person", problem=problem)
    return give_once(seat, assignment.person)


def renewal_problem(seat: Seat, person: Person, beyond: set[int]) -> str:
    """Say why this seat may not renew a person's password, given who is out of its reach; nothing when it may.

    An agency's person is the agency's; but whoever has never come in may need the invitation again.
    """
    if person.pk in beyond:
        return "other_brand"
    if person.organisation_id != seat.brand.organisation_id and person.last_login is not None:
        return "other_house"
    return ""


def give_once(seat: Seat, person: Person) -> str:
    return give_password_once(person, real=clock.real_now(), at=seat.at, by=seat.person, brand=seat.brand)


def check_role(brand: Brand, house: int, role: Role) -> None:
    """Raise BadInput for an agency's person in a role of the brand's own house, whose yes would then be an agency's."""
    if house != brand.organisation_id and role not in AGENCY_ROLES:
        raise BadInput(field="role", problem="own_house_role", able=[one.value for one in AGENCY_ROLES])


def keep_an_administrator(brand: Brand, *, without: Assignment, role: Role | None) -> None:
    """Raise BadInput when a brand that has an administrator of its own house would have none."""
    is_one = without.role == Role.ADMIN and without.person.organisation_id == brand.organisation_id
    if not is_one or role is Role.ADMIN:
        return
    others = brand.assignments.filter(role=Role.ADMIN, person__organisation=brand.organisation_id)
    if not others.filter(person__is_active=True).exclude(pk=without.pk).exists():
        raise BadInput(field="role", problem="last_administrator")
