"""Is what is usual for a brand learnt from every count once, however often and however roughly it is looked at?"""

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.db import transaction

from firebreak.console.alert.finding import unusual_now
from firebreak.console.alert.learning import HOUR, OPEN, bucket_of, forget_learnt, learnt, unusual_of
from firebreak.console.alert.models import Alert, Learnt
from firebreak.console.alert.told import told_stories
from firebreak.console.assess.models import StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import BlindSpot, Rollup, Source, SourceHour
from firebreak.console.listen.silence import hour_of
from firebreak.core.alert.detect.watching import Counts, Watching
from firebreak.core.terms import Author, Severity, Signal
from firebreak.run.pipeline import judge
from tests.posts import KIND, LEAK, MINUTE, hand_in, post
from tests.records import alert, feed, story

DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def usual(brand: Brand, via: Source, at: datetime) -> Brand:
    """A brand with two posts an hour for three weeks, of which one in ten complains."""
    now = bucket_of(at)
    places = range(now - 21 * 24 * HOUR, now, HOUR // 2)
    Rollup.objects.bulk_create(
        Rollup(brand=brand, bucket=one, source="ptt", sentiment="negative" if one % 10 == 0 else "neutral",
               category="other", count=1)
        for one in places
    )  # fmt: skip
    return brand


@pytest.fixture
def fed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many bins are fed at each time."""
    lengths: list[int] = []
    feed_of = Watching.feed

    def noted(self: Watching, counts: Counts) -> None:
        lengths.append(len(counts.posts))
        feed_of(self, counts)

    monkeypatch.setattr(Watching, "feed", noted)
    return lengths


def wave(brand: Brand, at: datetime, *, number: int = 8, first: int = 100) -> None:
    """Hand in complaints of different people, published shortly before `at`."""
    posts = [post(first + one, f"{LEAK}，第 {one} 天", at - one * MINUTE / 4) for one in range(number)]
    hand_in(brand, posts, via=None, at=at)


def settled(brand: Brand, at: datetime) -> np.ndarray:
    """Give the level of all series as it is known at `at`."""
    course = learnt(brand, until=(bucket_of(at) + 1 - OPEN) // HOUR * HOUR, at=at)
    assert course is not None
    return course.settled.complaints.detector.level.posts


def test_however_often_it_is_looked_at_each_count_is_learnt_once(usual: Brand, at: datetime) -> None:
    for minutes in (0, 1, 1, 61, 62, 200):
        unusual_of(usual, at=at + minutes * MINUTE)
    by_steps = settled(usual, at + 200 * MINUTE)

    forget_learnt(usual, at=at)
    unusual_of(usual, at=at + 200 * MINUTE)

    assert np.allclose(settled(usual, at + 200 * MINUTE), by_steps)


def test_a_look_that_was_cut_off_leaves_nothing_half_learnt(usual: Brand, at: datetime) -> None:
    unusual_of(usual, at=at)
    before = Learnt.objects.get().until
    with pytest.raises(RuntimeError), transaction.atomic():
        unusual_of(usual, at=at + 3 * AN_HOUR)
        raise RuntimeError

    assert Learnt.objects.get().until == before
    unusual_of(usual, at=at + 3 * AN_HOUR)
    assert Learnt.objects.get().until == before + 3 * HOUR


def test_a_later_look_reads_only_the_hours_that_are_open(usual: Brand, at: datetime, fed: list[int]) -> None:
    unusual_of(usual, at=at)
    fed.clear()

    unusual_of(usual, at=at + MINUTE)

    assert len(fed) == 1
    assert fed[0] <= OPEN + HOUR


def test_once_a_day_all_is_learnt_anew(usual: Brand, at: datetime, fed: list[int]) -> None:
    unusual_of(usual, at=at)
    Rollup.objects.filter(sentiment="negative").delete()  # as after a correction of many readings
    fed.clear()

    unusual_of(usual, at=at + DAY)

    assert max(fed) > 20 * 24 * HOUR
    assert Learnt.objects.get().anew_at == at + DAY


def test_a_past_that_comes_in_later_is_learnt(usual: Brand, at: datetime) -> None:
    unusual_of(usual, at=at)
    first = Learnt.objects.get().begun
    Rollup.objects.create(
        brand=usual, bucket=first - 5 * 24 * HOUR, source="ptt", sentiment="neutral", category="other", count=3
    )

    unusual_of(usual, at=at + AN_HOUR)

    assert Learnt.objects.get().begun < first


def test_a_state_of_another_layout_is_learnt_anew(usual: Brand, at: datetime) -> None:
    unusual_of(usual, at=at)
    Learnt.objects.update(state=b"of another version")

    assert unusual_of(usual, at=at + MINUTE) == ()
    assert len(Learnt.objects.get().state) > 100


def test_of_a_brand_that_was_never_spoken_of_nothing_is_kept(brand: Brand, at: datetime) -> None:
    assert unusual_of(brand, at=at) == ()
    assert not Learnt.objects.exists()


def test_a_wave_is_unusual_in_the_bin_that_runs(usual: Brand, at: datetime) -> None:
    assert unusual_of(usual, at=at) == ()

    wave(usual, at)

    assert [one.signal for one in unusual_of(usual, at=at)] == [Signal.NEGATIVE_VOLUME]


def test_posts_that_come_hours_late_count_when_they_were_published(usual: Brand, at: datetime) -> None:
    unusual_of(usual, at=at)
    wave(usual, at - 3 * AN_HOUR, number=20)
    wave(usual, at, number=2, first=200)

    one, *_ = unusual_of(usual, at=at)

    assert one.negative >= 20
    assert one.since <= at - 3 * AN_HOUR


def test_praise_of_a_told_story_takes_nothing_from_a_wave_of_complaints(usual: Brand, at: datetime) -> None:
    wave(usual, at)
    joy = [post(500 + number, KIND, at - MINUTE) for number in range(6)]
    hand_in(usual, joy, via=None, at=at)
    told = story(usual, at=at - 3 * DAY)
    StoryPost.objects.filter(post__text=KIND).update(story=told)
    alert(usual, at=at, about=told, severity=Severity.S4)

    (left,) = (
        one
        for one in unusual_now(usual, told=told_stories(usual, at=at), at=at)
        if one.signal is Signal.NEGATIVE_VOLUME
    )

    (whole,) = (one for one in unusual_of(usual, at=at) if one.signal is Signal.NEGATIVE_VOLUME)
    assert left.observed == whole.observed
    assert left.posts < whole.posts
    assert left.rarity >= whole.rarity


def test_one_person_who_complains_all_day_is_no_wave(usual: Brand, at: datetime) -> None:
    who = Author(id="u1", name="鄰居")
    posts = [post(100 + one, f"{LEAK}，第 {one} 天", at - one * MINUTE, author=who) for one in range(12)]
    hand_in(usual, posts, via=None, at=at)

    assert Signal.NEGATIVE_VOLUME not in {one.signal for one in unusual_of(usual, at=at)}


def signals(brand: Brand, at: datetime) -> list[str]:
    judge(brand, at=at, numbers=())
    return sorted(Alert.objects.filter(brand=brand).exclude(signal="source_silent").values_list("signal", flat=True))


def test_an_alert_says_what_was_expected_how_rare_it_is_and_shows_the_posts(usual: Brand, at: datetime) -> None:
    """R1.47 part."""
    wave(usual, at)

    assert signals(usual, at) == ["negative_volume"]
    told = Alert.objects.get()
    assert told.expected is not None
    assert told.low is not None
    assert told.high is not None
    assert told.low <= told.expected <= told.high < (told.observed or 0)
    assert [one["code"] for one in told.reasons] == ["negative_volume", "how_unusual", "negative_of"]
    assert len(told.evidence) == 8


def test_posts_of_a_story_that_was_told_are_no_second_alarm(usual: Brand, at: datetime) -> None:
    wave(usual, at)
    told = story(usual, at=at)
    StoryPost.objects.filter(post__brand=usual).update(story=told)
    alert(usual, at=at, about=told, severity=Severity.S3)

    judge(usual, at=at, numbers=())

    assert not Alert.objects.filter(signal="negative_volume").exists()


def fall_silent(brand: Brand, at: datetime) -> Source:
    """Let a source that gave posts every day give nothing for a day and a half, though it answers."""
    source = feed(brand, at=at)
    for hours in range(0, 21 * 24, 6):
        hour = hour_of(at - 2 * DAY - hours * AN_HOUR)
        SourceHour.objects.create(source=source, hour=hour, moments=4, given=6, kept=6)
    Rollup.objects.filter(bucket__gte=bucket_of(at - 36 * AN_HOUR)).delete()
    return source


def test_a_day_without_posts_is_told_where_sources_are_listened_to(usual: Brand, at: datetime) -> None:
    fall_silent(usual, at)

    assert signals(usual, at) == ["drop"]
    assert Alert.objects.get(signal="drop").severity == "S4"


def test_after_a_file_was_imported_once_nothing_has_dropped(usual: Brand, at: datetime) -> None:
    fall_silent(usual, at)
    SourceHour.objects.all().delete()

    assert signals(usual, at) == []


def test_while_a_source_is_not_heard_nothing_has_dropped(usual: Brand, at: datetime) -> None:
    source = fall_silent(usual, at)
    BlindSpot.objects.create(source=source, began=at - 36 * AN_HOUR, code="source_down")

    assert signals(usual, at) == []
