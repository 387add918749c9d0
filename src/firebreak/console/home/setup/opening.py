"""How does the first administrator come in? By a link that the service prints while nobody has an account yet."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.door import renew_password
from firebreak.console.govern.models import Brand, Note, Organisation, Person
from firebreak.console.govern.seating import seat_person
from firebreak.console.govern.services import ensure_brand
from firebreak.core.errors import BadInput
from firebreak.core.terms import Role

FIRST = "first_run"


@dataclass(frozen=True, slots=True)
class Opened:
    """The first administrator, and the brand that their organisation begins with."""

    person: Person
    brand: Brand


def digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def invite_first() -> str:
    """Make the key of the link for the first administrator; nothing once anybody is there.

    It is kept as a digest only, and takes the place of the one before.
    """
    if Person.objects.exists():
        return ""
    key = secrets.token_urlsafe(24)
    Note.objects.update_or_create(name=FIRST, defaults={"value": {"digest": digest(key)}})
    return key


def is_invited(key: str) -> bool:
    """Tell whether a key opens the first run now."""
    note = Note.objects.filter(name=FIRST).first()
    known = str(note.value.get("digest", "")) if note else ""
    return secrets.compare_digest(known, digest(key)) and not Person.objects.exists()


def known_house() -> str:
    """Name the organisation that an import made before anybody came, so that its posts are not left alone."""
    return Organisation.objects.order_by("pk").values_list("name", flat=True).first() or ""


@transaction.atomic
def open_house(*, key: str, house: str, name: str, email: str, password: str, at: datetime) -> Opened:
    """Make organisation, brand and first administrator, and use the link up.

    Raises BadInput for a link that opens nothing (`key`) and for a password that will not do.
    """
    if not is_invited(key) or not Note.objects.filter(name=FIRST).delete()[0]:
        raise BadInput(field="key", problem="void")
    brand = ensure_brand(house.strip())
    set_default_routes(brand)
    person = seat_person(
        email=email,
        name=name.strip(),
        organisation=brand.organisation,
        brand=brand,
        role=Role.ADMIN,
        password=None,
        at=at,
    )
    renew_password(person=person, password=password, at=at)
    return Opened(person=person, brand=brand)
