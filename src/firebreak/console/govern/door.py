"""May this person come in? Tries are counted, passwords given once must be replaced, and all of it is audited."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from firebreak.console.govern.models import Attempt, Brand, Note, Person
from firebreak.console.govern.reach import answers_for
from firebreak.console.govern.services import beat, machine_actor, person_actor, write_entry
from firebreak.core.errors import BadInput

WINDOW = timedelta(minutes=15)
TRIES = 5  # wrong passwords for one address within the window
TRIES_OF_CLIENT = 20  # … and from one client: an office behind one address has several people
ONCE = timedelta(days=7)  # how long a password given once opens the door


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a try; without a person `tries_left` or, once locked, `wait_minutes` says what is possible."""

    person: Person | None = None
    must_renew: bool = False
    tries_left: int | None = None
    wait_minutes: int = 0


def digest(kind: str, value: str) -> str:
    """Give a keyed digest, so that the table of failures names nobody."""
    words = f"{kind}:{value.strip().casefold()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def try_door(*, email: str, password: str, client: str, real: datetime, at: datetime) -> Answer:
    """Let somebody in, or say how many tries are left: the same for a wrong password and an unknown address.

    `real` is the real time, in which a lock runs out even where the clock of a demo runs faster; `at` dates the audit.
    A try is written down before the password is looked at, so that tries at the same moment all count, and the slow
    look at the password holds no transaction.
    """
    address, limits = digest("address", email), limits_of(email, client)
    wait, tried = begin_try(limits, real=real)
    if wait:
        return Answer(wait_minutes=wait)
    person = authenticate(username=email.strip().lower(), password=password)
    if isinstance(person, Person) and not is_void(person, real=real):
        Attempt.objects.filter(Q(digest=address) | Q(pk__in=tried)).delete()
        must_renew = once_note(person) is not None
        if not must_renew:
            note_sign_in(person, at=at)
        return Answer(person=person, must_renew=must_renew)
    for known in Person.objects.filter(email=email.strip().lower()):
        audit_door(known, "sign_in_failed", at=at)
    if wait := minutes_locked(limits, real=real):
        return Answer(wait_minutes=wait)
    return Answer(tries_left=min(limit - len(failures(one, real=real)) for one, limit in limits.items()))


def note_sign_in(person: Person, *, at: datetime) -> None:
    """Write down that somebody came in, by the service's clock: Django's own note would go by another one."""
    person.last_login = at
    person.save(update_fields=["last_login"])
    audit_door(person, "sign_in", at=at)


def limits_of(email: str, client: str) -> dict[str, int]:
    return {digest("address", email): TRIES, digest("client", client): TRIES_OF_CLIENT}


@transaction.atomic
def begin_try(limits: dict[str, int], *, real: datetime) -> tuple[int, list[int]]:
    """Write a try down; gives the minutes to wait if it is one too many, else the keys of the rows."""
    if wait := minutes_locked(limits, real=real):
        return wait, []
    rows = [Attempt.objects.create(digest=one, at=real) for one in limits]
    return 0, [row.pk for row in rows]


def failures(one: str, *, real: datetime) -> list[datetime]:
    """Give the failures under a digest within the window, oldest first."""
    rows = Attempt.objects.filter(digest=one, at__gt=real - WINDOW)
    return list(rows.order_by("at").values_list("at", flat=True))


def minutes_locked(limits: dict[str, int], *, real: datetime) -> int:
    """Tell how many minutes, rounded up, until the next try is taken; 0 when it is taken now."""
    waits = [0.0]
    for one, limit in limits.items():
        past = failures(one, real=real)
        if len(past) >= limit:
            waits.append((past[-limit] + WINDOW - real) / timedelta(minutes=1))
    return ceil(max(waits))


