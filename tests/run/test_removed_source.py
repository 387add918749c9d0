"""What becomes of the mentions of a source that somebody removed? Its policy decides, and goes on deciding."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.govern.services import verify_chain
from firebreak.console.listen.models import Parcel, Post, Source
from firebreak.console.listen.upkeep import remove_source
from firebreak.core.errors import NotAllowed
from firebreak.core.terms import Role
from firebreak.run.parcels import open_parcels
from firebreak.run.tidy import erase_expired, erase_removed
from tests.cast import Cast, one_of_each_role
from tests.posts import LEAK, hand_in, listening, post
from tests.records import feed


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return Seat(cast.brand, one_of_each_role(cast.brand)[Role.ADMIN], Role.ADMIN, at)


def source_with(brand: Brand, *days: int, at: datetime, **fields: Any) -> Source:
    """A source that gave a mention on each of these days before `at`."""
    listening(brand, at=at)
    source = feed(brand, at=at, **fields)
    for day in days:
        then = at - timedelta(days=day)
        hand_in(brand, [post(day, f"{LEAK} {day}", then)], via=source, at=then)
    return source


def days_left(at: datetime) -> list[int]:
    return [(at - one.published_at).days for one in Post.objects.order_by("-published_at")]


def test_where_deletions_need_not_be_followed_each_stays_for_its_days(seat: Seat, at: datetime) -> None:
    source = source_with(seat.brand, 3, 31, at=at, must_honour_deletes=False, keep_days=30)

    remove_source(seat=seat, source=source)
    erase_removed(at=at)
    erase_expired(at=at)

    assert days_left(at) == [3]


def test_where_deletions_must_be_followed_all_go_and_the_chain_stays_whole(seat: Seat, at: datetime) -> None:
    source = source_with(seat.brand, 3, 4, at=at, must_honour_deletes=True)

    fate = remove_source(seat=seat, source=source)
    erase_removed(at=at)

    assert (fate.posts, fate.erased) == (2, True)
    assert days_left(at) == []
    assert Entry.objects.filter(action="erase_post", detail__why="source_removed").count() == 2
    assert verify_chain(seat.brand.organisation).whole


def test_what_was_accepted_before_still_comes_in_where_it_may_stay(seat: Seat, at: datetime) -> None:
    source = source_with(seat.brand, at=at, kind="webhook", must_honour_deletes=False)
    body = f'{{"id": "w1", "source": "ptt", "text": "{LEAK}", "published_at": "2026-11-20T11:00:00+08:00"}}'
    Parcel.objects.create(source=source, received_at=at, body=body.encode())

    remove_source(seat=seat, source=source)
    open_parcels(at=at)

    assert Post.objects.filter(external_id="w1").exists()


def test_who_may_not_erase_cannot_remove_what_would_be_erased(cast: Cast, at: datetime) -> None:
    source = source_with(cast.brand, 1, at=at, must_honour_deletes=True)

    with pytest.raises(NotAllowed):
        remove_source(seat=Seat(cast.brand, cast.alice, Role.BRAND_PR, at), source=source)

    assert Source.objects.filter(pk=source.pk).exists()
