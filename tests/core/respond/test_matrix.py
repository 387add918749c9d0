"""What may a brand change of the matrix, and is what it may never change refused wherever it stands?"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.authority import Matter, steps_for
from firebreak.core.respond.matrix import (
    ASKED,
    KNOWN,
    LONGEST,
    MOST,
    PLACES,
    Matrix,
    applied,
    breaches,
    changes_in,
    matrix_in,
    steps_under,
)
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Role, Severity

LEAD, PR, LEGAL, EXEC = ASKED
SHIPPED = matrix_in(knowledge.authority())


def with_roles(part: str, place: str, *roles: Role, base: Matrix = SHIPPED) -> Matrix:
    changed: dict[str, Any] = {part: {**getattr(base, part), place: frozenset(roles)}}
    return replace(base, **changed)


def codes(matrix: Matrix) -> list[tuple[str, str]]:
    return [(one.code, one.place) for one in breaches(matrix)]


def test_what_ships_breaks_no_hard_rule_and_is_the_same_when_it_is_applied() -> None:
    assert breaches(SHIPPED) == []
    assert matrix_in(applied(SHIPPED, knowledge.authority())) == SHIPPED


@pytest.mark.parametrize(
    ("matrix", "broken"),
    [
        (with_roles("steps", "S1", LEAD, PR, LEGAL), []),  # the executive may be spared
        (with_roles("steps", "S2", LEAD, PR), [("hard_asked", "S2")]),  # who answers for the law may not
        (with_roles("steps", "S2", PR, LEGAL), [("hard_asked", "S2"), ("graver_asks_less", "S2")]),  # nor a house
        (with_roles("steps", "S1", LEAD, LEGAL, EXEC), [("hard_asked", "S1"), ("graver_asks_less", "S1")]),
        (with_roles("steps", "S3"), [("nobody_asked", "S3")]),
        (with_roles("steps", "S3", LEAD, LEGAL), []),
        (with_roles("steps", "S3", EXEC), [("graver_asks_less", "S2")]),  # S2 would go out with fewer than S3
        (with_roles("publishers", "S2", Role.CS_AGENT, PR), [("agent_publishes", "S2")]),  # R1.52
        (with_roles("publishers", "S3", Role.CS_AGENT, PR), [("agent_publishes", "S3")]),
        (with_roles("publishers", "S4"), [("nobody_publishes", "S4")]),
        (with_roles("publishers", "S4", Role.AUDITOR), [("unknown_role", "S4")]),
        (with_roles("alone", "S3", Role.CS_AGENT), [("unknown_role", "S3")]),
        (with_roles("claims", "health", PR), [("hard_asked", "health")]),
        (with_roles("claims", "legal"), [("hard_asked", "legal")]),
        (with_roles("audiences", "authority", PR), [("hard_asked", "authority")]),
        (with_roles("channels", "press"), []),
        (with_roles("channels", "threads", LEGAL, EXEC), []),
        (replace(SHIPPED, money=(500, 500, 50_000)), [("money_order", "")]),
        (replace(SHIPPED, money=(0, 1, MOST)), []),
        (replace(SHIPPED, money=(-1, 1, 2)), [("money_order", "")]),
        (replace(SHIPPED, extra_within=0), [("minutes", "")]),
        (replace(SHIPPED, within={**SHIPPED.within, "S1": 24 * 60}), []),
        (replace(SHIPPED, within={**SHIPPED.within, "S1": 24 * 60 + 1}), [("minutes", "S1")]),  # a day at most
        (replace(SHIPPED, within={**SHIPPED.within, "S1": 9}), [("minutes", "S1")]),  # else one superior takes it all
        (replace(SHIPPED, within=dict.fromkeys(SHIPPED.within, 10), extra_within=10), []),
        (with_roles("steps", "S4", LEAD), [("graver_alone", "S3")]),  # PR would write alone only where it is graver
        (with_roles("alone", "S4", LEAD, PR, EXEC, base=with_roles("steps", "S4", LEAD)), []),
    ],
)
def test_a_matrix_weaker_than_the_hard_rules_is_named_by_its_places(
    matrix: Matrix, broken: list[tuple[str, str]]
) -> None:
    """R1.52 and R2.42: whatever a brand writes."""
    assert codes(matrix) == broken
    if broken:
        with pytest.raises(BadInput):
            applied(matrix, knowledge.authority())


def subsets(part: str) -> st.SearchStrategy[frozenset[Role]]:
    return st.frozensets(st.sampled_from(KNOWN[part]))


MATRICES = st.builds(
    Matrix,
    **{part: st.fixed_dictionaries({place: subsets(part) for place in PLACES[part]}) for part in PLACES},
    within=st.fixed_dictionaries({level.value: st.integers(0, LONGEST + 1) for level in Severity}),
    extra_within=st.integers(0, LONGEST + 1),
    money=st.tuples(*[st.integers(-1, MOST + 1)] * 3),
)


def down_to(levels: dict[Role, int]) -> dict[str, frozenset[Role]]:
    """Give the steps of a matrix that asks each role at so many of the gravest levels."""
    places = enumerate(PLACES["steps"])
    return {place: frozenset(role for role in ASKED if levels[role] > depth) for depth, place in places}


LADDERS = st.builds(down_to, st.fixed_dictionaries({role: st.integers(role is not EXEC, 4) for role in ASKED}))
SOME = st.just(frozenset[Role]()) | subsets("publishers")  # so that a fair part of the matrices breaks no rule
STAFFED = st.fixed_dictionaries({level.value: SOME.map(lambda some: some | {PR}) for level in Severity})


@settings(max_examples=300)
@given(
    steps=LADDERS,
    publishers=STAFFED,
    writer=st.sampled_from(Role),
    level=st.sampled_from([Severity.S1, Severity.S2]),
)
def test_no_matrix_that_is_let_through_spares_a_house_or_the_law(
    steps: dict[str, frozenset[Role]], publishers: dict[str, frozenset[Role]], writer: Role, level: Severity
) -> None:
    matrix = replace(SHIPPED, steps=steps, publishers=publishers)
    if breaches(matrix):
        return
    rules = applied(matrix, knowledge.authority())

    asked = {step.role for step in steps_for(Matter(level, Channel.LINE, Audience.PUBLIC), writer=writer, rules=rules)}

    assert asked | {writer} >= {LEAD, PR, LEGAL}
    assert Role.CS_AGENT not in rules.publishers[level]


def test_it_tells_place_by_place_what_is_otherwise() -> None:
    now = with_roles("steps", "S3", LEAD, LEGAL, base=replace(SHIPPED, money=(500, 3_000, 50_000)))

    found = [(one.part, one.place, one.was, one.now) for one in changes_in(SHIPPED, now)]

    assert found == [
        ("steps", "S3", ("agency_lead",), ("agency_lead", "legal")),
        ("money", "agency_lead", ("5000",), ("3000",)),
    ]
    assert changes_in(now, now) == []


def test_several_matrices_ask_everybody_whom_any_of_them_asks_once() -> None:
    wider = applied(with_roles("steps", "S3", LEAD, LEGAL), knowledge.authority())
    about = Matter(Severity.S3, Channel.LINE, Audience.PUBLIC)

    def asked(*matrices: Any) -> list[Role]:
        return [step.role for step in steps_under(about, writer=Role.CS_AGENT, matrices=matrices)]

    assert asked(knowledge.authority()) == [LEAD]
    assert asked(knowledge.authority(), wider) == asked(wider, knowledge.authority()) == [LEAD, LEGAL]
