"""May whoever is signed in to a demo say how fast its clock runs, and nobody where time is real?"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from firebreak.console import clock
from firebreak.console.govern.models import Person
from tests.cast import Cast

SignIn = Callable[[Person], Client]
BUTTONS = Path(clock.__file__).parent / "templates/parts/pace.html"


@pytest.fixture
def demo(at: datetime) -> Iterator[datetime]:
    clock.run_from(at, speed=60.0)
    yield at
    clock.stand_at(at)


def test_the_clock_of_a_demo_goes_on_from_where_it_stands_at_another_pace(
    cast: Cast, demo: datetime, signed_in: SignIn
) -> None:
    before = clock.now()

    answer = signed_in(cast.carol).post("/pace/", {"pace": "604800", "next": "/b/spring/"})

    assert answer["Location"] == "/b/spring/"
    assert clock.speed() == 604_800
    assert clock.now() >= before


@pytest.mark.parametrize("pace", ["", "0", "-60", "61", "1e9", "x"])
def test_no_other_pace_than_those_of_the_menu_is_taken(
    pace: str, cast: Cast, demo: datetime, signed_in: SignIn
) -> None:
    assert signed_in(cast.alice).post("/pace/", {"pace": pace}).status_code == 404
    assert clock.speed() == 60


def test_who_is_not_signed_in_changes_nothing(cast: Cast, demo: datetime, client: Client) -> None:
    assert client.post("/pace/", {"pace": "1"}).status_code == 404
    assert clock.speed() == 60


def test_where_time_is_real_there_is_no_such_page(cast: Cast, signed_in: SignIn) -> None:
    clock.run_real()

    assert signed_in(cast.alice).post("/pace/", {"pace": "60"}).status_code == 404
    assert clock.is_real()


def test_real_time_has_one_pace_only(at: datetime) -> None:
    clock.run_real()
    clock.keep_pace(60)

    assert clock.is_real()
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)


def test_the_menu_has_every_pace() -> None:
    assert re.findall(r'name="pace" value="(\d+)"', BUTTONS.read_text(encoding="utf-8")) == [
        str(n) for n in clock.PACES
    ]
