"""Does the room's bar say what an incident is stuck on, for how long, until when, and whose turn it is?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.room import Room
from tests.cast import Cast
from tests.records import incident, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def in_triage(cast: Cast, at: datetime) -> Incident:
    """An S2 incident of ten minutes that came to triage six minutes ago and that nobody leads."""
    one = incident(cast.brand, at=at - 10 * MINUTE, about=story(cast.brand, at=at - 10 * MINUTE), phase="triage")
    facts = {"was": "detect", "now": "triage", "skipped": [], "relapse": False}
    Moment.objects.create(incident=one, at=at - 6 * MINUTE, kind="phase", facts=facts)
    return one


def test_what_is_missing_names_the_deadline_that_waits_for_it(cast: Cast, at: datetime) -> None:
    room = Room(take_seat(cast.alice, cast.brand.slug, at=at), in_triage(cast, at))

    (need,) = room.needs

    assert (need.code, need.due) == ("owner", room.deadlines["triage"].due)
    assert room.waited == 6 * MINUTE


def test_the_list_says_where_each_is_stuck(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    in_triage(cast, at)

    page = signed_in(cast.carol).get(reverse("incidents", args=[cast.brand.slug])).content.decode()

    assert "這件危機還沒有指揮" in page


def test_the_bar_says_how_long_and_until_when(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = in_triage(cast, at)

    page = signed_in(cast.carol).get(reverse("incident", args=[cast.brand.slug, one.number])).content.decode()

    assert "卡在「回應」之前，已等 6 分" in page
    assert "截止 11:54" in page
