"""Does a story say how far it will go, from when on, and what came of the last word on it?"""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from firebreak.console.access import Seat
from firebreak.console.assess.foretelling import MOST, foretell_stories
from firebreak.console.assess.models import Forecast, Story, StoryPost
from firebreak.console.assess.outlook import Outlook
from firebreak.console.assess.told import told_by
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.core.assess.spread import WEEK
from firebreak.run.pipeline import judge
from tests.cast import Cast
from tests.records import post, story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def outlook(seat: Seat, found: Story) -> Outlook:
    return Outlook(seat, found, told_by(found, at=seat.at))


def kept(found: Story, *, at: datetime, low: float, high: float, final: float = 90) -> Forecast:
    """A forecast of a story's next hour, as it was kept at `at`."""
    return Forecast.objects.create(
        story=found, at=at, seen=20, final_low=final / 2, final_middle=final, final_high=final * 2,
        next_low=low, next_middle=(low + high) / 2, next_high=high, peak_ahead=0.5, reproduction=1.0, model="x",
    )  # fmt: skip


def ended(brand: Brand, *, at: datetime, posts: int, told: float) -> None:
    """A story that ended at `posts`, of which `told` was said half an hour after it began."""
    first, last = at - 100 * HOUR, at - 90 * HOUR
    found = Story.objects.create(
        brand=brand, number=Story.objects.count() + 1, category="other", first_post_at=first, last_post_at=last,
        first_seen_at=first, post_count=posts,
    )  # fmt: skip
    kept(found, at=first + 30 * MINUTE, low=1, high=2, final=told)


def test_below_twenty_posts_it_says_so_instead_of_a_number(seat: Seat, cast: Cast, at: datetime) -> None:
    few = outlook(seat, story(cast.brand, at=at, posts=19))
    enough = outlook(seat, story(cast.brand, at=at, posts=20))

    assert "19" in few.silence
    assert enough.silence == ""


def test_after_a_week_nothing_is_forecast(seat: Seat, cast: Cast, at: datetime) -> None:
    old = story(cast.brand, at=at - WEEK, posts=25)

    assert outlook(seat, old).silence
    assert foretell_stories([old], at=at) == []


def test_a_forecast_is_kept_once_for_each_set_age(cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=25)  # 24 minutes old

    first = foretell_stories([found], at=at)
    again = foretell_stories([found], at=at + 3 * MINUTE)
    later = foretell_stories([found], at=at + 10 * MINUTE)

    assert [len(made) for made in (first, again, later)] == [1, 0, 1]
    assert first[0].seen == 25 <= first[0].final_low <= first[0].final_middle <= first[0].final_high


def test_a_story_of_few_posts_is_not_forecast(cast: Cast, at: datetime) -> None:
    assert foretell_stories([story(cast.brand, at=at, posts=19)], at=at + HOUR) == []


def test_posts_that_are_dated_ahead_are_not_counted(cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=25)
    Post.objects.filter(place__story=found).order_by("-published_at")[0].delete()

    assert foretell_stories([found], at=at - 6 * MINUTE) == []  # 18 were out by then


def test_only_so_many_are_forecast_in_one_go(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firebreak.console.assess.foretelling.MOST", 1)
    stories = [story(cast.brand, at=at, posts=20) for _ in range(2)]

    made = [foretell_stories(stories, at=at)[0].story_id for _ in range(2)]

    assert MOST > 1
    assert made == [one.pk for one in stories]


def test_judging_stories_keeps_their_forecasts(cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=22)

    judge(cast.brand, at=at, numbers=[found.number])

    assert found.forecasts.count() == 1


def test_the_last_forecast_is_held_against_what_came(seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=90)  # one a minute: 60 came in the last hour
    kept(found, at=at - HOUR, low=50, high=70)

    with translation.override("en"):
        right = outlook(seat, found).hindsight
        Forecast.objects.update(next_low=5, next_high=7)
        wrong = outlook(seat, found).hindsight

    assert right.endswith("said 50 to 70 for the hour after; 60 came, as it said.")
    assert wrong.endswith("said 5 to 7 for the hour after; 60 came: it was wrong.")


def test_a_forecast_whose_hour_is_not_over_is_not_judged_yet(seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=40)
    kept(found, at=at - 59 * MINUTE, low=1, high=2)

    assert outlook(seat, found).hindsight == ""


def test_the_band_is_moved_once_enough_of_the_brands_own_stories_have_ended(
    seat: Seat, cast: Cast, at: datetime
) -> None:
    found = story(cast.brand, at=at, posts=30)
    published = outlook(seat, found).final
    alone = outlook(seat, found).rests_on
    for number in range(20):
        ended(cast.brand, at=at, posts=25 + number % 5, told=400)

    own = outlook(seat, found)

    assert own.fit is not None
    assert own.fit.stories == 20
    assert own.final.p50 < published.p50
    assert own.final.p10 >= 30
    assert own.rests_on != alone


def test_what_came_after_a_week_is_no_part_of_what_was_forecast(seat: Seat, cast: Cast, at: datetime) -> None:
    first = at - 30 * 24 * HOUR
    long = story(cast.brand, at=first + 5 * MINUTE, posts=6)
    for hours in (200, 300):
        late = post(cast.brand, at=first + hours * HOUR)
        StoryPost.objects.create(post=late, story=long)
    Story.objects.filter(pk=long.pk).update(post_count=8, last_post_at=first + 300 * HOUR)
    row = kept(long, at=first + 10 * MINUTE, low=1, high=2)
    Forecast.objects.filter(pk=row.pk).update(seen=4)

    (found,) = outlook(seat, story(cast.brand, at=at, posts=11)).outcomes()

    assert found.final == 6


def test_the_page_knows_who_is_verified(seat: Seat, cast: Cast, at: datetime) -> None:
    """As the forecast that is kept does: a known account carries further."""
    found = story(cast.brand, at=at, posts=25)
    Post.objects.filter(place__story=found).update(verified=True, followers=900_000)

    (row,) = foretell_stories([found], at=at)

    assert outlook(seat, found).now.final == row.final
    Post.objects.update(verified=False)
    assert outlook(seat, found).now.final != row.final


def test_another_brands_stories_move_nothing(seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=30)
    for _ in range(20):
        ended(cast.others_brand, at=at, posts=25, told=400)

    assert outlook(seat, found).fit is None


def test_the_fan_is_a_picture_with_its_sentence_and_its_table(seat: Seat, cast: Cast, at: datetime) -> None:
    """R2.19 in part: how far a story goes within its week, with a band."""
    found = story(cast.brand, at=at, posts=90)
    kept(found, at=at - HOUR, low=50, high=70)

    drawn = outlook(seat, found).figure

    assert outlook(seat, found).sentence in drawn
    assert 'class="f2"' in drawn
    assert 'class="l prev"' in drawn
    assert "<table" in drawn


def test_of_two_loops_that_look_at_once_one_keeps_the_forecast(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = story(cast.brand, at=at, posts=25)
    other_loop = lambda _brand: kept(found, at=at, low=1, high=2)  # noqa: E731  # it was first to hold the lock
    monkeypatch.setattr("firebreak.console.assess.foretelling.lock_brand", other_loop)

    assert foretell_stories([found], at=at) == []
