"""Does a long list get written while its person is elsewhere: once, whole, masked, for them alone, and not for ever?"""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.export import listing, views
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.govern.services import write_entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.work.hand import Hand
from firebreak.console.work.models import Piece, Work
from firebreak.console.work.services import KEPT, LEASE, cancel_work, claim_work
from firebreak.core.errors import Conflict
from firebreak.core.terms import Role
from firebreak.run.tidy import tidy
from firebreak.run.works import do_one, do_works
from tests.cast import Cast
from tests.console.test_export import PASSWORD, body, rows_of, take, with_password, with_phone
from tests.console.test_export_whole import findable
from tests.records import long_work, post

Sign = Callable[[Person], Client]
HOME = "/b/spring/long-work/"


@pytest.fixture(autouse=True)
def long_from_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (listing, views):
        monkeypatch.setattr(module, "LONG", 2)


@pytest.fixture
def posts(cast: Cast, at: datetime) -> list[Post]:
    rows = [post(cast.brand, at=at - timedelta(minutes=n), text=f"漏水 {n}") for n in range(3)]
    for row in rows:
        findable(row)
    return rows


@pytest.fixture
def asked(signed_in: Sign, cast: Cast, posts: list[Post]) -> Work:
    """Alice has asked for a list that is long."""
    take(signed_in(cast.alice), cast)
    return Work.objects.get()


def seat_of(person: Person, cast: Cast, at: datetime) -> Seat:
    return take_seat(person, cast.brand.slug, at=at)


def work_off() -> int:
    return do_works(kind="export")


def fetch(client: Client, work: Work, **said: str) -> HttpResponse:
    return client.post(f"{HOME}{work.pk}/file/", said)


def claimed() -> Work:
    work = claim_work(kind="export", real=clock.real_now())
    assert work
    return work


def exported() -> int:
    return Entry.objects.filter(action="export_list").count()


def test_a_long_list_is_asked_for_and_nothing_leaves_yet(signed_in: Sign, cast: Cast, posts: list[Post]) -> None:
    response = take(signed_in(cast.alice), cast)

    assert (response.status_code, response["Location"]) == (302, HOME)
    assert Work.objects.get().state == Work.State.WAITING
    assert exported() == 0


def test_a_short_list_still_comes_at_once(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at, text="漏水")

    assert [row["內文"] for row in rows_of(take(signed_in(cast.alice), cast))] == ["漏水"]
    assert not Work.objects.exists()


def test_the_file_holds_every_row_and_the_log_its_digest_once(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    assert (work_off(), work_off()) == (1, 0)
    file = body(fetch(signed_in(cast.alice), asked))
    entry = Entry.objects.get(action="export_list")

    assert [line.split(",")[8] for line in file.decode("utf-8-sig").splitlines()[1:]] == ["漏水 0", "漏水 1", "漏水 2"]
    assert (entry.actor, entry.detail["count"], entry.detail["work"]) == (f"person:{cast.alice.pk}", 3, asked.pk)
    assert entry.detail["sha256"] == hashlib.sha256(file).hexdigest()


@pytest.mark.parametrize("how", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["mentions", "stories", "alerts", "incidents", "settings/audit"])
def test_every_list_is_the_same_as_if_it_had_come_at_once(
    what: str,
    how: str,
    signed_in: Sign,
    cast: Cast,
    stage: dict[str, Any],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, query = signed_in(cast.alice), "view=all&hours=168&what=raise_alert"
    for n in range(3):
        write_entry(brand=cast.brand, actor="machine:alert", action="raise_alert", subject=f"alert:{n}", at=at)
    monkeypatch.setattr(listing, "LONG", 1000)
    at_once = take(client, cast, what, query, how=how)
    monkeypatch.setattr(listing, "LONG", 1)
    take(client, cast, what, query, how=how)
    work_off()

    work = Work.objects.get()
    assert cells(body(fetch(client, work)), how) == cells(body(at_once), how)
    assert work.outcome["count"] > 0


def cells(file: bytes, how: str) -> list[list[Any]]:
    if how == "csv":
        return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(file)).active.iter_rows()]


def test_the_list_is_what_it_was_when_it_was_asked_for(asked: Work, signed_in: Sign, cast: Cast, at: datetime) -> None:
    take(signed_in(cast.alice), cast, query="view=all&hours=1")
    clock.stand_at(at + timedelta(hours=5))
    work_off()

    narrowed = Work.objects.exclude(pk=asked.pk).get()
    assert narrowed.outcome["count"] == 3


