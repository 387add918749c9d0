"""Does an alert reach each person by mail once, whatever the mail server says first?"""

import email
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Assignment, Engagement, Entry, Person
from firebreak.run.deliver import TRIES, claim, deliver_due
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


class Postman:
    """A mail server that first says what it was told to say, then takes every letter."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        body = envelope.content
        self.letters.append((envelope.rcpt_tos[0], body.decode() if isinstance(body, bytes) else str(body)))
        return "250 taken"


@pytest.fixture
def postman() -> Iterator[Postman]:
    man = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(man, hostname="127.0.0.1", port=port)
    server.start()
    with override_settings(EMAIL_URL=f"smtp+plain://127.0.0.1:{port}", EMAIL_FROM="firebreak@mail.example"):
        yield man
    server.stop()


@pytest.fixture
def alert(cast: Cast, at: datetime) -> Alert:
    set_default_routes(cast.brand)
    made = Alert.objects.create(brand=cast.brand, key="volume:spring:1", signal="volume", severity="S2", at=at)
    queue_deliveries(made, at=at)
    return made


def recipients(postman: Postman) -> list[str]:
    return sorted(to for to, _ in postman.letters)


def test_everyone_who_handles_it_gets_one_mail(postman: Postman, alert: Alert, cast: Cast, at: datetime) -> None:
    sent = [deliver_due(at=at), deliver_due(at=at), deliver_due(at=at + MINUTE)]

    assert sent == [2, 0, 0]
    assert recipients(postman) == sorted([cast.alice.email, cast.bob.email])
    assert Entry.objects.filter(action="deliver_alert").count() == 2


def test_a_mail_says_which_brand_and_how_bad_and_where_to_look(
    postman: Postman, alert: Alert, cast: Cast, at: datetime
) -> None:
    deliver_due(at=at)

    letter: Any = email.message_from_string(postman.letters[0][1])
    assert cast.brand.name in str(make_header(decode_header(letter["Subject"])))
    assert f"/b/{cast.brand.slug}/alerts/" in str(letter.get_payload(decode=True).decode())


def test_a_busy_server_is_asked_again_later(postman: Postman, alert: Alert, at: datetime) -> None:
    postman.answers = ["451 try again later"]

    assert deliver_due(at=at) == 1
    assert deliver_due(at=at + timedelta(seconds=5)) == 0
    assert deliver_due(at=at + 2 * MINUTE) == 1
    assert len(set(recipients(postman))) == len(postman.letters) == 2


def test_a_server_that_says_never_is_not_asked_again(postman: Postman, alert: Alert, at: datetime) -> None:
    postman.answers = ["550 no such person"]

    deliver_due(at=at)

    assert [deliver_due(at=at + hours * 60 * MINUTE) for hours in range(1, 5)] == [0] * 4
    assert Delivery.objects.filter(sent_at__isnull=True).exclude(failed="").count() == 1
    assert Entry.objects.filter(action="deliver_failed").count() == 1


def test_it_gives_up_in_the_end(postman: Postman, alert: Alert, at: datetime) -> None:
    postman.answers = ["451 try again later"] * (2 * TRIES)

    for day in range(TRIES + 1):
        deliver_due(at=at + timedelta(days=day))

    assert postman.letters == []
    assert Delivery.objects.exclude(failed="").count() == 2


def end_engagement(cast: Cast, at: datetime) -> None:
    Engagement.objects.filter(brand=cast.brand, agency=cast.agency).update(ends=at)


def take_assignment(cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.bob).delete()


def shut_out(cast: Cast, at: datetime) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(is_active=False)


@pytest.mark.parametrize("leave", [end_engagement, take_assignment, shut_out])
def test_who_left_between_the_alert_and_the_mail_gets_none(
    postman: Postman, alert: Alert, cast: Cast, at: datetime, leave: Callable[[Cast, datetime], None]
) -> None:
    leave(cast, at)

    assert deliver_due(at=at + MINUTE) == 1
    assert recipients(postman) == [cast.alice.email]
    assert Delivery.objects.get(person=cast.bob).failed == "no_seat"
    assert Entry.objects.get(action="deliver_failed").detail["person"] == cast.bob.pk
    assert deliver_due(at=at + 60 * MINUTE) == 0


def test_what_a_loop_has_claimed_no_other_sends(postman: Postman, alert: Alert, at: datetime) -> None:
    assert {claim(at=at) is not None for _ in range(2)} == {True}
    assert claim(at=at) is None
    assert deliver_due(at=at) == 0


def test_without_a_mail_server_nothing_is_due(alert: Alert, at: datetime) -> None:
    assert deliver_due(at=at) == 0
