"""Is a kept matrix read as far as it is lawful today, whatever was tightened since, and is nobody spared by that?"""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.respond import matrix as rules_of
from firebreak.core.respond.lawful import lawful_in
from firebreak.core.respond.matrix import ASKED, KNOWN, PLACES, Matrix, applied, breaches, content_of, matrix_in
from firebreak.core.terms import Role, Severity

LEAD, PR, LEGAL, EXEC = ASKED
SHIPPED = matrix_in(knowledge.authority())
WIDER = replace(SHIPPED, steps={**SHIPPED.steps, "S3": frozenset({LEAD, LEGAL})}, money=(100, 2_000, 30_000))
LEVELS = [level.value for level in Severity]
SOME_ROLES = st.frozensets(st.sampled_from(list(Role)))
ANY = st.builds(
    Matrix,
    **{part: st.fixed_dictionaries(dict.fromkeys(places, SOME_ROLES)) for part, places in PLACES.items()},
    within=st.fixed_dictionaries(dict.fromkeys(LEVELS, st.integers(-5, 3000))),
    extra_within=st.integers(-5, 3000),
    money=st.tuples(*[st.integers(-1, 60_000)] * 3),
)


def kept(matrix: Matrix, **wrong: Any) -> str:
    return json.dumps(content_of(matrix) | wrong)


def test_a_lawful_one_is_read_as_it_was_kept() -> None:
    found = lawful_in(kept(WIDER), SHIPPED)

    assert (found.matrix, found.written, found.is_whole) == (WIDER, WIDER, True)


@given(matrix=ANY)
def test_whatever_was_kept_a_brand_can_work_by_what_is_left_of_it(matrix: Matrix) -> None:
    found = lawful_in(kept(matrix), SHIPPED)

    assert breaches(found.matrix) == []
    applied(found.matrix, knowledge.authority())
    assert found.is_whole == (breaches(matrix) == [])
    assert found.written == matrix


def test_a_rule_that_is_tightened_later_takes_only_the_place_that_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    hard = {**rules_of.HARD, ("claims", "health"): frozenset({LEGAL, EXEC}), ("steps", "S3"): frozenset({PR})}
    monkeypatch.setattr(rules_of, "HARD", hard)
    shipped = replace(
        SHIPPED,
        claims={**SHIPPED.claims, "health": frozenset({LEGAL, EXEC})},
        steps={**SHIPPED.steps, "S3": frozenset({LEAD, PR})},
    )

    found = lawful_in(kept(WIDER), shipped)

    assert found.matrix.claims["health"] == {LEGAL, EXEC}
    assert found.matrix.steps["S3"] == {LEAD, PR, LEGAL}  # whom the brand asks besides is still asked
    assert (found.matrix.money, found.matrix.steps["S1"]) == (WIDER.money, WIDER.steps["S1"])
    assert {one.code for one in found.broken} == {"hard_asked"}


def test_who_is_asked_for_a_milder_level_is_asked_for_the_graver_too_and_the_rest_stays() -> None:
    executive = replace(WIDER, steps={**WIDER.steps, "S3": frozenset({EXEC}), "S2": frozenset({LEAD, PR, LEGAL})})

    found = lawful_in(kept(executive), SHIPPED)

    assert {one.code for one in found.broken} == {"graver_asks_less"}
    assert found.matrix.steps["S2"] == {LEAD, PR, LEGAL, EXEC}
    assert (found.matrix.steps["S3"], found.matrix.money) == ({EXEC}, WIDER.money)


@pytest.mark.parametrize(
    ("wrong", "unread"),
    [
        ({"steps": {**content_of(WIDER)["steps"], "S3": ["king"]}}, [("steps", "S3")]),
        ({"channels": {}}, [("channels", one) for one in PLACES["channels"]]),  # a channel that came later
        ({"within": {"S1": "soon"}}, [("within", level) for level in LEVELS]),
        ({"money": [1, 2]}, [("money", "")]),
        ({"extra_within": None}, [("within", "extra")]),
    ],
)
def test_what_cannot_be_read_is_named_and_the_shipped_one_stands_there(
    wrong: dict[str, Any], unread: list[tuple[str, str]]
) -> None:
    found = lawful_in(kept(WIDER, **wrong), SHIPPED)

    assert list(found.unread) == unread
    assert not found.is_whole
    part = unread[0][0]
    if part in KNOWN:
        assert all(getattr(found.matrix, part)[place] == getattr(SHIPPED, part)[place] for _part, place in unread)
    assert found.matrix.publishers == WIDER.publishers


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "7", '"king"'])
def test_what_is_no_matrix_at_all_leaves_the_shipped_one(text: str) -> None:
    assert lawful_in(text, SHIPPED).matrix == SHIPPED
