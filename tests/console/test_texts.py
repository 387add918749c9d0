"""Is a text of an incident checked against tone, facts and what was published, and is nothing lost between two writers?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.board import Board
from firebreak.console.respond.speak.page import compared
from firebreak.console.respond.speak.records import Statement, Writing
from firebreak.console.respond.speak.sheet import held
from firebreak.console.respond.speak.texts import (
    begin_statement,
    drop_statement,
    forget_statement_versions,
    others_at,
    reread_statement,
    save_statement,
    say_writing,
)
from firebreak.console.respond.speak.verdict import Verdict, judge_of
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond import sheet as held_against
from firebreak.core.respond.facts import FactRules, facts_of
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.records import fact, incident, statement

SignIn = Callable[[Person], Client]
BATCH = "B2611-07"
GOOD = (
    f"我們知道有顧客喝到硬片，很擔心，我們很抱歉。請先停用批號 {BATCH}，可到任一門市退費。"
    "我們正在送驗，今晚 20:00 前會再說明，請撥 0800-000-147。"
)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def draft(bobs: Seat, about: Incident) -> Statement:
    return begin(bobs, about)


def begin(seat: Seat, about: Incident, channel: Channel = Channel.WEBSITE) -> Statement:
    return begin_statement(
        seat=seat, incident=about, channel=channel, audience=Audience.PUBLIC, kind=DraftKind.HOLDING
    )  # fmt: skip


def save(seat: Seat, one: Statement, text: str = GOOD, version: int = 0) -> Statement:
    return save_statement(seat=seat, statement=one, text=text, posture=Posture.REBUILD, version=version)


def verdict(one: Statement) -> Verdict:
    return judge_of(one, at=one.written_at).verdict(Statement.objects.get(pk=one.pk))


def url(name: str, cast: Cast, one: Statement) -> str:
    return reverse(name, args=[cast.brand.slug, one.pk])


def sent(text: str, version: int = 0) -> dict[str, Any]:
    return {"text": text, "posture": "rebuild", "version": str(version)}


def test_one_draft_belongs_to_a_channel_and_an_audience(seat: Seat, bobs: Seat, about: Incident) -> None:
    first, again, other = begin(bobs, about), begin(seat, about), begin(seat, about, Channel.LINE)

    assert first == again != other


def test_a_good_text_has_nothing_against_it(bobs: Seat, draft: Statement, about: Incident) -> None:
    fact(about, Key.BATCH, BATCH, by=bobs.person, at=bobs.at)
    save(bobs, draft)

    found = verdict(draft)
    assert ([flaw.found.code for flaw in found.flaws], found.holds_back) == ([], False)


def test_what_is_written_is_checked_and_nothing_of_it_is_kept(cast: Cast, draft: Statement, signed_in: SignIn) -> None:
    page = (
        signed_in(cast.bob).post(url("check_statement", cast, draft), sent("你們這些奧客不要再造謠。")).content.decode()
    )

    assert "嘲諷貶低" in page
    assert Statement.objects.get().text == ""


def test_the_reasons_are_in_the_language_of_the_reader_and_the_rewrite_in_that_of_the_text(draft: Statement) -> None:
    with translation.override("en"):
        flaw, *_ = judge_of(draft, at=draft.written_at).verdict(draft, text=f"{GOOD}奧客不要再造謠。").flaws
        assert flaw.name == "Mocks or belittles"
    assert flaw.found.why.isascii()
    assert not flaw.found.suggest.isascii()


def test_a_text_that_contradicts_a_fact_is_held_back_and_the_others_are_not(
    seat: Seat, bobs: Seat, draft: Statement, about: Incident
) -> None:
    """R1.31: across drafts."""
    fact(about, Key.BATCH, BATCH, by=seat.person, at=seat.at)
    other = begin(seat, about, Channel.LINE)
    save(bobs, draft)
    save(seat, other, GOOD.replace(BATCH, "B2611-01"))

    assert [verdict(one).holds_back for one in (draft, other)] == [False, True]
    (clash,) = verdict(other).clashes
    assert (clash.fact.key, clash.cell.said) == ("batch", "B2611-01")
    rows = Board(seat, about).matrix
    assert [[cell.stand.value for cell in row.cells] for row in rows] == [["same", "clash"]]


def test_a_text_that_contradicts_what_was_published_is_held_back(
    seat: Seat, draft: Statement, about: Incident, at: datetime
) -> None:
    """R1.31: across what is published."""
    published = {"channel": "line", "published_at": at, "published_by": seat.person, "url": "https://line.example/1"}
    statement(about, "我們會補償每位顧客 300 元。", by=seat.person, at=at, **published)
    save(seat, draft, GOOD + "我們會補償每位顧客 500 元。")

    (found,) = verdict(draft).against
    assert [(one.a, one.b) for one in found.conflicts] == [("500 元", "300 元")]
    assert verdict(draft).holds_back


def test_an_update_is_not_held_against_the_text_that_it_replaces(
    seat: Seat, draft: Statement, about: Incident, at: datetime
) -> None:
    out = {"published_at": at, "published_by": seat.person, "url": "https://spring.example/1"}
    old = statement(about, "我們會補償每位顧客 300 元。", by=seat.person, at=at, **out)
    save(seat, draft, GOOD + "我們會補償每位顧客 500 元。")
    assert verdict(draft).against == []

    Statement.objects.filter(pk=draft.pk).update(published_at=at + timedelta(hours=2), published_by=seat.person)
    line = begin(seat, about, Channel.LINE)
    save(seat, line, GOOD + "我們會補償每位顧客 300 元。")

    assert [one.other.pk for one in verdict(line).against] == [draft.pk]  # what was replaced is no measure any more
    assert [one.other.pk for one in verdict(old).against] == []


def test_a_long_matter_reads_each_of_its_texts_once(
    seat: Seat, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = {"published_at": at, "published_by": seat.person, "url": "https://spring.example/1"}
    for number, channel in enumerate(list(Channel)[:8]):
        more = out if number % 2 else {}
        statement(about, f"{GOOD}第 {number} 版", by=seat.person, at=at, channel=channel.value, **more)
    read: list[str] = []

    def counted(text: str, rules: FactRules) -> tuple[Any, ...]:
        read.append(text)
        return facts_of(text, rules)

    monkeypatch.setattr(held_against, "facts_of", counted)
    held.cache_clear()

    for _ in range(2):
        assert len(Board(seat, about).texts) == 8

    assert len([text for text in read if text]) == 8


def test_a_cause_that_nobody_confirmed_is_not_told_as_known(seat: Seat, draft: Statement, about: Incident) -> None:
    fact(about, Key.CAUSE, "封口機零件脫落", by=seat.person, at=seat.at)
    save(seat, draft, GOOD + "原因是封口機零件脫落。")

    assert "unverified_cause" in [flaw.found.code for flaw in verdict(draft).flaws]
    assert [one.key for one in verdict(draft).unsettled] == ["cause"]


def test_a_fact_that_changed_holds_a_text_back_until_it_is_read_again(
    bobs: Seat, draft: Statement, about: Incident
) -> None:
    fact(about, Key.BATCH, BATCH, by=bobs.person, at=bobs.at)
    save(bobs, draft)
    Statement.objects.filter(pk=draft.pk).update(reread=["batch"])
    assert verdict(draft).holds_back

    reread_statement(seat=bobs, statement=draft, version=1)

    assert not verdict(draft).holds_back
    assert Entry.objects.get(action="reread_statement").detail["facts"] == ["batch"]


def test_whoever_is_later_sees_both_texts_and_loses_no_word(
    cast: Cast, seat: Seat, draft: Statement, signed_in: SignIn
) -> None:
    save(seat, draft)

    answer = signed_in(cast.bob).post(url("save_statement", cast, draft), sent("我的版本，很抱歉"))

    assert answer.status_code == 409
    assert GOOD[:20] in answer.content.decode()
    assert answer.context["form"]["text"].value() == "我的版本，很抱歉"
    assert Statement.objects.get().text == GOOD
    again = signed_in(cast.bob).post(url("save_statement", cast, draft), sent("我的版本，很抱歉", version=1))
    assert (again.status_code, Statement.objects.get().text) == (302, "我的版本，很抱歉")
    assert [one.text for one in draft.versions.order_by("version")] == ["", GOOD, "我的版本，很抱歉"]


def test_two_who_write_see_each_other_and_who_has_kept_something(
    cast: Cast, seat: Seat, bobs: Seat, draft: Statement, signed_in: SignIn
) -> None:
    say_writing(seat=seat, statement=draft)
    page = signed_in(cast.bob).post(url("check_statement", cast, draft), sent("我的版本")).content.decode()
    assert f"<b>{cast.alice.name}</b>" in page
    assert others_at(seat, draft) == [cast.bob.name]

    save(seat, draft)
    page = signed_in(cast.bob).post(url("check_statement", cast, draft), sent("我的版本")).content.decode()
    assert f"{cast.alice.name} 剛存了 v1" in page
    assert f"<b>{cast.alice.name}</b>" not in page


def test_who_stopped_writing_is_no_longer_named(seat: Seat, bobs: Seat, draft: Statement) -> None:
    say_writing(seat=seat, statement=draft)
    Writing.objects.update(at=seat.at - timedelta(minutes=2))

    assert others_at(bobs, draft) == []


def test_two_versions_are_compared(seat: Seat, draft: Statement) -> None:
    save(seat, draft)
    save(seat, draft, GOOD.replace(BATCH, "B2611-08"), version=1)

    found = compared(Statement.objects.get(), "", "")
    assert (found.older.version, found.newer.version) == (1, 2)
    assert [(piece.kind.value, piece.text) for piece in found.pieces if piece.kind != "same"] == [
        ("gone", BATCH),
        ("new", "B2611-08"),
    ]


def test_each_act_is_one_line_of_the_log_without_a_word_of_the_text(bobs: Seat, draft: Statement) -> None:
    save(bobs, draft)
    drop_statement(seat=bobs, statement=draft, version=1)

    lines = Entry.objects.filter(subject=f"incident:{draft.incident_id}").order_by("number")
    assert [line.action for line in lines] == ["begin_statement", "save_statement", "drop_statement"]
    assert "抱歉" not in str([line.detail for line in lines])
    assert not Statement.objects.exists()


def test_a_viewer_reads_and_writes_nothing(cast: Cast, at: datetime, draft: Statement, signed_in: SignIn) -> None:
    carols = take_seat(cast.carol, cast.brand.slug, at=at)

    for act in (lambda: save(carols, draft), lambda: drop_statement(seat=carols, statement=draft, version=0)):
        with pytest.raises(NotAllowed):
            act()
    assert "<textarea" not in signed_in(cast.carol).get(url("statement", cast, draft)).content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "字" * 12_001])
def test_no_words_or_too_many_are_refused_and_stay_on_the_screen(
    text: str, cast: Cast, seat: Seat, draft: Statement, signed_in: SignIn
) -> None:
    with pytest.raises(BadInput):
        save(seat, draft, text)

    answer = signed_in(cast.alice).post(url("save_statement", cast, draft), sent(text))
    assert answer.status_code == 400
    assert answer.context["form"]["text"].value() == text


def test_the_words_on_the_screen_are_kept_before_they_are_handed_in(
    cast: Cast, draft: Statement, signed_in: SignIn
) -> None:
    words = {"version": "0", "text": GOOD + "再次致歉。", "posture": "rebuild", "reason": ""}

    answer = signed_in(cast.bob).post(reverse("submit_statement", args=[cast.brand.slug, draft.pk]), words)

    kept = Statement.objects.get()
    assert (answer.status_code, kept.text, kept.version) == (302, GOOD + "再次致歉。", 1)
    assert kept.submitted_at


def test_words_that_cannot_be_handed_in_stay_on_the_screen(cast: Cast, draft: Statement, signed_in: SignIn) -> None:
    words = {"version": "0", "text": "奧客不要再造謠。", "posture": "rebuild", "reason": "x"}

    answer = signed_in(cast.bob).post(reverse("submit_statement", args=[cast.brand.slug, draft.pk]), words)

    assert answer.status_code == 400
    assert answer.context["form"]["text"].value() == "奧客不要再造謠。"
    assert Statement.objects.get().text in ("", "奧客不要再造謠。")


def test_what_was_handed_in_is_taken_back_before_it_is_thrown_away(
    cast: Cast, seat: Seat, draft: Statement, signed_in: SignIn
) -> None:
    save(seat, draft)
    Statement.objects.update(submitted_at=seat.at, submitted_by=seat.person)
    page = signed_in(cast.alice).get(url("statement", cast, draft), {"edit": "1"}).content.decode()
    assert url("drop_statement", cast, draft) not in page

    with pytest.raises(Conflict):
        drop_statement(seat=seat, statement=draft, version=1)

    save(seat, draft, GOOD + "再次致歉。", version=1)  # an edit takes it back
    drop_statement(seat=seat, statement=draft, version=2)
    assert not Statement.objects.exists()


def test_an_old_page_throws_nothing_away(seat: Seat, draft: Statement) -> None:
    save(seat, draft)

    with pytest.raises(Conflict):
        drop_statement(seat=seat, statement=draft, version=0)


def test_what_a_text_said_before_is_erased_on_request_and_what_it_says_stays(
    cast: Cast, seat: Seat, draft: Statement, signed_in: SignIn
) -> None:
    save(seat, draft, GOOD + "王小明先生")
    save(seat, draft, GOOD, version=1)
    legal = one_of_each_role(cast.brand)[Role.LEGAL]
    with pytest.raises(NotAllowed):
        forget_statement_versions(seat=seat, statement=draft)

    signed_in(legal).post(url("forget_statement_versions", cast, draft))

    assert [one.text for one in draft.versions.order_by("version")] == ["", "", GOOD]
    assert Statement.objects.get().text == GOOD
    assert Entry.objects.get(action="forget_versions").detail["versions"] == 2
