"""Do recorded weeks of other trades end as people judged them? They are never used to tune anything."""

import io
import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from firebreak.console import clock
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.reader import reader_of
from firebreak.run.demo import RECORDING, load
from firebreak.run.replay import Replay, replay_file
from firebreak.run.setup import ready_brand, upload_of

CASES = Path(__file__).parents[1] / "recorded"
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(autouse=True)
def real_time_after(transactional_db: None) -> Any:
    yield
    clock.run_real()


@cache
def replayed(folder: Path) -> list[dict[str, Any]]:
    """Give the events that `replay --instant` prints; a recording asked about twice is played once."""
    out = io.StringIO()
    rejected = replay_file(
        str(folder / "posts.jsonl"),
        watch=str(folder / "watch.yaml"),
        brand=None,
        speed=None,
        into_existing=False,
        deliver=False,
        out=out,
    )
    assert rejected == 0
    return [orjson.loads(line) for line in out.getvalue().splitlines()]


def of(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [event for event in events if event["type"] == kind]


@pytest.mark.one_database  # the demo goes through every question on PostgreSQL; the judgement is arithmetic
@pytest.mark.parametrize("case", ["bank_leak", "clinic_rumour"])
def test_a_crisis_alerts_and_opens_an_incident_of_its_kind(case: str) -> None:
    """R1.101 part: from the first post to the open incident without anybody's hand."""
    wanted = yaml.safe_load((CASES / case / "expect.yaml").read_text(encoding="utf-8"))

    events = replayed(CASES / case)

    alerts = [one for one in of(events, "alert") if one["signal"] in wanted["alert_signals_any"]]
    grave = [one for one in of(events, "incident") if one["severity"] in wanted["severity_in"]]
    began = datetime.fromisoformat(wanted["crisis_from"])
    assert {one["severity"] for one in alerts} & set(wanted["severity_in"])
    assert wanted["category"] in {one["category"] for one in grave}
    assert min(datetime.fromisoformat(one["at"]) for one in alerts) >= began


@pytest.mark.one_database
def test_a_quiet_month_stays_quiet() -> None:
    """R1.47: no false alarm in a month that is played back."""
    events = replayed(CASES / "quiet_month")

    assert [(one["at"], one["signal"], one["severity"]) for one in of(events, "alert")] == []
    assert of(events, "incident") == []


def test_the_demo_alerts_and_opens_its_incident_in_time() -> None:
    """R1.1 part: the alert within 90 minutes of the first word of the crisis, the incident within 120."""
    events = replayed(RECORDING)

    began = load().crisis_from
    alerts, incidents = (
        [one for one in of(events, kind) if datetime.fromisoformat(one["at"]) > began] for kind in ("alert", "incident")
    )
    assert datetime.fromisoformat(alerts[0]["at"]) - began <= timedelta(minutes=90)
    assert datetime.fromisoformat(incidents[0]["at"]) - began <= timedelta(minutes=120)
    assert (incidents[0]["category"], incidents[0]["severity"] in ("S1", "S2")) == ("product_safety", True)
    assert {one["category"] for one in incidents} <= {"product_safety", "misinformation"}  # nobody's data got out


def test_every_event_is_as_the_contract_says() -> None:
    for event in replayed(RECORDING):
        assert {"at", "lag_ms", "type", "brand"} <= event.keys()
        assert event["lag_ms"] >= 0
        if event["type"] == "alert":
            assert {"signal", "severity", "reasons", "story", "posts"} <= event.keys()
            assert event["posts"]
        if event["type"] == "incident":
            assert {"severity", "score", "category", "story"} <= event.keys()
        if event["type"] == "story":
            assert {"story", "posts", "merged_into"} <= event.keys()


@pytest.mark.one_database
def test_the_same_posts_without_their_rhythm_are_no_matter_of_volume() -> None:
    """The demo's own posts, shuffled over thirty days of days and nights, raise no alert of volume."""
    rng, recording = random.Random(1), load()
    start = recording.crisis_from.replace(hour=0) - timedelta(days=30)
    times = sorted(
        start + timedelta(days=rng.randrange(30), minutes=60 * rng.choice(range(8, 24)) + rng.randrange(60))
        for _ in recording.posts
    )
    texts = rng.sample(recording.posts, len(recording.posts))
    posts = [replace(one, published_at=at) for one, at in zip(texts, times, strict=True)]
    brand = ready_brand(brand=None, watch=str(RECORDING / "watch.yaml"))
    replay = Replay(brand=brand, via=upload_of(brand), reader=reader_of(brand))

    events = [event for event, _ in replay.run(posts, speed=None)]

    assert PostRow.objects.count() == len(posts)
    loud = [event for event in events if event.type == "alert" and "volume" in str(event.facts["signal"])]
    assert [(event.at, event.facts["signal"]) for event in loud] == []
