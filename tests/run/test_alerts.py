"""Is a person woken once, in time, and is the incident open before they look?"""

import time
from datetime import datetime, timedelta

import pytest

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Assessment, Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Source
from firebreak.console.listen.reader import reader_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import set_severity
from firebreak.core.errors import MachineMayNotLower
from firebreak.core.terms import Role, Severity
from firebreak.run.digest import look_again
from firebreak.run.pipeline import Event, judge, step
from tests.cast import Cast
from tests.posts import ASK, KIND, LEAK, MINUTE, SICK, post

DAY = timedelta(days=1)


@pytest.fixture
def grave(brand: Brand, via: Source, at: datetime) -> list[Event]:
    """A serious defect told with a photo."""
    set_default_routes(brand)
    read = reader_of(brand).read([post(1, SICK, at - MINUTE, photo=True)])
    return step(brand=brand, read=read, via=via, at=at)


def test_a_serious_defect_with_a_photo_opens_an_incident_by_itself(grave: list[Event], brand: Brand) -> None:
    """R1.25: whatever the numbers, at S2 or worse."""
    alert, incident = Alert.objects.get(signal="hard_rule"), Incident.objects.get()

    assert [event.type for event in grave if event.type in ("alert", "incident")] == ["alert", "incident"]
    assert alert.severity in ("S1", "S2")
    assert (incident.severity, incident.alert, incident.floor) == (alert.severity, alert, "S2")


def test_no_machine_lowers_it(grave: list[Event], brand: Brand, via: Source, at: datetime) -> None:
    """R1.25: neither cooling nor praise takes it below S2."""
    later = at + DAY
    read = reader_of(brand).read([post(2 + number, KIND, later) for number in range(30)])
    step(brand=brand, read=read, via=via, at=later)
    judge(brand, at=later + DAY)

    story, incident = Story.objects.get(hard_rule=True), Incident.objects.get(story__hard_rule=True)
    assert not Severity.S2.is_worse_than(Severity(story.severity))
    assert not Severity.S2.is_worse_than(Severity(incident.severity))


def test_a_person_lowers_it_only_with_authority(grave: list[Event], cast: Cast, at: datetime) -> None:
    """R1.25: who may not override is refused."""
    incident = Incident.objects.get()
    seat = Seat(brand=cast.brand, person=cast.bob, role=Role.AGENCY_LEAD, at=at)

    with pytest.raises(MachineMayNotLower):
        set_severity(seat=seat, incident=incident, to=Severity.S4, version=incident.version, reason="誤會")


def test_the_incident_tells_its_story_so_far(grave: list[Event], at: datetime) -> None:
    """R1.1 part: from the mention to the open incident, every step on its timeline; R1.27 part: the golden clock."""
    incident = Incident.objects.get()

    kinds = list(incident.moments.order_by("at", "id").values_list("kind", flat=True))
    assert kinds[:3] == ["first_post", "alert", "opened"]
    assert incident.golden_start == at - MINUTE
    assert incident.opened_at == at


def test_a_story_is_named_by_its_first_complaint(brand: Brand, via: Source, at: datetime) -> None:
    chatter = [post(n, ASK + "有人知道嗎", at - (9 - n) * MINUTE) for n in (1, 2)]
    step(brand=brand, read=reader_of(brand).read(chatter), via=via, at=at - MINUTE)
    story = Story.objects.get(post_count=2)
    assert story.title.startswith(ASK[:8])

    worse = post(3, SICK, at - MINUTE, photo=True)
    taken = step(brand=brand, read=reader_of(brand).read([worse]), via=via, at=at)
    StoryPost.objects.filter(post__external_id=worse.id).update(story=story)
    judge(brand, at=at, numbers=[story.number])

    assert taken
    story.refresh_from_db()
    assert story.title.startswith(SICK[:8])


def test_from_mention_to_incident_takes_seconds(brand: Brand, via: Source, at: datetime) -> None:
    """R1.1 part: ≤ 60 s; R1.6 part: score and reasons ≤ 5 s; R1.47 part: the alert ≤ 60 s."""
    reader = reader_of(brand)
    reader.read([post(2, "早安", at - MINUTE)])  # what is read from disk is read when the service starts
    began = time.monotonic()

    step(brand=brand, read=reader.read([post(1, SICK, at - MINUTE, photo=True)]), via=via, at=at)

    assert time.monotonic() - began < 5
    assessment = Assessment.objects.get()
    assert assessment.reasons
    assert assessment.score == sum(reason["points"] for reason in assessment.reasons)
    assert Incident.objects.exists()


