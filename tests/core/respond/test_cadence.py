"""Was the brand told as often as it should be?"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.respond.cadence import cadence, in_time

START = datetime(2026, 11, 20, 3, tzinfo=UTC)
H = timedelta(hours=1)
EVERY = 2 * H
words = st.lists(st.integers(0, 60 * 30).map(lambda minutes: START + timedelta(minutes=minutes)), max_size=8)


def test_the_first_word_is_due_one_span_after_the_start() -> None:
    found = cadence(START, [], EVERY, until=START + H)

    assert (found.due, found.met, found.missed, found.share) == (START + EVERY, 0, 0, None)


def test_each_word_puts_the_next_one_off_by_a_span() -> None:
    found = cadence(START, [START + H, START + 3 * H], EVERY, until=START + 4 * H)

    assert (found.due, found.met, found.missed) == (START + 5 * H, 2, 0)


def test_who_speaks_on_the_stroke_is_in_time_and_a_minute_later_is_late() -> None:
    on_time = cadence(START, [START + EVERY], EVERY, until=START + EVERY)
    late = cadence(START, [START + EVERY + timedelta(minutes=1)], EVERY, until=START + 3 * H)

    assert (on_time.met, on_time.missed) == (1, 0)
    assert (late.met, late.missed) == (0, 1)


def test_silence_misses_one_word_after_the_other() -> None:
    found = cadence(START, [], EVERY, until=START + 7 * H)

    assert (found.met, found.missed, found.share) == (0, 3, 0.0)
    assert found.lapses == (START + EVERY, START + 2 * EVERY, START + 3 * EVERY)


def test_the_share_is_that_of_the_words_that_came_in_time() -> None:
    found = cadence(START, [START + H], EVERY, until=START + 8 * H)

    assert (found.met, found.missed, found.share) == (1, 3, 0.25)


def test_a_word_at_the_very_start_counts_and_one_before_it_does_not() -> None:
    assert cadence(START, [START], EVERY, until=START + H).met == 1
    assert cadence(START, [START - H], EVERY, until=START + H).met == 0


def test_of_lapses_that_were_noted_each_spoils_the_next_word_only() -> None:
    told = [START + 2 * H, START + 7 * H, START + 8 * H]

    assert in_time(told, [START + 4 * H, START + 6 * H]) == (2, 2)
    assert in_time(told, [START + H]) == (2, 1)
    assert in_time(told, []) == (3, 0)
    assert in_time([], [START]) == (0, 1)


@given(words)
def test_more_words_never_make_it_due_sooner(told: list[datetime]) -> None:
    until = START + 40 * H

    assert cadence(START, told[1:], EVERY, until=until).due <= cadence(START, told, EVERY, until=until).due


@given(words)
def test_the_order_in_which_they_are_read_does_not_matter(told: list[datetime]) -> None:
    until = START + 40 * H

    assert cadence(START, told, EVERY, until=until) == cadence(START, told[::-1], EVERY, until=until)
