"""What does a person's word on a level change, and until when does it hold?"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from firebreak.core.assess.ruling import GRAVER, harms_of, is_outgrown, own_of, under
from firebreak.core.terms import Assessment, Reason, Ruling, Severity

S1, S2, S3, S4 = Severity
HARMS = ("bodily_harm", "foreign_body", "poisoning")


def judged(score: float, *harms: str) -> Assessment:
    """Give what the machine says of a story: points, and the hard rule with its lift where there is harm."""
    lift = [Reason("hard_rule", max(0.0, 50 - score), {"severity": "S2", "harms": list(harms)})] if harms else []
    score = max(score, 50) if harms else score
    points = score - sum(one.points for one in lift)
    reasons = (Reason("negative", points), *lift)
    return Assessment(Severity.of_score(score), score, 1, 1, 1, reasons, hard_rule=bool(harms))


def ruled(to: Severity, seen: Assessment) -> Ruling:
    return Ruling(to, seen.score, harms_of(seen))


scores = st.integers(0, 100).map(float)
found = st.builds(lambda score, harms: judged(score, *sorted(harms)), scores, st.sets(st.sampled_from(HARMS)))
levels = st.sampled_from(Severity)


@given(found, found, levels)
def test_the_score_beside_a_level_never_contradicts_it(seen: Assessment, now: Assessment, to: Severity) -> None:
    stands = under(now, ruled(to, seen))

    assert stands.severity is Severity.of_score(stands.score)
    assert stands.score == sum(reason.points for reason in stands.reasons)
    assert own_of(stands) == now


@given(found, levels)
def test_at_once_the_level_is_what_the_person_said(seen: Assessment, to: Severity) -> None:
    assert under(seen, ruled(to, seen)).severity is to


@given(found, found, levels)
def test_a_level_set_by_hand_is_never_gone_below(seen: Assessment, now: Assessment, to: Severity) -> None:
    stands = under(now, ruled(to, seen))

    assert not to.is_worse_than(stands.severity)
    assert not to.is_worse_than(under(now, replace(ruled(to, seen), lapsed=True)).severity)


@given(found, found, levels)
def test_it_holds_unless_something_graver_has_come(seen: Assessment, now: Assessment, to: Severity) -> None:
    ruling = ruled(to, seen)
    stands = under(now, ruling)

    if is_outgrown(ruling, now):
        assert stands.severity is Severity.worst(now.severity, to)
    else:
        assert stands.severity is to


@given(found, scores, levels)
def test_more_points_never_give_a_milder_level(seen: Assessment, more: float, to: Severity) -> None:
    """R1.24 holds beside a person's word too."""
    before, after = judged(40), judged(min(100.0, 40 + more))

    assert not under(before, ruled(to, seen)).severity.is_worse_than(under(after, ruled(to, seen)).severity)


@pytest.mark.parametrize(
    ("seen", "now", "outgrown"),
    [
        (judged(62), judged(63), False),  # one more post
        (judged(62), judged(74), False),  # more of the same level
        (judged(74), judged(76), False),  # across the border by a hair
        (judged(74), judged(74 + GRAVER), True),
        (judged(50), judged(75), True),  # a whole band
        (judged(80), judged(100), False),  # the worst was known
        (judged(62), judged(30), False),  # it cools
        (judged(30, "foreign_body"), judged(55, "foreign_body"), False),  # the same harm told again
        (judged(30, "foreign_body"), judged(30, "bodily_harm", "foreign_body"), True),  # somebody is hurt as well
        (judged(60), judged(60, "foreign_body"), True),  # the first photo of it
        (judged(60, "foreign_body"), judged(60), False),  # its post was erased
    ],
)
def test_what_is_graver_than_what_the_person_saw(seen: Assessment, now: Assessment, outgrown: bool) -> None:
    assert is_outgrown(ruled(S3, seen), now) is outgrown


def test_what_has_lapsed_does_not_come_back_when_it_cools() -> None:
    ruling = replace(ruled(S3, judged(60)), lapsed=True)

    assert under(judged(60), ruling).severity is S2
    assert under(judged(10), ruling).severity is S3


def test_nobodys_word_changes_nothing() -> None:
    assert under(judged(60), None) == judged(60)


class Desk(RuleBasedStateMachine):
    """The machine judges and a person rules, in any order, by hand of what `judged` says."""

    def __init__(self) -> None:
        super().__init__()
        self.own, self.ruling = judged(0), None

    @property
    def stands(self) -> Assessment:
        return under(self.own, self.ruling)

    @rule(now=found)
    def look_again(self, now: Assessment) -> None:
        self.own = now
        if self.ruling and is_outgrown(self.ruling, now):
            self.ruling = replace(self.ruling, lapsed=True)

    @rule(to=levels)
    def set_by_hand(self, to: Severity) -> None:
        self.ruling = ruled(to, self.own)

    @invariant()
    def nobody_is_lowered_by_the_machine(self) -> None:
        if self.ruling is None:
            assert self.stands == self.own
        elif not self.ruling.lapsed:
            assert self.stands.severity is self.ruling.severity

    @precondition(lambda self: self.ruling is not None and self.ruling.lapsed)
    @invariant()
    def what_lapsed_leaves_the_graver_of_the_two(self) -> None:
        assert self.ruling
        assert self.stands.severity is Severity.worst(self.own.severity, self.ruling.severity)


def test_whatever_happens_a_persons_word_holds_until_it_is_outgrown() -> None:
    run_state_machine_as_test(Desk, settings=settings(max_examples=60, stateful_step_count=20, deadline=None))
