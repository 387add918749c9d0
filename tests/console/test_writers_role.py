"""In which role were the words of a text written, and does it stay that role whatever its writer becomes?"""

from datetime import datetime

import pytest

from firebreak.console.access import Seat, take_seat
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.approving import path_of, submit_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.texts import begin_statement, save_statement
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import MINUTE, incident, statement

GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 10 * MINUTE)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def text(cast: Cast, about: Incident, at: datetime) -> Statement:
    """Bob's, who is the agency's lead: at S2 brand and legal are asked."""
    return statement(about, GOOD, by=cast.bob, at=at)


def test_a_text_stays_written_in_the_role_that_its_writer_had_then(
    cast: Cast, about: Incident, bobs: Seat, at: datetime
) -> None:
    made = begin_statement(
        seat=bobs, incident=about, channel=Channel.LINE, audience=Audience.PUBLIC, kind=DraftKind.HOLDING, text=GOOD
    )
    submit_statement(seat=bobs, statement=made, version=0)
    assert asked_of(made, at) == [Role.BRAND_PR, Role.LEGAL]

    cast.brand.assignments.filter(person=cast.bob).update(role=Role.CS_AGENT.value)
    assert asked_of(made, at) == [Role.BRAND_PR, Role.LEGAL]
    cast.brand.assignments.filter(person=cast.bob).delete()
    assert asked_of(made, at) == [Role.BRAND_PR, Role.LEGAL]

    cast.brand.assignments.create(person=cast.bob, role=Role.LEGAL.value)
    assert Role.LEGAL in asked_of(made, at)  # who becomes legal later has not read it as legal


def test_who_writes_it_anew_writes_it_in_the_role_of_today(cast: Cast, text: Statement, at: datetime) -> None:
    cast.brand.assignments.filter(person=cast.bob).update(role=Role.CS_AGENT.value)
    now = take_seat(cast.bob, cast.brand.slug, at=at)

    save_statement(seat=now, statement=text, text=GOOD + "謝謝。", posture=Posture.REBUILD, version=0)

    assert asked_of(text, at) == [Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL]


def asked_of(one: Statement, at: datetime) -> list[Role]:
    return [step.role for step in path_of(Statement.objects.get(pk=one.pk), at=at).steps]
