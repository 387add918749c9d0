"""Is the evidence of an alert what raised it, the gravest first, and the same whenever it is asked for?"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from firebreak.console.alert.evidence import MOST, evidence_for
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.core.terms import Alarm, Reason, Severity, Signal
from tests.cast import Cast
from tests.records import alert, post, story

MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
HARMED: dict[str, Any] = {"urgent": True, "detail": {"reasons": ["bodily_harm"], "evidence": ["photo"]}}


def alarm(signal: Signal, window: timedelta | None = None) -> Alarm:
    return Alarm("", signal, Severity.S3, (), window=window)


def ids(*posts: Post) -> list[int]:
    return [one.pk for one in posts]


@pytest.fixture
def brand(cast: Cast) -> Brand:
    return cast.brand


@pytest.fixture
def told(brand: Brand, at: datetime) -> Story:
    """A story of three complaints in the last three minutes."""
    return story(brand, at=at)


def join(told: Story, *posts: Post) -> None:
    StoryPost.objects.bulk_create(StoryPost(post=one, story=told) for one in posts)


def test_a_quarter_of_an_hour_that_was_loud_shows_its_own_posts(brand: Brand, at: datetime) -> None:
    post(brand, at=at - QUARTER - MINUTE)
    inside = [post(brand, at=at - minutes * MINUTE) for minutes in (14, 9, 2)]
    post(brand, at=at + MINUTE)

    assert evidence_for(brand, alarm(Signal.NEGATIVE_VOLUME, QUARTER), None, at=at) == ids(*inside)


def test_of_negative_volume_only_the_complaints_are_evidence(brand: Brand, at: datetime) -> None:
    kind = post(brand, at=at - 3 * MINUTE, sentiment="positive")
    bitter = post(brand, at=at - 2 * MINUTE)

    assert evidence_for(brand, alarm(Signal.NEGATIVE_VOLUME, QUARTER), None, at=at) == ids(bitter)
    assert evidence_for(brand, alarm(Signal.VOLUME, QUARTER), None, at=at) == ids(kind, bitter)


@pytest.mark.parametrize(
    ("code", "tones"),
    [
        ("climb_of_complaints", {"negative"}),
        ("climb_without_praise", {"negative", "neutral"}),
        ("slow_climb", {"negative", "neutral", "positive"}),
    ],
)
def test_a_climb_shows_the_posts_that_were_counted(brand: Brand, at: datetime, code: str, tones: set[str]) -> None:
    for tone in ("positive", "neutral", "negative"):
        post(brand, at=at - 2 * MINUTE, sentiment=tone)
    climb = replace(alarm(Signal.SLOW_CLIMB, QUARTER), reasons=(Reason(code, 0.0),))

    found = evidence_for(brand, climb, None, at=at)

    assert set(Post.objects.filter(pk__in=found).values_list("reading__sentiment", flat=True)) == tones


def test_posts_of_a_story_that_was_told_are_no_evidence_of_loudness(brand: Brand, told: Story, at: datetime) -> None:
    alert(brand, at=at - MINUTE, about=told)
    other = post(brand, at=at - 2 * MINUTE)

    assert evidence_for(brand, alarm(Signal.VOLUME, QUARTER), None, at=at) == ids(other)


def test_what_the_hard_rule_spoke_for_comes_first(brand: Brand, at: datetime) -> None:
    """R1.25: serious harm and a picture in the same post; urgent alone is not that."""
    plain = post(brand, at=at - 9 * MINUTE)
    urgent = post(brand, at=at - 8 * MINUTE, urgent=True, detail={"reasons": ["bodily_harm"], "evidence": []})
    later, latest = (post(brand, at=at - minutes * MINUTE, **HARMED) for minutes in (2, 1))

    found = evidence_for(brand, alarm(Signal.VOLUME, QUARTER), None, at=at)

    assert found == ids(later, latest, plain, urgent)


def test_a_hard_rule_shows_its_posts_and_then_the_urgent_ones_of_the_story(
    brand: Brand, told: Story, at: datetime
) -> None:
    old = post(brand, at=at - 90 * MINUTE, **HARMED)
    urgent = post(brand, at=at - 95 * MINUTE, urgent=True, detail={"reasons": ["danger"], "evidence": []})
    join(told, old, urgent)

    assert evidence_for(brand, alarm(Signal.HARD_RULE), told, at=at) == ids(old, urgent)


def test_a_growing_story_shows_the_complaints_of_its_hour(brand: Brand, told: Story, at: datetime) -> None:
    old, kind = post(brand, at=at - 61 * MINUTE), post(brand, at=at - 5 * MINUTE, sentiment="neutral")
    join(told, old, kind)

    found = evidence_for(brand, alarm(Signal.STORY_GROWTH, 60 * MINUTE), told, at=at)

    assert set(found) == set(told.places.values_list("post", flat=True)) - set(ids(old, kind))


def test_evidence_is_never_more_than_can_be_looked_through(brand: Brand, at: datetime) -> None:
    many = [post(brand, at=at - 10 * MINUTE) for _ in range(MOST + 5)]
    last = post(brand, at=at - MINUTE, **HARMED)

    found = evidence_for(brand, alarm(Signal.NEGATIVE_VOLUME, QUARTER), None, at=at)

    assert found == ids(last, *many[: MOST - 1])


def test_asked_again_it_is_the_same(brand: Brand, told: Story, at: datetime) -> None:
    join(told, *(post(brand, at=at - 5 * MINUTE) for _ in range(3)))
    asked = [evidence_for(brand, alarm(Signal.STORY_GROWTH, 60 * MINUTE), told, at=at) for _ in range(2)]

    assert asked[0] == asked[1] == sorted(asked[0], key=lambda pk: (Post.objects.get(pk=pk).published_at, pk))


def test_a_silent_source_has_no_posts_for_evidence(brand: Brand, at: datetime) -> None:
    post(brand, at=at)

    assert evidence_for(brand, alarm(Signal.SOURCE_SILENT), None, at=at) == []
