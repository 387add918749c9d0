"""R2.87: does a forecast that warns of a grave level propose a task, which one click puts in and nothing else does?"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.facts import facts_at
from firebreak.console.assess.models import Assessment, Story
from firebreak.console.assess.outlook import Outlook
from firebreak.console.assess.page import StoryPage
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.opening import open_from_story
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.plan.preventing import EVIDENCE, prevent
from firebreak.console.respond.plan.records import Step
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Severity
from firebreak.run.pipeline import judge
from tests.cast import Cast
from tests.records import story

SignIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def rising(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Story:
    """A story of S3 whose forecast's upper end comes to 62 points."""
    monkeypatch.setattr(Outlook, "ends", (40.0, 62.0))
    return story(cast.brand, at=at, posts=30, severity="S3", score=40)


def test_the_warning_is_of_the_upper_end_of_the_forecast(cast: Cast, seat: Seat, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=30, severity="S4", score=10)
    made = found.assessments.get()
    facts = asdict(facts_at(found, at=at, usual_per_hour=1.0))
    Assessment.objects.filter(pk=made.pk).update(facts=facts)

    outlook = StoryPage(seat, found).outlook

    assert outlook.ends is not None
    told = Severity.of_score(outlook.ends[1])
    assert told.rank <= Severity.S2.rank
    assert outlook.threat == told


def test_one_click_opens_the_incident_with_a_task_that_has_an_owner_a_time_and_mentions(
    seat: Seat, rising: Story
) -> None:
    step = prevent(seat=seat, story=rising)

    assert (step.incident.story, step.state) == (rising, Step.OPEN)
    assert step.who["A"] == "agency_lead"
    assert {step.due(level) for level in ("S1", "S2", "S3", "S4")} == {seat.at + HOUR}
    (told,) = Moment.objects.filter(incident=step.incident, kind="prevention").values_list("facts", flat=True)
    assert (told["severity"], len(told["posts"])) == ("S2", EVIDENCE)
    assert set(told["posts"]) <= set(rising.places.values_list("post_id", flat=True))
    assert Entry.objects.get(action="put_in_prevention").detail["step"] == step.code


def test_a_second_click_puts_in_nothing_more(seat: Seat, rising: Story) -> None:
    assert prevent(seat=seat, story=rising) == prevent(seat=seat, story=rising)
    assert (Incident.objects.count(), Step.objects.filter(pack="forecast").count()) == (1, 1)


def test_nothing_is_put_in_by_itself(cast: Cast, rising: Story, at: datetime) -> None:
    judge(cast.brand, at=at, numbers=[rising.number])

    assert not Step.objects.filter(pack="forecast").exists()


def test_a_forecast_that_warns_no_more_puts_in_nothing(
    seat: Seat, rising: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outlook, "ends", (10.0, 20.0))

    with pytest.raises(BadInput) as refused:
        prevent(seat=seat, story=rising)

    assert refused.value.context["problem"] == "nothing_to_prevent"
    assert not Incident.objects.exists()


def test_a_closed_incident_takes_no_task(seat: Seat, rising: Story) -> None:
    about = open_from_story(seat=seat, story=rising)
    Incident.objects.filter(pk=about.pk).update(phase="closed")

    with pytest.raises(Conflict):
        prevent(seat=seat, story=rising)


def test_the_steps_of_the_incident_propose_it_until_it_is_in(seat: Seat, rising: Story) -> None:
    about = open_from_story(seat=seat, story=rising)
    assert Steps(seat, about).threat == Severity.S2

    prevent(seat=seat, story=rising)

    assert Steps(seat, about).threat is None
    assert StoryPage(seat, Story.objects.get()).task == Step.objects.get(pack="forecast")


def test_both_pages_show_it_and_then_where_it_is(cast: Cast, seat: Seat, rising: Story, signed_in: SignIn) -> None:
    alice, about = signed_in(cast.alice), open_from_story(seat=seat, story=rising)
    page = reverse("story", args=[cast.brand.slug, rising.number])
    steps = f"{reverse('incident', args=[cast.brand.slug, about.number])}?tab=plan"
    act = reverse("prevent_story", args=[cast.brand.slug, rising.number])
    assert all(act in alice.get(one).content.decode() for one in (page, steps))

    done = alice.post(act, follow=True)

    assert "step-prevent_s2" in done.content.decode()
    assert all(act not in alice.get(one).content.decode() for one in (page, steps))


def test_who_only_watches_puts_in_nothing(cast: Cast, rising: Story, at: datetime, signed_in: SignIn) -> None:
    act = reverse("prevent_story", args=[cast.brand.slug, rising.number])
    with pytest.raises(NotAllowed):
        prevent(seat=take_seat(cast.carol, cast.brand.slug, at=at), story=rising)

    assert signed_in(cast.carol).post(act).status_code == 403
    assert signed_in(cast.mallory).post(act).status_code == 404
    page = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, rising.number])).content.decode()
    assert act not in page
    assert not Step.objects.exists()