def test_one_matter_alerts_once_in_its_episode(grave: list[Event], brand: Brand, at: datetime) -> None:
    for minute in range(1, 30):
        judge(brand, at=at + minute * MINUTE)
        look_again(at=at + minute * MINUTE)

    assert Alert.objects.filter(story__isnull=False).count() == 1
    assert Incident.objects.count() == 1


def test_an_alert_that_gets_worse_is_told_again_and_stays_one(
    grave: list[Event], brand: Brand, via: Source, at: datetime
) -> None:
    alert = Alert.objects.get(signal="hard_rule")
    Alert.objects.filter(pk=alert.pk).update(severity="S3")
    Story.objects.update(severity="S3")

    events = judge(brand, at=at + MINUTE)

    assert [event.facts["severity"] for event in events if event.type == "alert"] == ["S2"]
    assert Alert.objects.filter(signal="hard_rule").count() == 1


def test_a_wave_of_complaints_alerts_within_a_minute(brand: Brand, via: Source, at: datetime) -> None:
    """R1.47 part: after an ordinary week, a spike of complaints alerts in the minute in which it comes.

    R2.8 part: what is watched for wakes by itself.
    """
    reader = reader_of(brand)
    week = [post(number, (KIND, ASK)[number % 2], at - DAY * 7 + number * timedelta(hours=4)) for number in range(42)]
    step(brand=brand, read=reader.read(week), via=via, at=at - MINUTE)
    assert not Alert.objects.exists()

    wave = [post(100 + number, f"{LEAK}，第 {number} 天", at - number * MINUTE / 20) for number in range(12)]
    events = step(brand=brand, read=reader.read(wave), via=via, at=at)

    assert "alert" in {event.type for event in events}


def test_an_alert_shows_the_posts_of_the_wave_that_raised_it(brand: Brand, via: Source, at: datetime) -> None:
    """Not the newest of all: those that were counted, in the order in which they came."""
    reader = reader_of(brand)
    week = [post(number, (KIND, ASK)[number % 2], at - DAY * 7 + number * timedelta(hours=4)) for number in range(42)]
    before = post(50, LEAK, at - 90 * MINUTE)
    step(brand=brand, read=reader.read([*week, before]), via=via, at=at - MINUTE)

    wave = [post(100 + number, f"{LEAK}，第 {number} 天", at - number * MINUTE / 20) for number in range(12)]
    events = step(brand=brand, read=reader.read(wave), via=via, at=at)

    shown = {event.facts["signal"]: event.facts["posts"] for event in events if event.type == "alert"}
    counted = [one.id for one in reversed(wave)]
    assert shown == {"negative_volume": counted, "story_growth": counted}


def silent(brand: Brand, at: datetime) -> list[Alert]:
    judge(brand, at=at)
    return list(Alert.objects.filter(signal="source_silent"))


@pytest.mark.parametrize("state", [{"next_at": True}, {"next_at": None, "failures": 1, "last_error": "source_down"}])
def test_a_source_that_no_longer_answers_alerts_in_five_minutes(
    brand: Brand, at: datetime, state: dict[str, object]
) -> None:
    """R1.5 part: a dead collector, and a source that was given up on, are told within five minutes."""
    fields = {**state, "next_at": at if state["next_at"] else None}
    Source.objects.create(brand=brand, key="rss", kind="rss", created_at=at - DAY, last_ok_at=at, **fields)

    early, late, later = (silent(brand, at + minutes * MINUTE) for minutes in (4, 5, 9))

    assert (len(early), len(late), len(later)) == (0, 1, 1)


def test_a_source_that_was_paused_by_a_person_is_not_silent(brand: Brand, at: datetime) -> None:
    Source.objects.create(brand=brand, key="rss", kind="rss", created_at=at - DAY, next_at=at, paused=True)

    assert silent(brand, at + DAY) == []
