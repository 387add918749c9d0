"""What do the tests of the console share? Alice's seat, a brand that is set up, and nothing remembered from before."""

from datetime import datetime

import pytest

from firebreak.console.access import Seat, take_seat
from firebreak.console.home.health import forget_slow
from firebreak.console.listen import waiting
from firebreak.console.listen.habit import forget_habits
from firebreak.console.listen.models import Source, Watch
from firebreak.console.listen.waiting import forget_counts
from tests.cast import Cast
from tests.records import feed


@pytest.fixture(autouse=True)
def remember_nothing() -> None:
    forget_counts()
    forget_habits()
    forget_slow()


@pytest.fixture(autouse=True)
def every_count_is_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no busy machine make a count so slow that the number rests: one test is about that, with a clock of its own."""
    monkeypatch.setattr(waiting, "CHEAP", 5.0)


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    """Alice's, who is brand PR."""
    return take_seat(cast.alice, cast.brand.slug, at=at)


@pytest.fixture
def ready(cast: Cast, at: datetime) -> Source:
    """A brand that is set up: something to listen for, somewhere to listen."""
    Watch.objects.create(brand=cast.brand, name="明泉", kind="brand", any=["明泉"])
    return feed(cast.brand, at=at)
