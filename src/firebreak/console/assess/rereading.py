"""What follows when the second reader has read stored posts? Readings, counts and stories change in one step."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import transaction

from firebreak.console import bulk
from firebreak.console.assess import counting
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import alive, judge_again
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor, write_entry
from firebreak.console.listen.models import Post, Reading
from firebreak.console.listen.rows import READING_CELLS, RollupKey, Row, Sheet
from firebreak.console.listen.services import count_up, stored_key

TOLD = tuple(name for name in READING_CELLS if name not in ("copy_key", "detail"))
RENEWED = {
    "post": "bigint",
    "tone": "text",
    "kind": "text",
    "haste": "boolean",
    "points": "double precision",
    "strength": "double precision",
    "certainty": "double precision",
    "doubtful": "boolean",
    "rest": "jsonb",
    "made_by": "text",
}
RENEW = """
    UPDATE listen_reading SET
        sentiment = tone, category = kind, urgent = haste, score = points, intensity = strength,
        confidence = certainty, uncertain = doubtful, detail = rest, model = made_by
    FROM {given} WHERE post_id = post
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Posts of one brand that wait for the second reader."""

    brand: Brand
    posts: Sequence[Post]


@dataclass(frozen=True, slots=True)
class Renewed:
    """A reading that both readers made, how it is counted before and after, and whether its story hears of it."""

    reading: Reading
    before: RollupKey
    after: RollupKey
    moved: bool


def waiting(most: int) -> list[Waiting]:
    """Give posts that wait, at most `most`, by brand: urgent ones first, and the newest of these and of the others.

    Half of them are urgent, if there are so many: an import full of those keeps no post of this moment waiting.
    """
    rows = Reading.objects.filter(waits=True).order_by("-post").select_related("post__brand")
    urgent, others = (rows.filter(urgent__in=[kind])[:most] for kind in (True, False))  # `in`: SQLite's index wants it
    first = max(most // 2, most - len(others))
    found: dict[Brand, list[Post]] = defaultdict(list)
    for row in [*urgent[:first], *others][:most]:
        found[row.post.brand].append(row.post)
    return [Waiting(brand, posts) for brand, posts in found.items()]


def let_go(posts: Iterable[Post]) -> None:
    """Let posts wait no longer, as they are."""
    Reading.objects.filter(post__in=list(posts)).update(waits=False)


@transaction.atomic
def keep_again(*, brand: Brand, posts: Sequence[Post], sheet: Sheet, at: datetime) -> set[int]:
    """Keep what both readers say of posts that wait; a person's word stands. Give the living stories, by number."""
    lock_brand(brand)
    rows = {row.identity: row for row in sheet.rows}
    held = Reading.objects.select_for_update().filter(post__in=posts, waits=True, corrected=False)
    renewed = [
        renew(one, rows[named], sheet.model)
        for one in held.select_related("post")
        if (named := (one.post.source, one.post.external_id)) in rows  # else today's watches no longer hold it
    ]
    let_go(posts)
    if not renewed:
        return set()
    write_down(brand, renewed, model=sheet.model, at=at)
    moved = [one.reading.pk for one in renewed if one.moved]
    return count_again(brand, moved, at=at) if moved else set()


def renew(reading: Reading, row: Row, model: str) -> Renewed:
    """Let a reading say what both readers say; its personal data stays as search was told of it."""
    before, cells = stored_key(reading.post, reading), dict(zip(READING_CELLS, row.reading, strict=True))
    said = heard_of(reading)
    for name in TOLD:
        setattr(reading, name, cells[name])
    reading.detail = orjson.loads(cells["detail"]) | {"pii": reading.detail.get("pii", [])}
    reading.model = model
    return Renewed(reading, before, stored_key(reading.post, reading), moved=heard_of(reading) != said)


def heard_of(reading: Reading) -> tuple[object, ...]:
    """Give what a story's counts and rules of harm hear of a reading."""
    told = (reading.detail.get(name, []) for name in ("reasons", "evidence"))
    return (reading.sentiment, reading.category, reading.urgent, *told)


def write_down(brand: Brand, renewed: Sequence[Renewed], *, model: str, at: datetime) -> None:
    """Store readings and counts, with one line in the trail for all of them."""
    told = ("pk", *TOLD, "detail", "model")
    bulk.each(RENEW, RENEWED, [tuple(getattr(one.reading, name) for name in told) for one in renewed])
    moved = Counter(one.after for one in renewed)
    moved.subtract(one.before for one in renewed)
    count_up(brand, {key: count for key, count in moved.items() if count})
    keys = sorted(one.reading.pk for one in renewed)
    write_entry(
        brand=brand,
        actor=machine_actor("understand"),
        action="read_again",
        detail={
            "count": len(keys),
            "moved": sum(one.moved for one in renewed),
            "first": keys[0],
            "last": keys[-1],
            "model": model,
        },
        at=at,
    )
    beat(brand, "posts")


def count_again(brand: Brand, posts: Sequence[int], *, at: datetime) -> set[int]:
    """Count the stories of some posts anew, and judge those of long ago; the living are the caller's to judge."""
    stories = list(Story.objects.filter(places__post__in=posts).distinct().order_by("number"))
    for story in stories:
        counting.recount(story)
    beat(brand, "stories")
    living = {story.number for story in alive(brand, at=at)}
    old = [story for story in stories if story.number not in living]
    if old:
        judge_again(brand, *old, at=at)
    return living & {story.number for story in stories}
