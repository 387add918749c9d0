"""Does a brand work on when a matrix was tightened after it was kept, and is it told what another matrix voided?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak import knowledge
from firebreak.console.access import Seat, take_seat
from firebreak.console.cases.spending import limits_of
from firebreak.console.govern.models import Person
from firebreak.console.respond.matrix.forms import MatterForm
from firebreak.console.respond.matrix.holding import authority_of
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.matrix.writing import confirm_matrix
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.approving import approve_statement, path_of, submit_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.core.respond.matrix import matrix_in
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.console.test_matrix import (
    EXEC,
    EXECUTIVE_TOO,
    GOOD,
    LEAD,
    LEGAL,
    MINUTE,
    PR,
    SHIPPED,
    WIDER,
    about,
    asked,
    asking,
    boss,
    in_force,
    later,
    people,
    write,
)
from tests.records import matrix, statement

__all__ = ["about", "boss", "people"]  # fixtures
SignIn = Callable[[Person], Client]
NO_LAW = asking("S2", LEAD, PR, EXEC)  # as one might be kept from before the rule that legal is asked


def test_a_matrix_that_breaks_a_rule_tightened_later_holds_as_far_as_it_is_lawful(
    cast: Cast, about: Incident, signed_in: SignIn, at: datetime
) -> None:
    in_force(cast.brand, cast.alice, at=at, like=replace(NO_LAW, money=(0, 1_000, 20_000)))
    one = statement(about, GOOD, by=cast.bob, at=at)

    assert set(asked(one, at)) == {PR, LEGAL, EXEC}
    assert not limits_of(cast.brand).covers(PR, 20_001)  # what breaks no rule counts as it was written
    answer = signed_in(cast.alice).get(reverse("settings_matrix", args=[cast.brand.slug]))
    assert [row.what for row in answer.context["page"].mended] == ["S2 要核准的人"]


def test_nobody_reads_of_broken_rules_where_there_are_none(cast: Cast, signed_in: SignIn, at: datetime) -> None:
    in_force(cast.brand, cast.alice, at=at)

    answer = signed_in(cast.alice).get(reverse("settings_matrix", args=[cast.brand.slug]))

    assert answer.context["page"].mended == []


def test_a_brand_writes_down_what_is_left_of_a_matrix_and_two_people_put_it_in_force(
    cast: Cast, boss: Seat, signed_in: SignIn, at: datetime
) -> None:
    in_force(cast.brand, cast.alice, at=at, like=NO_LAW)
    client, edit = signed_in(cast.alice), reverse("edit_matrix", args=[cast.brand.slug])
    begun = client.get(edit).context["form"].initial

    assert (
        client.post(edit, begun | dict(MatterForm.usual) | {"reason": "照現在的規則", "do": "keep"}).status_code == 302
    )
    confirm_matrix(seat=boss, number=2)

    assert MatrixVersion.objects.get(number=2).lawful.is_whole
    assert matrix_in(authority_of(cast.brand)) == asking("S2", LEAD, PR, LEGAL, EXEC)


def test_a_version_that_became_unlawful_while_it_waited_is_not_put_in_force(
    cast: Cast, people: dict[Role, Person], signed_in: SignIn, at: datetime
) -> None:
    matrix(cast.brand, by=cast.alice, at=at, like=NO_LAW)
    client, confirm = signed_in(people[Role.EXECUTIVE]), reverse("confirm_matrix", args=[cast.brand.slug, 1])
    page = client.get(reverse("settings_matrix", args=[cast.brand.slug]))
    assert confirm not in page.content.decode()

    refused = client.post(confirm)

    assert refused.status_code == 400
    assert refused.context["fault"].facts["problem"] == "matrix_out_of_date"
    assert authority_of(cast.brand) == knowledge.authority()
    assert client.post(reverse("drop_matrix", args=[cast.brand.slug, 1])).status_code == 302


@pytest.mark.parametrize("text", ["{", '{"steps": {"S1": ["king"]}}'])
def test_a_matrix_that_cannot_be_read_locks_no_page(cast: Cast, signed_in: SignIn, at: datetime, text: str) -> None:
    in_force(cast.brand, cast.alice, at=at)
    MatrixVersion.objects.update(text=text)

    assert matrix_in(authority_of(cast.brand)) == SHIPPED
    client = signed_in(cast.alice)
    for name in ("settings_matrix", "edit_matrix"):
        assert client.get(reverse(name, args=[cast.brand.slug])).status_code == 200


def test_who_approves_reads_that_another_matrix_voided_what_was_approved(
    cast: Cast, seat: Seat, people: dict[Role, Person], about: Incident, signed_in: SignIn, at: datetime
) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at)
    submit_statement(seat=take_seat(cast.bob, cast.brand.slug, at=at), statement=one, version=0)
    approve_statement(seat=seat, statement=one, version=0)
    client, page = signed_in(cast.alice), reverse("statement", args=[cast.brand.slug, one.pk])
    assert client.get(page).context["page"].way.widened is None

    made = write(later(seat, 0), EXECUTIVE_TOO)
    confirm_matrix(seat=take_seat(people[Role.EXECUTIVE], cast.brand.slug, at=at), number=made.number)

    way = client.get(page).context["page"].way
    assert (way.widened, way.asked_besides, way.asked_anew) == (made, "主管", "Alice")
    for address in (page, reverse("approvals", args=[cast.brand.slug])):
        told = client.get(address).content.decode()
        assert "核決權限表改了" in told
        assert "<bdi>Role-executive</bdi> 在" in told
        assert "放行了第 1 版，還要主管核准" in told


def test_nothing_is_said_of_a_matrix_that_voided_no_approval(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)
    in_force(cast.brand, cast.alice, at=at + MINUTE, like=EXECUTIVE_TOO)
    approve_statement(seat=later(seat, 2), statement=one, version=0)

    assert path_of(Statement.objects.get(), at=at + 3 * MINUTE).widened is None


def test_an_approval_that_a_graver_level_voided_is_not_laid_to_a_matrix(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)
    approve_statement(seat=seat, statement=one, version=0)
    Incident.objects.update(severity="S1")
    in_force(cast.brand, cast.alice, at=at + MINUTE, like=WIDER)

    path = path_of(Statement.objects.get(), at=at + 2 * MINUTE)
    assert not any(row.by for row in path.taken)
    assert path.widened is None
