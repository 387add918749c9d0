"""Which captures belong to an incident, and which of them may this person take along?"""

from collections.abc import Collection, Iterable, Sequence

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import ENDINGS, is_unchanged
from firebreak.console.listen.models import Post
from firebreak.console.respond.evidence.gathering import Json, instant, who
from firebreak.core.errors import EvidenceChanged
from firebreak.core.govern.evidence import sha256
from firebreak.core.terms import Act


def captures_for(brand: Brand, posts: Iterable[Post], entries: Sequence[Entry]) -> list[Capture]:
    """Give the captures of these posts, and those that are kept of posts erased meanwhile, by number."""
    kept = [number for one in entries if one.action == "erase_post" for number in one.detail.get("kept", ())]
    rows = Capture.objects.filter(brand=brand)
    found = [*rows.filter(post__in=list(posts)), *rows.filter(post__isnull=True, number__in=kept)]
    return sorted(found, key=lambda one: one.number)


def may_take(seat: Seat, capture: Capture, *, lifted: bool) -> bool:
    """Tell whether a capture, which holds names and words as published, goes into this person's pack."""
    return lifted and (capture.post_id is not None or seat.may(Act.ERASE))


def files_of(seat: Seat, captures: Collection[Capture], *, lifted: bool) -> tuple[list[Json], dict[str, bytes]]:
    """Give the list of all captures with their digests, and the files of those that may be taken.

    Raises EvidenceChanged where one is not what was captured.
    """
    listed, files = [], dict[str, bytes]()
    for one in captures:
        if not is_unchanged(one):
            raise EvidenceChanged(capture=one.code)
        inside = may_take(seat, one, lifted=lifted)
        listed.append(line_of(one, inside=inside))
        if inside:
            files |= content_of(one)
    return listed, files


def line_of(one: Capture, *, inside: bool) -> Json:
    picture = bytes(one.picture or b"")
    return {
        "capture": one.code,
        "post": f"post:{one.post_id}" if one.post_id else None,
        "post_erased": one.post_id is None,
        "at": instant(one.at),
        "by": who(one.person_id),
        "sha256": one.sha256,
        "picture": {"sha256": sha256(picture), "bytes": len(picture)} if picture else None,
        "kept_for": one.kept_for,
        "kept_until": instant(one.kept_until),
        "in_this_pack": inside,
    }


def content_of(one: Capture) -> dict[str, bytes]:
    found = {f"captures/{one.code}.json": one.manifest.encode()}
    if one.picture:
        found[f"captures/{one.code}.{ENDINGS[one.picture_type]}"] = bytes(one.picture)
    return found
