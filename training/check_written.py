"""Are the written posts worth learning from? `python -m training.check_written` fails where they repeat themselves.

Posts written for a purpose are easily all alike, and a reader that learns a writer's habit scores well on nothing but
that writer. So no two posts may be near copies, no phrase may be a habit, no single word may give a category away,
lengths must span what people write, and a kept-apart post must be far from every post that teaches.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from training.data import WRITTEN

ALIKE = 0.4
"""Jaccard index of character 3-grams above which two posts are near copies."""
ALIKE_APART = 0.3
"""From here a kept-apart post is too close to one that teaches."""
PHRASE = 10
HABIT = 0.005
"""Share of posts in which one string of PHRASE characters may stand."""
GIVEAWAY = 0.6
"""Share of a category that one word may decide, being right nine times in ten."""
SURE = 0.9
SHORTEST, LONGEST, LONG = 6, 800, 80
LONG_SHARE = 0.3
SET_PHRASES = WRITTEN / "set_phrases.txt"
IGNORED = re.compile(r"[\W_]+")
WORDS = re.compile(r"[a-z]{3,}|[㐀-鿿]+")
BLOCK = 500

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and with which posts."""

    rule: str
    told: str


def all_rows() -> list[Row]:
    files = [path.read_text(encoding="utf-8") for path in sorted(WRITTEN.rglob("*.jsonl"))]
    return [json.loads(line) for text in files for line in text.split("\n") if line]


def plain(row: Row) -> str:
    """Give what is compared: the text in small letters, without its brand, space and punctuation."""
    text = str(row["text"]).lower().replace(str(row.get("brand") or "\0").lower(), "")
    return IGNORED.sub("", text)


def grams(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(max(len(text) - length + 1, 1))}


def table(sets: Sequence[set[str]]) -> Any:
    """Give a 0/1 table (posts, grams)."""
    names: dict[str, int] = {}
    columns = [names.setdefault(gram, len(names)) for each in sets for gram in sorted(each)]
    starts = np.cumsum([0, *map(len, sets)])
    ones = np.ones(len(columns), np.float32)
    return csr_array((ones, columns, starts), shape=(len(sets), len(names)))


def likeness(one: Any, other: Any) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    """Give Jaccard indices (BLOCK, others), with the first row of each block."""
    sizes, others = np.asarray(one.sum(axis=1)), np.asarray(other.sum(axis=1))
    for start in range(0, one.shape[0], BLOCK):
        shared = (one[start : start + BLOCK] @ other.T).toarray()
        yield start, shared / (sizes[start : start + BLOCK, None] + others - shared)


def near_copies(rows: Sequence[Row]) -> Iterator[Fault]:
    marks = table([grams(plain(row), 3) for row in rows])
    for start, alike in likeness(marks, marks):
        for here, there in np.argwhere(np.triu(alike, start + 1) > ALIKE).tolist():
            ids = f"{rows[start + here]['id']} {rows[there]['id']}"
            yield Fault("near copies", f"{ids} {alike[here, there]:.2f}")


def close_to_lessons(rows: Sequence[Row]) -> Iterator[Fault]:
    apart, lessons = ([row for row in rows if (row["split"] == "apart") == wanted] for wanted in (True, False))
    if not apart or not lessons:
        return
    marks = table([grams(plain(row), 3) for row in [*apart, *lessons]])
    for start, alike in likeness(marks[: len(apart)], marks[len(apart) :]):
        for here, there in np.argwhere(alike >= ALIKE_APART).tolist():
            ids = f"{apart[start + here]['id']} {lessons[there]['id']}"
            yield Fault("apart is close to a lesson", f"{ids} {alike[here, there]:.2f}")


def habits(rows: Sequence[Row]) -> Iterator[Fault]:
    allowed = {IGNORED.sub("", line.lower()) for line in SET_PHRASES.read_text(encoding="utf-8").splitlines()}
    found = Counter(phrase for row in rows for phrase in grams(plain(row), PHRASE) if len(phrase) == PHRASE)
    for phrase, times in found.most_common():
        if times <= HABIT * len(rows):
            return
        if not any(phrase in one or one in phrase for one in allowed if one):
            yield Fault("habit", f"{phrase} in {times} posts")


def words_of(row: Row) -> set[str]:
    """Give what may be a word: Latin words, and runs of two to four Han characters."""
    runs = WORDS.findall(str(row["text"]).lower().replace(str(row.get("brand") or "\0").lower(), " "))
    han = [run for run in runs if not run.isascii()]
    cuts = {run[at : at + size] for run in han for size in (2, 3, 4) for at in range(len(run) - size + 1)}
    return cuts | {run for run in runs if run.isascii()}


def giveaways(rows: Sequence[Row]) -> Iterator[Fault]:
    sizes = Counter(row["category"] for row in rows)
    seen = Counter(word for row in rows for word in words_of(row))
    told = Counter((row["category"], word) for row in rows for word in words_of(row))
    for (category, word), times in told.items():
        if times > GIVEAWAY * sizes[category] and times >= SURE * seen[word]:
            yield Fault("giveaway", f"{word} tells {category} in {times} of {sizes[category]} posts")


def lengths(rows: Sequence[Row]) -> Iterator[Fault]:
    sizes = [len(str(row["text"])) for row in rows]
    if min(sizes) > SHORTEST or max(sizes) < 0.9 * LONGEST:
        yield Fault("lengths", f"from {min(sizes)} to {max(sizes)} characters")
    long = sum(size > LONG for size in sizes) / len(sizes)
    if long < LONG_SHARE:
        yield Fault("lengths", f"{long:.0%} of the posts have more than {LONG} characters")


def faults(rows: Sequence[Row]) -> list[Fault]:
    rules = (near_copies, close_to_lessons, habits, giveaways, lengths)
    return [fault for rule in rules for fault in rule(rows)]


def kappa(pairs: Iterable[tuple[Any, Any]]) -> float:
    """Give Cohen's kappa of two readers (Cohen 1960, doi 10.1177/001316446002000104); 1.0 where chance decides all.

    >>> round(kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]), 2)
    0.5
    """
    both = list(pairs)
    agreed = sum(one == other for one, other in both) / len(both)
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    chance = sum(first[label] * second[label] for label in first) / len(both) ** 2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def agreement(rows: Sequence[Row]) -> Iterator[str]:
    """Tell how well writer and second reader agree on each label."""
    both = [row for row in rows if row.get("second")]
    if not both:
        return
    for label in ("sentiment", "category", "urgent"):
        pairs = [(row["first"][label], row["second"][label]) for row in both]
        same = sum(one == other for one, other in pairs) / len(pairs)
        yield f"{label}: kappa {kappa(pairs):.3f}, the same in {same:.1%} of {len(pairs)} posts"


def main() -> int:
    rows = all_rows()
    print(f"{len(rows)} posts;", ", ".join(f"{name} {n}" for name, n in Counter(row["split"] for row in rows).items()))
    print("\n".join(agreement(rows)))
    found = faults(rows)
    for fault in found:
        print(f"{fault.rule}: {fault.told}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
