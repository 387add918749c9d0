"""R1.42 in part: a thousand readers a second are answered at the door, and nothing but public pages is kept there."""

import asyncio
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.error import HTTPError

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.learn.public import door, services
from firebreak.console.learn.public.door import Door, forget_answers
from firebreak.console.learn.public.serving import forget_pages
from tests.kept import cast_on_stage
from tests.records import incident, statement
from tests.service import running_service

PATH = "/p/spring/2026/1/"
PUBLIC = {"content-type": "text/html", "cache-control": "public, max-age=30", "etag": '"a1"', "content-length": "4"}


class House:
    """What stands behind the door: it answers everything alike and counts how often it was asked."""

    def __init__(self, *, status: int = 200, headers: dict[str, str] = PUBLIC, parts: tuple[bytes, ...] = (b"page",)):
        self.status, self.headers, self.parts = status, headers, parts
        self.asked = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        headers = [(key.encode(), value.encode()) for key, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for number, part in enumerate(self.parts, start=1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(self.parts)})


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget_answers()
    forget_pages()
    yield
    forget_answers()
    forget_pages()


@pytest.fixture
def minutes(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock whose one number may be moved."""
    now = [1000.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: now[0])
    return now


def ask(
    house: House, path: str = PATH, *, method: str = "GET", query: str = "", **headers: str
) -> tuple[int, Any, bytes]:
    """Give status, headers and body as a reader at the door gets them."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    given = [(key.replace("_", "-").encode(), value.encode()) for key, value in headers.items()]
    scope = {"type": "http", "method": method, "raw_path": path.encode(), "query_string": query.encode()}
    asyncio.run(Door(house)(scope | {"scheme": "http", "headers": given}, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent[1:])


def test_the_second_reader_gets_what_the_first_got_and_the_house_is_asked_once() -> None:
    house = House()

    assert ask(house) == ask(house)
    assert house.asked == 1


def test_who_has_the_page_already_is_told_so_without_a_body() -> None:
    house = House()
    ask(house)

    status, headers, body = ask(house, if_none_match='"a1"')

    assert (status, body, house.asked) == (304, b"", 1)
    assert headers[b"etag"] == b'"a1"' and b"content-length" not in headers


def test_who_has_an_older_page_gets_the_new_one() -> None:
    house = House()
    ask(house)

    assert ask(house, if_none_match='"old"')[0] == 200


def test_after_a_second_the_house_is_asked_anew(minutes: list[float]) -> None:
    house = House()
    ask(house)
    house.parts = (b"next",)
    minutes[0] += door.FRESH_SECONDS

    assert ask(house)[2] == b"next"
    assert ask(house)[2] == b"next"
    assert house.asked == 2


def test_while_one_asks_anew_the_others_get_the_page_from_before(minutes: list[float]) -> None:
    beside: list[bytes] = []

    class SlowHouse(House):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            beside.append((await asyncio.to_thread(ask, self))[2])
            await super().__call__(scope, receive, send)

    ask(House())
    minutes[0] += door.FRESH_SECONDS
    slow = SlowHouse(parts=(b"next",))

    assert ask(slow)[2] == b"next"
    assert (beside, slow.asked) == ([b"page"], 1)


def test_a_page_that_is_taken_away_is_gone_at_the_next_asking(minutes: list[float]) -> None:
    house = House()
    ask(house)
    house.status, house.headers = 404, {}
    minutes[0] += door.FRESH_SECONDS

    assert ask(house)[0] == 404
    assert ask(house)[0] == 404


def test_shut_by_hand_it_is_gone_at_once() -> None:
    house = House()
    ask(house)
    house.status = 404
    forget_answers()

    assert ask(house)[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"etag": '"a1"', "cache-control": "private"},
        {"etag": '"a1"'},
        {"cache-control": "public"},
        {**PUBLIC, "set-cookie": "session=1"},
    ],
)
def test_what_is_not_for_everybody_is_never_kept(headers: dict[str, str]) -> None:
    house = House(headers=headers)
    ask(house)
    ask(house)

    assert house.asked == 2


@pytest.mark.parametrize(
    ("path", "method"), [("/b/spring/", "GET"), ("/people/", "GET"), (PATH, "HEAD"), (PATH, "POST")]
)
def test_everything_else_goes_straight_to_the_house(path: str, method: str) -> None:
    house = House()
    ask(house, path, method=method)
    ask(house, path, method=method)

    assert house.asked == 2


def test_refusals_and_answers_in_pieces_are_not_kept() -> None:
    for house in (House(status=404), House(status=400), House(parts=(b"pa", b"ge"))):
        assert ask(house) == ask(house)
        assert house.asked == 2


def test_readers_who_ask_otherwise_get_their_own_page() -> None:
    house = House()
    ask(house)
    ask(house, query="lang=en")
    ask(house, accept_encoding="gzip, br")
    ask(house, host="other.example")
    ask(house, x_forwarded_proto="https")

    assert house.asked == 5


def test_whoever_tries_addresses_fills_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST", 3)
    for number in range(10):
        ask(House(), PATH, query=f"x={number}")

    assert len(door._kept) <= 3


@pytest.mark.django_db(transaction=True)
def test_a_real_page_is_kept_as_it_went_out_and_gone_as_soon_as_it_is_shut(at: datetime) -> None:
    cast = cast_on_stage(at)
    found = incident(cast.brand, at=at)
    statement(found, "我們看到了\n很抱歉。", by=cast.bob, at=at, published_at=at, url="https://spring.example")
    page = services.open_page(seat=take_seat(cast.alice, "spring", at=at), incident=found)
    client = Client()
    client.force_login(cast.alice)

    with running_service() as address:
        url = address + reverse("progress_page", args=["spring", page.year, page.number])
        first, second = told(url), told(url)
        client.post(reverse("shut_incident_page", args=["spring", found.number]))
        after = told(url)

    assert "我們看到了" in first[1] and "content-security-policy" in first[2]
    assert first == second
    assert after[0] == 404


def told(url: str) -> tuple[int, str, dict[str, str]]:
    """Give status, text and headers but for the time of day."""
    try:
        with urllib.request.urlopen(url) as answer:
            headers = {key.lower(): value for key, value in answer.headers.items() if key.lower() != "date"}
            return answer.status, answer.read().decode(), headers
    except HTTPError as refused:
        return refused.code, "", {}
