"""Does an incident's score go with its story in the same moment, and stay within its own level?"""

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from django.urls import reverse

from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident
from tests.cast import Cast
from tests.records import incident, story

SignIn = Callable[[Person], Client]


def score_of(one: Incident) -> float:
    return Incident.objects.get(pk=one.pk).score


def test_the_score_follows_a_correction_of_its_story_before_any_loop_has_looked(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    told = story(cast.brand, at=at, posts=2, severity="S4", score=20)
    one = incident(cast.brand, at=at, about=told, severity="S4")
    client = signed_in(cast.alice)

    for post in Post.objects.filter(place__story=told):
        path = reverse("correct_reading", args=[cast.brand.slug, post.pk])
        client.post(path, {"sentiment": "positive", "category": "praise", "urgent": "false"})

    told.refresh_from_db()
    assert told.score < 20
    assert score_of(one) == told.score


def test_the_score_follows_a_ruling_of_its_story(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    told = story(cast.brand, at=at)
    one = incident(cast.brand, at=at, about=told)
    address = reverse("set_severity", args=[cast.brand.slug, one.number])

    signed_in(cast.alice).post(address, {"version": one.version, "to": "S1", "reason": "主管機關來電"})

    told.refresh_from_db()
    assert score_of(one) == told.score >= 75


def test_the_score_stays_within_the_level_until_the_level_itself_follows(cast: Cast, at: datetime) -> None:
    told = story(cast.brand, at=at, severity="S1", score=90)

    assert score_of(incident(cast.brand, at=at, about=told, severity="S2")) == 74


def test_without_a_story_the_score_is_the_least_of_the_level(cast: Cast, at: datetime) -> None:
    assert score_of(incident(cast.brand, at=at, severity="S2")) == 50
