"""Of more of the press than a page holds, is what is most urgent there, and is the rest counted and reached?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.media import board, desk_views, views
from firebreak.console.media.models import Enquiry
from firebreak.console.media.people import Known, add_journalist
from firebreak.console.respond.models import Incident
from tests.cast import Cast
from tests.records import enquiry, incident

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 30 * MINUTE)


@pytest.fixture
def asked(cast: Cast, about: Incident, at: datetime) -> Enquiry:
    return enquiry(about, by=cast.alice, at=at - 10 * MINUTE)


def test_of_more_than_a_page_holds_the_most_urgent_are_shown_and_only_their_view_is_counted(
    seat: Seat, about: Incident, asked: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "SHOWN", 2)
    by, at, who = seat.person, seat.at, asked.journalist
    for minutes in (90, 30, 60):
        enquiry(about, by=by, at=at, journalist=who, due_at=at + minutes * MINUTE)
    enquiry(about, by=by, at=at, journalist=who, state="declined", due_at=at + 300 * MINUTE)

    waiting, every = board.Board(seat), board.Board(seat, view="all")

    assert [row.one.due_at - at for row in waiting.rows] == [30 * MINUTE, 50 * MINUTE]
    assert ([row.one.pk for row in every.rows], waiting.more, every.more) == (
        [row.one.pk for row in waiting.rows], 2, 3,
    )  # fmt: skip


def test_journalists_come_page_by_page_and_the_form_offers_who_is_wanted_first(
    cast: Cast, seat: Seat, asked: Enquiry, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_views, "PER_PAGE", 1)
    monkeypatch.setattr(views, "OFFERED", 1)
    other = add_journalist(seat=seat, known=Known(outlet="A 南島快訊"))
    url = reverse("media_journalists", args=[cast.brand.slug])

    first, second = (signed_in(cast.alice).get(url, {"page": page}).content.decode() for page in (1, 2))

    assert ("A 南島快訊" in first, "朝聞新報" in first) == (True, False)
    assert ("A 南島快訊" in second, "朝聞新報" in second) == (False, True)
    assert [views.people_of(seat, str(one.pk))[0][0] for one in (other, asked.journalist)] == [
        other.pk, asked.journalist.pk,
    ]  # fmt: skip
