"""Is it remembered when a source was not heard, why, and what of that time came in later?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firebreak.connect.contract import Page
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.home.settings.hearing import Hearing
from firebreak.console.listen import silence
from firebreak.console.listen.blind import AWAY, Blind, begin_spot, blind_spots
from firebreak.console.listen.health import checked
from firebreak.console.listen.intake import pause_source, resume_source
from firebreak.console.listen.models import BlindSpot, Post, Source, SourceHour
from firebreak.console.listen.silence import BREAK, awake_since, hour_of
from firebreak.core.errors import SourceBlocked, SourceDown, SourceLimited
from firebreak.core.terms import Role
from firebreak.run import collect
from firebreak.run.collect import visit_due
from tests.cast import Cast
from tests.posts import LEAK, listening, post
from tests.records import MINUTE, feed

DAY = timedelta(days=1)


class Ear:
    """A connector that does as it was told last."""

    def __init__(self) -> None:
        self.problem: SourceDown | None = None
        self.posts: tuple[Any, ...] = ()

    def fetch(self, config: dict[str, Any], cursor: dict[str, Any]) -> Page:
        if self.problem:
            raise self.problem
        return Page(posts=self.posts)


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    made = Ear()
    monkeypatch.setattr(collect, "connector", lambda _: made)
    yield made


@pytest.fixture
def source(brand: Brand, at: datetime) -> Source:
    listening(brand, at=at)
    return feed(brand, at=at, next_at=at)


def visited(source: Source, ear: Ear, problem: SourceDown | None, *, at: datetime) -> None:
    ear.problem = problem
    Source.objects.filter(pk=source.pk).update(next_at=at)
    visit_due(at=at)


def spots(source: Source, *, at: datetime) -> list[Blind]:
    return blind_spots(source.brand, since=at - DAY, at=at)


def hearing(cast: Cast, *, at: datetime) -> Hearing:
    seat = Seat(cast.brand, cast.alice, Role.BRAND_PR, at)
    return Hearing(seat, checked(cast.brand, at=at))


def test_a_source_is_blind_from_the_visit_that_failed_until_it_answers(source: Source, ear: Ear, at: datetime) -> None:
    visited(source, ear, SourceDown(status=503), at=at)
    visited(source, ear, SourceDown(status=503), at=at + MINUTE)
    visited(source, ear, None, at=at + 22 * MINUTE)

    (found,) = spots(source, at=at + 30 * MINUTE)
    assert (found.spot.began, found.spot.ended) == (at, at + 22 * MINUTE)
    assert (found.spot.code, found.spot.problem) == ("source_down", "503")


def test_posts_of_the_blind_time_that_come_later_are_counted(source: Source, ear: Ear, at: datetime) -> None:
    visited(source, ear, SourceDown(problem="timeout"), at=at)
    within, known, older = at + 5 * MINUTE, at + 6 * MINUTE, at - DAY
    ear.posts = tuple(post(n, LEAK, when, source="Town news") for n, when in enumerate((within, known, older)))
    visited(source, ear, None, at=at + 20 * MINUTE)
    Post.objects.filter(published_at=known).update(first_seen_at=at + 10 * MINUTE)

    (found,) = spots(source, at=at + 30 * MINUTE)
    assert (found.later, found.made_up) == (1, True)


def test_hundreds_of_blind_spots_take_no_more_queries_than_one(source: Source, at: datetime) -> None:
    """A feed that fails every second visit has 720 of them a day."""
    for n in range(5):
        began = at - 10 * n * MINUTE
        BlindSpot.objects.create(source=source, began=began, ended=began + MINUTE, code="source_down")

    with CaptureQueriesContext(connection) as asked:
        assert len(spots(source, at=at + MINUTE)) == 5
    assert len(asked) == 1


def test_only_the_part_within_the_day_counts(source: Source, at: datetime) -> None:
    BlindSpot.objects.create(source=source, began=at - 2 * DAY, ended=at - DAY + MINUTE, code="source_down")
    BlindSpot.objects.create(source=source, began=at - 3 * DAY, ended=at - 2 * DAY, code="source_down")

    assert [one.length for one in spots(source, at=at)] == [MINUTE]


def test_a_pause_is_a_blind_spot_that_ends_with_it(source: Source, cast: Cast, at: datetime) -> None:
    source = Source.objects.get(pk=source.pk)
    pause_source(seat=Seat(cast.brand, cast.alice, Role.BRAND_PR, at), source=source)
    resume_source(seat=Seat(cast.brand, cast.alice, Role.BRAND_PR, at + MINUTE), source=source)

    (found,) = spots(source, at=at + 2 * MINUTE)
    assert (found.spot.code, found.length) == ("source_paused", MINUTE)


def test_what_the_service_itself_missed_is_a_blind_spot_of_each_source(source: Source, at: datetime) -> None:
    awake_since(at=at)
    awake_since(at=at + 2 * BREAK)

    assert list(BlindSpot.objects.values_list("source__kind", "began", "ended", "code")) == [
        ("rss", at, at + 2 * BREAK, AWAY)
    ]


def test_two_loops_that_find_it_away_at_once_write_one_blind_spot(
    source: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake_since(at=at)
    write = silence.note_awake

    def write_second(*told: Any) -> bool:
        monkeypatch.setattr(silence, "note_awake", write)
        awake_since(at=at + 2 * BREAK)
        return write(*told)

    monkeypatch.setattr(silence, "note_awake", write_second)
    awake_since(at=at + 2 * BREAK)

    assert BlindSpot.objects.filter(code=AWAY).count() == 1


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (SourceLimited(status=429), "被限流"),
        (SourceBlocked(status=401, permanent=True), "被擋"),
        (SourceDown(status=503), "沒有回應"),
    ],
)
def test_a_zero_says_whether_it_is_limited_blocked_or_not_answered(
    source: Source, cast: Cast, ear: Ear, at: datetime, problem: SourceDown, word: str
) -> None:
    visited(source, ear, problem, at=at)

    (zero,) = hearing(cast, at=at + MINUTE).zeros
    assert (zero.name, zero.word) == (source.name, word)


def test_a_zero_of_a_source_that_answers_is_a_true_zero(source: Source, cast: Cast, at: datetime) -> None:
    SourceHour.objects.create(source=source, hour=hour_of(at), moments=1, given=7, kept=0)

    (zero,) = hearing(cast, at=at).zeros
    assert (zero.word, zero.look, zero.why) == ("真的沒有", "ok", "給了 7 則，都與我們無關。")


def test_of_the_time_before_a_source_was_added_nothing_is_said(source: Source, cast: Cast, at: datetime) -> None:
    Source.objects.update(created_at=at - DAY / 4)

    told = hearing(cast, at=at)

    assert told.conclusion == "加入以來，每個來源都聽得到：從那時起，零就是真的零。"
    assert 'class="off" x="0%" width="75%"' in told.strips[0].bar
    begin_spot(source, "source_down", at=at - MINUTE)
    assert hearing(cast, at=at).conclusion.endswith("來源加入以前，沒有人在聽。")


def test_a_source_with_mentions_is_no_zero_and_its_day_is_counted(
    source: Source, ear: Ear, cast: Cast, at: datetime
) -> None:
    ear.posts = (post(1, LEAK, at, source="Town news"), post(2, "今天天氣很好", at, source="Town news"))

    visited(source, ear, None, at=at)

    told = hearing(cast, at=at)
    row = next(row for row in told.rows if row.one.source == source)
    assert (row.given, row.kept) == (2, 1)
    assert told.zeros == []
