"""What did each watch hear, when, from whom and in which tone?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import orjson
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from firebreak.console.alert.lately import Series
from firebreak.console.assess.facts import NEGATIVE
from firebreak.console.govern.models import Brand
from firebreak.console.listen.bygone import VOICE
from firebreak.console.listen.models import BUCKET_SECONDS, Post
from firebreak.console.listen.people import PERSON
from firebreak.console.listen.tally import BACKLOG, began
from firebreak.core.alert.detect.watching import Counts
from firebreak.core.terms import Sentiment, WatchKind

JUDGED = tuple(kind for kind in WatchKind if kind is not WatchKind.BRAND)  # of the brand itself the whole is judged
RIVALS = frozenset({WatchKind.COMPETITOR, WatchKind.INDUSTRY})  # who speaks of these alone speaks of somebody else
NAMED = f'"({"|".join(JUDGED)})"'


class Hit(NamedTuple):
    """A post that a watch heard: by whom, in which `tone` towards it, and of which story (number and key).

    `read` is the tone towards the brand; `foreign` tells whether nothing of the brand's own is in it.
    """

    post: int
    at: datetime
    who: str
    tone: str
    read: str
    story: int | None
    story_key: int | None
    foreign: bool


Heard = Mapping[str, Sequence[Hit]]


def heard_by(brand: Brand, begins: datetime, ends: datetime) -> Heard:
    """Give by name what each watch heard in `begins` ≤ t < `ends`, earliest first.

    The complaints of the day before are there too: whose voice is new, they tell.
    """
    rows = Post.objects.filter(brand=brand, published_at__gte=begins - VOICE, published_at__lt=ends)
    rows = rows.filter(NEGATIVE | Q(published_at__gte=begins)).exclude(BACKLOG)
    columns = ("reading__sentiment", "reading__corrected", "place__story__number", "place__story", "about")
    rows = rows.annotate(about=KeyTextTransform("about", "reading__detail")).filter(about__regex=NAMED)
    told = rows.annotate(who=PERSON).order_by("published_at", "pk").values_list("pk", "published_at", "who", *columns)
    found: dict[str, list[Hit]] = defaultdict(list)
    for row in told.iterator():
        for name, hit in hits_of(*row):
            found[name].append(hit)
    return found


def hits_of(
    post: int, at: datetime, who: str, read: str, corrected: bool, number: int | None, key: int | None, about: str
) -> Iterator[tuple[str, Hit]]:
    """Give each watch that was heard in a post, once."""
    said: list[dict[str, Any]] = orjson.loads(about)
    foreign = all(one["kind"] in RIVALS for one in said)
    for name, one in {one["watch"]: one for one in said if one["kind"] in JUDGED}.items():
        tone = one["sentiment"] if one["kind"] in RIVALS and not corrected else read
        yield name, Hit(post, at, who, tone, read, number, key, foreign)


def posts_heard(rows: QuerySet[Post], name: str, *, most: int) -> list[int]:
    """Give the keys of the first posts of `rows` that a watch heard."""
    found = []
    told = rows.annotate(about=KeyTextTransform("about", "reading__detail")).values_list("pk", "about")
    for pk, about in told.iterator():
        if any(one["watch"] == name for one in orjson.loads(about or "[]")):
            found.append(pk)
        if len(found) == most:
            break
    return found


def untold(hits: Iterable[Hit], told: Collection[int]) -> list[Hit]:
    """Leave out the posts of stories that were told already."""
    return [one for one in hits if one.story_key not in told]


def counted(hits: Iterable[Hit], first: int, end: int, *, heard: Series, announced: Series) -> Counts:
    """Count what one watch heard in the buckets `first` ≤ bucket < `end`; a person's voice counts once a day."""
    begin, spoke = began(first), dict[str, datetime]()
    series = {name: np.zeros(end - first) for name in ("all", "voices", *Sentiment)}
    for one in hits:
        place = int(one.at.timestamp()) // BUCKET_SECONDS - first
        known = spoke.get(one.who)
        if one.tone == Sentiment.NEGATIVE:
            spoke[one.who] = one.at
        if not begin <= one.at or place >= end - first:
            continue
        series["all"][place] += 1
        series[one.tone][place] += 1
        if one.tone == Sentiment.NEGATIVE and (known is None or one.at - known >= VOICE):
            series["voices"][place] += 1
    return Counts(
        posts=series["all"],
        negative=series[Sentiment.NEGATIVE],
        positive=series[Sentiment.POSITIVE],
        voices=series["voices"],
        heard=heard,
        announced=announced,
    )
