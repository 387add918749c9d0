"""R2.83: does a person see by how many hours alerts came before the peak of their stories?"""

from datetime import datetime, timedelta

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.cli import DONE, main
from firebreak.console.alert.lead import LEAD, LeadPage, leads_of, peaked
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from tests.cast import Cast
from tests.records import alert, post

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAY = 24 * HOUR


def crisis(brand: Brand, *, at: datetime, told_after: float | None, ago: int = 6, posts: int = 20) -> Story:
    """A story that had most of its posts in its sixth hour, alerted on after so many hours."""
    first = at - ago * DAY
    minutes = [0, 30, 90, *(300 + 2 * n for n in range(posts - 3))]
    found = Story.objects.create(
        brand=brand, number=Story.objects.filter(brand=brand).count() + 1, category="other", post_count=posts,
        first_post_at=first, last_post_at=first + minutes[-1] * MINUTE, first_seen_at=first,
    )  # fmt: skip
    members = [post(brand, at=first + minute * MINUTE) for minute in minutes]
    StoryPost.objects.bulk_create(StoryPost(post=one, story=found) for one in members)
    if told_after is not None:
        alert(brand, at=first + told_after * HOUR, about=found)
        alert(brand, at=first + 9 * HOUR, about=found)
    return found


def test_the_first_alert_is_held_against_the_fullest_hour(cast: Cast, at: datetime) -> None:
    for hours in (2, 7, None):
        crisis(cast.brand, at=at, told_after=hours)
    crisis(cast.others_brand, at=at, told_after=1)

    assert leads_of(peaked(cast.brand, by=at)) == [3, -2, None]


@pytest.mark.parametrize(
    ("ago", "posts", "seen_after"),
    [
        (2, 20, 0),  # it may still go on
        (400, 20, 0),  # longer ago than a year
        (6, 19, 0),  # too few for a fullest hour
        (6, 20, 25),  # brought from a file later
    ],
)
def test_what_cannot_tell_how_early_we_know_is_left_out(
    cast: Cast, at: datetime, ago: int, posts: int, seen_after: int
) -> None:
    found = crisis(cast.brand, at=at, told_after=2, ago=ago, posts=posts)
    Story.objects.filter(pk=found.pk).update(first_seen_at=found.first_post_at + seen_after * HOUR)

    assert peaked(cast.brand, by=at) == []


def test_alerts_of_a_story_that_was_merged_count_for_what_it_was_merged_into(cast: Cast, at: datetime) -> None:
    into = crisis(cast.brand, at=at, told_after=4)
    merged = crisis(cast.brand, at=at, told_after=1)
    Story.objects.filter(pk=merged.pk).update(merged_into=into, post_count=0)
    untold = crisis(cast.brand, at=at, told_after=None)
    other = crisis(cast.brand, at=at, told_after=2)
    Story.objects.filter(pk=other.pk).update(merged_into=untold, post_count=0)

    assert leads_of(peaked(cast.brand, by=at)) == [4, 3]


def test_the_page_says_how_early_and_says_so_where_it_is_too_soon(client: Client, cast: Cast, at: datetime) -> None:
    with translation.override("en"):
        few = LeadPage(cast.brand, at=at).said
        for hours in (1, 2, 3, 4, 8):
            crisis(cast.brand, at=at, told_after=hours)
        LEAD.forget()
        page = LeadPage(cast.brand, at=at)
        said, late = page.said, page.half
    client.force_login(cast.carol)

    shown = client.get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "once 5 alerted stories have peaked and ended; there are 0" in few
    assert said == "Half of the alerts came 2 h or more before the fullest hour (5 stories)."
    assert late == "+1 h to +3 h"
    assert "提前時間" in shown
    assert "alert.lead_time 1" in shown


def test_alerts_that_come_after_the_peak_are_called_late(cast: Cast, at: datetime) -> None:
    for _ in range(5):
        crisis(cast.brand, at=at, told_after=8)

    with translation.override("en"):
        assert "only 3 h or more after the fullest hour began" in LeadPage(cast.brand, at=at).said


def test_the_figure_can_be_had_from_the_command_line(
    cast: Cast, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    for hours in (1, 2, 3, 4, None, 5):
        crisis(cast.brand, at=at, told_after=hours)

    assert main(["metric", "alert.lead_time", "--brand", cast.brand.slug, "--at", at.isoformat()]) == DONE

    assert orjson.loads(capsys.readouterr().out)["value"] == "2.0"
