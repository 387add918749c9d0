"""How does the first administrator get in, and whoever has lost their password where nobody else may renew it?"""

import secrets
from typing import IO

from firebreak.console import clock
from firebreak.console.govern.door import give_password_once
from firebreak.console.govern.models import Person
from firebreak.console.govern.seating import seat_person
from firebreak.core.errors import BadInput
from firebreak.core.terms import Role
from firebreak.run.setup import ready_brand


def make_admin(*, email: str, name: str, brand: str, out: IO[str]) -> None:
    """Make a brand and its administrator, and print the password once."""
    owner, password = ready_brand(brand=brand, watch=None), secrets.token_urlsafe(12)
    seat_person(
        email=email,
        name=name or email.partition("@")[0],
        organisation=owner.organisation,
        brand=owner,
        role=Role.ADMIN,
        password=password,
        at=clock.now(),
    )
    out.write(f"{email}  {password}\n")


def give_password(*, email: str, out: IO[str]) -> None:
    """Print a password with which somebody comes in once and chooses their own; BadInput for an unknown address."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise BadInput(field="email", problem="unknown")
    password = give_password_once(person, real=clock.real_now(), at=clock.now())
    out.write(f"{person.email}  {password}\n")
