"""Which known words does each post hold, and which of them are negated? One pass over a batch with a lexicon."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick

from firebreak.core.text.batch import Flags, Folded, Ints
from firebreak.core.text.fold import Codes, fold

Floats = npt.NDArray[np.float32]

REACH = 1  # characters that may stand between a negator and the word it turns (沒有再頭暈)
NEGATED = "not_"


@dataclass(frozen=True, slots=True)
class Group:
    """Words that say the same; a negatable group does not count right after a negator."""

    name: str
    terms: tuple[str, ...]
    negatable: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups that mean more when they stand within so many characters of each other in one field."""

    name: str
    one: str
    other: str
    within: int


@dataclass(frozen=True, slots=True)
class CueHits:
    """Where cues were found: k hits as columns, in order of place.

    `group` (k,) indexes the lexicon's groups; `start`, `end` (k,) are places of the joined text; `slot` (k,) the field;
    `negated` (k,) says that a negator stands just before. `flags` (n, columns) float32 is 1 where a column holds.
    """

    group: Ints
    start: Ints
    end: Ints
    slot: Ints
    negated: Flags
    flags: Floats


class Lexicon:
    """Groups of words, pairs of groups and negators, made ready for any number of batches.

    `columns` names what `CueHits.flags` holds: every group, `not_` of every negatable group, every pair.
    """

    def __init__(self, groups: Sequence[Group], pairs: Sequence[Pair], negators: Iterable[str]) -> None:
        self.groups = tuple(groups)
        self.pairs = tuple(pairs)
        self.place = {group.name: index for index, group in enumerate(self.groups)}
        self.negator = len(self.groups)
        turned = [index for index, group in enumerate(self.groups) if group.negatable]
        self.columns = (
            *(group.name for group in self.groups),
            *(NEGATED + self.groups[index].name for index in turned),
            *(pair.name for pair in self.pairs),
        )
        self.negated_column = np.full(len(self.groups) + 1, -1)
        self.negated_column[turned] = len(self.groups) + np.arange(len(turned))
        self._index(negators)

    def _index(self, negators: Iterable[str]) -> None:
        """Build the automaton; a word may belong to several groups."""
        owners: dict[str, list[int]] = {}
        for index, group in enumerate(self.groups):
            for term in dict.fromkeys(map(fold, group.terms)):
                owners.setdefault(term, []).append(index)
        for term in dict.fromkeys(map(fold, negators)):
            owners.setdefault(term, []).append(self.negator)
        self.automaton = AhoCorasick(list(owners)) if owners else None
        self.edges = np.array([[is_latin(term[0]), is_latin(term[-1])] for term in owners], dtype=np.bool_).reshape(
            -1, 2
        )
        self.owner = np.fromiter(chain.from_iterable(owners.values()), dtype=np.int64)
        self.owners = np.fromiter(map(len, owners.values()), dtype=np.int64)
        self.first = np.cumsum(self.owners) - self.owners

    def find(self, folded: Folded, text: str) -> CueHits:
        """Find every cue of a batch; `text` is the joined text in which names may be masked."""
        group, start, end = self._hits(text, folded.codes)
        turned = np.zeros(len(text) + REACH + 2, dtype=np.bool_)
        for ahead in range(REACH + 1):
            turned[end[group == self.negator] + ahead] = True
        keep = group != self.negator
        group, start, end = group[keep], start[keep], end[keep]
        slot = folded.slot_of(start)
        negated = turned[start] & (self.negated_column[group] >= 0)
        flags = np.zeros((len(folded), len(self.columns)), dtype=np.float32)
        flags[slot // 2, np.where(negated, self.negated_column[group], group)] = 1
        hits = CueHits(group, start, end, slot, negated, flags)
        for column, pair in enumerate(self.pairs, start=len(self.columns) - len(self.pairs)):
            flags[slot[self.near(hits, pair)] // 2, column] = 1
        return hits

    def _hits(self, text: str, codes: Codes) -> tuple[Ints, Ints, Ints]:
        """Give (group, start, end) of every word, repeated for every group that owns it, in order of place."""
        found = self.automaton.find_matches_as_indexes(text, overlapping=True) if self.automaton else []
        rows = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        rows = rows[self._stand_alone(rows, codes)]
        rows = rows[np.argsort(rows[:, 1], kind="stable")]
        times = self.owners[rows[:, 0]]
        within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        group = self.owner[np.repeat(self.first[rows[:, 0]], times) + within]
        return group, np.repeat(rows[:, 1], times), np.repeat(rows[:, 2], times)

    def _stand_alone(self, rows: Ints, codes: Codes) -> Flags:
        """Say which Latin words have their edges (rat, not rate); Han words need none."""
        if not len(rows):
            return np.zeros(0, dtype=np.bool_)
        latin = (codes >= ord("a")) & (codes <= ord("z"))
        inside = self.edges[rows[:, 0]]
        before = latin[np.maximum(rows[:, 1] - 1, 0)] & (rows[:, 1] > 0)
        after = latin[np.minimum(rows[:, 2], len(codes) - 1)]
        return ~((inside[:, 0] & before) | (inside[:, 1] & after))

    def near(self, hits: CueHits, pair: Pair) -> Ints:
        """Give the hits of the pair's first group that have one of the second close by in the same field."""
        holds = ~hits.negated
        one = np.flatnonzero((hits.group == self.place[pair.one]) & holds)
        other = np.flatnonzero((hits.group == self.place[pair.other]) & holds)
        if not len(one) or not len(other):
            return one[:0]
        after = np.searchsorted(hits.start[other], hits.start[one])
        close = np.zeros(len(one), dtype=np.bool_)
        for side in (after - 1, after):
            inside = (side >= 0) & (side < len(other))
            mate = other[np.clip(side, 0, len(other) - 1)]
            apart = np.maximum(hits.start[mate] - hits.end[one], hits.start[one] - hits.end[mate])
            close |= inside & (apart <= pair.within) & (hits.slot[mate] == hits.slot[one])
        return one[close]


def is_latin(char: str) -> bool:
    return "a" <= char <= "z"


def groups_of(content: Mapping[str, Mapping[str, object]]) -> list[Group]:
    """Read the `groups` of a knowledge file."""
    return [
        Group(name=name, terms=tuple(map(str, list_of(row["terms"]))), negatable=bool(row.get("negatable")))
        for name, row in content.items()
    ]


def list_of(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
