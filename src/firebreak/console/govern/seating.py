"""How are the first people seated, and an agency engaged, before anybody can sign in?"""

from datetime import datetime

from django.db import transaction

from firebreak.console.govern.door import replace_password
from firebreak.console.govern.models import Brand, Engagement, Organisation, Person
from firebreak.console.govern.people import check_role
from firebreak.console.govern.services import assign, machine_actor, write_on_both_sides
from firebreak.core.govern.role import AGENCY_ACTS
from firebreak.core.terms import Act, Role


@transaction.atomic
def seat_person(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    brand: Brand,
    role: Role,
    password: str | None,
    at: datetime,
    by: str = "",
) -> Person:
    """Find or make a person and give them a role at a brand; a password given takes the place of the old one.

    Raises BadInput for an agency's person in a role of the brand's own house.
    """
    person = Person.objects.filter(email=email.lower()).first()
    check_role(brand, person.organisation_id if person else organisation.pk, role)
    if person is None:
        person = Person.objects.create_user(email=email, name=name, organisation=organisation)
    if brand.role_of(person) is not role:
        assign(person=person, brand=brand, role=role, by=by or machine_actor("setup"), at=at)
    if password:
        replace_password(person, password, at=at, brand=brand)
    return person


@transaction.atomic
def engage(
    *, brand: Brand, agency: Organisation, at: datetime, ends: datetime | None = None, by: str = ""
) -> Engagement:
    """Let an agency work for a brand from `at` on, its NDA signed; an engagement that is there already stays."""
    found = Engagement.objects.filter(brand=brand, agency=agency).first()
    if found:
        return found
    made = Engagement.objects.create(
        brand=brand,
        agency=agency,
        scopes=[act.value for act in Act if act in AGENCY_ACTS],
        nda_signed_at=at,
        starts=at,
        ends=ends,
    )
    detail = {"agency": agency.pk, "scopes": made.scopes}
    write_on_both_sides(made, actor=by or machine_actor("setup"), action="engage_agency", detail=detail, at=at)
    return made
