"""Which of the texts that came before is this one nearly a copy of? A memory of the latest, with a bound.

Signatures are cut into 16 bands of 4 values. For every band one table remembers which text showed a key first; texts
that share a key are candidates, and the likeliest of them are verified by their grams. Of copies of copies the first
one is found as long as it is among the `most` texts that came last.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from firebreak.core.text.batch import Flags, Ints, distinct
from firebreak.core.text.copies import EMPTY, VALUES, Keys, Prints, bands, estimate, likeness
from firebreak.core.text.grams import Hashes

WINDOW = 20_000
ALIKE = 0.7  # least similarity of a near copy, as where stories gather them
DOUBT = 0.09  # one and a half standard errors of an estimate: below ALIKE by more, a candidate is none
TRIED = 2  # candidates of one text that are verified, likeliest first
BANDS = 16
SLOTS = 1 << 16  # of one band's table; of two keys in one slot only one is seen there, the other in other bands
NONE = 0  # numbers of texts begin at 1

Name = TypeVar("Name", bound=Hashable)


class Copied(NamedTuple, Generic[Name]):
    """What a text is nearly a copy of, and how alike they are, in [0.7, 1]."""

    of: Name
    similarity: float


class Memory(Generic[Name]):
    """The latest `most` texts by their prints, each with the name that its owner gave it."""

    def __init__(self, most: int = WINDOW) -> None:
        self.most = most
        self.count = 1  # the number of the next text
        self.table = np.zeros((BANDS, SLOTS), dtype=np.int32)
        self.keys = np.zeros((most, BANDS), dtype=np.uint64)
        self.signatures = np.zeros((most, VALUES), dtype=np.uint32)
        self.names: list[Name | None] = [None] * most
        self.grams: list[Hashes] = [np.zeros(0, dtype=np.uint32)] * most

    def copies(self, prints: Prints, names: Sequence[Name]) -> list[Copied[Name] | None]:
        """Say of each text in turn which one before it is nearly the same, and remember them all.

        A text that comes again under its own name is no copy of itself.
        """
        if len(prints) <= self.most:
            return self._copies(prints, names) if len(prints) else []
        head, tail = range(self.most), range(self.most, len(prints))
        found = self._copies(prints.take(head), names[: self.most])
        return found + self.copies(prints.take(tail), names[self.most :])

    def forget(self, name: Name) -> None:
        """Let no later text be a copy of the text of this name; the next of its kind takes its place."""
        if name not in self.names:
            return
        row = self.names.index(name)
        self.names[row], self.grams[row] = None, self.grams[row][:0]
        numbers = self.count - 1 - (self.count - 1 - np.arange(self.most)) % self.most
        named = np.fromiter((one is not None for one in self.names), dtype=np.bool_, count=self.most)
        for band in range(BANDS):
            slot = slots_of(self.keys[row, band])
            if self.table[band, slot] == numbers[row]:
                alike = numbers[named & (self.keys[:, band] == self.keys[row, band])]
                self.table[band, slot] = alike.min() if len(alike) else NONE

    def _copies(self, prints: Prints, names: Sequence[Name]) -> list[Copied[Name] | None]:
        keys = bands(prints.signatures)
        worded = prints.signatures[:, 0] != EMPTY
        met = np.stack([self._met(band, keys[:, band], worded) for band in range(BANDS)], axis=1)
        numbers = self._remember(prints, keys, names)
        found: list[Copied[Name] | None] = [None] * len(prints)
        places, earlier, rank = self._likeliest(met, prints.signatures)
        for turn in range(TRIED):
            now = [at for at in np.flatnonzero(rank == turn).tolist() if found[places[at]] is None]
            pairs = [(places[at], earlier[at]) for at in now]
            for place, copied in self._verified(pairs, numbers):
                found[place] = copied
        return found

    def _met(self, band: int, keys: Keys, worded: Flags) -> Ints:
        """Give the number of the text (n,) that showed each key first, NONE where this one does; write it down."""
        table, count = self.table[band], len(keys)
        slots = slots_of(keys)
        held = table[slots].astype(np.int64)
        kept = self.count + count - self.most  # what is older is overwritten by this batch
        there = (held >= max(1, kept)) & (self.keys[held % self.most, band] == keys)
        new = np.flatnonzero(~there & worded)[::-1]  # backwards, so that the first of a batch stays
        table[slots[new]] = self.count + new
        mine = table[slots] - self.count
        own = ~there & (mine >= 0) & (mine < np.arange(count)) & (keys[np.clip(mine, 0, count - 1)] == keys)
        return np.where(worded & there, held, np.where(worded & own, mine + self.count, NONE))

    def _likeliest(self, met: Ints, signatures: Hashes) -> tuple[list[int], list[int], Ints]:
        """Give pairs of place and number that may be copies, and the turn of each: likely ones by age, then others."""
        places, column = np.nonzero(met != NONE)
        numbers, places = np.divmod(distinct(met[places, column] * len(met) + places), len(met))
        likely = estimate(signatures[places], self.signatures[numbers % self.most])
        sure = likely >= ALIKE
        order = np.lexsort((np.where(sure, numbers, -likely), ~sure, places))
        order = order[likely[order] >= ALIKE - DOUBT]
        places, numbers = places[order], numbers[order]
        return places.tolist(), numbers.tolist(), np.arange(len(places)) - np.searchsorted(places, places)

    def _remember(self, prints: Prints, keys: Keys, names: Sequence[Name]) -> list[int]:
        """Write texts over the oldest ones; gives their numbers."""
        numbers = range(self.count, self.count + len(keys))
        rows = np.asarray(numbers) % self.most
        self.keys[rows], self.signatures[rows] = keys, prints.signatures
        for row, name, grams in zip(rows.tolist(), names, prints.sets(), strict=True):
            self.names[row], self.grams[row] = name, grams
        self.count += len(keys)
        return list(numbers)

    def _verified(self, pairs: Iterable[tuple[int, int]], numbers: Sequence[int]) -> list[tuple[int, Copied[Name]]]:
        """Look at pairs of place and number gram by gram; gives those that are copies."""
        names, most = self.names, self.most
        named = [(place, numbers[place] % most, number % most) for place, number in pairs]
        named = [(place, row, of) for place, row, of in named if names[of] is not None and names[of] != names[row]]
        alike = likeness([self.grams[row] for _, row, _ in named], [self.grams[of] for _, _, of in named])
        told = ((place, names[of], share) for (place, _, of), share in zip(named, alike.tolist(), strict=True))
        return [(place, Copied(name, share)) for place, name, share in told if name is not None and share >= ALIKE]


def slots_of(keys: Keys) -> Ints:
    """Give the place of band keys in a table."""
    return np.asarray(keys >> np.uint64(13), dtype=np.int64) & (SLOTS - 1)
