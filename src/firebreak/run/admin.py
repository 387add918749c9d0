"""How does the first administrator get in?"""

import secrets
from typing import IO

from firebreak.console import clock
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.seating import seat_person
from firebreak.console.govern.services import ensure_brand
from firebreak.core.terms import Role
from firebreak.run.setup import migrate


def make_admin(*, email: str, name: str, brand: str, out: IO[str]) -> None:
    """Make a brand and its administrator, and print the password once."""
    migrate()
    owner, password = ensure_brand(brand), secrets.token_urlsafe(12)
    set_default_routes(owner)
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
