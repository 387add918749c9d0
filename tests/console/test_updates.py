"""Is the brand told how its incident stands from what happened, who has read it, and who is called when it is late?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from firebreak.connect.contract import Message, Receipt
from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.duty.drafting import draft_of
from firebreak.console.duty.models import Notice
from firebreak.console.duty.telling import confirm_read, tell_brand
from firebreak.console.govern.models import Engagement, Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Room
from firebreak.console.respond.services import log_progress
from firebreak.core.errors import ChannelRefused
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.terms import Role
from firebreak.run import duty, updates
from firebreak.run.duty import look_after_duty
from tests.affected import later
from tests.cast import Cast, one_of_each_role
from tests.records import case, enquiry, fact, incident

SignIn = Callable[[Person], Client]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Post:
    """A mail server that keeps what it is given, or refuses."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.refusals: list[ChannelRefused] = []

    def send(self, message: Message, to: str) -> Receipt:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append((to, message))
        return Receipt(id=message.key)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(updates, "mail_server", lambda url: made)
    return made


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    """An S2, which is told of every four hours."""
    return incident(cast.brand, at=at - 30 * MINUTE)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def mailed(at: datetime) -> int:
    with override_settings(EMAIL_URL="smtp://mail.example"):
        return updates.mail_updates(at=at)


def test_the_draft_says_what_is_known_done_and_next_with_sources(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident
) -> None:
    fact(about, Key.BATCH, "B2611-07", by=cast.bob, at=seat.at, status=Status.CONFIRMED.value, source="品保")
    tell_brand(seat=later(bobs, minutes=-20), incident=about, text="先前的回報")
    log_progress(seat=bobs, incident=about, text="已停售，聯絡電話 0912-345-678")
    case(about, by=cast.bob, at=seat.at)
    enquiry(about, by=cast.bob, at=seat.at)

    draft = draft_of(Room(seat, about))

    assert about.code in draft and "B2611-07" in draft and "品保" in draft
    assert "已停售" in draft and "先前的回報" not in draft
    assert "0912-345-678" not in draft  # it goes by mail
    assert draft.count("1 ") >= 2  # the affected person and the question of the press


def test_what_was_done_before_the_last_word_is_not_told_again(seat: Seat, bobs: Seat, about: Incident) -> None:
    log_progress(seat=later(bobs, minutes=-10), incident=about, text="已送驗")
    tell_brand(seat=bobs, incident=about, text="已送驗，等結果")

    assert "已送驗" not in draft_of(Room(later(seat, minutes=5), about))


def test_an_update_goes_to_who_decides_for_the_brand_and_to_who_has_a_part(
    cast: Cast, bobs: Seat, about: Incident
) -> None:
    roles = one_of_each_role(cast.brand)

    tell_brand(seat=bobs, incident=about, text="已停售")

    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {"Alice", *(roles[one].name for one in (Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE))}


def test_each_of_them_gets_one_mail_without_personal_data(
    cast: Cast, bobs: Seat, about: Incident, channel: Post, at: datetime
) -> None:
    tell_brand(seat=bobs, incident=about, text="當事人電話 0912-345-678，已停售")

    assert [mailed(at), mailed(at)] == [1, 0]
    ((to, message),) = channel.taken
    assert to == cast.alice.email and "已停售" in message.text and "0912-345-678" not in message.text
    assert f"/incidents/{about.number}/" in message.text
    assert Entry.objects.filter(action="send_word").count() == 1


def test_a_mail_that_is_refused_for_good_is_shown_as_such(
    bobs: Seat, about: Incident, channel: Post, at: datetime
) -> None:
    tell_brand(seat=bobs, incident=about, text="已停售")
    channel.refusals = [ChannelRefused(permanent=True)]

    assert mailed(at) == 0

    assert Notice.objects.get().failed == "channel_refused"


def test_a_receipt_says_who_has_read_it_and_waits_in_the_room_until_then(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, signed_in: SignIn
) -> None:
    tell_brand(seat=bobs, incident=about, text="已停售")
    assert [one.due.text for one in Room(seat, about).pressing] == ["已停售"]

    signed_in(cast.alice).post(reverse("read_word_of_incident", args=[cast.brand.slug, about.number]))

    assert Notice.objects.get().read_at is not None
    assert Room(seat, about).pressing == []
    assert confirm_read(seat=seat, incident=about) == 0
    assert Entry.objects.filter(action="read_word").count() == 1


def test_one_button_fills_the_draft_in_and_nothing_is_sent_by_it(
    cast: Cast, about: Incident, signed_in: SignIn
) -> None:
    url = reverse("draft_word_of_incident", args=[cast.brand.slug, about.number])

    page = signed_in(cast.alice).post(url).content.decode()

    assert about.code in page.split('id="id_told"')[1].split("</textarea>")[0]
    assert not about.moments.filter(kind="told_brand").exists() and not Notice.objects.exists()


def test_who_must_tell_the_brand_is_called_once_when_it_is_overdue_and_no_more_when_it_was_told(
    cast: Cast, bobs: Seat, about: Incident, at: datetime
) -> None:
    set_default_routes(cast.brand)
    look_after_duty(at=at)
    for hours in (4, 5, 9):
        look_after_duty(at=at + hours * HOUR)

    (call,) = Alert.objects.filter(key__startswith=f"brand_untold:{about.pk}:")
    assert call.acknowledged_at is None and call.deliveries.exists()

    tell_brand(seat=later(bobs, hours=10), incident=about, text="檢驗結果明早公布")

    call.refresh_from_db()
    assert call.acknowledged_by == cast.bob


def test_nobody_is_called_for_a_brand_that_works_alone_and_nothing_is_due(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    Engagement.objects.filter(brand=cast.brand).update(ends=at)

    look_after_duty(at=at + 9 * HOUR)

    assert not Alert.objects.filter(key__startswith="brand_untold:").exists()
    assert not about.moments.filter(kind="breach", facts__clock="told_brand").exists()
    assert Room(later(seat, minutes=9 * 60), about).pressing == []


def test_a_call_that_fails_is_made_the_next_time(
    cast: Cast, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_told: object, **_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(duty, "call_for_word", killed)
        look_after_duty(at=at + 5 * HOUR)
    look_after_duty(at=at + 5 * HOUR + MINUTE)

    assert Alert.objects.filter(key__startswith=f"brand_untold:{about.pk}:").count() == 1
