"""Does an open page hear of changes, at once, by a real server, and only as long as its person may look?"""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from firebreak.console import clock
from firebreak.console.access import take_seat
from firebreak.console.govern.door import give_password_once
from firebreak.console.govern.engagements import end_engagement
from firebreak.console.govern.models import Assignment, Engagement, Person
from firebreak.console.govern.people import remove_person
from firebreak.console.govern.services import beat
from firebreak.console.live import views
from firebreak.console.live.marks import moved, read_mark, write_mark
from firebreak.console.live.reader import reader
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.kept import cast_on_stage
from tests.records import alert, story
from tests.service import Event, Stream, running_service, session_of

pytestmark = pytest.mark.django_db(transaction=True)
counts = st.dictionaries(st.from_regex(r"[a-z]{1,9}(:[0-9]{1,4})?", fullmatch=True), st.integers(0, 10**12), min_size=1)


@pytest.fixture
def cast(transactional_db: None, at: datetime) -> Cast:
    return cast_on_stage(at)


@pytest.fixture
def service(cast: Cast) -> Iterator[str]:
    with running_service() as address:
        yield address


@pytest.fixture
def opened(service: str) -> Iterator[Callable[..., Stream]]:
    streams: list[Stream] = []

    def open_stream(person: Person, *, session: str = "", **how: str) -> Stream:
        streams.append(Stream(service, "/b/spring/stream", session=session or session_of(person), **how))
        return streams[-1]

    yield open_stream
    for stream in streams:
        stream.close()


def next_of(kind: str, events: Iterator[Event]) -> tuple[dict[str, Any], Event]:
    for event in events:
        if event.kind == kind:
            return json.loads(event.data), event
    raise AssertionError(f"the stream ended before a {kind}")


@given(counts)
def test_a_mark_can_be_read_back(heard: dict[str, int]) -> None:
    assert read_mark(write_mark(heard)) == heard


@given(st.text(max_size=40))
def test_a_strange_mark_is_never_an_error(mark: str) -> None:
    read_mark(mark)


@given(counts, counts)
def test_what_is_not_in_a_mark_counts_as_moved(now: dict[str, int], heard: dict[str, int]) -> None:
    assert set(moved(now, heard)) >= set(now) - set(heard)


def test_a_number_longer_than_any_count_makes_a_mark_strange() -> None:
    assert read_mark("posts=" + "9" * 5000) is None


def test_a_long_mark_leaves_single_records_out() -> None:
    many = {f"incident:{number}": 1 for number in range(1000)} | {"posts": 5}

    assert read_mark(write_mark(many)) == {"posts": 5}


def test_the_reader_rests_when_nobody_listens_and_starts_again(cast: Cast) -> None:
    async def listen_twice() -> None:
        source = reader()
        for _ in range(2):
            listener = source.join(frozenset({cast.brand.pk}))
            await asyncio.wait_for(listener.bell.wait(), 5)
            source.leave(listener)
            source.counts.clear()
            assert source.task is not None
            await asyncio.wait_for(source.task, 5)

    beat(cast.brand, "posts")
    asyncio.run(listen_twice())


def test_a_fresh_page_gets_the_time_at_once(cast: Cast, opened: Callable[..., Stream]) -> None:
    stream = opened(cast.carol)

    news, event = next_of("tick", stream.events())

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert news["speed"] == 0
    assert event.mark


def test_a_change_arrives_at_once_and_names_its_topic(cast: Cast, opened: Callable[..., Stream]) -> None:
    events = opened(cast.alice).events()
    next_of("tick", events)
    began = time.monotonic()

    with transaction.atomic():
        beat(cast.brand, "stories", "posts")
    news, _event = next_of("pulse", events)

    assert time.monotonic() - began < 5  # well under one second, but for a machine that does ten things
    assert news["topics"] == ["posts", "stories"]
    assert set(news["counts"]) == {"mentions", "stories", "alerts", "incidents", "cases", "media", "risks"}


def test_every_open_page_of_the_brand_hears_and_no_other(
    cast: Cast, service: str, opened: Callable[..., Stream]
) -> None:
    all_events = [opened(person).events() for person in (cast.alice, cast.bob, cast.carol)]
    for events in all_events:
        next_of("tick", events)
    elsewhere = Stream(service, "/b/other/stream", session=session_of(cast.mallory))
    foreign = elsewhere.events()
    next_of("tick", foreign)

    beat(cast.brand, "alerts")

    assert [next_of("pulse", events)[0]["topics"] for events in all_events] == [["alerts"]] * 3
    beat(cast.others_brand, "posts")
    assert next_of("pulse", foreign)[0]["topics"] == ["posts"]
    elsewhere.close()


