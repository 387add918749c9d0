"""How well does the detector do on a brand that it was not set on? Leave one of the five out, print every fold."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from bench.detect.nab import Nab, Volume, judge, volumes
from bench.detect.ours import STEP, rarities
from firebreak.core.alert.detect.episodes import Episodes
from firebreak.core.alert.detect.tuning import DEFAULT, Tuning

DATA = Path("../shared/data/volume")
LEVELS = tuple(np.arange(5.0, 10.01, 0.25))
CAPS, BENDS, RARER = (2.5, 3.0, 4.0), (5.0, 15.0), (0.25, 0.5, 0.75)
NEARLY = 2.0  # points of score: less than half a window
MOST_FALSE = 0.5  # episodes a week: what is allowed to the setting that is chosen


def grid() -> list[Tuning]:
    """Give the settings among which each fold chooses."""
    levels = [replace(DEFAULT, cap=c, hour_bend=b, longer_is_rarer=r) for c, b, r in product(CAPS, BENDS, RARER)]
    return [replace(one, rare=float(level)) for one in levels for level in LEVELS]


def results(brands: Sequence[Volume], settings: Sequence[Tuning]) -> list[list[Nab]]:
    """Give the score of each brand under each setting."""
    found, known = [], {}
    for one in settings:
        same = replace(one, rare=DEFAULT.rare)
        if same not in known:
            known[same] = rarities(brands, same)
        rows = zip(brands, known[same], strict=True)
        found.append([judge(brand, Episodes(1, STEP, one).tell((row >= one.rare)[None])[0]) for brand, row in rows])
    return found


def total(parts: Sequence[Nab]) -> Nab:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole


def best(scores: Sequence[Nab]) -> int:
    """Choose among settings that are not too often wrong: of those nearly as good as the best, the calmest."""
    allowed = np.array([one.standard if one.false_per_week <= MOST_FALSE else -np.inf for one in scores])
    false = np.array([one.false_per_week for one in scores])
    return int(np.argmin(np.where(allowed >= allowed.max() - NEARLY, false, np.inf)))


def lines(folder: Path = DATA) -> list[str]:
    """Print the folds, what all constants give in sample, and the aim."""
    brands, settings = volumes(folder), grid()
    table = results(brands, settings)
    shipped = results(brands, [DEFAULT])[0]
    rows = [
        "| Brand left out | chosen on the other four | NAB standard | windows | false a week | as shipped, in sample |"
    ]
    rows.append("|---|---|---:|---:|---:|---:|")
    folds = []
    for place, brand in enumerate(brands):
        chosen = best([total([one for other, one in enumerate(row) if other != place]) for row in table])
        folds.append(table[chosen][place])
        rows.append(_row(brand.name, _setting(settings[chosen]), folds[-1], shipped[place]))
    rows.append(_row("**all five**", "aim ≥ 72, ≤ 0.5", total(folds), total(shipped)))
    return rows


def _setting(one: Tuning) -> str:
    return f"level {one.rare:g}, cap {one.cap:g}, bend {one.hour_bend:g}, longer {one.longer_is_rarer:g}"


def _row(name: str, how: str, fold: Nab, shipped: Nab) -> str:
    made = f"{fold.standard:.1f} | {fold.hit}/{fold.windows} | {fold.false_per_week:.2f}"
    return f"| {name} | {how} | {made} | {shipped.standard:.1f} ({shipped.false_per_week:.2f} a week) |"
