"""Does a story's page say what drives its forecast, how bad it may become, and how good forecasts were? (R1.14)"""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat
from firebreak.console.assess.driving import damage_of, said_of
from firebreak.console.assess.facts import facts_at
from firebreak.console.assess.hindsight import HINDSIGHT, LookedBack, ended_of, forecast_figures, judged_of
from firebreak.console.assess.models import Assessment, Forecast, Story, StoryPost
from firebreak.console.assess.page import StoryPage
from firebreak.console.govern.models import Brand
from firebreak.core.assess.spread import Span
from firebreak.core.terms import Ruling, Severity
from tests.cast import Cast
from tests.records import post, story

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAY = 24 * HOUR


def ended(brand: Brand, *, at: datetime, minutes: list[int], chance: float, final: float) -> Story:
    """A story that ended four days ago with posts at these minutes, of which that was said after half an hour."""
    first = at - 5 * DAY
    found = Story.objects.create(
        brand=brand, number=Story.objects.filter(brand=brand).count() + 1, category="other", first_post_at=first,
        last_post_at=first + minutes[-1] * MINUTE, first_seen_at=first, post_count=len(minutes),
    )  # fmt: skip
    for minute in minutes:
        StoryPost.objects.create(post=post(brand, at=first + minute * MINUTE), story=found)
    Forecast.objects.create(
        story=found, at=first + 30 * MINUTE, seen=2, final_low=final - 1, final_middle=final, final_high=final + 1,
        next_low=0, next_middle=1, next_high=2, peak_ahead=chance, reproduction=1.0, model="x",
    )  # fmt: skip
    return found


def test_the_page_names_three_drivers_with_what_they_rest_on(seat: Seat, cast: Cast, at: datetime) -> None:
    outlook = StoryPage(seat, story(cast.brand, at=at, posts=30)).outlook

    assert len({one.code for one in outlook.drives}) == 3
    assert all(one.fact and one.times.startswith("×") for one in outlook.drives)


def test_a_story_that_may_grow_says_between_which_levels_it_may_end(seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=30)
    made = found.assessments.get()
    made.facts = asdict(facts_at(found, at=at, usual_per_hour=1.0))

    small = damage_of(made, floor="", final=Span(30, 30, 30), after=Span(0, 0, 0))
    wide = damage_of(made, floor="", final=Span(30, 90, 3000), after=Span(0, 5, 900))

    assert small is not None
    assert wide is not None
    assert small[0] == small[1] == wide[0] < wide[1]
    with translation.override("en"):
        assert "to S" in said_of(wide)
        assert "to S" not in said_of(small).replace("comes to S", "")


def test_a_story_that_was_not_judged_yet_says_nothing_of_its_end() -> None:
    assert said_of(damage_of(None, floor="", final=Span(1, 1, 1), after=Span(0, 0, 0))) == ""


def test_forecasts_are_held_against_the_posts_that_came(cast: Cast, at: datetime) -> None:
    early = ended(cast.brand, at=at, minutes=[0, 5, 6, 7, 200], chance=0.2, final=5)
    late = ended(cast.brand, at=at, minutes=[0, 5, 200, 201, 202], chance=0.9, final=30)
    ended(cast.others_brand, at=at, minutes=[0, 5], chance=0.9, final=30)

    found = judged_of(ended_of(cast.brand, by=at))

    assert [(one.story, one.was_ahead, one.held) for one in found] == [(early.pk, False, True), (late.pk, True, False)]


def test_a_story_that_still_lives_is_not_judged(cast: Cast, at: datetime) -> None:
    ended(cast.brand, at=at + 3 * DAY, minutes=[0, 5], chance=0.9, final=30)

    assert ended_of(cast.brand, by=at) == []


def test_a_brand_with_few_ended_stories_is_told_so_and_one_with_enough_its_scores(cast: Cast, at: datetime) -> None:
    with translation.override("en"):
        few = LookedBack(cast.brand, at=at).said
        for number in range(20):
            ended(cast.brand, at=at, minutes=[0, 5, 6, 200], chance=0.0, final=4 if number < 16 else 9)
        HINDSIGHT.forget()
        enough = LookedBack(cast.brand, at=at).said
        brier, held = forecast_figures(cast.brand, at=at)

    assert "once 20 stories have ended; there are 0" in few
    assert "Of 20 ended stories the range held in 80%" in enough
    assert (brier.value, held.value) == ("0.000", "80%")


@pytest.mark.parametrize("figure", ["forecast.brier", "forecast.held"])
def test_the_scores_can_be_had_from_the_command_line(
    cast: Cast, at: datetime, capsys: pytest.CaptureFixture[str], figure: str
) -> None:
    from firebreak.cli import DONE, main

    assert main(["metric", figure, "--brand", cast.brand.slug, "--at", at.isoformat()]) == DONE
    assert '"value":"—"' in capsys.readouterr().out


def test_the_page_shows_drivers_and_hindsight_to_who_watches(client: Client, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=30)
    client.force_login(cast.carol)

    page = client.get(reverse("story", args=[cast.brand.slug, found.number])).content.decode()

    assert "推動預測的因素" in page
    assert "forecast.brier 1" in page


FAR: dict[str, Any] = {"floor": "", "final": Span(30, 90, 3000), "after": Span(0, 5, 900)}


def judged(brand: Brand, at: datetime) -> Assessment:
    found = story(brand, at=at, posts=30)
    made = found.assessments.get()
    made.facts = asdict(facts_at(found, at=at, usual_per_hour=1.0))
    return made


def test_facts_that_were_kept_under_other_names_say_nothing_and_break_nothing(cast: Cast, at: datetime) -> None:
    made = judged(cast.brand, at)
    assert damage_of(made, **FAR) is not None

    made.facts["of_old"] = made.facts.pop("urgent")

    assert damage_of(made, **FAR) is None


def test_facts_with_one_that_is_asked_for_no_more_are_read_as_they_are(cast: Cast, at: datetime) -> None:
    made = judged(cast.brand, at)
    told = damage_of(made, **FAR)

    made.facts["of_old"] = 7

    assert damage_of(made, **FAR) == told


def test_the_end_of_a_story_stands_under_a_persons_word(cast: Cast, at: datetime) -> None:
    made = judged(cast.brand, at)
    low, high = damage_of(made, **FAR) or (0.0, 0.0)

    raised = damage_of(made, ruling=Ruling(Severity.S1, low, frozenset()), **FAR)
    lowered = damage_of(made, ruling=Ruling(Severity.S4, 100.0, frozenset()), **FAR)

    assert raised is not None
    assert lowered is not None
    assert raised[0] >= Severity.S1.floor > low
    assert Severity.of_score(lowered[1]) is Severity.S4
    assert lowered[1] < high
