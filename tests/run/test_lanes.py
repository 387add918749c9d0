"""Does a few posts of a quiet brand go before a long batch, without keeping the batch for ever?"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import orjson
import pytest

from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Brand
from firebreak.console.listen.intake import accept_parcel
from firebreak.console.listen.models import Parcel, Source
from firebreak.console.respond.models import Incident
from firebreak.run import lanes, parcels, pipeline
from firebreak.run.lanes import LONGEST_SECONDS, Mine, Patience, after_others, give_way, going_first, in_the_background
from firebreak.run.parcels import alone_at, forget_opened, open_few, open_parcels, wait_for_few
from tests.posts import LEAK, MINUTE, listening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_opened() -> Iterator[None]:
    forget_opened()
    yield
    forget_opened()


@pytest.fixture
def hook(brand: Brand, at: datetime) -> Source:
    return listening(brand, at=at, key="crm", kind="webhook")


def leave(hook: Source, count: int, *, at: datetime, name: str = "") -> None:
    for number in range(count):
        row = {"id": f"{name}{number}", "text": f"{LEAK}{name}{number}", "published_at": (at - MINUTE).isoformat()}
        accept_parcel(source=hook, body=orjson.dumps(row), at=at)


def seconds_of_giving_way() -> float:
    began = time.monotonic()
    give_way()
    return time.monotonic() - began


def test_nobody_gives_way_where_nobody_goes_first() -> None:
    assert seconds_of_giving_way() < 0.05


def test_who_goes_first_does_not_wait_for_itself() -> None:
    with going_first():
        assert seconds_of_giving_way() < 0.05


@contextmanager
def somebody_first() -> Iterator[threading.Event]:
    """Have another thread go first until the event is set, ten seconds at most."""
    inside, done = threading.Event(), threading.Event()

    def go_first() -> None:
        with going_first():
            inside.set()
            done.wait(10)

    first = threading.Thread(target=go_first)
    first.start()
    inside.wait(10)
    yield done
    done.set()
    first.join()


def test_a_batch_stops_while_somebody_goes_first_and_goes_on_at_once_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "LONGEST_SECONDS", 20.0)
    monkeypatch.setattr(lanes, "_mine", Mine())
    with somebody_first() as done:
        threading.Timer(0.1, done.set).start()

        waited = seconds_of_giving_way()

        assert done.is_set()
        assert waited < 5


def test_small_matters_without_end_keep_a_batch_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(lanes, "_mine", Mine())
    with somebody_first() as done:
        assert seconds_of_giving_way() < 5
        assert not done.is_set()


def test_who_is_kept_again_and_again_goes_on_half_of_the_time() -> None:
    patience = Patience()
    assert patience.left(now=100.0) == LONGEST_SECONDS

    patience.use(begun=100.0, now=100.0 + LONGEST_SECONDS)
    assert patience.left(now=100.0 + LONGEST_SECONDS) == 0.0
    assert patience.left(now=100.0 + LONGEST_SECONDS + 0.2) == pytest.approx(0.1)
    assert patience.left(now=200.0) == LONGEST_SECONDS


def test_who_was_kept_a_little_longer_than_allowed_owes_nothing() -> None:
    patience = Patience()

    patience.use(begun=0.0, now=LONGEST_SECONDS + 5)

    assert patience.left(now=LONGEST_SECONDS + 5) == 0.0


class Asked:
    """A connection as a wrapper of statements sees it."""

    def __init__(self, *, in_atomic_block: bool) -> None:
        self.in_atomic_block = in_atomic_block


@pytest.mark.parametrize(
    ("sql", "inside", "waits"),
    [("SELECT 1", False, True), ("SELECT 1", True, False), ("BEGIN IMMEDIATE", False, False)],
)
def test_a_loop_stops_between_transactions_and_never_within_one(
    monkeypatch: pytest.MonkeyPatch, sql: str, inside: bool, waits: bool
) -> None:
    stopped = list[bool]()
    monkeypatch.setattr(lanes, "give_way", lambda: stopped.append(True))

    asked = {"connection": Asked(in_atomic_block=inside)}

    assert after_others(lambda *_: "answered", sql, None, False, asked) == "answered"
    assert bool(stopped) == waits


def test_a_loop_stops_before_its_statements_and_a_person_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[str]()
    monkeypatch.setattr(lanes, "after_others", lambda execute, sql, *rest: asked.append(sql) or execute(sql, *rest))

    Parcel.objects.exists()
    assert not asked
    with in_the_background():
        Parcel.objects.exists()
    assert len(asked) == 1


@contextmanager
def waiting_for_few(seconds: float) -> Iterator[list[float]]:
    """Wait in another thread as its loop does; gives the seconds it took, once it is done."""
    took = list[float]()

    def wait() -> None:
        began = time.monotonic()
        wait_for_few(seconds)
        took.append(time.monotonic() - began)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.05)
    yield took
    waiting.join()


def test_what_a_quiet_source_leaves_wakes_the_loop_once_it_is_stored(
    hook: Source, at: datetime, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    with waiting_for_few(20.0) as took, django_capture_on_commit_callbacks(execute=True):
        leave(hook, 1, at=at)
        assert not took

    assert took[0] < 5


def test_what_a_source_leaves_that_pours_wakes_nobody(
    hook: Source, at: datetime, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    with alone_at(hook):
        pass
    with waiting_for_few(0.4) as took, django_capture_on_commit_callbacks(execute=True):
        leave(hook, 1, at=at)

    assert took[0] >= 0.3


def test_a_grave_story_is_told_before_the_brand_as_a_whole_is_looked_at(
    hook: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(pipeline, "raise_alerts", fail)
    leave_grave(hook, at=at)

    open_few(at=at)

    assert Alert.objects.filter(brand=hook.brand, signal="hard_rule").exists()


def test_a_few_parcels_of_a_quiet_source_are_opened_first(hook: Source, at: datetime) -> None:
    leave(hook, 2, at=at)

    open_few(at=at)

    assert not Parcel.objects.exists()


def test_many_parcels_are_left_to_the_other_loop(hook: Source, at: datetime) -> None:
    leave(hook, parcels.FEW + 1, at=at)

    open_few(at=at)
    assert Parcel.objects.count() == parcels.FEW + 1

    open_parcels(at=at)
    assert not Parcel.objects.exists()


def test_a_source_that_pours_is_left_to_the_other_loop_although_few_wait(hook: Source, at: datetime) -> None:
    leave(hook, 1, at=at, name="before")
    open_parcels(at=at)
    leave(hook, 1, at=at, name="after")

    open_few(at=at)
    assert Parcel.objects.exists()

    open_parcels(at=at)
    assert not Parcel.objects.exists()


def test_two_loops_of_one_process_are_never_at_one_source(hook: Source, at: datetime) -> None:
    leave(hook, 1, at=at)

    with alone_at(hook) as is_free:
        open_few(at=at)
        assert is_free
        assert Parcel.objects.exists()

    forget_opened()
    open_few(at=at)
    assert not Parcel.objects.exists()


def leave_grave(hook: Source, *, at: datetime) -> None:
    row = {
        "id": "grave",
        "text": f"喝了{hook.brand.name}全家上吐下瀉送急診，醫生說是食物中毒，照片在下面 {LEAK}",
        "published_at": (at - MINUTE).isoformat(),
        "media": [{"type": "image", "url": "https://example.org/1.jpg"}],
    }
    accept_parcel(source=hook, body=orjson.dumps(row), at=at)


def test_what_goes_first_is_judged_and_alerted_on(hook: Source, at: datetime) -> None:
    leave_grave(hook, at=at)

    open_few(at=at)

    assert Alert.objects.filter(brand=hook.brand, signal="hard_rule").exists()


def test_a_forecast_that_cannot_be_made_keeps_no_incident_from_being_opened(
    hook: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(pipeline, "foretell_stories", fail)
    leave_grave(hook, at=at)

    open_few(at=at)

    assert Incident.objects.filter(brand=hook.brand).exists()
