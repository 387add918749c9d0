"""Where may an incident go? R1.7: no response without assessment and owner, unless a reason is written down."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput, StepSkipped
from firebreak.core.resolve.lifecycle import (
    MOVES,
    ORDER,
    IncidentFacts,
    Stand,
    blocked_by,
    is_relapse,
    may_move,
    move,
    next_phase,
    opened,
    phase_times,
    triage_time,
)
from firebreak.core.terms import Phase, Severity

T0 = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
D, T, R, M, W, C = ORDER
READY = IncidentFacts(Severity.S1, assessed=True, owner=True, answered=True, root_cause=True, final_result=True)


def after(**minutes: int) -> datetime:
    return T0 + timedelta(**minutes)


def walk(*steps: tuple[Phase, int]) -> Stand:
    stand = opened(T0)
    for phase, minute in steps:
        stand = move(stand, phase, at=after(minutes=minute), facts=READY)
    return stand


@pytest.mark.parametrize(
    ("phase", "to", "facts", "missing"),
    [
        # R1.7: neither assessment nor owner can be passed over, from wherever it comes
        (T, R, IncidentFacts(Severity.S3), ["assessment", "owner"]),
        (D, R, IncidentFacts(Severity.S1, owner=True), ["assessment"]),
        (T, R, IncidentFacts(Severity.S1, assessed=True), ["owner"]),
        (C, R, IncidentFacts(Severity.S1), ["assessment", "owner"]),
        (T, R, IncidentFacts(Severity.S1, assessed=True, owner=True), []),
        # triage is where these are made
        (D, T, IncidentFacts(Severity.S1), []),
        (R, T, IncidentFacts(Severity.S1), []),
        # an S1 or S2 cannot go to remedy in silence; an S3 can
        (R, M, IncidentFacts(Severity.S2, assessed=True, owner=True, answered=False), ["answer"]),
        (R, M, IncidentFacts(Severity.S3, assessed=True, owner=True, answered=False), []),
        # going back asks for no answer
        (W, M, IncidentFacts(Severity.S2, assessed=True, owner=True, answered=False, open_remedies=2), []),
        # R1.35: open remedies keep it from rest, at any severity
        (M, W, IncidentFacts(Severity.S4, assessed=True, owner=True, open_remedies=1), ["remedies"]),
        (W, C, IncidentFacts(Severity.S4, assessed=True, owner=True, open_remedies=1), ["remedies"]),
        # R1.37: an action without its proof keeps it from the end, not from rest
        (M, W, IncidentFacts(Severity.S3, assessed=True, owner=True, open_actions=1), []),
        (W, C, IncidentFacts(Severity.S3, assessed=True, owner=True, open_actions=1), ["actions"]),
        # a grave one is looked at again on a day that is set
        (W, C, IncidentFacts(Severity.S1, assessed=True, owner=True, review_date=False), ["review_date"]),
        (W, C, IncidentFacts(Severity.S3, assessed=True, owner=True, review_date=False), []),
        # R1.36, R1.78: the end of a grave one needs a cause and a public result
        (W, C, IncidentFacts(Severity.S2, assessed=True, owner=True, root_cause=False, final_result=False),
         ["root_cause", "final_result"]),
        (W, C, IncidentFacts(Severity.S3, assessed=True, owner=True, root_cause=False, final_result=False), []),
        (W, C, IncidentFacts(Severity.S2, assessed=True, owner=True), []),  # what is not asked is not missing
        # the lifecycle's own order
        (D, C, READY, ["order"]),
        (D, D, READY, ["order"]),
        (C, M, READY, ["order"]),
    ],
)  # fmt: skip
def test_it_names_what_is_missing(phase: Phase, to: Phase, facts: IncidentFacts, missing: list[str]) -> None:
    assert blocked_by(phase, to, facts) == missing


@pytest.mark.parametrize(("phase", "to"), [(phase, to) for phase in ORDER for to in ORDER])
def test_only_known_moves_are_possible_even_with_everything_done(phase: Phase, to: Phase) -> None:
    known = {D: {T, R}, T: {R, W, C}, R: {M, W, T}, M: {W, R}, W: {C, M, R}, C: {R, W}}

    assert may_move(phase, to) is (to in known[phase])
    assert (blocked_by(phase, to, READY) == []) is may_move(phase, to)


def test_every_phase_can_be_left() -> None:
    assert all(MOVES[phase] for phase in ORDER)


def test_it_refuses_a_move_and_says_why() -> None:
    stand = move(opened(T0), T, at=T0, facts=IncidentFacts(Severity.S1))

    with pytest.raises(StepSkipped) as refused:
        move(stand, R, at=T0, facts=IncidentFacts(Severity.S1))

    assert refused.value.context["missing"] == ("assessment", "owner")


def test_a_written_reason_opens_the_door() -> None:
    stand = move(opened(T0), R, at=T0, facts=IncidentFacts(Severity.S1), override="每分鐘都在擴散")

    assert stand.phase is R


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_empty_reason_does_not(reason: str) -> None:
    with pytest.raises(StepSkipped):
        move(opened(T0), R, at=T0, facts=IncidentFacts(Severity.S1), override=reason)


def test_no_reason_opens_a_door_that_is_not_there() -> None:
    with pytest.raises(StepSkipped) as refused:
        move(opened(T0), C, at=T0, facts=READY, override="算了")

    assert refused.value.context["missing"] == ("order",)


def test_time_does_not_run_back() -> None:
    with pytest.raises(BadInput):
        move(opened(T0), T, at=T0 - timedelta(seconds=1), facts=READY)


def test_each_phase_has_its_time() -> None:
    """R2.43: the phases of an incident are stamped, and a phase entered twice counts both stays."""
    stand = walk((T, 5), (R, 12), (M, 60), (W, 100), (R, 160), (M, 170))

    assert phase_times(stand, at=after(minutes=200)) == {
        D: timedelta(minutes=5),
        T: timedelta(minutes=7),
        R: timedelta(minutes=58),
        M: timedelta(minutes=70),
        W: timedelta(minutes=60),
    }
    assert (stand.first(R), stand.last(R)) == (after(minutes=12), after(minutes=160))
    assert (stand.first(C), stand.last(C)) == (None, None)


def test_triage_time_runs_from_detection_to_the_first_leaving() -> None:
    """R2.26: triage within 15 minutes is a figure, and a later second triage does not change it."""
    assert triage_time(walk((T, 5), (R, 12), (T, 20), (R, 50))) == timedelta(minutes=12)
    assert triage_time(walk((T, 5))) is None
    assert triage_time(walk((T, 5)), at=after(minutes=9)) == timedelta(minutes=9)


def test_a_relapse_is_told_from_an_answer() -> None:
    """A matter thought to be over that comes back is 復燃; the first response is not."""
    stand = walk((T, 5), (R, 12), (W, 60), (R, 70), (W, 80), (C, 90), (R, 100))

    assert stand.relapses == 2
    assert not is_relapse(T, R)
    assert is_relapse(C, R)


def test_the_main_button_leads_on() -> None:
    assert [next_phase(phase) for phase in ORDER] == [T, R, M, W, C, None]


@given(st.lists(st.sampled_from(ORDER), max_size=12))
def test_any_walk_leaves_a_true_record(wishes: list[Phase]) -> None:
    stand = opened(T0)
    for minute, to in enumerate(wishes):
        before = stand
        try:
            stand = move(stand, to, at=after(minutes=minute), facts=READY)
        except StepSkipped:
            assert stand is before
            continue
        assert stand.entered[:-1] == before.entered
        assert stand.phase is to

    assert sum(phase_times(stand, at=after(days=1)).values(), timedelta()) == timedelta(days=1)