@transaction.atomic
def audit_door(person: Person, action: str, *, at: datetime, actor: str = "", first: Brand | None = None) -> None:
    """Write what became of a person's way in into the chain of each house whose brands they work for.

    It is one line a house, under the brand `first` where that is one of the house's; who works for none has it in the
    chain of their own. The actor is the person unless another is named.
    """
    told: set[int] = set()
    line: dict[str, Any] = {"actor": actor or person_actor(person), "action": action, "subject": f"person:{person.pk}"}
    brands = Brand.objects.filter(assignments__person=person).order_by("pk")
    for brand in sorted(brands, key=lambda one: one != first):
        if brand.organisation_id not in told:
            told.add(brand.organisation_id)
            write_entry(brand=brand, at=at, **line)
    if not told:
        write_entry(brand=None, house=person.organisation, at=at, **line)


def beat_brands_of(person: Person) -> None:
    """Let open pages look at once who may still see."""
    for brand in Brand.objects.filter(assignments__person=person).order_by("pk"):
        beat(brand, "seats")


def note_name(person: Person) -> str:
    return f"once:{person.pk}"


def forget_once(person: Person) -> None:
    """Let a password given once open nothing any more."""
    Note.objects.filter(name=note_name(person)).delete()


def once_note(person: Person) -> Note | None:
    return Note.objects.filter(name=note_name(person)).first()


def is_void(person: Person, *, real: datetime) -> bool:
    """Tell whether a password given once opens nothing any more.

    It has run out, or the person works by now for a brand that whoever gave it does not administer.
    """
    note = once_note(person)
    if note is None:
        return False
    giver = note.value.get("by")
    if giver is not None and not answers_for(Person.objects.filter(pk=giver).first(), person):
        return True
    return datetime.fromisoformat(note.value["until"]) <= real


@transaction.atomic
def give_password_once(
    person: Person, *, real: datetime, at: datetime, by: Person | None = None, brand: Brand | None = None
) -> str:
    """Set a password that opens the door once, within a week, to choose a new one; it is kept nowhere else.

    `by` gives it at the desk of `brand`; nobody: the operator does. The caller has asked whether they may.
    """
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    replace_password(person, password, at=at, by=by, brand=brand)
    until = {"until": (real + ONCE).isoformat(), "by": by.pk if by else None}
    Note.objects.create(name=note_name(person), value=until)
    return password


@transaction.atomic
def replace_password(
    person: Person, password: str, *, at: datetime, by: Person | None = None, brand: Brand | None = None
) -> None:
    """Put another password in the place of the old one, and of one given once; the person's sessions end with it."""
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_once(person)
    beat_brands_of(person)
    audit_door(person, "give_password", at=at, actor=person_actor(by) if by else machine_actor("operator"), first=brand)


@transaction.atomic
def renew_password(*, person: Person, password: str, at: datetime) -> None:
    """Replace the password given once; raises BadInput with the rules that the new one breaks."""
    try:
        validate_password(password, person)
    except ValidationError as wrong:
        raise BadInput(field="password", problems=tuple(str(one) for one in wrong.messages)) from wrong
    if person.check_password(password):
        raise BadInput(field="password", problem="unchanged")
    person.set_password(password)
    person.save(update_fields=["password"])
    forget_once(person)
    audit_door(person, "renew_password", at=at)
    note_sign_in(person, at=at)


def confirm_password(person: Person, password: str, *, real: datetime, at: datetime) -> bool:
    """Ask somebody at their desk for their password once more, as often as at the door; raises BadInput once locked."""
    limits = {digest("confirm", str(person.pk)): TRIES}
    wait, _tried = begin_try(limits, real=real)
    if wait:
        raise BadInput(field="confirm", problem="locked", minutes=wait)
    if person.check_password(password):
        Attempt.objects.filter(digest__in=limits).delete()
        return True
    audit_door(person, "confirm_failed", at=at)
    return False


def forget_old_failures(*, real: datetime) -> int:
    """Delete failures that lock nobody any more; gives how many."""
    return Attempt.objects.filter(at__lte=real - WINDOW).delete()[0]
