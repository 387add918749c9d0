"""Was the brand told as often as it should be?"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.respond.cadence import cadence

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


@given(words)
def test_more_words_never_make_it_due_sooner(told: list[datetime]) -> None:
    until = START + 40 * H

    assert cadence(START, told[1:], EVERY, until=until).due <= cadence(START, told, EVERY, until=until).due


@given(words)
def test_the_order_in_which_they_are_read_does_not_matter(told: list[datetime]) -> None:
    until = START + 40 * H

    assert cadence(START, told, EVERY, until=until) == cadence(START, told[::-1], EVERY, until=until)
