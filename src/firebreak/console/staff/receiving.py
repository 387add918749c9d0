"""How does what somebody saw come in, once, whole and with a receipt, however often it is sent?"""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256 as digest_of
from ipaddress import IPv6Address, IPv6Network, ip_address

import orjson
from django.db import transaction
from django.db.models import Max, Sum
from django.db.models.functions import Length
from django.utils.translation import get_language

from firebreak.console.govern.door import begin_try, digest
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen.capturing import checked
from firebreak.console.staff.models import Hurt, Photo, Report, StaffLink
from firebreak.core.errors import BadInput, EvidenceChanged
from firebreak.core.govern.evidence import sha256

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is taken for another (Crockford, base 32)
READ_AS = str.maketrans("OIL", "011", "- ")
OF_CLIENT, OF_LINK = 20, 120  # reports within the window of the door: a shop behind one address has several people
PHOTOS_MOST = 400_000_000  # bytes of photos by the link in reports that nobody has closed: fifty of the largest
TOPIC = "reports"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reporter says: all that the digest is of, besides the photo."""

    what: str
    place: str
    seen_at: datetime
    hurt: Hurt
    victims: str = ""
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """By which way a report comes: signed in, or by a link."""

    person: Person | None = None
    link: StaffLink | None = None
    client: str = ""


class TooMany(BadInput):
    """More reports came from there than are taken; `minutes` until the next one is."""


def receive(
    *, brand: Brand, seen: Seen, photo: bytes, nonce: str, sender: Sender, at: datetime, real: datetime
) -> Report:
    """Keep a report and give its receipt; sent twice it is one, changed in between it is another.

    Raises BadInput for what cannot be kept, TooMany where too much comes from one place.
    """
    kind = checked(photo)
    need_whole(seen, at=at)
    proof = proof_of(seen, sha256(photo) if photo else "")
    key = sha256(f"{nonce}:{proof}".encode())
    if known := Report.objects.filter(brand=brand, key=key).first():
        return known
    need_shelf(brand, sender, photo)
    need_room(sender, real=real)
    return keep(brand, seen, photo, kind=kind, proof=proof, key=key, sender=sender, at=at)


@transaction.atomic
def keep(
    brand: Brand, seen: Seen, photo: bytes, *, kind: str, proof: str, key: str, sender: Sender, at: datetime
) -> Report:
    lock_brand(brand)
    need_live(sender)
    if known := Report.objects.filter(brand=brand, key=key).first():
        return known
    made = Report.objects.create(
        brand=brand,
        number=(Report.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0) + 1,
        receipt="".join(secrets.choice(LETTERS) for _ in range(12)),
        key=key,
        link=sender.link,
        person=sender.person,
        language=get_language() or "zh-hant",
        received_at=at,
        sha256=proof,
        has_photo=bool(photo),
        **asdict(seen),
    )
    if photo:
        Photo.objects.create(report=made, body=photo, kind=kind, sha256=sha256(photo))
    actor = person_actor(sender.person) if sender.person else machine_actor("staff")
    detail = {"report": made.number, "sha256": proof, "photo": bool(photo), "link": sender.link and sender.link.pk}
    write_entry(brand=brand, actor=actor, action="receive_report", subject=f"report:{made.pk}", detail=detail, at=at)
    beat(brand, TOPIC)
    return made


def need_whole(seen: Seen, *, at: datetime) -> None:
    for name in ("what", "place"):
        if not getattr(seen, name).strip():
            raise BadInput(field=name, problem="empty")
    if seen.seen_at > at:
        raise BadInput(field="seen_at", problem="not_yet")


def need_live(sender: Sender) -> None:
    """Look again whether the link still opens: it may have been ended since the form was shown."""
    if sender.link and not StaffLink.objects.filter(pk=sender.link.pk, ended_at__isnull=True).exists():
        raise BadInput(field="link", problem="link_ended")


def need_shelf(brand: Brand, sender: Sender, photo: bytes) -> None:
    """Refuse a photo by the link where too many of them wait, before any words are refused."""
    waiting = Photo.objects.filter(report__brand=brand, report__link__isnull=False, report__closed_at__isnull=True)
    if not photo or not sender.link:
        return
    if (waiting.aggregate(size=Sum(Length("body")))["size"] or 0) + len(photo) > PHOTOS_MOST:
        raise BadInput(field="picture", problem="too_many_photos")


def need_room(sender: Sender, *, real: datetime) -> None:
    """Count this sending against its address and its link; both are known by a keyed digest only."""
    whence = {digest("report-client", f"{sender.person.pk if sender.person else place_of(sender.client)}"): OF_CLIENT}
    if sender.link:
        whence[digest("report-link", str(sender.link.pk))] = OF_LINK
    wait, _rows = begin_try(whence, real=real)
    if wait:
        raise TooMany(field="what", problem="too_many_reports", minutes=wait)


def place_of(client: str) -> str:
    """Give what one line is known by: an address, or of IPv6 the network of which it has every address (RFC 6177)."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))
    return client


def proof_of(seen: Seen, photo: str) -> str:
    """Give the digest of all that was told, with the digest of the photo."""
    told = asdict(seen) | {"seen_at": seen.seen_at.astimezone(UTC).isoformat(), "photo": photo}
    return digest_of(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def told_in(report: Report) -> Seen:
    return Seen(
        what=report.what,
        place=report.place,
        seen_at=report.seen_at,
        hurt=Hurt(report.hurt),
        victims=report.victims,
        name=report.name,
        contact=report.contact,
    )


def photo_of(report: Report) -> Photo:
    """Give the photo as it was handed in. Raises EvidenceChanged when photo or words are no longer what came."""
    photo = Photo.objects.get(report=report)
    is_same = sha256(bytes(photo.body)) == photo.sha256
    if not is_same or proof_of(told_in(report), photo.sha256) != report.sha256:
        raise EvidenceChanged(capture=report.code)
    return photo


def find_receipt(code: str) -> Report | None:
    """Give the report of a receipt as a person types it: small letters, dashes and O for 0 do not matter."""
    read = code.upper().translate(READ_AS)
    return Report.objects.filter(receipt=read).select_related("brand").first() if len(read) == 12 else None
