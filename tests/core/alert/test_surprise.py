"""How widely does a brand spread? Taken as guessed until its own past says more."""

import numpy as np
import pytest

from firebreak.core.alert.detect.surprise import Record
from firebreak.core.alert.detect.tuning import DEFAULT

HOUR = np.array([1.0])
THREADS = np.array([3.0])  # variance ÷ mean of posts in threads
EXPECTED = np.array([[10.0]])
GUESSED = (3.0 - 1) / 10 + DEFAULT.relative  # relative variance of ten posts, beyond Poisson's
HEARD = np.array([True])


def test_before_anything_is_heard_counts_spread_as_their_threads_do() -> None:
    assert Record(1, HOUR, THREADS, DEFAULT).spread(EXPECTED[:, :, None])[0, 0, 0] == pytest.approx(GUESSED)


@pytest.mark.parametrize("times", [1.0, 2.0])
def test_one_hour_that_strays_further_says_a_little(times: float) -> None:
    record = Record(1, HOUR, THREADS, DEFAULT)
    surplus = times * GUESSED * 100
    count = 10.5 + np.sqrt(10.25 + surplus)  # its square from ten, less itself, is that surplus
    record.learn(np.array([[count]]), EXPECTED, np.zeros((1, 1)), hours=1.0, heard=HEARD)

    ratio = record.spread(EXPECTED[:, :, None])[0, 0, 0] / GUESSED

    assert ratio == pytest.approx((3 * times + DEFAULT.spread_weight) / (3 + DEFAULT.spread_weight))
