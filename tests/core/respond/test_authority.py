"""Whose approval does a text need? The matrix, cell by cell, and whose word counts for what."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.authority import Approval, Matter, matter_of, may_take, rules, standing, steps_for, unfilled
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Role, Severity
from firebreak.knowledge.load import load_yaml

AT = datetime(2026, 11, 20, 11, 0, tzinfo=timezone(timedelta(hours=8)))
MINUTE = timedelta(minutes=1)
AGENT, LEAD, PR, LEGAL, EXEC, ADMIN = (
    Role.CS_AGENT,
    Role.AGENCY_LEAD,
    Role.BRAND_PR,
    Role.LEGAL,
    Role.EXECUTIVE,
    Role.ADMIN,
)
# level → who writes → whose approval is needed (knowledge.md d12); a step of the writer's own role falls away.
CELLS = {
    Severity.S1: {
        AGENT: [LEAD, PR, LEGAL, EXEC],
        LEAD: [PR, LEGAL, EXEC],
        PR: [LEAD, LEGAL, EXEC],
        LEGAL: [LEAD, PR, EXEC],
        EXEC: [LEAD, PR, LEGAL],
        ADMIN: [LEAD, PR, LEGAL, EXEC],
    },
    Severity.S2: {
        AGENT: [LEAD, PR, LEGAL],
        LEAD: [PR, LEGAL],
        PR: [LEAD, LEGAL],
        LEGAL: [LEAD, PR],
        EXEC: [LEAD, PR, LEGAL],
        ADMIN: [LEAD, PR, LEGAL],
    },
    Severity.S3: {AGENT: [LEAD], LEAD: [], PR: [], LEGAL: [LEAD], EXEC: [], ADMIN: [LEAD]},
    Severity.S4: {AGENT: [], LEAD: [], PR: [], LEGAL: [], EXEC: [], ADMIN: []},
}
PUBLISHES = {
    Severity.S1: {LEAD, PR, ADMIN},
    Severity.S2: {LEAD, PR, ADMIN},
    Severity.S3: {LEAD, PR, ADMIN},
    Severity.S4: {AGENT, LEAD, PR, ADMIN},
}


def matter(severity: Severity, **more: object) -> Matter:
    plain = Matter(severity, Channel.WEBSITE, Audience.PUBLIC)
    return Matter(
        severity,
        more.get("channel", plain.channel),  # type: ignore[arg-type]
        more.get("audience", plain.audience),  # type: ignore[arg-type]
        more.get("money", plain.money),  # type: ignore[arg-type]
        more.get("claims", plain.claims),  # type: ignore[arg-type]
    )


def asked(one: Matter, writer: Role) -> list[Role]:
    return [step.role for step in steps_for(one, writer=writer, rules=knowledge.authority())]


@pytest.mark.parametrize(
    ("level", "writer", "needed"), [(level, writer, row[writer]) for level, row in CELLS.items() for writer in row]
)
def test_each_cell_names_who_must_approve(level: Severity, writer: Role, needed: list[Role]) -> None:
    """R2.42 in part: legal stands in the way at S1 and S2."""
    assert asked(matter(level), writer) == needed


@pytest.mark.parametrize(
    ("level", "held", "lacking"),
    [
        (Severity.S1, {LEAD, PR, EXEC}, [LEGAL]),
        (Severity.S2, {PR}, [LEGAL]),  # the brand stands in for its agency
        (Severity.S2, {LEAD, LEGAL}, [PR]),  # and never the other way round
        (Severity.S1, {ADMIN}, [LEAD, PR, LEGAL, EXEC]),
        (Severity.S3, {PR}, []),
        (Severity.S4, set(), []),
    ],
)
def test_a_seat_that_a_level_asks_and_nobody_takes_is_named(
    level: Severity, held: set[Role], lacking: list[Role]
) -> None:
    """R2.42: legal at S1 and S2."""
    assert list(unfilled(level, held, knowledge.authority())) == lacking


@pytest.mark.parametrize("level", Severity)
def test_an_agent_never_publishes_what_is_graver_than_the_least(level: Severity) -> None:
    assert set(knowledge.authority().publishers[level]) == PUBLISHES[level]


@pytest.mark.parametrize(
    ("what", "writer", "besides"),
    [
        ({"channel": Channel.PRESS}, LEAD, [PR]),  # the press is told by the brand
        ({"audience": Audience.AUTHORITY}, LEAD, [LEGAL]),
        ({"claims": frozenset({"legal"})}, LEAD, [LEGAL]),
        ({"claims": frozenset({"health"})}, LEAD, [LEGAL]),
        ({"claims": frozenset({"health", "legal"})}, LEAD, [LEGAL]),  # one role is asked once
        ({"money": Decimal(500)}, LEAD, []),
        ({"money": Decimal(5000)}, LEAD, []),
        ({"money": Decimal(5001)}, LEAD, [PR]),
        ({"money": Decimal(50_000)}, LEAD, [PR]),
        ({"money": Decimal(50_001)}, LEAD, [EXEC]),
        ({"money": Decimal(50_001)}, PR, [EXEC]),
        ({"money": Decimal(5001)}, PR, []),  # within the brand's own authority
        ({"money": Decimal(501)}, AGENT, [LEAD]),
    ],
)
def test_channel_audience_claims_and_money_ask_for_more(
    what: dict[str, object], writer: Role, besides: list[Role]
) -> None:
    assert asked(matter(Severity.S3, **what), writer) == besides or writer is AGENT
    assert set(besides) <= set(asked(matter(Severity.S4, **what), writer))


@pytest.mark.parametrize(
    ("text", "money", "claims"),
    [
        ("每位顧客補償 3,000 元。", Decimal(3000), set()),
        ("每位顧客補償 3.2 萬元。", Decimal(32_000), set()),
        ("售價 9,900 元的商品全面下架。", Decimal(0), set()),  # a price is no promise
        ("本公司保留法律追訴權。", Decimal(0), {"legal"}),
        ("內容物對人體無害，請放心。", Decimal(0), {"health"}),
        ("We will take legal action.", Decimal(0), {"legal"}),
        ("我們很抱歉，正在查。", Decimal(0), set()),
        ("We will issue a refund for each tissue pack.", Decimal(0), set()),
        ("We may sue.", Decimal(0), {"legal"}),
    ],
)
def test_what_a_text_promises_and_claims_is_read_from_its_words(text: str, money: Decimal, claims: set[str]) -> None:
    found = matter_of(
        text,
        severity=Severity.S3,
        channel=Channel.WEBSITE,
        audience=Audience.PUBLIC,
        rules=knowledge.authority(),
        facts=knowledge.facts(),
    )

    assert (found.money, set(found.claims)) == (money, claims)


def taken(level: Severity, writer: Role, *approvals: tuple[int, Role, int]) -> dict[Role, int | None]:
    """Give who has taken each step; approvals are (person, role, minutes after it was handed in)."""
    given = [Approval(person, role, AT + minutes * MINUTE) for person, role, minutes in approvals]
    steps = steps_for(matter(level), writer=writer, rules=knowledge.authority())
    found = standing(steps, given, since=AT, rules=knowledge.authority())
    return {one.step.role: one.by.person if one.by else None for one in found}


def test_every_role_takes_its_own_step() -> None:
    assert taken(Severity.S2, AGENT, (1, LEAD, 1), (2, PR, 2), (3, LEGAL, 3)) == {LEAD: 1, PR: 2, LEGAL: 3}


def test_time_alone_approves_nothing() -> None:
    steps = steps_for(matter(Severity.S1), writer=AGENT, rules=knowledge.authority())
    found = standing(steps, [], since=AT - timedelta(days=9), rules=knowledge.authority())

    assert all(one.by is None and one.is_late(AT) for one in found)


def test_one_person_takes_one_step_in_their_own_right_however_often_they_approve() -> None:
    assert taken(Severity.S2, AGENT, (2, PR, 1), (2, PR, 2)) == {LEAD: None, PR: 2, LEGAL: None}


def test_the_brand_stands_in_for_an_agency_lead_and_not_the_other_way_round() -> None:
    assert taken(Severity.S2, AGENT, (2, PR, 1), (4, PR, 2)) == {LEAD: 4, PR: 2, LEGAL: None}
    assert taken(Severity.S2, AGENT, (1, LEAD, 1), (5, LEAD, 2)) == {LEAD: 1, PR: None, LEGAL: None}


def test_a_step_that_is_late_goes_up_and_not_before() -> None:
    early, late = taken(Severity.S2, LEAD, (9, EXEC, 30)), taken(Severity.S2, LEAD, (9, EXEC, 31))

    assert early == {PR: None, LEGAL: None}
    assert late == {PR: 9, LEGAL: 9}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.CS_AGENT])
def test_who_has_no_authority_takes_no_step_ever(role: Role) -> None:
    assert set(taken(Severity.S1, ADMIN, (1, role, 9999)).values()) == {None}


def test_it_tells_whether_somebody_could_approve_now() -> None:
    steps = steps_for(matter(Severity.S2), writer=LEAD, rules=knowledge.authority())
    waiting = standing(steps, [], since=AT, rules=knowledge.authority())

    def may(role: Role, minutes: int) -> bool:
        return may_take(Approval(1, role, AT + minutes * MINUTE), waiting, rules=knowledge.authority())

    assert [may(PR, 1), may(LEGAL, 1), may(LEAD, 1), may(EXEC, 1), may(EXEC, 31)] == [True, True, False, False, True]
    assert not may_take(Approval(1, PR, AT), (), rules=knowledge.authority())


@pytest.mark.parametrize(
    "wrong", [{"steps": {}}, {"extra_within": "soon"}, {"takes": {"king": ["legal"]}}, {"money": [{"above": "x"}]}]
)
def test_a_matrix_that_cannot_be_read_is_named(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules({**load_yaml("authority"), **wrong})
