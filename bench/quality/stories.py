"""Do posts find the story that a person would put them in? `python -m bench.quality.stories [--wrong]`.

Six brands each were written for a tuned half and for one kept apart, by story: the same matter in other words, by the
press, in reposts; beside it neighbours of the same template with another place, person or product, and posts that are
nobody's story. A brand's posts are read and placed in the order in which they came, as an import does (all at once)
and as they come live (one at a time). B³ (Bagga & Baldwin 1998): a post's precision is the share of its story's posts
that belong with it, its recall the share of those that belong with it that its story holds; means over all posts.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, product
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from firebreak import knowledge
from firebreak.core import flow
from firebreak.core.assess.book import WORDS
from firebreak.core.assess.story import Batch, StoryRules, empty_book, place
from firebreak.core.listen import Matcher
from firebreak.core.terms import Post, PostKind, Watch, WatchKind

WRITTEN = Path(__file__).parent / "written"
HALVES = {"tuned": "tuned on", "apart": "kept apart"}
AIM = 0.90
SHORT = 2  # characters of a brand's name by which people call it
Row = Mapping[str, Any]
Line = tuple[str, str, str]
Sorter = Callable[[Batch, Sequence[Post]], list[int]]
NEAR_BY_WORDS, NEAR_BY_GRAMS = 0.08, 0.03  # the best of each on the tuned half


@dataclass(frozen=True, slots=True)
class Score:
    """B³ of all posts of a half, in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def brands_of(half: str) -> list[list[Row]]:
    """Give the posts of each brand in the order in which they came."""
    lines = (WRITTEN / f"stories_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [list(rows) for _, rows in groupby(map(orjson.loads, lines), key=lambda row: str(row["brand"]))]


def posts_of(rows: Sequence[Row]) -> list[Post]:
    return [
        Post(
            id=str(at),
            source=row["source"],
            text=row["text"],
            published_at=datetime.fromisoformat(row["at"]),
            kind=PostKind.NEWS if row["source"] == "news" else PostKind.POST,
        )
        for at, row in enumerate(rows)
    ]


def batch_of(posts: Sequence[Post], brand: str) -> Batch:
    """Read posts as they are read at import, and give what the building of stories asks of them."""
    watch = Watch(name=brand, kind=WatchKind.BRAND, any=(brand, brand[:SHORT]))
    read = flow.read(posts, Matcher((watch,)), knowledge.model())
    return Batch(
        refs=np.arange(len(posts)),
        features=read.topics,
        signatures=read.prints.signatures,
        copies=read.copy_keys,
        published=np.array([post.published_at.timestamp() for post in posts]),
        category=read.category.astype(np.int32),
        negative=read.negative,
        urgent=read.urgent,
        news=np.array([post.kind is PostKind.NEWS for post in posts]),
        foreign=np.zeros(len(posts), bool),
    )


def placed(batch: Batch, rules: StoryRules, at_once: int) -> list[int]:
    """Place posts `at_once` at a time; gives the story of each, a key of its own where it has none."""
    book, where = empty_book(), np.zeros(0, np.int64)
    for start in range(0, len(batch), at_once):
        book, found = place(book, batch.cut(slice(start, start + at_once)), rules)
        for old, new in [*((seed, story) for seed, story, _ in found.woken), *found.merged]:
            where[where == old] = new
        where = np.concatenate([where, found.cluster])
    return [int(key) for key in where]


def truth_of(rows: Sequence[Row]) -> list[str]:
    """Give the story of each post; what is nobody's story is one by itself."""
    return [row["story"] or f"alone {at}" for at, row in enumerate(rows)]


def b_cubed(pairs: Sequence[tuple[object, object]]) -> Score:
    """Score pairs of a post's true story and the one that it was put in.

    >>> b_cubed([("a", 1), ("a", 1), ("b", 1), ("b", 2)])
    Score(precision=0.6666666666666666, recall=0.75)
    """
    both, true, found = Counter(pairs), Counter(one for one, _ in pairs), Counter(one for _, one in pairs)
    precision = sum(both[pair] / found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / true[pair[0]] for pair in pairs) / len(pairs)
    return Score(precision, recall)


def ours(batch: Batch, _posts: Sequence[Post]) -> list[int]:
    return placed(batch, StoryRules(), len(batch))


def live(batch: Batch, _posts: Sequence[Post]) -> list[int]:
    return placed(batch, StoryRules(), 1)


def before(batch: Batch, _posts: Sequence[Post]) -> list[int]:
    """Place by the needs of before: the same for two stories as for hundreds."""
    rules = StoryRules(
        grave=0.1,
        complaint=0.2,
        other_kind=0.25,
        aside=0.15,
        praise=0.42,
        report=0.42,
        chatter=0.42,
        most_crowd=1.0,
        window_hours=72.0,
    )
    return placed(batch, rules, len(batch))


def linked(alike: Any, need: float) -> list[int]:
    """Let each post (n,) join the story of the nearest post before it, if that is near enough; `alike` (n, n)."""
    found: list[int] = []
    for at, row in enumerate(alike):
        best = int(np.argmax(row[:at])) if at else 0
        found.append(found[best] if at and row[best] >= need else at)
    return found


def by_words(batch: Batch, _posts: Sequence[Post]) -> list[int]:
    words = batch.features[:, :WORDS]
    return linked((words @ words.T).toarray(), NEAR_BY_WORDS)


def by_grams(_batch: Batch, posts: Sequence[Post]) -> list[int]:
    sets = [{post.text[at : at + 3] for at in range(len(post.text) - 2)} for post in posts]
    return linked([[len(one & other) / len(one | other) for other in sets] for one in sets], NEAR_BY_GRAMS)


RULES: Mapping[str, Sorter] = {
    "stories": ours,
    "  one post at a time": live,
    "  needs as before": before,
    "  nearest by TF-IDF of 2-grams": by_words,
    "  nearest by Jaccard of 3-grams": by_grams,
}


def scored(half: str, rule: Sorter) -> Score:
    """Sort the posts of every brand of a half by a rule and score them together."""
    pairs: list[tuple[object, object]] = []
    for rows in brands_of(half):
        posts, brand = posts_of(rows), rows[0]["brand"]
        told = rule(batch_of(posts, brand), posts)
        pairs += [((brand, one), (brand, two)) for one, two in zip(truth_of(rows), told, strict=True)]
    return b_cubed(pairs)


def wrong(half: str) -> Iterator[str]:
    """Print who sits where, one story of ours after another, for the half that one may look at."""
    for rows in brands_of(half):
        seats = ours(batch_of(posts_of(rows), rows[0]["brand"]), ())
        for seat, one in sorted(zip(seats, rows, strict=True), key=lambda pair: pair[0]):
            yield f"{one['brand']} {seat} {one['story'] or '–'} {one['at']} {one['text']}"


def rows() -> Iterator[Line]:
    """Give the lines of the table: what was measured, the figure, and what it is held against."""
    for (half, kind), (name, rule) in product(HALVES.items(), RULES.items()):
        score = scored(half, rule)
        aim = f"aim ≥ {AIM:.2f}" if name == "stories" else ""
        figure = f"B³ {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})"
        yield f"{name}, {kind}", figure, aim


def main() -> int:
    for line in wrong("tuned") if "--wrong" in sys.argv else map(" | ".join, rows()):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
