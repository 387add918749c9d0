"""Does the demo write its log by its own clock from the first line on, also when it goes on another day?"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connections

from firebreak.console import clock
from firebreak.console.alert.calling import unreached
from firebreak.console.govern.models import Entry
from firebreak.run import demo


@pytest.fixture
def recording(db: None) -> Iterator[demo.Recording]:
    """The first posts of the recording and its last one: a day of quiet, and something still to come."""
    whole = demo.load()
    yield replace(whole, posts=(*whole.posts[:3], whole.posts[-1]))
    clock.run_real()


def times_of(since: int = 0) -> list[datetime]:
    return list(Entry.objects.filter(pk__gt=since).order_by("pk").values_list("at", flat=True))


def test_no_line_of_the_log_is_dated_before_or_after_the_recording(recording: demo.Recording) -> None:
    stage = demo.set_stage(recording, password="quiet-spring-water-7")

    times = times_of()
    assert times[0] == recording.begins
    assert times == sorted(times)
    assert max(times) <= stage.at


def test_a_demo_that_goes_on_writes_on_from_where_its_clock_stood(recording: demo.Recording) -> None:
    demo.set_stage(recording, password="quiet-spring-water-7")
    last, stood = Entry.objects.order_by("-pk")[0].pk, recording.crisis_from + timedelta(hours=1)
    demo.remember(stood)
    clock.run_real()

    demo.set_stage(recording, password="other-spring-water-8")

    assert set(times_of(since=last)) == {stood}


@pytest.mark.parametrize(("ended", "pace"), [(False, 1), (True, 600)])
def test_the_pace_is_a_watchs_once_the_recording_ends_and_then_what_somebody_says(
    ended: bool, pace: int, recording: demo.Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, end = demo.set_stage(recording, password="quiet-spring-water-7"), recording.ends
    stage = replace(stage, coming=(), at=end + timedelta(hours=1) if ended else stage.at)
    monkeypatch.setattr(demo, "due", lambda *_: [[], []])
    monkeypatch.setattr(connections, "close_all", lambda: None)
    clock.run_from(end + timedelta(hours=1), speed=600)

    demo.play(stage, threading.Event(), until=None)

    assert clock.speed() == pace


def test_the_alert_of_the_demo_finds_somebody_who_has_been_there(recording: demo.Recording) -> None:
    brand = demo.set_stage(recording, password="quiet-spring-water-7").replay.brand

    assert unreached(brand, at=clock.now()) == []
