"""When is it said how far a story will go? At set ages, and kept, so that what comes can be held against it."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import numpy as np
from django.db import transaction
from django.db.models import Max

from firebreak import knowledge
from firebreak.console.assess.models import Forecast, Story
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.models import Post
from firebreak.core import flow
from firebreak.core.assess.spread import WEEK, Cascade, Span
from firebreak.core.assess.spread import Forecast as Foretold

LEAST = 20  # posts, below which nothing is said
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SET_AGES = (10 * MINUTE, 20 * MINUTE, 30 * MINUTE, *(hours * HOUR for hours in (1, 2, 3, 6, 12, 24, 48, 96)))
MOST = 20  # stories in one go; the others follow with the next look
Told = tuple[datetime, int | None, bool]  # when a post came, its author's followers, whether verified


def foretell_stories(stories: Iterable[Story], *, at: datetime) -> list[Forecast]:
    """Keep a forecast of each story of a brand that has come to its next set age; others are left alone."""
    ripe = [one for one in stories if one.post_count >= LEAST and SET_AGES[0] <= at - one.first_post_at < WEEK]
    if not ripe or not due_of(ripe, at=at):
        return []
    with transaction.atomic():
        lock_brand(ripe[0].brand)
        return keep(due_of(ripe, at=at)[:MOST], at=at)  # asked again: another loop may have been here meanwhile


def keep(due: Sequence[Story], *, at: datetime) -> list[Forecast]:
    """Forecast stories and write it down; one whose posts are dated ahead waits until they are out."""
    posts = posts_of(due, at=at)
    told = {one.pk: posts[one.pk] for one in due if len(posts.get(one.pk, ())) >= LEAST}
    cascades = [cascade_of(str(pk), each) for pk, each in told.items()]
    made = flow.foretell(cascades, [at - each[0][0] for each in told.values()], knowledge.forecaster())
    return Forecast.objects.bulk_create([row_of(pk, one, at=at) for pk, one in zip(told, made, strict=True)])


def due_of(stories: Sequence[Story], *, at: datetime) -> list[Story]:
    """Choose those that have passed a set age since the last forecast."""
    rows = Forecast.objects.filter(story__in=[one.pk for one in stories]).order_by()
    last = dict(rows.values_list("story").annotate(newest=Max("at")))
    return [one for one in stories if one.pk not in last or step(at, one) > step(last[one.pk], one)]


def step(at: datetime, story: Story) -> int:
    """Count the set ages that the story has passed at `at`."""
    return bisect_right(SET_AGES, at - story.first_post_at)


def posts_of(stories: Sequence[Story], *, at: datetime) -> dict[int, list[Told]]:
    """Give what a forecast needs of the posts that were out by `at`, earliest first, by story."""
    rows = Post.objects.filter(place__story__in=[one.pk for one in stories], published_at__lte=at)
    columns = ("place__story", "published_at", "followers", "verified")
    found = rows.order_by("place__story", "published_at", "pk").values_list(*columns)
    return {pk: [each[1:] for each in group] for pk, group in groupby(found, key=itemgetter(0))}


def cascade_of(name: str, posts: Sequence[Told]) -> Cascade:
    """See a story as its first post and how long after it each other one came."""
    first, followers, verified = posts[0]
    delays = np.array([(came - first).total_seconds() for came, *_ in posts[1:]], dtype=np.float64)
    return Cascade(name, delays, published_at=first, followers=followers, verified=verified if followers else None)


def with_first(span: Span) -> Span:
    """Count the first post too: the forecaster counts what came after it."""
    return Span(span.p10 + 1, span.p50 + 1, span.p90 + 1)


def row_of(story: int, made: Foretold, *, at: datetime) -> Forecast:
    final, after = with_first(made.final), made.next_hour
    return Forecast(
        story_id=story,
        at=at,
        seen=made.seen + 1,
        final_low=final.p10,
        final_middle=final.p50,
        final_high=final.p90,
        next_low=after.p10,
        next_middle=after.p50,
        next_high=after.p90,
        peak_ahead=made.peak_ahead,
        reproduction=made.reproduction,
        model=knowledge.forecaster().version,
    )
