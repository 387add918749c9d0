"""How is a mention kept as evidence, handed out, kept on, and let go with the mention?"""

import io
import zipfile
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import IntegerField, Max, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.models import Post
from firebreak.core.errors import BadInput, Conflict, EvidenceChanged
from firebreak.core.govern.evidence import TERMS, Ground, picture_type, sha256, survives
from firebreak.core.terms import Act

MOST_BYTES = 8_000_000
FORMAT = "firebreak.capture/1"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # no moment of ours goes into the archive, so that the same capture is the same file


@transaction.atomic
def capture_post(*, seat: Seat, post: Post, picture: bytes = b"") -> Capture:
    """Keep a mention as it is now, with a picture of it if there is one.

    Raises BadInput for what is no picture, and Conflict when the mention was erased meanwhile.
    """
    seat.need(Act.TRIAGE)
    kind = checked(picture)
    lock_brand(seat.brand)
    here = Post.objects.filter(brand=seat.brand, pk=post.pk).first()
    if here is None:
        raise Conflict(post=post.pk)
    number = next_number(seat.brand)
    manifest = written(seat, here, number, picture)
    made = Capture.objects.create(
        brand=seat.brand,
        number=number,
        post=here,
        person=seat.person,
        at=seat.at,
        manifest=manifest,
        sha256=sha256(manifest.encode()),
        picture=picture or None,
        picture_type=kind,
    )
    record(seat, "capture_post", made, {"sha256": made.sha256, "picture": bool(picture)})
    return made


def next_number(brand: Brand) -> int:
    """Give a number that no capture of the brand ever had, also none that has gone: the trail forgets none of them."""
    entries = Entry.objects.filter(organisation=brand.organisation_id, action="capture_post", brand=brand)
    told = entries.aggregate(most=Max(Cast(KT("detail__capture"), IntegerField())))["most"]
    there = Capture.objects.filter(brand=brand).aggregate(most=Max("number"))["most"]
    return max(told or 0, there or 0) + 1


def checked(picture: bytes) -> str:
    """Name the type of a picture; raises BadInput when it is none, or too large."""
    if len(picture) > MOST_BYTES:
        raise BadInput(field="picture", problem="picture_too_large", most=MOST_BYTES)
    kind = picture_type(picture)
    if picture and not kind:
        raise BadInput(field="picture", problem="not_a_picture")
    return kind


def written(seat: Seat, post: Post, number: int, picture: bytes) -> str:
    """Write down what stands there, as published: the text that the digest is of."""
    told = {
        "format": FORMAT,
        "number": f"EV-{number:04d}",
        "brand": seat.brand.slug,
        "captured_at": seat.at.isoformat(),
        "captured_by": {"name": seat.person.name, "organisation": seat.person.organisation.name},
        "post": post_as_published(post),
        "picture": {"sha256": sha256(picture), "bytes": len(picture)} if picture else None,
    }
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2).decode()


def post_as_published(post: Post) -> dict[str, Any]:
    return {
        "source": post.source,
        "id": post.external_id,
        "channel": post.channel,
        "kind": post.kind,
        "url": post.url,
        "title": post.title,
        "text": post.text,
        "author": {
            "id": post.author_id,
            "name": post.author_name,
            "followers": post.followers,
            "verified": post.verified,
        },
        "published_at": post.published_at.isoformat(),
        "first_seen_at": post.first_seen_at.isoformat(),
        "parent_id": post.parent_id or None,
        "reshare_of": post.reshare_of or None,
        "rating": post.rating,
        "engagement": {name: getattr(post, name) for name in ("likes", "comments", "shares", "views")},
        "media": post.media,
    }


@transaction.atomic
def hand_out(*, seat: Seat, capture: Capture, reason: str) -> bytes:
    """Give a capture as an archive that proves itself, and write down who took it and why; `reason` is a code.

    It holds names and words as published, so it takes who may export and unmask; once its mention was erased, only
    those who answer for the law. Raises EvidenceChanged when it is no longer what was captured.
    """
    for act in (Act.EXPORT, Act.UNMASK, *(() if capture.post_id else (Act.ERASE,))):
        seat.need(act)
    if not is_unchanged(capture):
        raise EvidenceChanged(capture=capture.code)
    record(seat, "hand_out_capture", capture, {"reason": reason})
    return packed(capture)


