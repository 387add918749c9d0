"""R2.3: is it published how much of what the early warning says is true, and how much of what is true it says?"""

import re
from pathlib import Path

import numpy as np
import pytest

from bench.detect.brand import LEARNING, LENGTH, MONTH
from bench.detect.months import FRESH, REPORTED_ON, TUNED_ON
from bench.detect.score import score
from bench.detect.world import Months, table

CARD = Path(__file__).resolve().parents[3] / "docs" / "models" / "detector.md"
MONTHS = (LENGTH - LEARNING) / MONTH  # that are judged of each brand
ROW = re.compile(r"Firebreak\*{0,2}, seeds (\d+)–\d+[^|]*\| none \| ([\d.]+) \| ([\d.]+) \|")
PRECISION = re.compile(r"([\d.]+) on (\d+)–\d+")


@pytest.fixture(scope="module")
def worlds() -> list[Months]:
    return table(range(1, 4))


def alarmed(worlds: list[Months], *, crises: int, quiet: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Ring in the first `crises` brands when theirs begins, and in the first `quiet` once where nothing is."""
    alerts = np.zeros((len(worlds), LENGTH), bool)
    for place, world in enumerate(worlds):
        alerts[place, world.crisis.first] = place < crises
        alerts[place, LEARNING] |= place < quiet
    return alerts


@pytest.mark.parametrize(
    ("crises", "quiet", "recall", "precision"),
    [
        (3, 0, 1, 1),  # all that is true is said, and nothing else
        (3, 3, 1, 1 / 2),
        (1, 2, 1 / 3, 1 / 3),
        (0, 3, 0, 0),
        (0, 0, 0, 1),  # who says nothing says nothing wrong
    ],
)
def test_recall_and_precision_are_of_what_was_alarmed(
    worlds: list[Months], crises: int, quiet: int, recall: float, precision: float
) -> None:
    told = score(alarmed(worlds, crises=crises, quiet=quiet), worlds)

    assert (told.recall, told.precision) == pytest.approx((recall, precision))


def test_the_model_card_publishes_both_for_every_set_of_seeds_and_they_agree() -> None:
    text = CARD.read_text(encoding="utf-8")
    rows = {int(first): (float(recall), float(false)) for first, recall, false in ROW.findall(text)}
    line = next(one for one in text.splitlines() if one.startswith("Precision"))
    told = {int(first): float(share) for share, first in PRECISION.findall(line)}

    assert set(rows) == set(told) == {seeds[0] for seeds in (REPORTED_ON, FRESH, TUNED_ON)}
    for first, (recall, false) in rows.items():
        assert told[first] == pytest.approx(recall / (recall + false * MONTHS), abs=0.01)
