"""Does a message reach a mailbox, and is it clear what a refusal means?"""

import asyncio
import email.policy
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from firebreak.connect.channels.email import Email, Security, mailbox
from firebreak.connect.contract import Message
from firebreak.core.errors import ChannelRefused

MESSAGE = Message(
    key="alert:42",
    subject="[S2 高風險] 晨露：食安話題 30 分鐘內 24 則",
    text="晨露的食安話題正在擴大。\n開啟：https://firebreak.example/a/42",
    html="<p>晨露的食安話題正在<b>擴大</b>。</p>",
    at=datetime(2026, 11, 18, 3, 12, tzinfo=UTC),
)


class Mailbox:
    """A real SMTP server's memory, and what it answers."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.peers: list[str] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 taken"
        self.takes = 0.0  # seconds for an answer

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        await asyncio.sleep(self.takes)
        self.peers.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        await asyncio.sleep(self.takes)
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return self.data_answer


@pytest.fixture
def inbox() -> Iterator[tuple[Mailbox, Email]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    memory = Mailbox()
    controller = Controller(memory, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield memory, Email(host="127.0.0.1", port=port, sender="alert@firebreak.example", security=Security.NONE)
    finally:
        controller.stop()


def test_a_message_arrives_in_chinese_as_text_and_html(inbox: tuple[Mailbox, Email]) -> None:
    """R1.13, in part: alerts by e-mail."""
    memory, channel = inbox

    receipt = channel.send(MESSAGE, "alice@brand.example")

    (mail,) = memory.mails
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert (mail["Subject"], mail["To"]) == (MESSAGE.subject, "alice@brand.example")
    assert mail["From"].addresses[0].display_name == "防火線 Firebreak"
    assert mail["Date"].datetime == MESSAGE.at
    assert mail["Message-ID"] == receipt.id
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().strip() == MESSAGE.html


def test_the_same_occasion_is_the_same_message(inbox: tuple[Mailbox, Email]) -> None:
    _, channel = inbox

    first, again = (channel.send(MESSAGE, "alice@brand.example") for _ in range(2))

    assert first == again != channel.send(MESSAGE, "bob@brand.example")


def test_it_tells_nothing_of_this_machine(inbox: tuple[Mailbox, Email]) -> None:
    memory, channel = inbox

    channel.send(MESSAGE, "alice@brand.example")

    assert memory.peers == ["firebreak.example"]
    assert socket.gethostname() not in memory.mails[0].as_string()


def test_no_header_can_be_smuggled_into_a_subject(inbox: tuple[Mailbox, Email]) -> None:
    memory, channel = inbox
    message = Message(key="k", subject="x\r\nBcc: eve@evil.example\x85y\u2028z", text="t", at=MESSAGE.at)

    channel.send(message, "alice@brand.example")

    assert memory.mails[0]["Subject"] == "x Bcc: eve@evil.example y z"
    assert memory.mails[0]["Bcc"] is None


@pytest.mark.parametrize(
    "to",
    [
        *("", "alice", "a@b@c", "alice@brand.example\r\nBcc: eve@evil.example", ".@brand.example\n", "a@b..c"),
        *("alice@brand.example,eve@evil.example", "Alice <alice@brand.example>", "a b@brand.example"),
        *("alice@-x.example", "愛麗絲@brand.example"),
    ],
)
def test_an_address_that_is_none_is_refused_for_good(to: str) -> None:
    with pytest.raises(ChannelRefused) as caught:
        mailbox(to)

    assert caught.value.permanent


@given(st.text() | st.from_regex(r"[^@]{1,8}@[^@]{1,12}"))
def test_any_address_is_one_line_or_refused(to: str) -> None:
    try:
        address = mailbox(to)
    except ChannelRefused:
        return
    assert address.addr_spec.isascii()
    assert address.addr_spec.isprintable()


def test_an_international_domain_is_written_in_ascii() -> None:
    domain = mailbox("alice@食品.tw").domain

    assert domain.startswith("xn--")
    assert domain.encode().decode("idna") == "食品.tw"


@pytest.mark.parametrize(
    ("recipient", "data", "problem", "permanent"),
    [
        ("550 no such alice@brand.example", "250 OK", "recipient_refused", True),
        ("451 try later", "250 OK", "recipient_refused", False),  # grey-listing
        ("250 OK", "554 spam", "refused", True),
        ("250 OK", "452 full", "refused", False),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    inbox: tuple[Mailbox, Email], recipient: str, data: str, problem: str, permanent: bool
) -> None:
    memory, channel = inbox
    memory.recipient_answer, memory.data_answer = recipient, data

    with pytest.raises(ChannelRefused) as caught:
        channel.send(MESSAGE, "alice@brand.example")

    assert (caught.value.context["problem"], caught.value.permanent) == (problem, permanent)
    assert "alice" not in repr(caught.value)


def test_it_sends_nothing_unencrypted_where_encryption_is_asked(inbox: tuple[Mailbox, Email]) -> None:
    memory, plain = inbox
    channel = Email(host=plain.host, port=plain.port, sender=plain.sender, user="u", password="geheim")

    with pytest.raises(ChannelRefused) as caught:
        channel.send(MESSAGE, "alice@brand.example")

    assert (caught.value.context["problem"], caught.value.permanent) == ("not_supported", True)
    assert memory.mails == []


def test_a_silent_server_is_left_and_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        channel = Email(host="127.0.0.1", port=listener.getsockname()[1], sender="a@b.example", timeout_seconds=0.2)
        with pytest.raises(ChannelRefused) as caught:
            channel.send(MESSAGE, "alice@brand.example")

    assert (caught.value.context["problem"], caught.value.permanent) == ("no_answer", False)


def test_a_message_is_not_begun_once_the_time_for_the_whole_talk_is_over(inbox: tuple[Mailbox, Email]) -> None:
    memory, channel = inbox
    memory.takes = 0.4

    with pytest.raises(ChannelRefused) as caught:
        replace(channel, timeout_seconds=0.6).send(MESSAGE, "alice@brand.example")

    assert (memory.mails, caught.value.permanent, caught.value.context.get("perhaps")) == ([], False, None)


def test_a_server_that_drips_is_left_when_the_time_is_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while True:
                    connection.sendall(b"220-one moment\r\n")
                    time.sleep(0.05)

        threading.Thread(target=drip, daemon=True).start()
        channel = Email(host="127.0.0.1", port=listener.getsockname()[1], sender="a@b.example", timeout_seconds=0.3)
        with pytest.raises(ChannelRefused) as caught:
            channel.send(MESSAGE, "alice@brand.example")

    assert caught.value.context["problem"] == "no_answer"


def test_a_name_that_nobody_looks_up_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()

    def look_up(*_args: object, **_more: object) -> None:
        never.wait(20)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    channel = Email(host="mail.example", port=25, sender="a@b.example", timeout_seconds=0.2)
    begun = time.monotonic()

    with pytest.raises(ChannelRefused) as caught:
        channel.send(MESSAGE, "alice@brand.example")

    never.set()
    assert (caught.value.context["problem"], time.monotonic() - begun < 10) == ("unreachable", True)


def test_its_password_is_not_shown() -> None:
    assert "geheim" not in repr(Email(host="h", port=1, sender="a@b", user="u", password="geheim"))
