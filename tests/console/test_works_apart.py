"""Does a long work stay whole and private, whatever happens to its person, its rows and its loop meanwhile?"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from firebreak.console import clock
from firebreak.console.access import take_seat
from firebreak.console.export import files, listing, views, works
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.models import Post
from firebreak.console.work import services
from firebreak.console.work.hand import Hand
from firebreak.console.work.models import Piece, Work
from firebreak.console.work.saying import Told
from firebreak.console.work.services import DEATHS, KEPT, LEASE, QUIET, cancel_work, claim_work, forget_files
from firebreak.run.works import do_one, do_works
from tests.cast import Cast
from tests.console.test_export import take
from tests.records import long_work, post

Sign = Callable[[Person], Client]
HOME = "/b/spring/long-work/"


@pytest.fixture(autouse=True)
def long_from_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, views):
        monkeypatch.setattr(module, "LONG", 2)


@pytest.fixture
def posts(cast: Cast, at: datetime) -> list[Post]:
    return [post(cast.brand, at=at - timedelta(minutes=n), text=f"漏水 {n}") for n in range(3)]


@pytest.fixture
def asked(signed_in: Sign, cast: Cast, posts: list[Post]) -> Work:
    """Alice has asked for a list that is long."""
    take(signed_in(cast.alice), cast)
    return Work.objects.get()


def claimed(*, later: timedelta = timedelta(0)) -> Work:
    work = claim_work(kind="export", real=clock.real_now() + later)
    assert work
    return work


def lease_of(work: Work) -> timedelta:
    until = Work.objects.get(pk=work.pk).lease_until
    assert until
    return until - clock.real_now()


def taken() -> int:
    return Entry.objects.filter(action="take_work").count()


def test_the_end_is_told_by_the_clock_at_the_end(asked: Work, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    among, late = listing.Listing.among, at + timedelta(minutes=40)

    def slow(self: Any, keys: Any) -> Any:
        clock.stand_at(late)
        return among(self, keys)

    monkeypatch.setattr(listing.Listing, "among", slow)
    do_works(kind="export")

    asked.refresh_from_db()
    assert (asked.ended_at, asked.keep_until) == (late, late + KEPT)
    assert Entry.objects.get(action="export_list").at == late


def test_erasures_do_not_count_as_deaths(asked: Work, cast: Cast) -> None:
    for _erasure in range(DEATHS + 1):
        claimed()
        forget_files(cast.brand, kind="export")

    assert do_works(kind="export") == 1
    assert not Told(asked, asked.at).again


def test_an_erasure_takes_what_is_written_of_a_file_at_once(asked: Work, cast: Cast) -> None:
    services.keep_piece(claimed(), 0, b"rows")

    forget_files(cast.brand, kind="export")

    assert not Piece.objects.exists()


@pytest.mark.parametrize("before", ["write_file", "note_taken"])
def test_a_file_that_goes_while_it_is_fetched_is_told_and_not_handed_out(
    before: str, signed_in: Sign, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, do = long_work(cast.brand, cast.alice, at=at), getattr(works, before)

    def gone(*given: Any, **more: Any) -> Any:
        forget_files(cast.brand, kind="export")
        return do(*given, **more)

    monkeypatch.setattr(works, before, gone)
    answer = signed_in(cast.alice).post(f"{HOME}{work.pk}/file/")

    assert (answer.status_code, taken()) == (409, 0)


def test_a_file_that_is_not_what_the_log_says_is_not_handed_out(signed_in: Sign, cast: Cast, at: datetime) -> None:
    work = long_work(cast.brand, cast.alice, at=at)
    Piece.objects.update(body=b"half")

    answer = signed_in(cast.alice).post(f"{HOME}{work.pk}/file/")

    assert (answer.status_code, taken()) == (409, 0)


def test_the_lease_is_long_where_nothing_can_be_told(asked: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    leases, keys = [], listing.Listing.keys

    def finding(self: Any) -> Any:
        leases.append(lease_of(asked))
        return keys(self)

    def writing(rows: Any, _head: Any, _file: Any) -> int:
        count = sum(1 for _row in rows)
        leases.append(lease_of(asked))
        return count

    monkeypatch.setattr(listing.Listing, "keys", finding)
    monkeypatch.setitem(works.FORMATS, "csv", (writing, ""))
    assert do_one(claimed())

    assert len(leases) == 2
    assert min(leases) > QUIET - LEASE


def test_a_list_that_grew_too_long_for_a_sheet_is_told_with_what_to_do(
    signed_in: Sign, cast: Cast, posts: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.alice)
    take(client, cast, how="xlsx")
    monkeypatch.setattr(files, "EXCEL_ROWS", 3)
    do_works(kind="export")

    work = Work.objects.get()
    assert (work.state, work.error) == (Work.State.FAILED, "too_long_for_excel")
    assert "CSV" in Told(work, work.at).problem[1]


def test_what_is_stored_after_it_was_asked_for_is_not_in_it(asked: Work, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at - timedelta(hours=1), text="晚到的舊文")

    do_works(kind="export")

    asked.refresh_from_db()
    assert asked.outcome["count"] == 3


def test_one_that_waits_promises_no_more_than_its_turn(asked: Work) -> None:
    assert Told(asked, asked.at).now == "前面的工作完成後就會開始。"


@pytest.mark.parametrize("end", ["done", "cancelled", "failed"])
def test_the_words_searched_for_go_when_it_ends(
    end: str, signed_in: Sign, cast: Cast, posts: list[Post], at: datetime
) -> None:
    take(signed_in(cast.alice), cast, query="view=all&source=陳大文")
    work = Work.objects.get()
    if end == "cancelled":
        cancel_work(seat=take_seat(cast.alice, cast.brand.slug, at=at), work=work)
    elif end == "failed":
        Work.objects.update(state=Work.State.RUNNING, died=DEATHS, lease_until=clock.real_now())
    do_works(kind="export")

    work.refresh_from_db()
    assert (work.state, "query" in work.asked) == (end, False)


def test_a_broken_one_that_is_called_off_meanwhile_keeps_no_other_waiting(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(signed_in(cast.alice), cast)
    rows = Work.objects.filter(pk=asked.pk)
    rows.update(state=Work.State.RUNNING, died=DEATHS, lease_until=clock.real_now())

    def claim(**given: Any) -> Work | None:
        work = claim_work(**given)
        rows.filter(state=Work.State.RUNNING).update(state=Work.State.CANCELLED)
        return work

    monkeypatch.setattr("firebreak.run.works.claim_work", claim)

    assert do_works(kind="export") == 1


@pytest.mark.django_db(transaction=True)
def test_a_piece_that_a_loop_is_just_putting_away_goes_with_the_rest(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = long_work(cast.brand, cast.alice, at=at, state=Work.State.RUNNING)
    asked_it, off, create = threading.Event(), threading.Event(), Piece.objects.create

    def slow(**fields: Any) -> Piece:
        asked_it.set()
        off.wait(1)
        return create(**fields)

    def put_away() -> None:
        services.keep_piece(work, 1, b"rows")
        connections.close_all()

    monkeypatch.setattr(Piece.objects, "create", slow)
    loop = threading.Thread(target=put_away)
    loop.start()
    assert asked_it.wait(10)
    cancel_work(seat=take_seat(cast.alice, cast.brand.slug, at=at), work=work)
    off.set()
    loop.join()

    assert not Piece.objects.exists()


def test_a_hand_that_hushes_is_heard_again_by_its_next_step(asked: Work) -> None:
    hand = Hand(claimed())
    hand.hush(0)
    hand.begin(3)

    assert lease_of(asked) < LEASE + timedelta(seconds=1)
