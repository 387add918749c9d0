"""Do two loops at once, or one that is killed, lose or double anything?"""

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from django.db import connection, connections

from firebreak.console.assess.models import StoryPost
from firebreak.console.listen.models import Parcel, Post, Source
from firebreak.console.listen.services import ensure_source
from firebreak.run import parcels
from firebreak.run.check import look
from firebreak.run.digest import look_again
from firebreak.run.parcels import open_parcels
from firebreak.run.setup import ready_brand
from tests.posts import ASK, KIND, LEAK, SICK, listening

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TEXTS = (SICK, LEAK, KIND, ASK)
PARCELS, EACH = 60, 5
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_search"),
]


class Killed(BaseException):
    """The process ends here; nothing may catch this and go on."""


@pytest.fixture
def hook() -> Source:
    brand = ready_brand(brand="明泉", watch=None)
    listening(brand, at=AT)
    return ensure_source(brand=brand, key="hook", kind="webhook", at=AT)


def fill(hook: Source) -> None:
    """Leave parcels, every third post in two of them."""
    for parcel in range(PARCELS):
        numbers = [parcel * EACH + place for place in range(EACH)] + [max(0, parcel * EACH - 3)]
        rows = [
            {
                "id": f"h{number}",
                "source": "ptt",
                "text": f"{TEXTS[number % 4]} {number}",
                "published_at": (AT - timedelta(minutes=number % 50)).isoformat(),
            }
            for number in numbers
        ]
        Parcel.objects.create(source=hook, received_at=AT, body=orjson.dumps(rows))


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run works in threads with connections of their own; gives what they raised."""
    raised: list[BaseException] = []

    def one(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def drain() -> None:
    while Parcel.objects.exists():
        open_parcels(at=AT)


def watch() -> None:
    for second in range(5):
        look_again(at=AT + timedelta(seconds=second))


def whole() -> None:
    assert Parcel.objects.count() == 0
    assert Post.objects.count() == PARCELS * EACH
    assert StoryPost.objects.values("post").distinct().count() == StoryPost.objects.count()
    assert [f"{line.name}: {line.found}" for line in look() if not line.fine] == []


def test_two_loops_at_once_lose_nothing_and_double_nothing(hook: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """Collecting and judging run twice at the same time; every parcel is opened once.

    As in two processes, neither knows which source the other is at.
    """
    monkeypatch.setattr(parcels, "alone_at", lambda _source: nullcontext(True))
    fill(hook)

    raised = at_once(drain, drain, watch, watch)

    assert raised == []
    whole()


@pytest.mark.parametrize("after", [0, 1, 3, 7, 12])
def test_a_collect_that_dies_in_the_middle_is_simply_run_again(hook: Source, after: int) -> None:
    """The process ends at some statement of the transaction; parcels and posts are as before it."""
    fill(hook)

    def break_at(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        nonlocal after
        after -= not sql.startswith("SELECT")
        if after < 0:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(break_at), pytest.raises(Killed):
        open_parcels(at=AT)
    assert Parcel.objects.count() == PARCELS or Post.objects.exists()

    drain()

    whole()
