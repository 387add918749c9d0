"""Do the law's deadlines run beside those of the house, from what a person confirmed or a category says, and pause never?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond import opening
from firebreak.console.respond.law.page import LegalBoard, LegalLine
from firebreak.console.respond.law.saying import say_of_law
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.services import follow_story, mark_breaches
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.statute import Word
from firebreak.core.terms import Category, Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import incident, story

SignIn = Callable[[Person], Client]
H = timedelta(hours=1)


@pytest.fixture
def danger(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - H, category="product_safety", title="嬰兒湯匙斷裂")


def leak(seat: Seat) -> Incident:
    return opening.open_by_hand(seat=seat, title="會員名單外流", category=Category.PRIVACY_LEAK, severity=Severity.S1)


def line(seat: Seat, about: Incident, code: str) -> LegalLine:
    board = LegalBoard(seat, about, about.moments.select_related("person"))
    return next(one for one in board.lines if one.code == code)


def say(seat: Seat, about: Incident, code: str, word: Word, when: datetime | None = None, text: str = "") -> None:
    say_of_law(seat=seat, incident=about, code=code, word=word, when=when, text=text)


def test_a_leak_starts_its_72_hours_by_itself_when_it_is_opened(seat: Seat) -> None:
    """LAW-1d."""
    found = leak(seat)

    clock = line(seat, found, "leak_report").clock
    assert clock.deadline and clock.deadline.due == seat.at + 72 * H
    assert Entry.objects.filter(brand=seat.brand, action="law_applies").count() == 1


def test_a_story_that_turns_out_to_be_a_leak_starts_them_too_and_they_stay(cast: Cast, seat: Seat) -> None:
    about = story(cast.brand, at=seat.at - H)
    found = incident(cast.brand, at=seat.at - H, about=about)
    type(about).objects.filter(pk=about.pk).update(category="privacy_leak")
    found.refresh_from_db()
    follow_story(found, at=seat.at)
    type(about).objects.filter(pk=about.pk).update(category="service")
    follow_story(Incident.objects.get(pk=found.pk), at=seat.at + H)

    found.refresh_from_db()
    assert found.category == "service"
    assert line(seat, found, "leak_report").standing == "running"
    assert found.moments.filter(kind="law_applies").count() == 2


def test_what_needs_a_confirmed_fact_waits_for_a_person(seat: Seat, danger: Incident) -> None:
    assert line(seat, danger, "goods_accident").standing == "asked"

    say(seat, danger, "goods_accident", Word.APPLIES, seat.at - H)

    due = line(seat, danger, "goods_accident").clock.deadline
    assert due and timezone.localtime(due.due).strftime("%H:%M:%S") == "23:59:59"


def test_who_does_not_approve_texts_says_nothing_of_the_law(cast: Cast, seat: Seat, danger: Incident) -> None:
    people = one_of_each_role(cast.brand)
    for role in (Role.CS_AGENT, Role.VIEWER, Role.AUDITOR):
        theirs = take_seat(people[role], cast.brand.slug, at=seat.at)
        with pytest.raises(NotAllowed):
            say(theirs, danger, "food_stop", Word.APPLIES, seat.at)

    say(take_seat(people[Role.LEGAL], cast.brand.slug, at=seat.at), danger, "food_stop", Word.APPLIES, seat.at)

    assert danger.moments.filter(kind="law_applies").count() == 1


def test_a_later_start_is_refused_and_an_earlier_one_counts(seat: Seat, danger: Incident) -> None:
    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at - H)
    with pytest.raises(BadInput, match="later_start"):
        say(seat, danger, "listed_clarify", Word.APPLIES, seat.at)

    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at - 2 * H)

    clock = line(seat, danger, "listed_clarify").clock
    assert clock.deadline and clock.deadline.due == seat.at


def test_a_duty_that_was_ruled_out_comes_back_without_more_time(seat: Seat, danger: Incident) -> None:
    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at - H)
    say(seat, danger, "listed_clarify", Word.NOT, text="未上市")
    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at)

    clock = line(seat, danger, "listed_clarify").clock
    assert clock.deadline and clock.deadline.due == seat.at + H


@pytest.mark.parametrize(
    ("word", "shift", "text", "problem"),
    [
        (Word.APPLIES, H, "", "to_come"),
        (Word.APPLIES, -400 * 24 * H, "", "too_long_ago"),  # the year is wrong
        (Word.NOT, -H, "", "reason_missing"),
        (Word.DONE, -H, "衛生局 123 號", "not_running"),
        (Word.NOT, -H, "字" * 501, "too_long"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_reason(
    seat: Seat, danger: Incident, word: Word, shift: timedelta, text: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        say(seat, danger, "food_stop", word, seat.at + shift, text)

    assert not danger.moments.filter(kind__startswith="law").exists()


def test_the_same_form_sent_twice_says_it_once(seat: Seat, danger: Incident) -> None:
    say(seat, danger, "food_stop", Word.APPLIES, seat.at - H)
    say(seat, danger, "food_stop", Word.DONE, seat.at, "衛生局 123 號")
    with pytest.raises(Conflict):
        say(seat, danger, "food_stop", Word.DONE, seat.at, "衛生局 123 號")

    assert danger.moments.filter(kind="law_done").count() == 1
    assert line(seat, danger, "food_stop").standing == "done"


def test_a_click_on_the_wrong_duty_is_taken_back_with_a_reason_and_gains_no_time(
    cast: Cast, seat: Seat, danger: Incident, signed_in: SignIn
) -> None:
    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at - 3 * H)
    say(seat, danger, "listed_clarify", Word.DONE, seat.at, "重訊 12 號")
    address = reverse("say_of_incident_law", args=["spring", danger.number])
    page = signed_in(cast.alice).get(reverse("incident", args=["spring", danger.number]), {"tab": "law"})

    bare = signed_in(cast.alice).post(address, {"law": "listed_clarify", "word": "undone", "text": " "})
    answer = signed_in(cast.alice).post(address, {"law": "listed_clarify", "word": "undone", "text": "按錯一列"})

    assert 'value="undone"' in page.content.decode() and "其實還沒履行" in page.content.decode()
    assert (bare.status_code, answer.status_code) == (409, 302)
    clock = line(seat, danger, "listed_clarify").clock
    assert clock.standing == "running" and clock.deadline and clock.deadline.due == seat.at - H
    assert list(danger.moments.filter(kind__startswith="law_").order_by("pk").values_list("kind", "text")) == [
        ("law_applies", ""), ("law_done", "重訊 12 號"), ("law_undone", "按錯一列"),
    ]  # fmt: skip
    assert "law:listed_clarify" in mark_breaches(danger, at=seat.at)
    assert Entry.objects.filter(brand=seat.brand, action="law_undone").count() == 1


def test_only_what_is_met_is_taken_back_and_only_once(cast: Cast, seat: Seat, danger: Incident) -> None:
    say(seat, danger, "food_stop", Word.APPLIES, seat.at - H)
    with pytest.raises(Conflict):
        say(seat, danger, "food_stop", Word.UNDONE, text="按錯")
    say(seat, danger, "food_stop", Word.DONE, seat.at, "衛生局 123 號")
    with pytest.raises(NotAllowed):
        say(take_seat(cast.carol, cast.brand.slug, at=seat.at), danger, "food_stop", Word.UNDONE, text="按錯")

    say(seat, danger, "food_stop", Word.UNDONE, text="按錯")
    with pytest.raises(Conflict):
        say(seat, danger, "food_stop", Word.UNDONE, text="按錯")

    assert danger.moments.filter(kind="law_undone").count() == 1


def test_a_breach_of_the_law_goes_onto_the_timeline_once_like_any_other(seat: Seat, danger: Incident) -> None:
    say(seat, danger, "listed_clarify", Word.APPLIES, seat.at - 3 * H)

    told = [mark_breaches(danger, at=seat.at), mark_breaches(danger, at=seat.at + H)]

    assert "law:listed_clarify" in told[0] and "law:listed_clarify" not in told[1]
    assert Moment.objects.filter(incident=danger, kind="breach", facts__clock="law:listed_clarify").count() == 1
    assert line(seat, danger, "listed_clarify").look == "bad"


def test_what_is_due_at_once_is_shown_red_and_sounds_no_breach(seat: Seat, danger: Incident) -> None:
    say(seat, danger, "food_stop", Word.APPLIES, seat.at - 3 * H)

    assert "law:food_stop" not in mark_breaches(danger, at=seat.at)
    assert line(seat, danger, "food_stop").look == "bad"


def test_the_room_shows_each_duty_with_its_law_the_day_of_its_data_and_that_it_is_no_advice(
    cast: Cast, seat: Seat, danger: Incident, signed_in: SignIn
) -> None:
    say(seat, danger, "goods_accident", Word.APPLIES, seat.at - H)

    page = signed_in(cast.carol).get(reverse("incident", args=["spring", danger.number]), {"tab": "law"})

    html = page.content.decode()
    for words in ("非法律意見", "資料日期 2024/10/11", "J0170001", "通報標準檢驗局", "可能已修正，請查證", "2024–2027"):
        assert words in html
    assert "say_of" not in html and 'name="word"' not in html  # Carol watches


def test_a_person_lets_a_clock_run_in_the_room(cast: Cast, seat: Seat, danger: Incident, signed_in: SignIn) -> None:
    address = reverse("say_of_incident_law", args=["spring", danger.number])
    when = timezone.localtime(seat.at - H)

    answer = signed_in(cast.bob).post(
        address, {"law": "complaint", "word": "applies", "when": f"{when:%Y-%m-%dT%H:%M}"}
    )

    assert answer.status_code == 302
    clock = line(seat, danger, "complaint").clock
    assert clock.deadline and clock.deadline.due.date() == (when + timedelta(days=15)).date()


def test_what_cannot_be_said_in_the_room_keeps_the_words(cast: Cast, danger: Incident, signed_in: SignIn) -> None:
    address = reverse("say_of_incident_law", args=["spring", danger.number])

    answer = signed_in(cast.alice).post(address, {"law": "complaint", "word": "done", "when": "x", "text": "文號 77"})

    assert answer.status_code == 409
    assert "文號 77" in answer.content.decode() and "缺少日期與時間" in answer.content.decode()
