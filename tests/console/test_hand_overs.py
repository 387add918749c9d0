"""Is what one leaves to another written down with what is open, and does it hold only once both have said so?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.duty.handing import receive_hand_over, withdraw_hand_over, write_hand_over
from firebreak.console.duty.models import HandOver, Part
from firebreak.console.duty.parts import give_part
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.law.saying import say_of_law
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import log_progress, take
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.statute import Word
from firebreak.run.duty import look_after_duty
from tests.cast import Cast
from tests.records import alert, incident

SignIn = Callable[[Person], Client]


@pytest.fixture
def led(cast: Cast, seat: Seat) -> Incident:
    """An incident that Alice leads, in which she also writes and has told the public something."""
    found = incident(cast.brand, at=seat.at - timedelta(hours=1))
    take(seat=seat, incident=found, owner=cast.alice, version=found.version)
    give_part(seat=seat, incident=found, duty="writer", person=cast.alice.pk, was=0)
    log_progress(seat=seat, incident=found, text="已公告停售", kind="outward")
    return found


def bobs(cast: Cast, seat: Seat) -> Seat:
    return take_seat(cast.bob, seat.brand.slug, at=seat.at)


def written(cast: Cast, seat: Seat) -> HandOver:
    return write_hand_over(seat=seat, taker=cast.bob.pk, text="法務還在看聲明，20:00 要更新")


def test_what_is_open_goes_with_it(cast: Cast, seat: Seat, led: Incident) -> None:
    alert(cast.brand, at=seat.at)
    say_of_law(seat=seat, incident=led, code="complaint", word=Word.APPLIES, when=seat.at)

    made = written(cast, seat)

    assert [one["kind"] for one in made.matters] == ["incident", "update", "law", "alert"]
    assert made.code == "HO-0001" and made.waits


def test_nothing_changes_hands_before_it_is_received(cast: Cast, seat: Seat, led: Incident) -> None:
    written(cast, seat)

    led.refresh_from_db()
    assert led.owner == cast.alice


def test_once_received_parts_and_lead_are_the_takers(cast: Cast, seat: Seat, led: Incident) -> None:
    made = written(cast, seat)

    receive_hand_over(seat=bobs(cast, seat), hand_over=made, answer="先催法務")

    led.refresh_from_db()
    assert led.owner == cast.bob
    assert Part.objects.get(incident=led, duty="writer").person == cast.bob
    assert led.moments.filter(kind="handed_over", facts__code="HO-0001").count() == 1
    assert Entry.objects.filter(brand=cast.brand, action="receive_hand_over").count() == 1


def test_who_takes_the_lead_with_it_answers_the_call_for_one(cast: Cast, seat: Seat, led: Incident) -> None:
    made = written(cast, seat)
    Person.objects.filter(pk=cast.alice.pk).update(is_active=False)  # she led, and may no more
    look_after_duty(at=seat.at)
    called = Alert.objects.get(brand=cast.brand)

    receive_hand_over(seat=bobs(cast, seat), hand_over=made, answer="")

    assert (called.acknowledged_by, Alert.objects.get().acknowledged_by) == (None, cast.bob)


def test_it_is_received_once_and_not_taken_back_then(cast: Cast, seat: Seat, led: Incident) -> None:
    made = written(cast, seat)
    receive_hand_over(seat=bobs(cast, seat), hand_over=made, answer="")
    with pytest.raises(Conflict):
        receive_hand_over(seat=bobs(cast, seat), hand_over=made, answer="")
    with pytest.raises(Conflict):
        withdraw_hand_over(seat=seat, hand_over=made)

    assert led.moments.filter(kind="handed_over").count() == 1


def test_only_who_it_is_for_receives_it_and_only_who_wrote_it_takes_it_back(cast: Cast, seat: Seat) -> None:
    made = written(cast, seat)
    with pytest.raises(BadInput, match="not_yours"):
        receive_hand_over(seat=seat, hand_over=made, answer="")
    with pytest.raises(BadInput, match="not_yours"):
        withdraw_hand_over(seat=bobs(cast, seat), hand_over=made)

    withdraw_hand_over(seat=seat, hand_over=made)

    made.refresh_from_db()
    assert not made.waits and made.received_at is None


@pytest.mark.parametrize(("text", "problem"), [("  ", "empty"), ("字" * 2001, "too_long")])
def test_an_empty_one_and_an_endless_one_are_refused(cast: Cast, seat: Seat, text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        write_hand_over(seat=seat, taker=cast.bob.pk, text=text)


def test_nobody_hands_over_to_who_does_not_work_here_or_twice_at_once(cast: Cast, seat: Seat) -> None:
    for who in (cast.trent, cast.carol, cast.alice):
        with pytest.raises(BadInput, match="not_able"):
            write_hand_over(seat=seat, taker=who.pk, text="請接手")
    written(cast, seat)
    with pytest.raises(Conflict):
        written(cast, seat)

    assert HandOver.objects.count() == 1


def test_a_viewer_hands_nothing_over(cast: Cast, seat: Seat) -> None:
    with pytest.raises(NotAllowed):
        write_hand_over(seat=take_seat(cast.carol, seat.brand.slug, at=seat.at), taker=cast.bob.pk, text="x")


def test_two_people_do_it_on_the_pages(cast: Cast, seat: Seat, led: Incident, signed_in: SignIn) -> None:
    said = {"taker": cast.bob.pk, "text": "20:00 要更新"}
    answer = signed_in(cast.alice).post(reverse("write_hand_over", args=["spring"]), said)
    made = HandOver.objects.get()
    page = signed_in(cast.bob).get(reverse("hand_over", args=["spring", made.pk])).content.decode()
    signed_in(cast.bob).post(reverse("receive_hand_over", args=["spring", made.pk]), {"answer": "收到"})
    receipt = signed_in(cast.carol).get(reverse("hand_over", args=["spring", made.pk])).content.decode()

    assert answer.status_code == 302
    assert led.code in page and "我已收到" in page
    assert "Bob 已簽收" in receipt and "我已收到" not in receipt
