"""Which posture does the table propose? Every cell of it, and the bounds that stand above it."""

from itertools import product

import pytest

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.statement import Posture
from firebreak.core.respond.strategy import Advice, Cluster, Known, Move, Way, advise, rules, ways
from firebreak.core.terms import Category, Severity

RULES = knowledge.strategy()
TRUTHS = (False, True)
CELLS = {  # cluster of the type, cause confirmed, history or a bad name: posture and the deciding guideline
    ("victim", False, False): ("inform", "x2"),
    ("victim", False, True): ("inform", "x2"),
    ("victim", True, False): ("inform", "g1"),
    ("victim", True, True): ("diminish", "g3"),
    ("accidental", False, False): ("inform", "x2"),
    ("accidental", False, True): ("inform", "x2"),
    ("accidental", True, False): ("diminish", "g4"),
    ("accidental", True, True): ("rebuild", "g5"),
    ("preventable", False, False): ("inform", "x2"),
    ("preventable", False, True): ("inform", "x2"),
    ("preventable", True, False): ("rebuild", "g6"),
    ("preventable", True, True): ("rebuild", "g6"),
}
EVERY = [Known(crisis, *rest) for crisis, *rest in product(RULES.types, TRUTHS, TRUTHS, TRUTHS, TRUTHS)]


def of(known: Known) -> Advice:
    return advise(known, RULES)


@pytest.mark.parametrize("known", EVERY, ids=str)
def test_every_cell_has_the_posture_that_the_guidelines_give(known: Known) -> None:
    if known.proof and known.crisis in ("rumour", "challenge"):
        expected = ("deny", "g7")
    else:
        expected = CELLS[RULES.types[known.crisis], known.confirmed, known.history or known.bad_name]

    assert (of(known).posture, of(known).why[-1]) == expected
    assert of(known).why[0] == "g0"


def test_attack_and_scapegoat_are_ruled_out_in_every_cell() -> None:
    assert all({Move.ATTACK, Move.SCAPEGOAT} <= set(of(known).forbidden) for known in EVERY)


def test_fault_is_apologised_for_only_where_it_is_confirmed() -> None:
    """R1.76 in part: fault is admitted where it is verified."""
    assert all(known.confirmed or Move.APOLOGY in of(known).forbidden for known in EVERY)


def test_nothing_is_denied_without_proof() -> None:
    assert all(known.proof or Move.DENIAL in of(known).forbidden for known in EVERY)


def test_denying_and_apologising_are_never_both_open() -> None:
    assert all({Move.DENIAL, Move.APOLOGY} & set(of(known).forbidden) for known in EVERY)


def test_a_history_lifts_the_cluster_by_one() -> None:
    assert of(Known("rumour", history=True)).cluster is Cluster.ACCIDENTAL
    assert of(Known("technical_harm", bad_name=True)).cluster is Cluster.PREVENTABLE
    assert of(Known("misdeed", history=True)).cluster is Cluster.PREVENTABLE


def test_every_complaint_has_a_type_to_begin_with() -> None:
    assert set(RULES.guess) == {one for one in Category if one.is_complaint}


def test_a_grave_matter_is_answered_in_public_and_a_small_one_may_be_watched() -> None:
    """R1.15, R2.27, R2.76, each in part: where to answer, with the code of the reason."""
    assert ways(Severity.S1, crime=False, private_data=False)[0][0] is Way.PUBLIC
    assert Way.MONITOR in {way for way, _ in ways(Severity.S4, crime=False, private_data=False)}


def test_law_is_a_way_only_against_a_crime() -> None:
    """R1.15 in part."""
    assert Way.LEGAL not in {way for way, _ in ways(Severity.S1, crime=False, private_data=True)}
    assert Way.LEGAL in {way for way, _ in ways(Severity.S1, crime=True, private_data=False)}


def test_a_broken_file_is_named() -> None:
    data = dict(knowledge.load_yaml("strategy"), deniable=["nothing"])

    with pytest.raises(BadInput):
        rules(data)


def test_a_posture_is_one_that_texts_know() -> None:
    assert {of(known).posture for known in EVERY} == set(Posture)
