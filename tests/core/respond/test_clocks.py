"""What must be done by when? The table of golden clocks, and the algebra that keeps it honest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import firebreak
from firebreak.core.errors import BadInput
from firebreak.core.respond.clock import (
    ClockRules,
    Deadline,
    Deeds,
    State,
    breaches,
    deadlines,
    golden_start,
    rules,
    silence,
    span,
    state,
)
from firebreak.core.respond.workdays import Workdays
from firebreak.core.terms import Severity

S1, S2, S3, S4 = Severity
DATA = yaml.safe_load((Path(firebreak.__file__).parent / "knowledge" / "clocks.yaml").read_text())
RULES = rules(DATA)
SEEN = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)  # a Wednesday
NOTHING = Deeds()

minutes = st.integers(0, 60 * 72).map(lambda number: SEEN + timedelta(minutes=number))
maybe = st.none() | minutes
deeds_done = st.builds(
    Deeds,
    acknowledged=maybe,
    triaged=maybe,
    outward=st.lists(minutes, max_size=4).map(tuple),
    full=maybe,
    promised=maybe,
    settled=maybe,
    closed=maybe,
    reviewed=maybe,
)
severities = st.sampled_from(Severity)


def clocks(
    severity: Severity, deeds: Deeds = NOTHING, *, published: datetime = SEEN, seen: datetime = SEEN, **more: object
) -> dict[str, Deadline]:
    found = deadlines(severity, published=published, first_seen=seen, deeds=deeds, rules=RULES, **more)  # type: ignore[arg-type]
    return {clock.name: clock for clock in found}


H, MIN = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("clock", "dues"),
    [
        # R1.27: the outer limit is 24 hours at every level
        ("golden", [24 * H, 24 * H, 24 * H, 24 * H]),
        ("ack", [5 * MIN, 15 * MIN, H, 4 * H]),
        ("triage", [15 * MIN, 30 * MIN, 2 * H, 8 * H]),
        ("holding", [60 * MIN, 4 * H, 24 * H, None]),  # an S4 needs no holding statement
        ("update", [4 * H, 12 * H, 24 * H, 24 * H]),  # at S4 the reply
    ],
)
def test_the_table_is_the_agreed_one(clock: str, dues: list[timedelta | None]) -> None:
    found = [clocks(level).get(clock) for level in Severity]

    assert [one and one.due - SEEN for one in found] == dues


@pytest.mark.parametrize(("level", "due"), [(S1, 2 * H), (S2, 4 * H), (S3, 24 * H), (S4, None)])
def test_the_next_update_is_due_by_cadence_from_the_last_word(level: Severity, due: timedelta | None) -> None:
    said = Deeds(outward=(SEEN + 3 * H, SEEN + H))

    found = clocks(level, said).get("cadence")

    assert found == (due and Deadline("cadence", SEEN + 3 * H, SEEN + 3 * H + due))


def test_without_a_first_word_there_is_no_next_update() -> None:
    assert "cadence" not in clocks(S1)


def test_a_promise_made_in_public_binds_when_it_is_sooner() -> None:
    """R1.32: the next update as promised."""
    soon = clocks(S1, Deeds(outward=(SEEN,), promised=SEEN + H))["cadence"]
    late = clocks(S1, Deeds(outward=(SEEN,), promised=SEEN + 9 * H))["cadence"]
    kept = clocks(S1, Deeds(outward=(SEEN, SEEN + H), promised=SEEN + H))["cadence"]
    only = clocks(S4, Deeds(outward=(SEEN,), promised=SEEN + 9 * H))["cadence"]

    assert soon.due == SEEN + H
    assert late.due == SEEN + 2 * H
    assert kept.due == SEEN + 3 * H
    assert only.due == SEEN + 9 * H


def test_a_settled_matter_promises_no_more_updates() -> None:
    assert "cadence" not in clocks(S1, Deeds(outward=(SEEN,), settled=SEEN + H))


@pytest.mark.parametrize(
    ("level", "days"),
    [
        (S1, 7),  # five working days from a Wednesday are the next Wednesday
        (S2, 14),
    ],
)
def test_the_review_is_due_in_working_days_from_the_close(level: Severity, days: int) -> None:
    """R2.30."""
    found = clocks(level, Deeds(closed=SEEN))["review"]

    assert found.due == SEEN + timedelta(days=days)


def test_a_holiday_is_no_working_day() -> None:
    found = clocks(S1, Deeds(closed=SEEN), workdays=Workdays(rest=frozenset({date(2026, 11, 20)})))["review"]

    assert found.due == SEEN + timedelta(days=8)


def test_an_open_incident_has_no_review_and_an_s3_none_at_all() -> None:
    assert "review" not in clocks(S1)
    assert "review" not in clocks(S3, Deeds(closed=SEEN))


def test_golden_hours_start_at_the_earliest_post_and_the_others_at_first_seen() -> None:
    found = clocks(S1, published=SEEN - 5 * H)

    assert found["golden"].starts == SEEN - 5 * H
    assert {found[name].starts for name in ("ack", "triage", "holding", "update")} == {SEEN}


def test_an_earlier_post_found_later_moves_only_the_golden_start_back() -> None:
    before, after = clocks(S2, published=SEEN - H), clocks(S2, published=SEEN - 2 * H)

    assert after["golden"].due == before["golden"].due - H
    assert {name: one for name, one in after.items() if name != "golden"} == {
        name: one for name, one in before.items() if name != "golden"
    }


def test_golden_hours_never_start_after_first_seen() -> None:
    assert golden_start(SEEN + H, SEEN) == SEEN
    assert clocks(S1, published=SEEN + H)["golden"].starts == SEEN


def test_a_post_of_the_day_before_yesterday_opens_as_over_without_a_storm_of_breaches() -> None:
    found = clocks(S1, published=SEEN - 30 * H)

    assert found["golden"].over_at_start
    assert state(found["golden"], SEEN, RULES) is State.OVER_AT_START
    assert breaches(found.values(), SEEN) == []
    assert [one.name for one in breaches(found.values(), SEEN + 6 * MIN)] == ["ack"]


def test_exactly_a_day_is_not_over() -> None:
    assert not clocks(S1, published=SEEN - 24 * H)["golden"].over_at_start


def test_the_first_answer_stays_the_first() -> None:
    """A later update can neither replace nor undo the first response."""
    once = clocks(S1, Deeds(outward=(SEEN + H,)))
    more = clocks(S1, Deeds(outward=(SEEN + 30 * H, SEEN + H, SEEN + 2 * H), full=SEEN + 40 * H))

    assert once["golden"].met == more["golden"].met == SEEN + H
    assert more["holding"].met == SEEN + H
    assert more["update"].met == SEEN + 40 * H


def test_a_full_statement_is_a_first_word_too() -> None:
    found = clocks(S1, Deeds(full=SEEN + H))

    assert found["golden"].met == found["holding"].met == found["update"].met == SEEN + H
    assert "cadence" in found


def test_raising_the_severity_derives_what_is_still_to_be_done_anew() -> None:
    history = [(SEEN, S3), (SEEN + 2 * H, S1)]
    deeds = Deeds(acknowledged=SEEN + 30 * MIN)

    found = clocks(S1, deeds, levels=history)

    assert found["holding"].due == SEEN + H
    assert found["ack"].due == SEEN + H  # it was taken while it was an S3, and in time
    assert clocks(S1, deeds)["ack"].due == SEEN + 5 * MIN


def test_a_deed_before_the_first_known_level_is_judged_by_that_level() -> None:
    found = clocks(S1, Deeds(acknowledged=SEEN), levels=[(SEEN + H, S3), (SEEN + 2 * H, S1)])

    assert found["ack"].due == SEEN + H


@pytest.mark.parametrize(
    ("minute", "expected"),
    [
        (0, State.RUNNING),
        (11, State.RUNNING),
        (12, State.SOON),  # three quarters of 15 minutes are 11¼
        (15, State.SOON),  # due is not yet late
        (16, State.BREACHED),
    ],
)
def test_a_clock_presses_before_it_is_breached(minute: int, expected: State) -> None:
    assert state(clocks(S1)["triage"], SEEN + minute * MIN, RULES) is expected


def test_a_deed_done_ends_the_pressing() -> None:
    found = clocks(S1, Deeds(triaged=SEEN + 14 * MIN, acknowledged=SEEN + 6 * MIN))

    assert state(found["triage"], SEEN + 20 * MIN, RULES) is State.MET
    assert state(found["ack"], SEEN + 20 * MIN, RULES) is State.MET_LATE
    assert state(found["triage"], SEEN + 13 * MIN, RULES) is State.SOON  # seen from before the deed
    assert [one.name for one in breaches(found.values(), SEEN + 61 * MIN)] == ["holding"]


@pytest.mark.parametrize(
    ("level", "deeds", "expected"),
    [
        (S1, NOTHING, 3 * H),
        (S2, NOTHING, 3 * H),
        (S3, NOTHING, None),  # silence may be right for a small matter
        (S1, Deeds(outward=(SEEN + H,)), None),
        (S1, Deeds(full=SEEN + H), None),
        (S1, Deeds(outward=(SEEN + 4 * H,)), 3 * H),  # said later than now
        (S1, Deeds(settled=SEEN + H), None),
    ],
)
def test_silence_is_counted_for_grave_matters(level: Severity, deeds: Deeds, expected: timedelta | None) -> None:
    """R1.26: 沉默中 hh:mm."""
    assert silence(level, first_seen=SEEN, deeds=deeds, at=SEEN + 3 * H) == expected


@given(severities, deeds_done, st.integers(0, 60 * 48))
def test_no_clock_runs_backward_and_none_can_be_paused(severity: Severity, deeds: Deeds, early: int) -> None:
    found = clocks(severity, deeds, published=SEEN - early * MIN)

    for name, clock in found.items():
        assert clock.due > clock.starts or name == "cadence"
        assert clock.due >= clock.starts
        assert clock.left(SEEN + 2 * H) <= clock.left(SEEN + H)


@given(severities, deeds_done, minutes)
def test_one_more_word_never_moves_a_clock_that_was_met(severity: Severity, deeds: Deeds, extra: datetime) -> None:
    before = clocks(severity, deeds)
    latest = max([*deeds.outward, *([deeds.full] if deeds.full else []), extra])

    after = clocks(severity, replace(deeds, outward=(*deeds.outward, latest)))

    for name in ("golden", "holding"):
        if name in before and before[name].met is not None:
            assert after[name] == before[name]


@given(deeds_done, minutes)
def test_a_worse_level_never_gives_more_time(deeds: Deeds, at: datetime) -> None:
    for worse, better in zip(Severity, list(Severity)[1:], strict=False):
        grave, light = clocks(worse, deeds), clocks(better, deeds)
        assert all(grave[name].due <= light[name].due for name in light if name in grave and name != "review")
        assert {one.name for one in breaches(light.values(), at)} <= {one.name for one in breaches(grave.values(), at)}


@given(severities, deeds_done)
def test_the_order_in_which_words_are_told_does_not_matter(severity: Severity, deeds: Deeds) -> None:
    assert clocks(severity, deeds) == clocks(severity, replace(deeds, outward=deeds.outward[::-1]))


@pytest.mark.parametrize("text", ["", "5", "m", "0m", "-5m", "5 m", "1.5h", "5s", "99999h"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        span(text)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"clocks": {**DATA["clocks"], "pause": {"S1": "5m"}}},  # there is no pause
        {"clocks": {**DATA["clocks"], "ack": {"S1": "5m"}}},  # a level is missing
        {"clocks": {**DATA["clocks"], "ack": "5m"}},
        {**DATA, "soon": 1.5},
    ],
)
def test_a_table_that_cannot_be_used_is_refused(data: dict) -> None:
    with pytest.raises(BadInput):
        rules(data)


def test_an_organisation_may_edit_the_table() -> None:
    edited: ClockRules = rules(
        {**DATA, "clocks": {**DATA["clocks"], "ack": dict.fromkeys(("S1", "S2", "S3", "S4"), "2m")}}
    )

    found = deadlines(S3, published=SEEN, first_seen=SEEN, deeds=NOTHING, rules=edited)

    assert next(one for one in found if one.name == "ack").due == SEEN + 2 * MIN


def test_a_clock_is_held_against_people_unless_its_time_was_gone_before() -> None:
    start = datetime(2026, 11, 20, 9, tzinfo=UTC)

    clock = Deadline("ack", start, start + timedelta(hours=1))

    assert not clock.over_at_start
