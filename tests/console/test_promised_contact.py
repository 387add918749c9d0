"""Does a published promise to get in touch become somebody's task, linked and due within two hours? R1.33"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.speak.publishing import publish_statement, set_out
from firebreak.console.respond.speak.records import Statement
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import incident, statement

HOURS = timedelta(hours=2)
LINK = "https://spring.example/news/1"
SORRY = "我們看到有人買到有瑕疵的產品，讓您失望，我們很抱歉。我們會立即與您聯繫，提供換貨或退款。"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - HOURS, severity="S4")


def published(seat: Seat, about: Incident, text: str = SORRY, **fields: str) -> Statement:
    one = statement(about, text, by=seat.person, at=seat.at, **({"kind": "letter"} | fields))
    set_out(one, at=seat.at, person=seat.person, link=LINK)
    return one


def test_r1_33_what_was_promised_is_a_linked_task_due_within_two_hours(seat: Seat, about: Incident) -> None:
    one = statement(about, SORRY + "請撥 0800-000-147。", by=seat.person, at=seat.at, kind="letter")

    publish_statement(seat=seat, statement=one, version=0, url=LINK, reason="急")

    step = Step.objects.get(pack="promised")
    assert (step.statement, step.state) == (one, Step.OPEN)
    assert {step.due(level) for level in ("S1", "S2", "S3", "S4")} == {seat.at + HOURS}
    assert list(Moment.objects.filter(incident=about, kind="contact_promised").values_list("facts", flat=True)) == [
        {"channel": "website", "role": step.who["A"]}
    ]
    assert Entry.objects.get(action="promise_contact").detail["step"] == step.code


def test_it_is_given_to_the_first_of_those_who_speak_to_people_that_is_there(
    cast: Cast, seat: Seat, about: Incident
) -> None:
    published(seat, about)
    Assignment.objects.filter(person=cast.carol).update(role=Role.CS_AGENT.value)
    published(seat, about, channel="line")

    assert [one.who["A"] for one in Step.objects.filter(pack="promised").order_by("pk")] == ["agency_lead", "cs_agent"]


@pytest.mark.parametrize(
    ("text", "audience"), [("我們正在查，今晚 20:00 前再說明，請撥 0800-000-147。", "public"), (SORRY, "staff")]
)
def test_what_promises_nothing_in_public_makes_no_task(text: str, audience: str, seat: Seat, about: Incident) -> None:
    published(seat, about, text, audience=audience)

    assert not Step.objects.filter(pack="promised").exists()


def test_the_room_shows_it_with_the_words_that_promised_it(
    cast: Cast, seat: Seat, about: Incident, signed_in: Callable[[Person], Client]
) -> None:
    one = published(seat, about)

    page = signed_in(cast.bob).get(reverse("incident", args=[cast.brand.slug, about.number]) + "?tab=plan")

    shown = page.content.decode()
    assert "聯繫當事人，兌現公開承諾" in shown
    assert reverse("statement", args=[cast.brand.slug, one.pk]) in shown
