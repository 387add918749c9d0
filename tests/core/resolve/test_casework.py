"""How soon is an affected person spoken to, who complains again, and which cases are one person's?"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.resolve.casework import Complaint, Repetition, repetitions, rules, worse
from firebreak.core.resolve.kinship import Parents, family_of, is_forest, merged, parted, root_of
from firebreak.core.terms import Severity

AT = datetime(2026, 11, 20, 3, 34, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = knowledge.case_rules()
KNOWN = {
    "outreach_hours": {"S1": 2, "S2": 2, "S3": 24, "S4": 24, "alone": 24},
    "repeat": {"complaints": 3, "days": 7},
}


@pytest.mark.parametrize(
    ("severity", "hours"),
    [(Severity.S1, 2), (Severity.S2, 2), (Severity.S3, 24), (Severity.S4, 24), (None, 24)],
)
def test_an_affected_person_is_spoken_to_within_two_hours_at_the_grave_levels(
    severity: Severity | None, hours: int
) -> None:
    """R1.77."""
    assert RULES.outreach_due(AT, severity) == AT + hours * HOUR


def of(person: str, matter: str, *days_ago: float) -> list[Complaint]:
    return [Complaint(person, matter, AT - days * DAY) for days in days_ago]


@pytest.mark.parametrize(
    ("complaints", "found"),
    [
        (of("a", "", 0, 1), []),  # two are not three
        (of("a", "", 0, 1, 6.9), [("person", "a", 3)]),
        (of("a", "", 0, 1, 7), []),  # the first is a week old
        (of("a", "", -1, 0, 1), []),  # what comes tomorrow is not known today
        (of("a", "B-7", 0) + of("b", "B-7", 1) + of("c", "B-7", 2), [("matter", "B-7", 3)]),
        (of("a", "B-7", 0) + of("b", "B-8", 1) + of("c", "", 2), []),
        (of("", "", 0, 1, 2), []),  # nobody who is named, nothing that is named
        (of("a", "B-7", 0, 1, 2), [("matter", "B-7", 3), ("person", "a", 3)]),
    ],
)
def test_three_complaints_in_seven_days_are_a_repetition(
    complaints: list[Complaint], found: list[tuple[str, str, int]]
) -> None:
    """R2.40."""
    assert [(one.by, one.key, one.count) for one in repetitions(complaints, at=AT, rules=RULES)] == found


def test_a_repetition_says_from_when_to_when() -> None:
    assert repetitions(of("a", "", 5, 0, 2), at=AT, rules=RULES) == [Repetition("person", "a", 3, AT - 5 * DAY, AT)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "B"]), st.floats(0, 9))), st.randoms())
def test_the_order_in_which_complaints_are_told_does_not_matter(
    told: list[tuple[str, str, float]], chance: object
) -> None:
    complaints = [one for person, matter, days in told for one in of(person, matter, days)]
    mixed = complaints[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert repetitions(complaints, at=AT, rules=RULES) == repetitions(mixed, at=AT, rules=RULES)


def test_one_level_graver_is_proposed_and_nothing_above_the_gravest() -> None:
    assert [worse(level) for level in Severity] == [None, Severity.S1, Severity.S2, Severity.S3]


@pytest.mark.parametrize(
    "wrong",
    [
        {"outreach_hours": {"S1": 2}},
        {"outreach_hours": KNOWN["outreach_hours"] | {"S1": 0}},
        {"outreach_hours": KNOWN["outreach_hours"] | {"S1": "2h"}},
        {"repeat": {"complaints": 3}},
    ],
)
def test_rules_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules(KNOWN | wrong)


def test_a_merged_case_stands_for_itself_again_when_it_is_taken_away() -> None:
    both = merged(2, 1, merged(3, 2, {}))

    assert family_of(1, both) == [1, 2, 3]
    assert root_of(3, both) == 1
    assert parted(2, both) == {3: 2}  # what hung below it goes with it


@pytest.mark.parametrize(("case", "into"), [(1, 1), (2, 4), (1, 2)])
def test_only_two_cases_that_stand_for_themselves_are_merged(case: int, into: int) -> None:
    with pytest.raises(BadInput):
        merged(case, into, {2: 1})


def test_what_hangs_nowhere_cannot_be_taken_away() -> None:
    with pytest.raises(BadInput):
        parted(1, {2: 1})


CASES = range(1, 7)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(CASES), st.sampled_from(CASES)), max_size=30))
def test_taking_away_gives_back_exactly_what_was_before_the_merge(moves: list[tuple[bool, int, int]]) -> None:
    parents: Parents = {}
    for joins, case, other in moves:
        try:
            parents = merged(case, other, parents) if joins else parted(case, parents)
        except BadInput:
            continue
        assert is_forest(CASES, parents)
        assert sorted(one for case in CASES if case not in parents for one in family_of(case, parents)) == list(CASES)

    for case in CASES:
        for other in CASES:
            if case != other and case not in parents and other not in parents:
                assert parted(case, merged(case, other, parents)) == parents
