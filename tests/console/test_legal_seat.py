"""Does a grave incident wait for somebody who answers for the law, whoever else is there?"""

from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_by_hand
from firebreak.console.respond.speak.approving import approve_statement, submit_statement
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import StepSkipped
from firebreak.core.terms import Category, Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import statement

SignIn = Callable[[Person], Client]
WORDS = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"
OTHERS = (Role.BRAND_PR, Role.EXECUTIVE)


def opened(cast: Cast, at: datetime, level: Severity) -> Incident:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)
    return open_by_hand(seat=seat, title="淨水器漏水", category=Category.PRODUCT_DEFECT, severity=level)


def approved(by: Seat, about: Incident, approvers: Iterable[Person]) -> Statement:
    """Hand in a text and let these people approve it."""
    text = statement(about, WORDS, by=by.person, at=by.at)
    submit_statement(seat=by, statement=text, version=0, reason="")
    for person in approvers:
        approve_statement(seat=take_seat(person, by.brand.slug, at=by.at), statement=text, version=0)
    return text


@pytest.mark.parametrize(("level", "others"), [(Severity.S1, OTHERS), (Severity.S2, OTHERS[:1])])
def test_nothing_goes_out_without_legal_though_all_others_approved(
    cast: Cast, at: datetime, level: Severity, others: tuple[Role, ...]
) -> None:
    """R2.42: public relations, management and agency together do not stand in for the seat of legal."""
    about, seat = opened(cast, at, level), take_seat(cast.bob, cast.brand.slug, at=at)
    people = one_of_each_role(cast.brand)
    text = approved(seat, about, [people[role] for role in others])
    with pytest.raises(StepSkipped) as stopped:
        publish_statement(seat=seat, statement=text, version=0, url="https://spring.example/1", reason="")
    assert stopped.value.context["missing"] == ["legal"]

    approve_statement(seat=take_seat(people[Role.LEGAL], cast.brand.slug, at=at), statement=text, version=0)
    publish_statement(seat=seat, statement=text, version=0, url="https://spring.example/1", reason="")

    assert Statement.objects.get(pk=text.pk).published_at == at


@pytest.mark.parametrize("tab", ["duty", "statements"])
def test_an_empty_seat_of_legal_is_named_at_a_grave_level_until_somebody_has_it(
    cast: Cast, at: datetime, signed_in: SignIn, tab: str
) -> None:
    """R2.42: where the team stands, and where its words do."""
    grave, mild = (opened(cast, at, level) for level in (Severity.S2, Severity.S3))

    def told(about: Incident) -> str:
        room = reverse("incident", args=[cast.brand.slug, about.number])
        page = signed_in(cast.carol).get(room, {"tab": tab}).content.decode()
        return page.partition("現在沒有人擔任：")[2].partition("</p>")[0]

    before = told(grave), told(mild)
    one_of_each_role(cast.brand)

    assert before == ("法務", "")
    assert told(grave) == ""
