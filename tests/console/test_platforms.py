"""Is a platform one to the people who read of it, however its sources spell it?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Person
from firebreak.console.listen import inbox
from firebreak.console.listen.health import heard_by_platform
from tests.cast import Cast
from tests.records import post

DAY = timedelta(days=1)


@pytest.fixture
def spelt(cast: Cast, at: datetime) -> None:
    """Two mentions of ptt, one of PTT that is no complaint, and one of a forum that nobody knows."""
    for source, sentiment in (("ptt", "negative"), ("PTT", "neutral"), ("ptt", "negative"), ("Backyard", "negative")):
        post(cast.brand, at=at - timedelta(minutes=9), sentiment=sentiment, source=source)


def test_the_board_has_one_row_for_a_platform(spelt: None, cast: Cast, at: datetime) -> None:
    found = heard_by_platform(cast.brand, since=at - DAY, at=at)

    assert [(one.platform, one.count) for one in found] == [("ptt", 3), ("Backyard", 1)]
    assert found[0].negative_share == pytest.approx(2 / 3)


def test_the_filter_offers_it_once_and_finds_every_spelling(spelt: None, cast: Cast, at: datetime) -> None:
    seat, asked = take_seat(cast.alice, cast.brand.slug, at=at), {"source": "ptt", "view": "all"}

    form = inbox.filter_form(seat, asked)
    posts = inbox.posts_of(seat, inbox.wanted(asked, form))

    assert [name for _code, name in form.fields["source"].choices][1:] == ["Backyard", "PTT"]  # type: ignore[attr-defined]
    assert sorted(one.source for one in posts) == ["PTT", "ptt", "ptt"]


def test_a_platform_spelt_by_its_shown_name_is_the_known_one(
    cast: Cast, at: datetime, signed_in: Callable[[Person], Client]
) -> None:
    """A file with 新聞 in its column of sources, beside the feeds' `news`."""
    for source in ("新聞", "news"):
        post(cast.brand, at=at, source=source)

    page = signed_in(cast.carol).get(reverse("mentions", args=[cast.brand.slug]), {"source": "news", "view": "all"})

    assert len(page.context["page"].rows) == 2


@pytest.mark.parametrize(
    ("source", "channel", "section"),
    [("鮮乳討論", "鮮乳討論", ""), ("ptt", "PTT ", ""), ("ptt", "Food", "Food"), ("Backyard", "", "")],
)
def test_a_source_is_not_named_twice(source: str, channel: str, section: str, cast: Cast, at: datetime) -> None:
    assert post(cast.brand, at=at, source=source, channel=channel).section == section