def is_unchanged(capture: Capture) -> bool:
    """Tell whether words and picture are those of the moment of capture; what was changed may be no JSON any more."""
    if sha256(capture.manifest.encode()) != capture.sha256:
        return False
    picture = orjson.loads(capture.manifest)["picture"]
    return capture.picture is None if picture is None else sha256(bytes(capture.picture or b"")) == picture["sha256"]


def packed(capture: Capture) -> bytes:
    """Pack the files of a capture with a list that `sha256sum -c` checks."""
    files = {f"{capture.code}.json": capture.manifest.encode()}
    if capture.picture:
        files[f"{capture.code}.{ENDINGS[capture.picture_type]}"] = bytes(capture.picture)
    files["SHA256SUMS"] = "".join(f"{sha256(content)}  {name}\n" for name, content in files.items()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return out.getvalue()


@transaction.atomic
def keep_capture(*, seat: Seat, capture: Capture, ground: Ground) -> None:
    """Let a capture outlive its mention for a legal need, as long as the law gives; only who answers for the law."""
    seat.need(Act.ERASE)
    held = held_now(seat, capture)
    held.kept_for, held.kept_by, held.kept_until = ground.value, seat.person, seat.at + TERMS[ground]
    held.save(update_fields=["kept_for", "kept_by", "kept_until"])
    record(seat, "keep_capture", held, {"ground": ground.value})


@transaction.atomic
def let_go(*, seat: Seat, capture: Capture) -> None:
    """Say that a capture is needed no longer: without its mention it goes now, else when that is erased."""
    seat.need(Act.ERASE)
    held = held_now(seat, capture)
    record(seat, "drop_capture", held, {"erased": held.post_id is None})
    if held.post_id is None:
        held.delete()
        return
    held.kept_for, held.kept_by, held.kept_until = "", None, None
    held.save(update_fields=["kept_for", "kept_by", "kept_until"])


def held_now(seat: Seat, capture: Capture) -> Capture:
    """Lock the brand and read a capture again: its mention may have been erased since the page was opened.

    Raises Conflict when the capture went with it.
    """
    lock_brand(seat.brand)
    found = Capture.objects.filter(brand=seat.brand, pk=capture.pk).defer("manifest", "picture").first()
    if found is None:
        raise Conflict(capture=capture.code)
    return found


def forget_captures(post: Post, *, why: str, at: datetime) -> dict[str, list[int]]:
    """Erase the captures of a post that is erased for the reason `why`; gives numbers of what went and what stays."""
    gone: dict[str, list[int]] = {"captures": [], "kept": []}
    for one in Capture.objects.filter(post=post).only("number", "kept_until").order_by("number"):
        stays = survives(why, kept_until=one.kept_until, at=at)
        gone["kept" if stays else "captures"].append(one.number)
    Capture.objects.filter(post=post, number__in=gone["captures"]).delete()
    return {name: numbers for name, numbers in gone.items() if numbers}


def forget_overdue_captures(*, at: datetime) -> None:
    """Erase the captures of erased mentions whose time is over, or that nobody keeps."""
    for brand in Brand.objects.filter(pk__in=overdue(at=at).values("brand")):
        forget_overdue_of(brand, at=at)


@transaction.atomic
def forget_overdue_of(brand: Brand, *, at: datetime) -> None:
    lock_brand(brand)
    for one in overdue(at=at).filter(brand=brand).defer("manifest", "picture"):
        write_entry(
            brand=brand,
            actor=machine_actor("tidy"),
            action="drop_capture",
            subject=f"capture:{one.pk}",
            detail={"capture": one.number, "erased": True},
            at=at,
        )
        one.delete()


def overdue(*, at: datetime) -> QuerySet[Capture]:
    return Capture.objects.filter(Q(kept_until__isnull=True) | Q(kept_until__lte=at), post__isnull=True)


def record(seat: Seat, action: str, capture: Capture, detail: dict[str, Any]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"post:{capture.post_id}" if capture.post_id else f"capture:{capture.pk}",
        detail={"capture": capture.number} | detail,
        at=seat.at,
    )
    beat(seat.brand, "captures")


def captures_of(brand: Brand, post: Post) -> list[Capture]:
    """Give what was captured of a mention, newest first, without the pictures."""
    rows = Capture.objects.filter(brand=brand, post=post).select_related("person", "kept_by").defer("picture")
    return list(rows.order_by("-number"))