def test_a_page_that_comes_back_hears_what_it_missed(cast: Cast, opened: Callable[..., Stream]) -> None:
    beat(cast.brand, "posts")
    first = opened(cast.alice)
    _news, event = next_of("tick", first.events())
    first.close()
    beat(cast.brand, "incidents")

    news, _event = next_of("pulse", opened(cast.alice, mark=event.mark).events())

    assert news["topics"] == ["incidents"]


def test_what_happens_while_a_page_is_loading_is_not_missed(cast: Cast, opened: Callable[..., Stream]) -> None:
    client = Client()
    client.force_login(cast.alice)
    mark = client.get("/b/spring/").context["heard"]
    beat(cast.brand, "incidents")

    news, _event = next_of("pulse", opened(cast.alice, mark=str(mark)).events())

    assert news["topics"] == ["incidents"]


def test_a_new_alert_is_said_in_a_sentence(cast: Cast, at: datetime, opened: Callable[..., Stream]) -> None:
    events = opened(cast.alice).events()
    next_of("tick", events)

    alert(cast.brand, at=at, about=story(cast.brand, at=at), severity="S1")
    beat(cast.brand, "alerts")
    news, _event = next_of("toast", events)

    assert news["severity"] == "S1"
    assert "淨水器漏水" in news["text"]


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "話題成長"), ("en", "S1 alert, Story growth")])
def test_an_alert_is_said_in_the_language_of_its_reader(
    language: str, words: str, cast: Cast, at: datetime, opened: Callable[..., Stream]
) -> None:
    """Both where it comes while the page listens, and where the page comes back and missed it."""
    open_page = opened(cast.alice, language=language).events()
    _news, before = next_of("tick", open_page)

    alert(cast.brand, at=at, about=story(cast.brand, at=at), severity="S1")
    beat(cast.brand, "alerts")

    assert words in next_of("toast", open_page)[0]["text"]
    later = opened(cast.alice, mark=before.mark, language=language).events()
    assert words in next_of("toast", later)[0]["text"]


def test_silence_is_broken_by_ticks(cast: Cast, opened: Callable[..., Stream], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TICK_SECONDS", 0.3)
    events = opened(cast.alice).events()

    assert [next_of("tick", events)[1].kind for _ in range(3)] == ["tick"] * 3


def leave_the_agency(cast: Cast, at: datetime) -> None:
    Engagement.objects.filter(agency=cast.agency).update(ends=at - timedelta(seconds=1))


def lose_the_assignment(cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.bob).delete()


def be_switched_off(cast: Cast, at: datetime) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(is_active=False)


def get_another_password(cast: Cast, at: datetime) -> None:
    give_password_once(cast.bob, real=clock.real_now(), at=at)


@pytest.mark.parametrize("happens", [leave_the_agency, lose_the_assignment, be_switched_off, get_another_password])
def test_the_stream_closes_when_its_person_may_no_longer_look(
    happens: Callable[[Cast, datetime], None],
    cast: Cast,
    at: datetime,
    opened: Callable[..., Stream],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "TICK_SECONDS", 0.2)
    monkeypatch.setattr(views, "CHECK_SECONDS", 0.2)
    session = session_of(cast.bob)
    events = opened(cast.bob, session=session).events()
    next_of("tick", events)

    happens(cast, at)

    assert len(list(events)) < 20
    assert opened(cast.bob, session=session).status in (302, 404)


@pytest.mark.parametrize("ends", ["the engagement", "the assignment"])
def test_the_stream_closes_at_once_when_somebody_ends_it(
    ends: str, cast: Cast, at: datetime, opened: Callable[..., Stream]
) -> None:
    """The minute's own look would come much too late for this test."""
    boss = person("Boss", cast.brand.organisation)
    Assignment.objects.create(person=boss, brand=cast.brand, role=Role.ADMIN.value)
    seat = take_seat(boss, cast.brand.slug, at=at)
    events = opened(cast.bob).events()
    next_of("tick", events)

    if ends == "the engagement":
        end_engagement(seat=seat, engagement=Engagement.objects.get(agency=cast.agency))
    else:
        remove_person(seat=seat, assignment=Assignment.objects.get(person=cast.bob))

    assert [event.kind for event in events if event.kind != "tick"] == []


def test_the_stream_closes_after_signing_out(
    cast: Cast, opened: Callable[..., Stream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TICK_SECONDS", 0.2)
    monkeypatch.setattr(views, "CHECK_SECONDS", 0.2)
    session = session_of(cast.alice)
    events = opened(cast.alice, session=session).events()
    next_of("tick", events)

    client = Client()
    client.cookies["firebreak_session"] = session
    client.post("/sign-out/")

    assert len(list(events)) < 20


def test_who_has_no_stream_can_ask(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.carol)
    before = client.get("/b/spring/changes").json()
    beat(cast.brand, "posts")

    after = client.get("/b/spring/changes", {"last_event_id": before["id"]}).json()

    assert before["topics"] == []
    assert after["topics"] == ["posts"]
    assert read_mark(after["id"])
