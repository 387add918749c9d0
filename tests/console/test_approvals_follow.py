"""Does what waits for approval follow its incident: anew when it becomes graver, not at all once it is closed?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import set_severity
from firebreak.console.respond.speak.approving import approve_statement, path_of, submit_statement
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.queue import Queue
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.texts import begin_statement, save_statement
from firebreak.core.errors import Conflict
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import incident, statement

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 10 * MINUTE)


@pytest.fixture
def people(cast: Cast) -> dict[Role, Person]:
    return one_of_each_role(cast.brand)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def text(cast: Cast, about: Incident, bobs: Seat, at: datetime) -> Statement:
    """Bob's, who is the agency's lead, handed in: at S2 brand and legal are asked."""
    return submit_statement(seat=bobs, statement=statement(about, GOOD, by=cast.bob, at=at), version=0)


def seat_of(person: Person, cast: Cast, at: datetime) -> Seat:
    return take_seat(person, cast.brand.slug, at=at)


def approve(seat: Seat, one: Statement) -> None:
    approve_statement(seat=seat, statement=one, version=0)


def missing(one: Statement) -> list[str]:
    return [row.step.role.value for row in path_of(Statement.objects.get(pk=one.pk), at=one.written_at).waiting]


def raise_level(seat: Seat, to: Severity) -> None:
    one = Incident.objects.get()
    set_severity(seat=seat, incident=one, to=to, version=one.version, reason="主管機關來電")


def test_a_raise_gives_every_approval_its_whole_time_again(
    cast: Cast, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    raise_level(seat_of(cast.alice, cast, at + 20 * MINUTE), Severity.S1)  # twenty minutes would be late at S1

    approve(seat_of(people[Role.EXECUTIVE], cast, at + 21 * MINUTE), text)

    assert missing(text) == ["brand_pr", "legal"]
    approve(seat_of(people[Role.ADMIN], cast, at + 36 * MINUTE), text)  # fifteen minutes after the raise
    assert missing(text) == []


def test_what_was_approved_late_at_a_level_holds_when_a_raise_is_taken_back(
    cast: Cast, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    approve(seat_of(people[Role.EXECUTIVE], cast, at + 31 * MINUTE), text)
    for minutes, level in ((40, Severity.S1), (45, Severity.S2)):
        raise_level(seat_of(cast.alice, cast, at + minutes * MINUTE), level)

    assert missing(text) == []


def test_in_a_closed_incident_no_word_is_written_handed_in_approved_or_published(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, text: Statement, signed_in: SignIn
) -> None:
    Incident.objects.update(phase="closed")
    acts = (
        lambda: save_statement(seat=bobs, statement=text, text="改", posture=Posture.REBUILD, version=0),
        lambda: approve(seat, text),
        lambda: publish_statement(seat=bobs, statement=text, version=0, url="https://spring.example/1"),
        lambda: begin_statement(
            seat=bobs, incident=about, channel=Channel.LINE, audience=Audience.PUBLIC, kind=DraftKind.HOLDING
        ),
    )

    for act in acts:
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.context["problem"] == "closed"
    assert Queue(seat).all == []
    page = signed_in(cast.alice).get(reverse("statement", args=[cast.brand.slug, text.pk])).content.decode()
    assert reverse("approve_statement", args=[cast.brand.slug, text.pk]) not in page


def test_a_text_says_whether_it_waits_or_all_have_approved_it(
    cast: Cast, people: dict[Role, Person], text: Statement, at: datetime, signed_in: SignIn
) -> None:
    bobs = signed_in(cast.bob)
    pages = [
        reverse("statement", args=[cast.brand.slug, text.pk]),
        reverse("incident", args=[cast.brand.slug, text.incident.number]) + "?tab=statements",
    ]

    def told() -> list[str]:
        return [bobs.get(page).content.decode() for page in pages]

    assert all("等候核准" in page for page in told())
    assert "由其他人核准" in told()[0]

    approve(seat_of(cast.alice, cast, at), text)
    approve(seat_of(people[Role.LEGAL], cast, at), text)

    assert [("全部核准" in page, "等候核准" in page) for page in told()] == [(True, False)] * 2
    assert "由其他人核准" not in told()[0]
