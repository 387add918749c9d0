"""Does a brand's own matrix hold only when two people want it, and for what is asked from then on?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firebreak import knowledge
from firebreak.console.access import Seat, take_seat
from firebreak.console.cases.spending import limits_of
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.matrix.forms import MatterForm, first_of
from firebreak.console.respond.matrix.holding import authority_of, matrices_of
from firebreak.console.respond.matrix.records import MatrixVersion
from firebreak.console.respond.matrix.writing import confirm_matrix, drop_matrix, write_matrix
from firebreak.console.respond.models import Incident
from firebreak.console.respond.ready.records import ReadyApproval
from firebreak.console.respond.ready.writing import Road
from firebreak.console.respond.speak.approving import approve_statement, path_of, submit_statement, tell_late
from firebreak.console.respond.speak.board import Board
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.matrix import Matrix, matrix_in
from firebreak.core.terms import Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import incident, matrix, ready_text, statement

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"
SHIPPED = matrix_in(knowledge.authority())
LEAD, PR, LEGAL, EXEC = Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE


def asking(level: str, *roles: Role, base: Matrix = SHIPPED) -> Matrix:
    return replace(base, steps={**base.steps, level: frozenset(roles)})


WIDER = asking("S3", LEAD, LEGAL)
EXECUTIVE_TOO = asking("S2", LEAD, PR, LEGAL, EXEC)


@pytest.fixture
def people(cast: Cast) -> dict[Role, Person]:
    return one_of_each_role(cast.brand)


@pytest.fixture
def boss(cast: Cast, people: dict[Role, Person], at: datetime) -> Seat:
    return take_seat(people[Role.EXECUTIVE], cast.brand.slug, at=at)


def later(seat: Seat, minutes: int) -> Seat:
    return Seat(seat.brand, seat.person, seat.role, seat.at + minutes * MINUTE)


def write(seat: Seat, like: Matrix = WIDER, was: int = 0) -> MatrixVersion:
    return write_matrix(seat=seat, matrix=like, reason="法務也看 S3", was=was)


def in_force(brand: Any, by: Person, *, at: datetime, like: Matrix = WIDER) -> MatrixVersion:
    other = Person.objects.exclude(pk=by.pk)[0]
    return matrix(brand, by=by, at=at, like=like, confirmed_by=other, in_force_at=at)


def asked(one: Statement, at: datetime) -> list[Role]:
    return [step.role for step in path_of(Statement.objects.get(pk=one.pk), at=at).steps]


def test_a_version_holds_once_a_second_person_has_confirmed_it(seat: Seat, boss: Seat) -> None:
    made = write(seat)
    assert matrix_in(authority_of(seat.brand)) == SHIPPED

    confirm_matrix(seat=boss, number=made.number)

    assert matrix_in(authority_of(seat.brand)) == WIDER
    kept = MatrixVersion.objects.get()
    assert (kept.written_by, kept.confirmed_by, kept.in_force_at) == (seat.person, boss.person, boss.at)
    said = list(Entry.objects.filter(subject="matrix:1").order_by("number").values_list("action", "detail"))
    assert [action for action, _detail in said] == ["write_matrix", "confirm_matrix"]
    assert said[0][1] == {"version": 1, "digest": kept.digest, "changed": ["steps:S3"]}


def test_nobody_puts_their_own_in_force_not_even_past_the_service(seat: Seat) -> None:
    made = write(seat)

    with pytest.raises(NotAllowed) as refused:
        confirm_matrix(seat=seat, number=made.number)
    assert refused.value.context["problem"] == "own_matrix"
    for past in ({"confirmed_by": seat.person, "in_force_at": seat.at}, {"in_force_at": seat.at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MatrixVersion.objects.filter(pk=made.pk).update(**past)
    assert authority_of(seat.brand) == knowledge.authority()


@pytest.mark.parametrize("role", [role for role in Role if role not in (PR, EXEC, Role.ADMIN)])
def test_only_who_may_overrule_the_rules_of_the_brand_writes_and_confirms(
    cast: Cast, people: dict[Role, Person], seat: Seat, role: Role, at: datetime
) -> None:
    somebody = take_seat(people[role], cast.brand.slug, at=at)
    made = write(seat)

    for act in (
        lambda: write(somebody, EXECUTIVE_TOO, was=1),
        lambda: confirm_matrix(seat=somebody, number=made.number),
        lambda: drop_matrix(seat=somebody, number=made.number),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_agency_changes_nothing_of_it_whatever_its_engagement_says(cast: Cast, at: datetime) -> None:
    cast.brand.assignments.filter(person=cast.bob).update(role=Role.ADMIN.value)

    with pytest.raises(NotAllowed):
        write(take_seat(cast.bob, cast.brand.slug, at=at))


def test_what_is_weaker_than_the_hard_rules_is_refused_by_the_service_too(seat: Seat) -> None:
    with pytest.raises(BadInput) as refused:
        write(seat, asking("S2", LEAD, PR))
    assert refused.value.context["broken"] == ["hard_asked"]
    assert not MatrixVersion.objects.exists()


def test_a_version_needs_a_reason_and_says_something_new(seat: Seat) -> None:
    for like, reason, problem in ((SHIPPED, "x", "same_matrix"), (WIDER, " ", "reason_missing")):
        with pytest.raises(BadInput) as refused:
            write_matrix(seat=seat, matrix=like, reason=reason, was=0)
        assert refused.value.context["problem"] == problem


def test_the_slower_of_two_is_told_and_a_version_that_was_replaced_never_holds(seat: Seat, boss: Seat) -> None:
    first = write(seat)
    with pytest.raises(Conflict):
        write(boss, EXECUTIVE_TOO, was=0)
    write(boss, EXECUTIVE_TOO, was=1)

    with pytest.raises(Conflict):
        confirm_matrix(seat=boss, number=first.number)
    confirm_matrix(seat=seat, number=2)
    assert matrix_in(authority_of(seat.brand)) == EXECUTIVE_TOO


def test_a_version_that_was_taken_back_never_holds(seat: Seat, boss: Seat) -> None:
    made = write(seat)
    drop_matrix(seat=seat, number=made.number)

    with pytest.raises(Conflict):
        confirm_matrix(seat=boss, number=made.number)
    assert Entry.objects.filter(action="drop_matrix").exists()


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 10 * MINUTE)


def test_a_text_that_is_not_handed_in_is_asked_by_what_holds_now(cast: Cast, about: Incident, at: datetime) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at)
    assert asked(one, at) == [PR, LEGAL]

    in_force(cast.brand, cast.alice, at=at, like=EXECUTIVE_TOO)

    assert asked(one, at) == [PR, LEGAL, EXEC]


def test_what_waits_is_asked_of_those_whom_a_new_matrix_names_and_needs_its_approvals_again(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at)
    submit_statement(seat=take_seat(cast.bob, cast.brand.slug, at=at), statement=one, version=0)
    approve_statement(seat=seat, statement=one, version=0)

    in_force(cast.brand, cast.alice, at=at + 20 * MINUTE, like=EXECUTIVE_TOO)

    path = path_of(Statement.objects.get(), at=at + 40 * MINUTE)
    assert [row.step.role for row in path.waiting] == [PR, LEGAL, EXEC]  # Alice did not know that so many are asked
    assert path.asked_at == at + 20 * MINUTE
    assert tell_late(cast.brand, at=at + 40 * MINUTE) == 0  # nobody is late with what was not yet asked of them


def test_what_waits_keeps_everybody_whom_it_was_asked_of_when_a_new_matrix_names_fewer(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    in_force(cast.brand, cast.alice, at=at - 5 * MINUTE, like=EXECUTIVE_TOO)
    one = statement(about, GOOD, by=cast.bob, at=at)
    submit_statement(seat=take_seat(cast.bob, cast.brand.slug, at=at), statement=one, version=0)
    approve_statement(seat=seat, statement=one, version=0)

    in_force(cast.brand, cast.alice, at=at + MINUTE, like=SHIPPED)

    path = path_of(Statement.objects.get(), at=at + 2 * MINUTE)
    assert {row.step.role for row in path.waiting} == {LEGAL, EXEC}
    assert path.asked_at == at  # … and their time goes on


def test_a_matrix_between_two_others_is_asked_too(cast: Cast, about: Incident, at: datetime) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)
    in_force(cast.brand, cast.alice, at=at + MINUTE, like=EXECUTIVE_TOO)
    in_force(cast.brand, cast.alice, at=at + 2 * MINUTE, like=SHIPPED)

    assert asked(one, at + 3 * MINUTE) == [PR, LEGAL, EXEC]
    assert len(matrices_of(cast.brand).since(at + 2 * MINUTE)) == 2  # at the same instant: nobody is spared
    assert len(matrices_of(cast.brand).since(at + 3 * MINUTE)) == 1


def test_a_later_matrix_that_adds_nobody_lets_their_time_go_on(cast: Cast, about: Incident, at: datetime) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)
    in_force(cast.brand, cast.alice, at=at + MINUTE, like=EXECUTIVE_TOO)
    in_force(cast.brand, cast.alice, at=at + 20 * MINUTE, like=SHIPPED)

    assert path_of(one, at=at + 21 * MINUTE).asked_at == at + MINUTE


def with_minutes(most: int) -> Matrix:
    return replace(SHIPPED, within={**SHIPPED.within, "S2": most})


def test_fewer_minutes_make_nobody_late_with_what_was_asked_before(cast: Cast, about: Incident, at: datetime) -> None:
    statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)

    in_force(cast.brand, cast.alice, at=at + 12 * MINUTE, like=with_minutes(10))

    assert tell_late(cast.brand, at=at + 13 * MINUTE) == 0


def test_more_minutes_void_no_approval_that_was_given_in_place_of_a_late_one(
    cast: Cast, boss: Seat, about: Incident, at: datetime
) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at)
    approve_statement(seat=later(boss, 31), statement=one, version=0)
    assert path_of(one, at=at + 32 * MINUTE).is_through

    in_force(cast.brand, cast.alice, at=at + 33 * MINUTE, like=with_minutes(60))

    assert path_of(Statement.objects.get(), at=at + 34 * MINUTE).is_through


def test_what_was_handed_in_while_a_looser_matrix_waited_its_turn_keeps_whom_it_was_asked_of(
    cast: Cast, seat: Seat, boss: Seat, about: Incident, at: datetime
) -> None:
    in_force(cast.brand, cast.alice, at=at - 5 * MINUTE, like=EXECUTIVE_TOO)
    write(seat, SHIPPED, was=1)
    one = statement(about, GOOD, by=cast.bob, at=at, submitted_at=at + MINUTE)

    confirm_matrix(seat=boss, number=2)  # by a request that began before that

    assert set(asked(one, at + 2 * MINUTE)) == {PR, LEGAL, EXEC}


def test_a_room_asks_for_the_matrices_once_for_all_its_texts(
    cast: Cast, seat: Seat, about: Incident, at: datetime
) -> None:
    for channel in ("website", "facebook", "line"):
        statement(about, GOOD, by=cast.bob, at=at, submitted_at=at, channel=channel)

    with CaptureQueriesContext(connection) as captured:
        assert len(Board(seat, about).texts) == 3

    assert sum("matrixversion" in query["sql"] for query in captured) == 1


def test_who_may_publish_is_what_holds_now(cast: Cast, about: Incident, at: datetime) -> None:
    one = statement(about, GOOD, by=cast.bob, at=at)
    bobs = take_seat(cast.bob, cast.brand.slug, at=at)
    assert path_of(one, at=at).may_publish(bobs)

    only_brand = replace(SHIPPED, publishers={**SHIPPED.publishers, "S2": frozenset({PR})})
    in_force(cast.brand, cast.alice, at=at, like=only_brand)

    assert not path_of(one, at=at).may_publish(bobs)


def test_a_message_that_waits_is_asked_of_whom_either_matrix_names_and_one_that_holds_stays(
    cast: Cast, at: datetime
) -> None:
    waits = ready_text(cast.brand, by=cast.bob, at=at, approved_at=None, written_as="agency_lead")
    holds = ready_text(cast.brand, by=cast.bob, at=at, written_as="agency_lead")

    in_force(cast.brand, cast.alice, at=at + MINUTE, like=EXECUTIVE_TOO)

    assert {step.role for step in Road(waits).steps} == {PR, LEGAL, EXEC}
    assert {step.role for step in Road(holds).steps} == {PR, LEGAL}


def test_an_approval_of_a_message_does_not_count_when_more_are_asked_than_then(cast: Cast, at: datetime) -> None:
    waits = ready_text(cast.brand, by=cast.bob, at=at, approved_at=None, written_as="agency_lead")
    ReadyApproval.objects.create(ready=waits, person=cast.alice, role="brand_pr", at=at, approved=True)
    assert [one.step.role for one in Road(waits).taken if one.by] == [PR]

    in_force(cast.brand, cast.alice, at=at + MINUTE, like=EXECUTIVE_TOO)

    assert not any(one.by for one in Road(waits).taken)


def test_the_sums_limit_what_a_role_may_give_an_affected_person(cast: Cast, at: datetime) -> None:
    assert limits_of(cast.brand).covers(PR, 50_000)

    in_force(cast.brand, cast.alice, at=at, like=replace(SHIPPED, money=(0, 1_000, 20_000)))

    assert not limits_of(cast.brand).covers(PR, 20_001)
    assert not limits_of(cast.brand).covers(Role.CS_AGENT, 1)


def test_another_brand_works_by_its_own(cast: Cast, at: datetime) -> None:
    in_force(cast.brand, cast.alice, at=at)

    assert authority_of(cast.others_brand) == knowledge.authority()


def filled(like: Matrix, **more: Any) -> dict[str, Any]:
    return first_of(like, was=0) | dict(MatterForm.usual) | {"reason": "法務也看 S3", "do": "keep"} | more


def test_a_person_writes_one_on_the_page_and_another_puts_it_in_force(
    cast: Cast, people: dict[Role, Person], client: Client
) -> None:
    page, edit = (reverse(name, args=[cast.brand.slug]) for name in ("settings_matrix", "edit_matrix"))
    client.force_login(cast.alice)
    assert client.post(edit, filled(WIDER)).status_code == 302
    assert reverse("confirm_matrix", args=[cast.brand.slug, 1]) not in client.get(page).content.decode()

    client.force_login(people[Role.EXECUTIVE])
    assert reverse("confirm_matrix", args=[cast.brand.slug, 1]) in client.get(page).content.decode()
    client.post(reverse("confirm_matrix", args=[cast.brand.slug, 1]))

    assert matrix_in(authority_of(cast.brand)) == WIDER


def test_boxes_that_no_browser_sends_are_ticked_nevertheless_where_every_matrix_asks(
    cast: Cast, signed_in: SignIn
) -> None:
    none = {name: value for name, value in filled(WIDER).items() if name != "steps-S2"}

    signed_in(cast.alice).post(reverse("edit_matrix", args=[cast.brand.slug]), none)

    assert MatrixVersion.objects.get().matrix.steps["S2"] == {LEAD, PR, LEGAL}


def test_who_would_approve_is_seen_before_it_is_kept(cast: Cast, signed_in: SignIn) -> None:
    client, edit = signed_in(cast.alice), reverse("edit_matrix", args=[cast.brand.slug])
    about = {"severity": "S3", "writer": "cs_agent", "do": "look"}

    answer = client.post(edit, filled(WIDER, **about))

    assert [step.role for step in answer.context["answer"].steps] == [LEAD, LEGAL]
    assert not MatrixVersion.objects.exists()


def test_a_form_that_breaks_a_hard_rule_comes_back_with_its_words_and_keeps_nothing(
    cast: Cast, signed_in: SignIn
) -> None:
    sent = filled(asking("S3"), **{"publishers-S1": ["cs_agent"]})

    answer = signed_in(cast.alice).post(reverse("edit_matrix", args=[cast.brand.slug]), sent)

    assert answer.status_code == 400
    assert len(answer.context["broken"]) == 2
    told = answer.context["fault"].facts
    assert told == {"problem": "matrix_too_weak", "broken": ["agent_publishes", "nobody_asked"]}
    assert not MatrixVersion.objects.exists()


def test_anybody_of_the_brand_asks_who_would_approve_what(cast: Cast, signed_in: SignIn, at: datetime) -> None:
    matrix(cast.brand, by=cast.alice, at=at)  # S3 asks legal, too; it waits
    about = {"severity": "S3", "writer": "agency_lead", "channel": "press", "audience": "media", "money": "6000"}

    answer = signed_in(cast.carol).get(reverse("settings_matrix", args=[cast.brand.slug]), about)

    now, then = (one for _title, one in answer.context["page"].answers)
    assert [(step.role, step.why) for step in now.steps] == [(PR, "channel")]
    assert [step.role for step in then.steps] == [LEGAL, PR]
    assert Severity.S3 in answer.content.decode()


def test_a_version_on_the_page_that_was_replaced_is_told_as_a_conflict(
    cast: Cast, people: dict[Role, Person], signed_in: SignIn, at: datetime
) -> None:
    matrix(cast.brand, by=cast.alice, at=at)
    matrix(cast.brand, by=cast.alice, at=at, like=EXECUTIVE_TOO)

    answer = signed_in(people[Role.EXECUTIVE]).post(reverse("confirm_matrix", args=[cast.brand.slug, 1]))

    assert answer.status_code == 409
    assert authority_of(cast.brand) == knowledge.authority()
