"""Does one parcel that cannot be opened keep the others waiting, and is it kept until a person has decided?"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import DataError, OperationalError
from django.test import Client

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.models import Assessment
from firebreak.console.govern.models import Brand, Entry, Person
from firebreak.console.listen.health import Health, checked
from firebreak.console.listen.intake import accept_parcel, drop_parcels, retry_parcels
from firebreak.console.listen.models import Parcel, Post, Source
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.run import parcels
from firebreak.run.check import look
from firebreak.run.parcels import open_parcels
from firebreak.run.tidy import tidy
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, listening

POISON = "毒"
DAY = timedelta(days=1)
Fail = Callable[[Exception], None]


@pytest.fixture
def hook(brand: Brand, at: datetime) -> Source:
    return listening(brand, at=at, key="crm", kind="webhook")


@pytest.fixture
def fail_with(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Let taking in raise whenever a post of the batch holds the poison."""
    really = parcels.take_in

    def until_now(problem: Exception | None) -> None:
        def take_in(*, read: Any, **rest: Any) -> Any:
            if problem and any(POISON in post.text for post in read.posts):
                really(read=read, **rest)  # it fails late, when its rows are there already
                raise problem
            return really(read=read, **rest)

        monkeypatch.setattr(parcels, "take_in", take_in)

    return until_now


def leave(hook: Source, *texts: str, at: datetime) -> None:
    """Leave one parcel a text."""
    for number, text in enumerate(texts):
        row = {"id": f"{number}", "text": f"{LEAK}{text}", "published_at": (at - MINUTE).isoformat()}
        assert accept_parcel(source=hook, body=orjson.dumps(row), at=at)


def held() -> set[str]:
    return set(Post.objects.values_list("external_id", flat=True))


def aside() -> list[str]:
    return list(Parcel.objects.order_by("pk").values_list("problem", flat=True))


def seat_of(person: Person, brand: Brand, at: datetime) -> Seat:
    return take_seat(person, brand.slug, at=at)


def test_the_others_go_in_and_the_one_at_fault_is_put_aside(hook: Source, fail_with: Fail, at: datetime) -> None:
    fail_with(DataError("a value too long"))
    leave(hook, "一", POISON, "三", at=at)

    open_parcels(at=at)

    assert held() == {"0", "2"}
    assert aside() == ["DataError"]
    entry = Entry.objects.get(action="put_parcel_aside")
    assert entry.detail == {"parcel": Parcel.objects.get().pk, "problem": "DataError", "kept": True}


def test_a_source_with_little_does_not_wait_for_a_busy_one(cast: Cast, hook: Source, at: datetime) -> None:
    other = listening(cast.others_brand, at=at, key="crm", kind="webhook")
    leave(hook, *"一二三四五", at=at)
    leave(other, "六", at=at)

    open_parcels(at=at)

    assert list(Post.objects.order_by("pk").values_list("brand", flat=True)) == [other.brand_id] + 5 * [hook.brand_id]


def test_what_comes_after_many_of_them_does_not_wait(
    hook: Source, fail_with: Fail, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    monkeypatch.setattr(parcels, "MOST", 2)
    fail_with(DataError())
    leave(hook, POISON, POISON, POISON, "最後", at=at)

    open_parcels(at=at)
    open_parcels(at=at)

    assert held() == {"3"}
    assert aside() == ["DataError"] * 3


def test_a_story_whose_posts_came_beside_a_poisoned_parcel_is_judged(
    hook: Source, fail_with: Fail, at: datetime
) -> None:
    fail_with(DataError())
    leave(hook, "一", POISON, at=at)

    open_parcels(at=at)

    assert Assessment.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "bad_input"),
        (b'{"id":"1","text":"%s","published_at":"2026-11-18T03:12:00+08:00"}', "RuntimeError"),
    ],
)
def test_it_is_kept_with_the_code_of_what_went_wrong(
    hook: Source, fail_with: Fail, at: datetime, body: bytes, code: str
) -> None:
    fail_with(RuntimeError("與貼文無關"))
    accept_parcel(source=hook, body=body.replace(b"%s", (LEAK + POISON).encode()), at=at)

    open_parcels(at=at)

    assert aside() == [code]


@pytest.mark.parametrize("problem", [OperationalError("database is locked"), MemoryError()])
def test_trouble_that_passes_puts_nothing_aside(
    hook: Source, fail_with: Fail, at: datetime, problem: Exception
) -> None:
    fail_with(problem)
    leave(hook, "一", POISON, "三", at=at)

    open_parcels(at=at)
    assert (held(), aside()) == (set(), ["", "", ""])

    fail_with(None)  # type: ignore[arg-type]
    open_parcels(at=at)
    assert (held(), aside()) == ({"0", "1", "2"}, [])


