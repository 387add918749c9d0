"""How is what people and machines do written down so that nobody can change it unseen?"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.text import slugify

from firebreak.console import bulk
from firebreak.console.govern.models import Anchor, Assignment, Brand, Engagement, Entry, Organisation, Person
from firebreak.core.errors import BadInput
from firebreak.core.govern import trail
from firebreak.core.listen.limits import BRAND
from firebreak.core.terms import Role

SLUG = 60  # characters of a short name


@transaction.atomic
def write_entry(
    *,
    brand: Brand | None,
    actor: str,
    action: str,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    at: datetime,
    house: Organisation | None = None,
) -> Entry:
    """Add one link to the chain of the brand's organisation; `detail` holds ids, digests and field names only.

    With `house` it goes to that organisation's chain instead: the other side of what concerns two, or what concerns
    no brand.
    """
    chain = house.pk if house else brand.organisation_id if brand else 0
    house = Organisation.objects.select_for_update(no_key=True).get(pk=chain)
    last = Entry.objects.filter(organisation=house).order_by("-number").values_list("number", "mac").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, trail.GENESIS)
    entry = Entry(
        organisation=house,
        brand=brand,
        number=number,
        at=at,
        actor=actor,
        action=action,
        subject=subject,
        detail=detail or {},
    )
    entry.mac = trail.seal(previous, body_of(entry), key())
    entry.save(force_insert=True)
    return entry


def write_on_both_sides(
    engagement: Engagement, *, actor: str, action: str, detail: dict[str, Any], at: datetime
) -> None:
    """Write what becomes of an engagement into the chain of the brand's house and into the agency's own.

    It is always in this order, so that no two of them ever wait for each other.
    """
    subject = f"engagement:{engagement.pk}"
    for house in (None, engagement.agency):
        write_entry(
            brand=engagement.brand, house=house, actor=actor, action=action, subject=subject, detail=detail, at=at
        )


@transaction.atomic
def write_refusal(*, brand: Brand, actor: str, act: str, page: str, at: datetime) -> None:
    """Write down that somebody with a seat tried what their role or engagement does not allow."""
    write_entry(brand=brand, actor=actor, action="refuse_act", subject=f"act:{act}", detail={"page": page}, at=at)


def key() -> bytes:
    """Give the chain's key, which lives outside the database."""
    return settings.AUDIT_KEY.encode()


def body_of(entry: Entry) -> dict[str, Any]:
    """Give what the chain protects of an entry."""
    return {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "brand": entry.brand_id,
        "detail": entry.detail,
    }


def sealed(entry: Entry) -> trail.Sealed:
    return trail.Sealed(number=entry.number, entry=body_of(entry), mac=entry.mac)


def person_actor(person: Person) -> str:
    return f"person:{person.pk}"


def machine_actor(stage: str) -> str:
    return f"machine:{stage}"


def beat(brand: Brand, *topics: str) -> None:
    """Tell open pages that something under `topics` has changed; rows are taken in order, so that none deadlock."""
    rows = [value for topic in sorted(set(topics)) for value in (brand.pk, topic)]
    new = ", ".join(["(%s, %s, 1)"] * (len(rows) // 2))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO govern_pulse (brand_id, topic, count) VALUES {new} "  # noqa: S608 - places alone
            "ON CONFLICT (brand_id, topic) DO UPDATE SET count = govern_pulse.count + 1",
            rows,
        )


def told_of(brand: Brand) -> int:
    """Count what was told of a brand so far: while it stays, nothing that a service writes of it has changed.

    Asked before the records themselves: what somebody changes meanwhile is then seen at the next look.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(SUM(count), 0) FROM govern_pulse WHERE brand_id = %s", [brand.pk])
        return int(cursor.fetchone()[0])


def lock_brand(brand: Brand) -> None:
    """Let one writer at a time work on a brand's records; SQLite's immediate transaction already does.

    Every service takes this lock before any other, so that no two of them ever wait for each other.
    """
    if bulk.is_postgres():
        Brand.objects.select_for_update(no_key=True).filter(pk=brand.pk).values_list("pk").get()


def slug_of(name: str) -> str:
    """Give the short name of a brand; of a long name its beginning, with a digest that keeps it apart from others."""
    slug = slugify(name, allow_unicode=True) or "default"
    if len(slug) <= SLUG:
        return slug
    digest = hashlib.sha256(slug.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{slug[: SLUG - 9].rstrip('-')}-{digest}"


def find_brand(name: str) -> Brand | None:
    """Give the brand of this name or short name, if there is one."""
    return Brand.objects.filter(slug=slug_of(name)).first() or Brand.objects.filter(name=name).first()


@transaction.atomic
def ensure_brand(name: str) -> Brand:
    """Find a brand by name or short name, or make it with a brand organisation of its own."""
    if found := find_brand(name):
        return found
    if len(name) > BRAND:
        raise BadInput(field="brand", problem="long_brand", most=BRAND)
    slug = slug_of(name)
    house, _ = Organisation.objects.get_or_create(slug=slug, defaults={"name": name})
    return Brand.objects.create(organisation=house, name=name, slug=slug)


@transaction.atomic
def assign(*, person: Person, brand: Brand, role: Role, by: str, at: datetime) -> Assignment:
    """Give a person a role at a brand, with its audit line."""
    assignment, _ = Assignment.objects.update_or_create(person=person, brand=brand, defaults={"role": role.value})
    write_entry(
        brand=brand, actor=by, action="assign", subject=f"person:{person.pk}", detail={"role": role.value}, at=at
    )
    beat(brand, "seats")
    return assignment


def verify_chain(house: Organisation, *, claimed: trail.Anchor | None = None) -> trail.Verdict:
    """Walk the chain and tell the first entry that is changed or missing."""
    entries = Entry.objects.filter(organisation=house).order_by("number").iterator(chunk_size=2000)
    return trail.verify(map(sealed, entries), key(), claimed)


@transaction.atomic
def drop_anchor(house: Organisation, *, at: datetime) -> Anchor:
    """Sign the chain's count and head as they are now."""
    last = Entry.objects.filter(organisation=house).order_by("-number").first()
    signed = trail.anchor(last.number if last else 0, last.mac if last else trail.GENESIS, at, key())
    return Anchor.objects.create(
        organisation=house, at=at, count=signed.count, head=signed.head, signature=signed.signature
    )
