"""R2.47: the room shows each thing that was said beside what was heard before and after it, and never says because."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Person
from firebreak.console.learn.effect.page import LONGEST, EffectBoard
from firebreak.console.listen.models import Post, Reading
from firebreak.console.respond.models import Incident, Moment
from tests.cast import Cast
from tests.records import incident, story

SignIn = Callable[[Person], Client]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def posts(about: Story, *, begins: datetime, ends: datetime, every: timedelta, negative: int = 1) -> None:
    """Put a post into a story every so often; every `negative`-th is negative."""
    count = int((ends - begins) / every)
    known = Post.objects.count()
    rows = [
        Post(
            brand=about.brand,
            source="ptt",
            external_id=f"e{known + place}",
            kind="post",
            text="漏水",
            published_at=begins + place * every,
            first_seen_at=begins + place * every,
        )
        for place in range(count)
    ]
    read = {"category": "other", "score": 0.0, "intensity": 0.1, "confidence": 0.9, "uncertain": False, "model": "test"}
    made = Post.objects.bulk_create(rows)
    Reading.objects.bulk_create(
        Reading(
            post=one,
            sentiment="neutral" if place % negative else "negative",
            copy_key=f"{one.pk:032d}",
            urgent=False,
            **read,
        )
        for place, one in enumerate(made)
    )
    StoryPost.objects.bulk_create(StoryPost(post=one, story=about) for one in made)


@pytest.fixture
def running(cast: Cast, at: datetime) -> Incident:
    """A matter of which every two minutes somebody spoke for four hours, and every eight minutes since it was told."""
    told = story(cast.brand, at=at - 8 * HOUR, posts=1)  # and its first
    posts(told, begins=at - 8 * HOUR, ends=at - 4 * HOUR, every=2 * MINUTE)
    posts(told, begins=at - 4 * HOUR, ends=at, every=8 * MINUTE, negative=2)
    return incident(cast.brand, at=at - 8 * HOUR, about=told, owner=cast.alice)


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


def say(about: Incident, *, at: datetime, kind: str = "full") -> Moment:
    return Moment.objects.create(incident=about, at=at, kind=kind, text="https://spring.example/1")


def page_of(signed_in: SignIn, who: Person, about: Incident, tab: str = "effect") -> str:
    url = reverse("incident", args=[about.brand.slug, about.number])
    return signed_in(who).get(f"{url}?tab={tab}").content.decode()


def test_each_word_to_the_public_has_its_number_and_what_was_heard_on_both_sides(
    running: Incident, seat: Seat, at: datetime
) -> None:
    say(running, at=at - 4 * HOUR)
    say(running, at=at - HOUR, kind="outward")

    newest, first = EffectBoard(seat, running).words

    assert (newest.number, first.number) == (2, 1)
    assert (first.effect.posts_before, first.effect.posts_after) == (121, 23)
    assert [line.kind for line in first.lines] == ["full"]


def test_a_line_that_was_said_to_nobody_outside_has_no_number(running: Incident, seat: Seat, at: datetime) -> None:
    say(running, at=at - 4 * HOUR, kind="progress")
    say(running, at=at - 4 * HOUR, kind="told")

    assert EffectBoard(seat, running).words == []


def test_the_page_tells_slopes_with_their_ranges_and_says_that_after_is_not_because(
    running: Incident, signed_in: SignIn, cast: Cast, at: datetime
) -> None:
    say(running, at=at - 4 * HOUR)

    html = page_of(signed_in, cast.carol, running)

    assert "之前聲量看不出方向（95% 區間" in html
    assert "之後不等於因此" in html
    assert "負面占比，每小時百分點" in html
    assert "因此聲量" not in html
    assert "所以" not in html


def test_too_few_posts_give_their_numbers_and_no_slope(cast: Cast, signed_in: SignIn, seat: Seat, at: datetime) -> None:
    quiet = story(cast.brand, at=at - 8 * HOUR, posts=1)
    posts(quiet, begins=at - 8 * HOUR, ends=at, every=30 * MINUTE)
    about = incident(cast.brand, at=at - 8 * HOUR, about=quiet)
    say(about, at=at - 4 * HOUR)

    html = page_of(signed_in, cast.alice, about)

    assert EffectBoard(seat, about).words[0].effect.volume is None
    assert "兩側都要滿 20 則" in html


def test_where_no_stretch_of_time_holds_enough_posts_no_empty_share_is_drawn(
    cast: Cast, signed_in: SignIn, at: datetime
) -> None:
    quiet = incident(cast.brand, at=at - HOUR, about=story(cast.brand, at=at - HOUR, posts=3), owner=cast.alice)

    assert "目前沒有任何時段滿 5 則。" in page_of(signed_in, cast.alice, quiet)


def test_what_is_said_just_now_names_the_time_from_which_there_is_a_slope(
    running: Incident, signed_in: SignIn, cast: Cast, at: datetime
) -> None:
    say(running, at=at - 10 * MINUTE)

    assert "還不能算斜率：要到" in page_of(signed_in, cast.alice, running)


def test_the_numbers_of_words_in_one_bucket_stand_together(running: Incident, seat: Seat, at: datetime) -> None:
    posts(running.story or Story(), begins=at - 55 * HOUR, ends=at - 54 * HOUR, every=10 * MINUTE)
    say(running, at=at - 4 * HOUR)
    say(running, at=at - 4 * HOUR + 15 * MINUTE)

    board = EffectBoard(seat, running)

    assert [mark.word for mark in board.marks(board.over)] == ["1, 2"]


def test_the_review_of_a_closed_incident_shows_what_was_said_and_what_was_heard(
    running: Incident, signed_in: SignIn, cast: Cast, at: datetime
) -> None:
    """R2.79: how talk and tone went on after each word."""
    say(running, at=at - 4 * HOUR)
    before = page_of(signed_in, cast.alice, running, tab="learn")
    Incident.objects.filter(pk=running.pk).update(phase="closed")

    after = page_of(signed_in, cast.alice, running, tab="learn")

    assert "前後斜率看不出差別" in after or "之後的斜率" in after
    assert 'id="effect"' not in before


def test_a_story_that_went_on_in_another_is_read_there(running: Incident, cast: Cast, seat: Seat, at: datetime) -> None:
    into = story(cast.brand, at=at - 2 * HOUR, posts=2)
    Story.objects.filter(incident=running).update(merged_into=into)

    assert len(EffectBoard(seat, Incident.objects.get(number=running.number)).posts) == 2


def test_an_incident_without_a_story_has_no_such_part(signed_in: SignIn, cast: Cast, at: datetime) -> None:
    assert '<a href="?tab=effect"' not in page_of(signed_in, cast.alice, incident(cast.brand, at=at), "overview")


def test_posts_from_long_before_the_matter_are_not_read(
    running: Incident, cast: Cast, seat: Seat, at: datetime
) -> None:
    say(running, at=at - 4 * HOUR)
    known, was = len(EffectBoard(seat, running).posts), EffectBoard(seat, running).words[0].effect.posts_before
    long_ago = at - 8 * HOUR - LONGEST - HOUR
    posts(running.story, begins=long_ago, ends=long_ago + HOUR, every=20 * MINUTE)  # type: ignore[arg-type]

    board = EffectBoard(seat, running)

    assert len(board.posts) == known
    assert board.words[0].effect.posts_before == was
