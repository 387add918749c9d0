"""What may a person set for themselves, and what does the log say about their own door?"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from firebreak.console.govern.door import audit_door, beat_brands_of, forget_once
from firebreak.console.govern.models import Entry, Organisation, Person
from firebreak.console.govern.services import person_actor
from firebreak.core.errors import BadInput
from firebreak.core.terms import Severity

PHONE = re.compile(r"\A\+?[0-9][0-9 ()-]{5,22}[0-9](?: ?# ?[0-9]{1,6})?\Z")
AT_THE_DOOR = ("sign_in", "sign_in_failed", "confirm_failed", "change_password", "give_password", "renew_password")


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be spoken to; mails come for alerts of `mail_from` and graver ones.

    `phone` is for colleagues of the same brands, to be called where there is no time, or no network, for anything else.
    """

    language: str
    shortcuts: bool
    mail_from: Severity
    phone: str = ""


@transaction.atomic
def set_wishes(*, person: Person, wishes: Wishes, at: datetime) -> bool:
    """Write down how a person wants to be spoken to; False when all is as it was. Grave alerts are always mailed."""
    if wishes.language not in dict(settings.LANGUAGES):
        raise BadInput(field="language", problem="unknown")
    if wishes.mail_from not in Person.MAY_BEGIN:
        raise BadInput(field="mail_from", problem="grave_are_mailed")
    if wishes.phone and not PHONE.fullmatch(wishes.phone):
        raise BadInput(field="phone", problem="no_phone")
    wanted = {
        "phone": wishes.phone,
        "language": wishes.language,
        "shortcuts": wishes.shortcuts,
        "mail_from": wishes.mail_from.value,
    }
    changed = {name: value for name, value in wanted.items() if value != getattr(person, name)}
    if not changed:
        return False
    Person.objects.filter(pk=person.pk).update(**changed)
    audit_door(person, "set_wishes", at=at)
    return True


@transaction.atomic
def change_password(*, person: Person, password: str, at: datetime) -> None:
    """Put another password in the place of one's own; every other session of the person ends with the old one.

    The caller has asked for the old one. Raises BadInput with the rules that the new one breaks.
    """
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise BadInput(field="password", problems=tuple(str(one) for one in wrong.messages)) from wrong
    if person.check_password(password):
        raise BadInput(field="password", problem="unchanged")
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_once(person)
    beat_brands_of(person)
    audit_door(person, "change_password", at=at)


def at_the_door(person: Person, house: Organisation) -> QuerySet[Entry]:
    """Give what a house's chain says of a person's own door, the newest first."""
    rows = Entry.objects.filter(organisation=house, subject=f"person:{person.pk}", action__in=AT_THE_DOOR)
    return rows.order_by("-number")


def by_oneself(entry: Entry, person: Person) -> bool:
    return entry.actor == person_actor(person)
