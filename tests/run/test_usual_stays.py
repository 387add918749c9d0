"""Does what is usual stay what it was when posts are erased in their time, and when sources come, pause and go?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest

from firebreak.console.access import take_seat
from firebreak.console.alert import learning
from firebreak.console.alert.learning import (
    HOUR,
    bucket_of,
    counts_of,
    forget_learnt,
    learn_ahead,
    shares_of,
    unusual_of,
)
from firebreak.console.alert.models import Alert, Learnt
from firebreak.console.alert.told import counted_in
from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.listen.bygone import Bygone
from firebreak.console.listen.habit import counts, first_bucket
from firebreak.console.listen.intake import pause_source
from firebreak.console.listen.models import Post, Rollup, Source, SourceHour
from firebreak.console.listen.services import set_watches
from firebreak.console.listen.silence import hour_of
from firebreak.console.listen.upkeep import remove_source
from firebreak.core.alert.detect.watching import Counts
from firebreak.core.terms import Author
from firebreak.core.terms import Post as Heard
from firebreak.run.pipeline import judge
from firebreak.run.tidy import tidy
from tests.cast import Cast
from tests.posts import ASK, KIND, LEAK, MINUTE, WATCHES, hand_in, post
from tests.records import feed

DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
WEEKS = 4 * 7 * 24 * HOUR


def talk(at: datetime, *, hours: Sequence[int]) -> list[Heard]:
    """Posts of as many hours ago, of three tones, the complaints by two people."""
    texts = (KIND, ASK, f"{LEAK}！")
    return [
        post(900 + hour, f"{texts[hour % 3]}{hour}", at - hour * AN_HOUR, author=Author(id=f"u{hour % 2}"))
        for hour in hours
    ]


def whole(brand: Brand, at: datetime) -> Counts:
    now = bucket_of(at)
    return counts_of(brand, now - WEEKS, now + 1, at=at)


def same(one: Counts, other: Counts) -> bool:
    """Compare counts; a run of complaints of one person is one voice, wherever in it that is counted."""
    series = all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("posts", "negative", "positive"))
    return series and one.voices.sum() == other.voices.sum() > 0


def test_posts_whose_days_are_over_still_tell_what_is_usual(brand: Brand, via: Source, at: datetime) -> None:
    hand_in(brand, talk(at, hours=range(1, 200, 5)), via=via, at=at)
    before, habit, first = whole(brand, at), counts(brand, ends=at, negative=False), first_bucket(brand, at_most=10**9)
    Source.objects.filter(pk=via.pk).update(keep_days=7)

    tidy(at=at + 7 * DAY + MINUTE)

    assert not Post.objects.exists()
    assert same(whole(brand, at), before)
    assert np.array_equal(counts(brand, ends=at, negative=False), habit)
    assert first_bucket(brand, at_most=10**9) == first


def test_of_erased_posts_nothing_but_a_number_is_kept_and_no_longer_than_it_is_used(
    brand: Brand, via: Source, at: datetime
) -> None:
    hand_in(brand, talk(at, hours=range(1, 40, 5)), via=via, at=at)
    Source.objects.filter(pk=via.pk).update(keep_days=7)
    tidy(at=at + 8 * DAY)

    kept = {field.name for field in Bygone._meta.get_fields()}
    assert kept == {"id", "brand", "bucket", "sentiment", "count", "voices"}
    assert Bygone.objects.exists()

    tidy(at=at + 60 * DAY)
    assert not Bygone.objects.exists()


def test_what_somebody_had_erased_counts_no_more(brand: Brand, via: Source, at: datetime) -> None:
    hand_in(brand, talk(at, hours=[1, 2, 3]), via=via, at=at)

    erase_post(brand=brand, post=Post.objects.first(), actor="person:1", at=at, why="request")  # type: ignore[arg-type]

    assert whole(brand, at).posts.sum() == 2


def gave(source: Source, at: datetime, *, hourly: int, days: int = 20) -> None:
    last = hour_of(at)
    SourceHour.objects.bulk_create(
        SourceHour(source=source, hour=hour, moments=1, given=hourly, kept=hourly)
        for hour in range(last - days * 24, last)
    )


@pytest.fixture
def two(brand: Brand, at: datetime) -> tuple[Source, Source]:
    """A brand of which a large feed gave six posts an hour until a day and a half ago, and a small one gives one."""
    set_watches(brand=brand, watches=WATCHES, at=at)
    large, small = (feed(brand, at=at, name=name, created_at=at - 21 * DAY) for name in ("large", "small"))
    gave(large, at - 36 * AN_HOUR, hourly=6)
    gave(small, at, hourly=1)
    now, out = bucket_of(at), bucket_of(at - 36 * AN_HOUR)
    Rollup.objects.bulk_create(
        Rollup(brand=brand, bucket=bucket, source=name, sentiment="neutral", category="other", count=1)
        for name, every, end in (("large", 2, out), ("small", 12, now))
        for bucket in range(now - 21 * 24 * HOUR, end, every)
    )
    return large, small


def drops(brand: Brand, at: datetime) -> int:
    judge(brand, at=at, numbers=())
    return Alert.objects.filter(brand=brand, signal="drop").count()


def test_a_source_that_gives_no_more_is_a_drop(brand: Brand, two: tuple[Source, Source], at: datetime) -> None:
    assert drops(brand, at) == 1


@pytest.mark.parametrize("act", [pause_source, remove_source])
def test_what_a_person_hears_no_more_is_no_drop(
    act: object, cast: Cast, brand: Brand, two: tuple[Source, Source], at: datetime
) -> None:
    seat = take_seat(cast.alice, brand.slug, at=at - 36 * AN_HOUR)
    Source.objects.filter(pk=two[0].pk).update(must_honour_deletes=False)
    two[0].refresh_from_db()

    act(seat=seat, source=two[0])  # type: ignore[operator]

    assert drops(brand, at) == 0


def test_a_file_is_not_what_comes_in_every_day(brand: Brand, two: tuple[Source, Source], at: datetime) -> None:
    upload = Source.objects.create(brand=brand, key="upload", kind="upload", created_at=at - 9 * DAY)
    SourceHour.objects.create(source=upload, hour=hour_of(at - 2 * DAY), moments=1, given=90000, kept=90000)

    shares = shares_of(brand, at=at)

    assert upload.pk not in shares
    assert shares[two[0].pk] == pytest.approx(0.85, abs=0.02)


def test_what_a_young_source_gives_is_counted_by_the_hour(
    brand: Brand, two: tuple[Source, Source], at: datetime
) -> None:
    young = feed(brand, at=at, name="young", created_at=at - 2 * DAY)
    SourceHour.objects.create(source=young, hour=hour_of(young.created_at), moments=1, given=500, kept=500)
    gave(young, at, hourly=6, days=1)

    assert shares_of(brand, at=at)[young.pk] == pytest.approx(0.3, abs=0.05)


def test_what_a_second_feed_shows_of_before_is_no_volume_of_today(
    brand: Brand, two: tuple[Source, Source], at: datetime
) -> None:
    before, habit = whole(brand, at), counts(brand, ends=at, negative=True)
    second = feed(brand, at=at, name="second", created_at=at)

    shown = [post(700 + n, f"{LEAK} {n}", at - (n + 6) * MINUTE) for n in range(30)]
    now = [post(800, f"{LEAK} now", at + MINUTE / 2)]
    hand_in(brand, [*shown, *now], via=second, at=at + MINUTE)

    assert Post.objects.count() == 31
    found = whole(brand, at)
    assert (found.posts.sum(), found.voices.sum()) == (before.posts.sum() + 1, 1)
    assert np.array_equal(counts(brand, ends=at, negative=True), habit)
    assert counted_in(brand, AN_HOUR, told=(), at=at + MINUTE).count() == 1


def test_erased_in_its_time_it_is_still_none(brand: Brand, two: tuple[Source, Source], at: datetime) -> None:
    before = whole(brand, at)
    second = feed(brand, at=at, name="second", created_at=at, keep_days=7)
    hand_in(brand, [post(700, LEAK, at - AN_HOUR)], via=second, at=at)
    assert Post.objects.count() == 1

    tidy(at=at + 8 * DAY)

    assert not Post.objects.exists()
    assert whole(brand, at).posts.sum() == before.posts.sum()


def test_all_is_learnt_anew_before_the_brand_is_locked(
    brand: Brand, two: tuple[Source, Source], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn_ahead(brand, at=at)

    read: list[int] = []

    def noted(one: Brand, first: int, end: int, *, at: datetime) -> Counts:
        read.append(end - first)
        return counts_of(one, first, end, at=at)

    monkeypatch.setattr(learning, "counts_of", noted)
    unusual_of(brand, at=at)

    assert Learnt.objects.get().anew_at == at
    assert max(read) <= 7 * HOUR


def test_what_was_forgotten_meanwhile_is_not_learnt_from_before(
    brand: Brand, two: tuple[Source, Source], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = counts_of

    def disturbed(*given: object, at: datetime) -> Counts:
        found = counting(*given, at=at)  # type: ignore[arg-type]
        forget_learnt(brand, at=at)
        return found

    monkeypatch.setattr(learning, "counts_of", disturbed)
    learn_ahead(brand, at=at)

    assert not Learnt.objects.get().state
