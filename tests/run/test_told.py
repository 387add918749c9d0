"""Is a second matter heard beside a loud one that was told, and the first one not told again as volume?"""

from datetime import datetime, timedelta

import pytest

from firebreak.console.alert.finding import unusual_now
from firebreak.console.alert.learning import HOUR, bucket_of
from firebreak.console.alert.models import Alert, Episode
from firebreak.console.alert.told import told_stories
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Rollup, Source
from firebreak.core.terms import Severity, Signal
from tests.posts import LEAK, MINUTE, hand_in, post
from tests.records import alert, story

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def usual(brand: Brand, via: Source, at: datetime) -> Brand:
    """A brand with a post an hour for two weeks, of which one in ten complains."""
    now = bucket_of(at)
    places = range(now - 14 * 24 * HOUR, now, HOUR)
    Rollup.objects.bulk_create(
        Rollup(brand=brand, bucket=one, source="ptt", sentiment="negative" if number % 10 == 0 else "neutral",
               category="other", count=1)
        for number, one in enumerate(places)
    )  # fmt: skip
    return brand


def complain(brand: Brand, at: datetime, *, number: int, first: int, every: timedelta) -> None:
    posts = [post(first + one, f"{LEAK}，第 {first + one} 家", at - one * every) for one in range(number)]
    hand_in(brand, posts, via=None, at=at)


def told_story(brand: Brand, at: datetime, *, alerted: timedelta) -> Alert:
    """Make of all posts that are there one story that was alerted on a while ago."""
    about: Story = story(brand, at=at - 3 * timedelta(days=1))
    StoryPost.objects.filter(post__brand=brand).update(story=about)
    return alert(brand, at=at - alerted, about=about, severity=Severity.S2)


def loud(brand: Brand, at: datetime) -> list[float]:
    return [
        one.observed
        for one in unusual_now(brand, told=told_stories(brand, at=at), at=at)
        if one.signal is Signal.NEGATIVE_VOLUME
    ]


def test_a_second_matter_stands_out_beside_a_loud_one(usual: Brand, at: datetime) -> None:
    complain(usual, at - AN_HOUR, number=80, first=100, every=MINUTE)
    told_story(usual, at, alerted=2 * AN_HOUR)
    assert loud(usual, at) == []

    complain(usual, at, number=8, first=300, every=MINUTE)
    StoryPost.objects.filter(post__published_at__gt=at - 9 * MINUTE).delete()

    assert loud(usual, at) == [8]


@pytest.mark.parametrize(("last", "found"), [(AN_HOUR, 0), (7 * AN_HOUR, 1)])
def test_a_story_stays_told_while_its_alarm_goes_on(last: timedelta, found: int, usual: Brand, at: datetime) -> None:
    complain(usual, at, number=12, first=100, every=MINUTE)
    told = told_story(usual, at, alerted=8 * AN_HOUR)
    Episode.objects.create(brand=usual, subject="hard_rule:ST-1", key=told.key, began=at - 8 * AN_HOUR, last=at - last)

    assert len(loud(usual, at)) == found