def test_trouble_in_the_middle_of_opening_one_by_one_puts_nothing_more_aside(
    hook: Source, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    problems = iter([DataError(), DataError(), OperationalError()])

    def take_in(**_: Any) -> None:
        raise next(problems)

    monkeypatch.setattr(parcels, "take_in", take_in)
    leave(hook, "一", "二", "三", at=at)

    open_parcels(at=at)

    assert aside() == ["DataError", "", ""]


class TooComplex(Exception):
    sqlstate = "54001"


def test_what_the_database_will_never_take_is_no_passing_trouble(hook: Source, fail_with: Fail, at: datetime) -> None:
    problem = OperationalError("stack depth limit exceeded")
    problem.__cause__ = TooComplex()
    fail_with(problem)
    leave(hook, "一", POISON, at=at)

    open_parcels(at=at)

    assert (held(), aside()) == ({"0"}, ["OperationalError"])


def test_a_reader_that_cannot_be_made_puts_nothing_aside(
    hook: Source, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    def broken(_: Brand) -> None:
        raise BadInput(problem="weights")

    monkeypatch.setattr(parcels, "reader_of", broken)
    leave(hook, "一", at=at)

    open_parcels(at=at)

    assert aside() == [""]


def test_the_log_names_the_parcel_and_no_word_of_it(
    hook: Source, fail_with: Fail, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    fail_with(DataError(f"COPY listen_post, line 1, column text: {LEAK}"))
    leave(hook, POISON, at=at)

    with caplog.at_level(logging.ERROR):
        open_parcels(at=at)

    assert f"parcel {Parcel.objects.get().pk} of source {hook.pk} put aside: DataError" in caplog.text
    assert LEAK not in caplog.text


def test_of_posts_that_may_not_be_stored_nothing_is_put_aside_but_a_count(
    hook: Source, fail_with: Fail, at: datetime
) -> None:
    Source.objects.filter(pk=hook.pk).update(may_store=False)
    fail_with(DataError())
    leave(hook, POISON, "二", at=at)

    open_parcels(at=at)

    hook.refresh_from_db()
    assert (hook.seen, hook.rejected, Parcel.objects.count()) == (1, 1, 0)


def put_aside(hook: Source, fail_with: Fail, at: datetime) -> None:
    fail_with(DataError())
    leave(hook, POISON, POISON, "三", at=at)
    open_parcels(at=at)


def test_it_is_counted_at_its_source_and_by_check(hook: Source, fail_with: Fail, at: datetime) -> None:
    put_aside(hook, fail_with, at)

    found = checked(hook.brand, at=at)[0]
    line = next(line for line in look() if line.name == "sources")
    assert (found.health, found.aside, found.aside_code) == (Health.ASIDE, 2, "DataError")
    assert found.health.is_trouble
    assert (line.fine, line.found) == (False, "crm: 2 parcels put aside, DataError")


def test_a_person_tries_them_again_or_drops_them(cast: Cast, hook: Source, fail_with: Fail, at: datetime) -> None:
    put_aside(hook, fail_with, at)
    alice = seat_of(cast.alice, hook.brand, at)

    fail_with(None)  # type: ignore[arg-type]
    retry_parcels(seat=alice, source=hook)
    open_parcels(at=at)
    assert (held(), aside()) == ({"0", "1", "2"}, [])

    fail_with(DataError())
    Post.objects.all().delete()
    leave(hook, POISON, at=at)
    open_parcels(at=at)
    drop_parcels(seat=alice, source=hook)
    assert (held(), aside()) == (set(), [])
    done = Entry.objects.filter(action__endswith="_parcels").order_by("number")
    assert [(one.action, one.detail["count"]) for one in done] == [("retry_parcels", 2), ("drop_parcels", 1)]


def test_the_page_of_the_source_says_it_and_takes_the_wish(
    cast: Cast, hook: Source, fail_with: Fail, signed_in: Callable[[Person], Client], at: datetime
) -> None:
    put_aside(hook, fail_with, at)
    alice = signed_in(cast.alice)

    page = alice.get("/b/spring/settings/").content.decode()
    assert "有收件擱置" in page
    assert "DataError" in page
    alice.post(f"/b/spring/settings/sources/{hook.pk}/", {"do": "retry"})
    assert aside() == ["", ""]
    assert "重試這些收件" not in alice.get("/b/spring/settings/").content.decode()


@pytest.mark.parametrize("act", [retry_parcels, drop_parcels])
def test_who_may_not_set_up_sources_does_neither(
    cast: Cast, hook: Source, fail_with: Fail, at: datetime, act: Callable[..., None]
) -> None:
    put_aside(hook, fail_with, at)

    with pytest.raises(NotAllowed):
        act(seat=seat_of(cast.carol, hook.brand, at), source=hook)

    assert aside() == ["DataError", "DataError"]


def test_dropping_leaves_alone_what_still_waits(cast: Cast, hook: Source, at: datetime) -> None:
    leave(hook, "一", at=at)

    drop_parcels(seat=seat_of(cast.alice, hook.brand, at), source=hook)

    assert aside() == [""]


def test_it_is_kept_no_longer_than_its_posts_might_be(hook: Source, fail_with: Fail, at: datetime) -> None:
    Source.objects.filter(pk=hook.pk).update(keep_days=7)
    put_aside(hook, fail_with, at)

    tidy(at=at + 7 * DAY - MINUTE)
    assert len(aside()) == 2

    tidy(at=at + 7 * DAY + MINUTE)
    assert aside() == []
    assert Entry.objects.get(action="drop_parcels").detail == {"count": 2, "why": "retention"}
