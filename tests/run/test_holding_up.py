"""Does one matter that fails hold up the others? No alert, no incident, no clock and no reading of another waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError

from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Source
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Severity
from firebreak.run import pipeline
from firebreak.run.pipeline import Event, judge
from firebreak.run.resting import runs_out
from tests.posts import ASK, KIND, LEAK, MINUTE, SICK, hand_in, post
from tests.records import incident

Work = Callable[..., Any]
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def failing(work: Work, *, of: Incident) -> Work:
    """Do a work for every incident but one, at which it fails."""

    def tried(incident: Incident, **rest: Any) -> Any:
        if incident.pk == of.pk:
            raise ValueError("damaged")
        return work(incident, **rest)

    return tried


def told_clocks(events: list[Event]) -> set[str]:
    return {event.facts["incident"] for event in events if event.type == "clock"}


@pytest.fixture
def damaged(brand: Brand, at: datetime) -> Incident:
    return incident(brand, at=at)


@pytest.fixture
def sound(damaged: Incident, brand: Brand, at: datetime) -> Incident:
    return incident(brand, at=at)


@pytest.mark.parametrize("work", ["follow_story", "mark_breaches"])
def test_alerts_are_told_although_an_incident_fails(
    work: str, damaged: Incident, brand: Brand, via: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, work, failing(getattr(pipeline, work), of=damaged))
    week = [post(number, (KIND, ASK)[number % 2], at - 7 * DAY + number * 4 * HOUR) for number in range(42)]
    hand_in(brand, week, via=via, at=at - MINUTE)
    wave = [post(100 + number, f"{LEAK}，第 {number} 天", at - number * MINUTE / 20) for number in range(12)]

    events = judge(brand, at=at, numbers=hand_in(brand, wave, via=via, at=at).stories)

    assert "S3" in {event.facts["severity"] for event in events if event.type == "alert"}
    assert Alert.objects.filter(severity="S3").exists()


@pytest.mark.parametrize("work", ["follow_story", "mark_breaches"])
def test_the_clocks_of_others_run_out_although_an_incident_fails(
    work: str,
    damaged: Incident,
    sound: Incident,
    brand: Brand,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(pipeline, work, failing(getattr(pipeline, work), of=damaged))

    events = judge(brand, at=at + DAY, numbers=())

    assert sound.code in told_clocks(events)
    assert f"incident {damaged.pk} could not be looked after" in caplog.text


def test_an_incident_that_cannot_follow_its_story_still_has_its_clocks(
    damaged: Incident, brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "follow_story", failing(pipeline.follow_story, of=damaged))
    assert damaged.code in told_clocks(judge(brand, at=at + DAY, numbers=()))


def test_an_incident_that_failed_is_looked_at_again_after_a_minute(
    damaged: Incident, brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "mark_breaches", failing(pipeline.mark_breaches, of=damaged))
        judge(brand, at=at + DAY, numbers=())

    assert not told_clocks(judge(brand, at=at + DAY + MINUTE / 2, numbers=()))
    assert damaged.code in told_clocks(judge(brand, at=at + DAY + 2 * MINUTE, numbers=()))


def test_an_incident_whose_next_clock_cannot_be_told_keeps_no_other_from_its_rest(
    damaged: Incident, sound: Incident, brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firebreak.run.rounds.runs_out", failing(runs_out, of=damaged))
    assert sound.code in told_clocks(judge(brand, at=at + DAY, numbers=()))


def test_trouble_of_the_database_is_not_put_on_an_incident(
    damaged: Incident, brand: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(incident: Incident, *, at: datetime) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(pipeline, "mark_breaches", locked)
    with pytest.raises(OperationalError):
        judge(brand, at=at + DAY, numbers=())


def test_what_was_told_of_is_opened_and_clocks_run_out_although_the_brand_cannot_be_looked_at(
    sound: Incident, brand: Brand, via: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**known: Any) -> list[Alert]:
        raise ValueError("damaged")

    monkeypatch.setattr(pipeline, "raise_alerts", broken)
    set_default_routes(brand)
    posts = [post(number, SICK, at + DAY - number * MINUTE, photo=True) for number in range(3)]
    numbers = hand_in(brand, posts, via=via, at=at + DAY).stories

    with pytest.raises(ValueError, match="damaged"):
        judge(brand, at=at + DAY, numbers=numbers)

    story = Story.objects.get(severity__in=[Severity.S1.value, Severity.S2.value])
    assert Incident.objects.filter(story=story).exists()
    assert sound.moments.filter(kind="breach").exists()