def test_its_words_are_in_the_language_in_which_it_was_asked_for(
    signed_in: Sign, cast: Cast, posts: list[Post], at: datetime
) -> None:
    client = signed_in(cast.alice)
    client.cookies["firebreak_language"] = "en"
    take(client, cast)
    work_off()

    assert body(fetch(client, Work.objects.get())).decode("utf-8-sig").startswith("Published,First seen")


def test_personal_data_stays_hidden_without_a_reason(signed_in: Sign, cast: Cast, posts: Any, at: datetime) -> None:
    with_phone(cast, at)
    client = signed_in(cast.alice)
    take(client, cast)
    work_off()

    file = body(fetch(client, Work.objects.get())).decode()
    assert "0912345678" not in file
    assert "陳大文" not in file


def test_a_file_with_personal_data_is_fetched_with_the_password(
    signed_in: Sign, cast: Cast, posts: Any, at: datetime
) -> None:
    with_phone(cast, at)
    client = signed_in(with_password(cast.alice))
    take(client, cast, lift="on", reason="legal", confirm=PASSWORD)
    work_off()
    work = Work.objects.get()

    refused = fetch(client, work)
    assert refused.status_code == 400
    assert "陳大文" not in refused.content.decode()
    assert "0912345678" in body(fetch(client, work, confirm=PASSWORD)).decode()
    assert Entry.objects.get(action="export_list").detail["personal_data"] == "legal"


def test_nobody_else_sees_or_fetches_it(asked: Work, signed_in: Sign, cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.carol).update(role=Role.ADMIN.value)
    work_off()
    client = signed_in(cast.carol)

    assert fetch(client, asked).status_code == 404
    assert client.post(f"{HOME}{asked.pk}/end/", {"act": "drop"}).status_code == 404
    assert f"work-{asked.pk}" not in client.get(HOME).content.decode()


