"""Is memory searched outside of requests, and does nothing stay in it for good that was set aside?"""

import gc
import weakref
from collections.abc import Iterator

import pytest

from firebreak.console.memory import settle


class Knot:
    """Holds itself, so that only a search finds that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def only_settled() -> Iterator[None]:
    """Leave it to `settle` alone to search."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


def test_what_was_let_go_of_is_found() -> None:
    gone = weakref.ref(Knot())

    settle()

    assert gone() is None


def test_what_stays_is_not_searched_again_by_a_request() -> None:
    stays = Knot()

    settle()

    assert gc.get_freeze_count() > 0
    assert not any(one is stays for one in gc.get_objects())


def test_what_was_let_go_of_after_it_was_set_aside_is_found_the_next_time() -> None:
    held = Knot()
    settle()
    gone = weakref.ref(held)
    del held

    settle()

    assert gone() is None
