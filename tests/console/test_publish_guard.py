"""R2.36: does the console tell of a sensitive day before a text goes out on it, and ask why it goes all the same?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.calendar import add_date, drop_date
from firebreak.console.alert.dates import OwnDate
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.send.asking import ask_to_send
from firebreak.console.respond.send.leaving import what_stops
from firebreak.console.respond.speak.approving import submit_statement
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.queue import Queue
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.errors import BadInput
from tests.cast import Cast
from tests.records import incident, outlet, statement

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
LINK = "https://spring.example/news/1"
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"
NAME, REASON = "前年召回的那天", "停水中的住戶今天就要知道"


@pytest.fixture
def text(cast: Cast, at: datetime) -> Statement:
    """Alice's, of a matter so mild that she lets it go out alone."""
    return statement(incident(cast.brand, at=at, severity="S4"), GOOD, by=cast.alice, at=at)


@pytest.fixture
def grave(cast: Cast, at: datetime) -> Statement:
    """Bob's, which Alice approves."""
    return statement(incident(cast.brand, at=at), GOOD, by=cast.bob, at=at)


def own(seat: Seat, days: int) -> OwnDate:
    return add_date(seat=seat, name=NAME, day=seat.at.date() + days * DAY, yearly=False)


def code_of(row: OwnDate) -> str:
    return f"day_{row.day.isoformat()}_own:{row.pk}"


def warned(text: Statement, at: datetime) -> list[str]:
    return [one.day.code for one in judge_of(text, at=at).verdict(text).days]


@pytest.mark.parametrize(("hours", "told"), [(-33, False), (-31, True), (15, True), (17, False)])
def test_a_text_meets_a_day_from_the_eve_until_it_is_over_in_taipei(text: Statement, hours: int, told: bool) -> None:
    noon = datetime(2027, 2, 28, 8, tzinfo=UTC) - timedelta(hours=8)  # 08:00 in Taipei

    assert ("peace_memorial" in warned(text, noon + timedelta(hours=hours))) is told


@pytest.mark.parametrize("days", [0, 1])
def test_it_goes_out_with_a_reason_alone_which_is_kept_and_logged_with_the_date(
    seat: Seat, text: Statement, days: int
) -> None:
    row = own(seat, days)
    with pytest.raises(BadInput) as refused:
        publish_statement(seat=seat, statement=text, version=0, url=LINK)
    assert refused.value.context["problem"] == "reason_missing"

    publish_statement(seat=seat, statement=text, version=0, url=LINK, reason=REASON)

    assert Statement.objects.get().overruled == REASON
    assert Entry.objects.get(action="publish_statement").detail["overruled"] == [code_of(row)]


def test_two_days_before_nobody_is_asked(seat: Seat, text: Statement) -> None:
    own(seat, 2)

    assert publish_statement(seat=seat, statement=text, version=0, url=LINK).published_at == seat.at


def test_a_day_of_another_brand_is_none_of_ours(cast: Cast, seat: Seat, text: Statement, at: datetime) -> None:
    own(take_seat(cast.mallory, cast.others_brand.slug, at=at), 0)

    assert warned(text, at) == []


def test_a_text_that_is_scheduled_is_held_against_the_day_on_which_it_goes_out(
    cast: Cast, seat: Seat, text: Statement, at: datetime
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    row = own(seat, 5)
    with pytest.raises(BadInput):
        ask_to_send(seat=seat, statement=text, version=0, due=at + 5 * DAY)

    made = ask_to_send(seat=seat, statement=text, version=0, due=at + 5 * DAY, reason=REASON)

    assert what_stops(made, at=at + 5 * DAY) == ""
    assert Entry.objects.get(action="ask_to_send").detail["overruled"] == [code_of(row)]


def test_a_day_that_was_added_after_it_was_scheduled_stops_it_until_somebody_says_why(
    cast: Cast, seat: Seat, text: Statement, at: datetime
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    made = ask_to_send(seat=seat, statement=text, version=0, due=at + 5 * DAY)
    row = own(seat, 5)

    assert what_stops(made, at=at + 5 * DAY) == "held_back"
    drop_date(seat=seat, row=row)
    assert what_stops(made, at=at + 5 * DAY) == ""


def test_a_reason_for_one_day_is_none_for_the_next(seat: Seat, grave: Statement, cast: Cast, at: datetime) -> None:
    bob = take_seat(cast.bob, cast.brand.slug, at=at)
    own(seat, 0)
    submit_statement(seat=bob, statement=grave, version=0, reason=REASON)
    kept = Statement.objects.get()
    assert judge_of(kept, at=at).verdict(kept).warnings <= set(kept.overruled_codes)

    own(seat, 1)

    assert not judge_of(kept, at=at).verdict(kept).warnings <= set(kept.overruled_codes)


def test_who_approves_sees_the_day_and_why_it_goes_out_all_the_same(
    seat: Seat, grave: Statement, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    own(seat, 0)
    submit_statement(seat=take_seat(cast.bob, cast.brand.slug, at=at), statement=grave, version=0, reason=REASON)

    page = signed_in(cast.alice).get(reverse("approvals", args=[cast.brand.slug])).content.decode()

    assert [one.statement for one in Queue(seat).mine] == [grave]
    assert NAME in page
    assert REASON in page


def test_the_page_says_it_before_the_last_click_and_names_the_day_of_the_schedule_after_it(
    cast: Cast, seat: Seat, text: Statement, at: datetime, signed_in: SignIn
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    alice, where = signed_in(cast.alice), reverse("statement", args=[cast.brand.slug, text.pk])
    own(seat, 5)
    assert NAME not in alice.get(where).content.decode()

    due = timezone.localtime(at + 5 * DAY).strftime("%Y-%m-%dT%H:%M")
    sent = {"version": "0", "due": due, "reason": ""}
    refused = alice.post(reverse("send_statement", args=[cast.brand.slug, text.pk]), sent)

    assert refused.status_code == 400
    assert NAME in refused.content.decode()
    own(seat, 0)
    assert NAME in alice.get(where).content.decode()


def test_what_is_out_is_warned_of_no_more(seat: Seat, text: Statement, at: datetime) -> None:
    own(seat, 0)
    out = publish_statement(seat=seat, statement=text, version=0, url=LINK, reason=REASON)

    assert judge_of(out, at=at).verdict(out).days == ()