def test_who_may_no_longer_export_gets_no_file_and_is_told_why(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    Assignment.objects.filter(person=cast.alice).update(role=Role.VIEWER.value)
    work_off()

    asked.refresh_from_db()
    assert (asked.state, asked.error) == (Work.State.FAILED, "not_allowed")
    assert "你的角色不能做這個動作" in signed_in(cast.alice).get(HOME).content.decode()
    assert exported() == 0


def test_who_has_left_gets_no_file(asked: Work, cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.alice).delete()
    work_off()

    asked.refresh_from_db()
    assert (asked.state, exported()) == (Work.State.FAILED, 0)


def test_one_that_is_called_off_while_it_runs_stops_and_leaves_nothing(
    asked: Work, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    among = listing.Listing.among

    def cancelled(self: Any, keys: Any) -> Any:
        cancel_work(seat=seat_of(cast.alice, cast, at), work=asked)
        return among(self, keys)

    monkeypatch.setattr(listing.Listing, "among", cancelled)
    assert not do_one(claimed())

    asked.refresh_from_db()
    assert (asked.state, exported(), Piece.objects.count()) == (Work.State.CANCELLED, 0, 0)


def test_one_that_waits_is_called_off_and_never_begun(asked: Work, signed_in: Sign, cast: Cast, at: datetime) -> None:
    signed_in(cast.alice).post(f"{HOME}{asked.pk}/end/", {"act": "cancel"})

    assert work_off() == 0
    asked.refresh_from_db()
    assert asked.state == Work.State.CANCELLED


def test_one_whose_process_died_is_begun_again_and_done_once(asked: Work, cast: Cast, at: datetime) -> None:
    died = Hand(claimed())
    died.begin(2, total=3)
    Piece.objects.create(work=asked, number=0, body=b"half a file")

    assert claim_work(kind="export", real=clock.real_now()) is None  # it may still be alive
    again = claim_work(kind="export", real=clock.real_now() + LEASE + timedelta(seconds=1))

    assert again
    with pytest.raises(Conflict):
        died.write(3)
    assert do_one(again)
    assert (exported(), Work.objects.get().turn) == (1, 2)
    assert b"half a file" not in b"".join(bytes(one.body) for one in Piece.objects.all())


def test_one_that_ended_its_process_three_times_is_said_to_be_broken_off(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    Work.objects.update(state=Work.State.RUNNING, turn=3, died=2, lease_until=clock.real_now())
    work_off()

    asked.refresh_from_db()
    page = signed_in(cast.alice).get(HOME).content.decode()
    assert (asked.state, asked.error) == (Work.State.FAILED, "broken_off")
    assert "broken_off" in page
    assert "三次" in page


def test_a_file_that_is_done_goes_away_after_a_day(asked: Work, signed_in: Sign, cast: Cast, at: datetime) -> None:
    work_off()

    tidy(at=at + KEPT - timedelta(minutes=1))
    assert Piece.objects.exists()
    tidy(at=at + KEPT)

    assert not Work.objects.exists()
    assert not Piece.objects.exists()
    assert fetch(signed_in(cast.alice), asked).status_code == 404


def test_a_mention_that_is_erased_on_request_takes_waiting_files_along(
    asked: Work, posts: list[Post], cast: Cast, at: datetime
) -> None:
    work_off()
    Assignment.objects.filter(person=cast.carol).update(role=Role.LEGAL.value)

    forget_on_request(seat=seat_of(cast.carol, cast, at), post=posts[0], reason="asked")

    assert not Piece.objects.exists()


def test_one_that_is_being_written_then_begins_anew(asked: Work, posts: list[Post], cast: Cast, at: datetime) -> None:
    hand = Hand(claimed())
    Assignment.objects.filter(person=cast.carol).update(role=Role.LEGAL.value)

    forget_on_request(seat=seat_of(cast.carol, cast, at), post=posts[0], reason="asked")

    with pytest.raises(Conflict):
        hand.write(1)
    work_off()
    assert Work.objects.get().outcome["count"] == 2


def test_a_fourth_is_refused_with_what_to_do(asked: Work, signed_in: Sign, cast: Cast) -> None:
    client = signed_in(cast.alice)
    for _more in range(2):
        take(client, cast)

    fourth = take(client, cast)

    assert (fourth.status_code, Work.objects.count()) == (400, 3)
    assert "三個檔案" in fourth.content.decode()


def test_the_page_shows_step_and_cancel_while_it_runs(asked: Work, signed_in: Sign, cast: Cast) -> None:
    Hand(claimed()).begin(2, total=3)

    page = signed_in(cast.alice).get(f"{HOME}?piece=list").content.decode()

    assert "2 / 3" in page
    assert "every 1s" in page
    assert "可以離開" in page
    assert f'id="cancel-{asked.pk}"' in page


def test_the_sign_is_on_every_page_and_says_aloud_what_has_ended(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    client = signed_in(cast.alice)
    before = client.get("/b/spring/stories/").content.decode()
    assert f"live:work:{cast.alice.pk} from:body" in before
    assert "notice/?ended=0" in before

    work_off()
    answer = client.get(f"{HOME}notice/?ended=0")

    assert HOME in answer.content.decode()
    assert "notice/?ended=1" in answer.content.decode()
    assert f"{HOME}#work-{asked.pk}" in answer["HX-Trigger"]
    assert "HX-Trigger" not in client.get(f"{HOME}notice/?ended=1")


def test_the_sign_goes_once_the_file_was_fetched(asked: Work, signed_in: Sign, cast: Cast, at: datetime) -> None:
    client = signed_in(cast.alice)
    work_off()
    body(fetch(client, asked))

    assert "<a" not in client.get(f"{HOME}notice/").content.decode()


def test_what_has_ended_can_be_let_go(signed_in: Sign, cast: Cast, at: datetime) -> None:
    work = long_work(cast.brand, cast.alice, at=at)

    signed_in(cast.alice).post(f"{HOME}{work.pk}/end/", {"act": "drop"})

    assert not Work.objects.exists()
    assert not Piece.objects.exists()


def test_a_failure_that_nobody_foresaw_is_told_and_keeps_no_other_waiting(
    asked: Work, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    Work.objects.update(asked=asked.asked | {"how": "stone"})
    take(signed_in(cast.alice), cast)

    assert work_off() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.error) == (Work.State.FAILED, "error")


def test_a_formula_is_as_harmless_as_in_a_short_list(
    signed_in: Sign, cast: Cast, posts: list[Post], at: datetime
) -> None:
    post(cast.brand, at=at, text="=1+1")
    client = signed_in(cast.alice)
    take(client, cast)
    work_off()

    assert ",'=1+1," in body(fetch(client, Work.objects.get())).decode()
