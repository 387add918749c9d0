"""How good is the outlook on seven days? `python -m bench.week` asks it of past days and prints every table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.detect.brand import DAY, Series
from bench.detect.months import REPORTED_ON
from bench.detect.world import months
from firebreak.core.alert.week import AHEAD, LEAST_DAYS, week_ahead

VOLUME = Path("../shared/data/volume")
MONTH = 28
EVERY = 10  # days from one asking of a made-up brand to the next: all days of the week come
LEAST_POSTS = 5  # of a day whose share is held against what was told
SHOWN = (1, 2, 3, 5, 7)
WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """A brand's days (n,): posts, negative ones (None where nobody counted them), day of the week."""

    name: str
    posts: Series
    negative: Series | None
    kinds: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One kind of figure of all days asked for, (m, 7) by how far ahead: what came, what each said, and the band."""

    came: Series
    ours: Series
    low: Series
    high: Series
    last_week: Series
    month: Series


def brands(folder: Path = VOLUME) -> list[Days]:
    """Read the five brands' whole days by the clock of the files."""
    return [_brand(path) for path in sorted(folder.glob("*.csv"))]


def _brand(path: Path) -> Days:
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    days, place = np.unique([row[0][:10] for row in rows], return_inverse=True)
    posts = np.asarray(np.bincount(place, [float(row[1]) for row in rows]), np.float64)
    return Days(path.stem, posts[1:-1], None, [date.fromisoformat(day).weekday() for day in days[1:-1]])


def made(seed: int) -> Days:
    """Give the days of a made-up brand, with all that befell it."""
    one = months(seed)
    posts, negative = (part.reshape(-1, DAY).sum(axis=1).astype(float) for part in (one.said.posts, one.said.negative))
    return Days(f"seed {seed}", posts, negative, [(one.weekday + day) % WEEK for day in range(len(posts))])


def asked(found: Iterable[Days], *, first: int, every: int) -> tuple[Told, Told]:
    """Ask for the seven days after each `every`th day from the `first` on; gives posts and shares.

    Errors of posts are in days: divided by what the brand had a day in the four weeks before, and one more.
    """
    posts, shares = [], []
    for one in found:
        for now in range(first, len(one.posts) - AHEAD + 1, every):
            said, share = _week(one, now)
            posts.append(_posts(one, now, said))
            shares.append(_shares(one, now, share))
    return Told(*np.moveaxis(np.array(posts), 1, 0)), Told(*np.moveaxis(np.array(shares), 1, 0))


def _week(one: Days, now: int) -> Series:
    """Give what is said of posts and of shares (2, 3, 7): expected, low, high."""
    negative = np.zeros(now) if one.negative is None else one.negative[:now]
    days = week_ahead(one.posts[:now], negative, one.kinds[: now + AHEAD]) or ()
    said = [[(part.expected, part.low, part.high) for part in (day.posts, day.share)] for day in days]
    return np.asarray(np.array(said).transpose(1, 2, 0), np.float64)


def _posts(one: Days, now: int, said: Series) -> Series:
    month = one.posts[max(now - MONTH, 0) : now].mean()
    rows = [one.posts[now : now + AHEAD], *said, one.posts[now - WEEK : now], np.full(AHEAD, month)]
    return np.asarray(rows, np.float64) / float(month + 1)


def _shares(one: Days, now: int, said: Series) -> Series:
    if one.negative is None:
        return np.full((6, AHEAD), np.nan)
    ahead, back, month = slice(now, now + AHEAD), slice(now - WEEK, now), slice(max(now - MONTH, 0), now)
    whole = one.negative[month].sum() / max(one.posts[month].sum(), 1.0)
    came = np.where(one.posts[ahead] >= LEAST_POSTS, one.negative[ahead] / np.maximum(one.posts[ahead], 1), np.nan)
    last = np.where(one.posts[back] > 0, one.negative[back] / np.maximum(one.posts[back], 1), whole)
    return np.array([came, *said, last, np.full(AHEAD, whole)])


def error(told: Told, said: Series, ahead: slice) -> float:
    """Give the median absolute error of what was said so far ahead."""
    return float(np.nanmedian(np.abs(said - told.came)[:, ahead]))


def cover(told: Told, ahead: slice) -> float:
    """Give the share of days that came within the band."""
    came = told.came[:, ahead]
    held = (told.low[:, ahead] <= came) & (came <= told.high[:, ahead])
    return float(held[~np.isnan(came)].mean())


def lines(told: Told) -> Iterator[str]:
    """Print by how far ahead; an error below one beside a plain rule is better than that rule."""
    yield "| Days ahead | median error | beside the same day last week | beside the mean of 28 days | 80 % band holds |"
    yield "|---|---:|---:|---:|---:|"
    for name, ahead in [*((str(day), slice(day - 1, day)) for day in SHOWN), ("all seven", slice(0, AHEAD))]:
        ours, week, month = (error(told, one, ahead) for one in (told.ours, told.last_week, told.month))
        yield f"| {name} | {ours:.3f} | × {ours / week:.2f} | × {ours / month:.2f} | {cover(told, ahead):.0%} |"


def main() -> None:
    print("## Seven days ahead\n")
    if VOLUME.is_dir():
        found = brands()
        for name, some in [("five brands", found), *((one.name, [one]) for one in found)]:
            posts, _none = asked(some, first=LEAST_DAYS, every=1)
            print(f"Posts of {name}, asked each day from the 15th on ({len(posts.came)} times):\n")
            print("\n".join(lines(posts)) + "\n", flush=True)
    posts, shares = asked(map(made, REPORTED_ON), first=MONTH, every=EVERY)
    for what, told in (("Posts", posts), ("Negative share", shares)):
        print(f"{what} of made-up brands, seeds 1001–1200, asked each tenth day ({len(told.came)} times):\n")
        print("\n".join(lines(told)) + "\n", flush=True)


if __name__ == "__main__":
    main()
