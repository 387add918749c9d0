"""Which story is each post of a chunk nearest to? The inner loop of story building, on matrices worked out once."""

from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from firebreak.core.assess.batch import HOUR, NOWHERE, Batch, StoryRules
from firebreak.core.assess.book import (
    CATEGORIES,
    COMPLAINTS,
    WIDTH,
    WORDS,
    Book,
    Flags,
    Floats,
    Keys,
    Sparse,
    Times,
    sparse,
)
from firebreak.core.terms import Category
from firebreak.core.text.towns import around

FEW = 16.0
"""Stories that stand in for an unknown past: with few stories in the book, no word is called common."""
COMMON = 0.4
"""What more than the rest of the stories speak of counts for nothing."""
ALIKE = 0.4
"""Cosine from which signatures are compared at all: near copies share most features."""
SAYING = 0.05
"""Share of a post's features that must be its own; less ("推", the bare name) is near to nothing."""
COMPLAINING = 0.3
"""Share of complaints from which a story is one of complaints."""
NEVER = 9.0
GRAVE = CATEGORIES.index(Category.PRODUCT_DEFECT)
"""The categories before this one, in the order of Category, are grave."""
PRAISE = CATEGORIES.index(Category.PRAISE)

Value = TypeVar("Value", bound=np.generic)


def rarity(book: Book) -> Floats:
    """Weigh features (WIDTH,) by how few of the book's stories speak of them, in [0, 1].

    What the brand is called, what it sells and what everybody says of it is in most stories, and tells none apart. A
    crisis, however loud, is one story, so that its own words keep their weight. Towns weigh nothing.
    """
    spoken = np.bincount(book.vectors.indices, minlength=WIDTH)
    rare = 1.0 - spoken / (len(book) + FEW)
    rare[WORDS:] = 0
    return np.asarray(np.where(rare < COMMON, 0, rare * rare * rare), np.float32)


class Gathering:
    """The stories while a chunk of posts is being placed: K rows of the book, then one for each story begun here.

    `near` (n, K + n) holds dot products of each post with each story's sum. When a post joins a story, the products of
    the later posts are brought up to date with the products among the posts, so that each post sees the story exactly
    as those before it left it.
    """

    def __init__(self, book: Book, batch: Batch, rules: StoryRules) -> None:
        self.book, self.batch, self.rules = book, batch, rules
        self.count, size = len(book), len(book) + len(batch)
        self.complains = batch.complains
        self.least = least_need(batch, rules)
        self._measure(rarity(book), size)
        self._whereabouts(size)
        self._copies(size)
        self.first, self.last = _room(book.first, size), _room(book.last, size)
        self.mass, self.heat, self.tally = _room(book.mass, size), _room(book.heat, size), _room(book.tally, size)
        self.latent = _room(book.latent, size)
        self.reach = np.where(self.latent, rules.seed_hours, rules.window_hours) * HOUR
        self.unit = np.asarray(1 / np.sqrt(np.maximum(self.length2, 1e-9)), np.float32)
        complaints = self.tally[:, :COMPLAINTS]
        self.topic = complaints.argmax(axis=1)
        self.bitter = complaints.sum(axis=1) >= COMPLAINING * self.tally.sum(axis=1)
        self.scale, self.share = np.ones(size, np.float32), np.zeros(len(batch), np.float32)
        self.row_of = {int(key): row for row, key in enumerate(book.keys)}
        self.seat = np.full(len(batch), NOWHERE)

    def _measure(self, rare: Floats, size: int) -> None:
        posts, stories = faded(self.batch.features, rare), faded(self.book.vectors, rare)
        self.near = np.zeros((len(self.batch), size), np.float32)
        self.near[:, : self.count] = (posts @ stories.T).toarray()
        self.among: Floats = (posts @ posts.T).toarray()
        self.own = self.among.diagonal().copy()  # squared length of each post, the share of its features that is rare
        self.length2 = _room(np.asarray(stories.multiply(stories).sum(axis=1), np.float32), size)

    def _whereabouts(self, size: int) -> None:
        """Note the towns that posts and stories name, and what may not be where a post is."""
        self.named, self.told = towns_of(self.batch.features), _room(towns_of(self.book.vectors), size)
        self.placed: Flags = np.asarray(self.named.any(axis=1))
        self.in_town: Flags = np.asarray(self.told.any(axis=1))
        self.near_by = near_by(self.named)

    def _copies(self, size: int) -> None:
        """Find near copies by signature, among the pairs that are alike at all."""
        self.copy = np.zeros((len(self.batch), size), bool)
        lengths = np.sqrt(np.outer(self.own, self.length2[: self.count])) + 1e-9
        rows, stories = np.nonzero(self.near[:, : self.count] > ALIKE * lengths)
        shared = self.batch.signatures[rows][:, None, :] == self.book.signatures[stories]
        self.copy[rows, stories] = (shared.mean(axis=2) >= self.rules.copy).any(axis=1)
        same = self.batch.copies[rows][:, None] == self.book.copies[stories]
        self.copy[rows, stories] |= same.any(axis=1)
        lengths = np.sqrt(np.outer(self.own, self.own)) + 1e-9
        rows, others = np.nonzero(np.tril(self.among > ALIKE * lengths, -1))
        self.twin = np.zeros(self.among.shape, bool)
        shares = (self.batch.signatures[rows] == self.batch.signatures[others]).mean(axis=1)
        self.twin[rows, others] = shares >= self.rules.copy
        self.copied: Flags = np.asarray(self.copy.any(axis=1))
        self.twinned: Flags = np.asarray(self.twin.any(axis=0))

    def seat_all(self) -> None:
        """Place every post of the chunk, in order."""
        for post in range(len(self.batch)):
            if not self.batch.foreign[post]:
                self._join(post, self._choose(post))

    def _choose(self, post: int) -> int:
        """Name the row that the post belongs to; the next free row when it begins one."""
        parents = self.batch.parents
        if parents is not None and int(parents[post]) in self.row_of:
            return self.row_of[int(parents[post])]
        if not self.count or self.own[post] < SAYING:
            return self.count
        rows, at = slice(0, self.count), self.batch.published[post]
        alike = self.near[post, rows] * self.unit[rows] / np.sqrt(self.own[post])
        gap = np.maximum(self.first[rows] - at, at - self.last[rows])
        if self.placed[post]:
            here = self.told[rows, self.near_by[post].nonzero()[0]].any(axis=1)
            gap[self.in_town[rows] & ~here] = np.inf  # another town is out of reach
        if self.copied[post]:
            copies = self.copy[post, rows] & (gap <= self.rules.copy_hours * HOUR)
            if copies.any():
                return int(np.where(copies, alike, -NEVER).argmax())
        alive = gap <= self.reach[rows]
        crowd = crowding(int(np.count_nonzero(alive)), self.rules)
        close = ((alike >= crowd * self.least[post]) & alive).nonzero()[0]
        if not len(close):
            return self.count
        margin = alike[close] - crowd * self._need(post, close, gap)
        best = int(margin.argmax())
        return int(close[best]) if margin[best] >= 0 else self.count

    def _need(self, post: int, close: Keys, gap: Times) -> Floats:
        """Tell how alike the post must be to each of some rows (k,) to belong there; `gap` (K,) of all, in seconds."""
        rules, category = self.rules, self.batch.category[post]
        if self.complains[post]:
            same = rules.grave if category < GRAVE else rules.complaint
            need = np.where(self.bitter[close] & (self.topic[close] == category), same, rules.other_kind)
        elif category == PRAISE:
            return np.full(len(close), rules.praise, np.float32)
        else:
            calm = rules.report if self.batch.news[post] else rules.chatter
            need = np.where(self.bitter[close], rules.aside, calm)
        return np.asarray(need / self._pulling(close, gap), np.float32)

    def _pulling(self, close: Keys, gap: Times) -> Floats:
        """Give `pulling` of some rows (k,); the heat of all is that of the stories with complaints."""
        heat, rules = self.heat[: self.count], self.rules
        (hot,) = heat.nonzero()
        total = cooled(heat[hot], gap[hot], rules).sum()
        return pull_of(cooled(heat[close], gap[close], rules), total, rules)

    def _join(self, post: int, row: int) -> None:
        batch, at = self.batch, self.batch.published[post]
        if row == self.count:
            self.count += 1
            self.first[row] = self.last[row] = at
            self.latent[row] = not (self.complains[post] or batch.urgent[post])
        else:
            self.latent[row] = False
            self.heat[row] *= 0.5 ** (max(at - self.last[row], 0) / (self.rules.cooling_hours * HOUR))
            self.first[row], self.last[row] = min(self.first[row], at), max(self.last[row], at)
        self._add(post, row)
        self.heat[row] += self.complains[post]
        self.tally[row, batch.category[post]] += 1
        self._characterise(row)
        self.reach[row] = (self.rules.seed_hours if self.latent[row] else self.rules.window_hours) * HOUR
        self.seat[post] = row

    def _add(self, post: int, row: int) -> None:
        fade = np.float32(1.0)
        if self.mass[row] >= self.rules.fade:
            fade = np.float32((self.rules.fade - 1) / self.rules.fade)
            self.near[post:, row] *= fade
            self.length2[row] *= fade * fade
            self.scale[row] *= fade
            self.mass[row] *= fade
        self.length2[row] += 2 * self.near[post, row] + self.own[post]
        self.near[post:, row] += self.among[post:, post]
        if self.twinned[post]:
            self.copy[post:, row] |= self.twin[post:, post]
            self.copied[post:] |= self.twin[post:, post]
        self.unit[row] = 1 / max(float(self.length2[row]), 1e-9) ** 0.5
        self.mass[row] += 1
        if self.placed[post]:
            self.told[row] |= self.named[post]
            self.in_town[row] = True
        self.share[post] = 1 / self.scale[row]

    def _characterise(self, row: int) -> None:
        tally = self.tally[row].tolist()
        complaints = tally[:COMPLAINTS]
        self.topic[row] = complaints.index(max(complaints))
        self.bitter[row] = sum(complaints) >= COMPLAINING * sum(tally)

    def sums(self) -> Sparse:
        """Give the rows' new sums of features, (count, WIDTH)."""
        seated = np.flatnonzero(self.seat != NOWHERE)
        places: Any = (self.share[seated] * self.scale[self.seat[seated]], (self.seat[seated], seated))
        joins: Any = csr_array(places, shape=(self.count, len(self.batch)))
        old: Any = self.book.vectors.copy()
        old.data *= np.repeat(self.scale[: len(self.book)], np.diff(old.indptr))
        old.resize((self.count, WIDTH))
        return sparse(old + joins @ self.batch.features)


def least_need(batch: Batch, rules: StoryRules) -> Floats:
    """Tell how alike each post (n,) must at least be to any story at all, however hot: a bound for `_need`."""
    same = np.where(batch.category < GRAVE, rules.grave, rules.complaint)
    complaint = np.minimum(same, rules.other_kind) / rules.most_pull
    calm = min(rules.aside, rules.report, rules.chatter) / rules.most_pull
    return np.asarray(
        np.where(batch.category == PRAISE, rules.praise, np.where(batch.complains, complaint, calm)), np.float32
    )


def towns_of(features: Sparse) -> Flags:
    """Tell which towns (ROOM,) each of some rows (n, WIDTH) names."""
    return np.asarray(features[:, WORDS:].toarray() > 0)


def near_by(named: Flags) -> Flags:
    """Tell which towns (n, ROOM) are the whereabouts of each of some rows that name towns (n, ROOM)."""
    found, (rows, towns) = np.zeros(named.shape, bool), named.nonzero()
    np.logical_or.at(found, rows, around()[towns])
    return found


def elsewhere(ones: Flags, others: Flags) -> Flags:
    """Tell which of n pairs of rows (n, ROOM) both name towns, none of them the same whereabouts."""
    return np.asarray(ones.any(axis=1) & others.any(axis=1) & ~(near_by(ones) & others).any(axis=1))


def crowding(stories: int, rules: StoryRules) -> float:
    """Tell by how much so many stories alive let needs grow, in [1, most_crowd].

    >>> [round(crowding(stories, StoryRules()), 2) for stories in (0, 10, 60, 800)]
    [1.0, 1.0, 1.71, 2.2]
    """
    return float(min(max(stories / rules.few, 1.0) ** rules.crowd, rules.most_crowd))


def pulling(heat: Floats, gap: Times, rules: StoryRules) -> Floats:
    """Tell by how much the heat of stories (…, K), `gap` seconds old, shrinks what a post needs, in [1, most_pull]."""
    left = cooled(heat, gap, rules)
    return pull_of(left, left.sum(axis=-1, keepdims=True), rules)


def cooled(heat: Floats, gap: Times, rules: StoryRules) -> Times:
    """Give what is left of heat after `gap` seconds."""
    return np.asarray(heat * np.exp2(np.maximum(gap, 0) * (-1 / (rules.cooling_hours * HOUR))))


def pull_of(left: Times, total: Any, rules: StoryRules) -> Floats:
    """Weigh the heat left to a story by its share of all heat: many small fires are no storm."""
    pull = 1 + rules.pull * left / (total + 1) * np.log1p(left)
    return np.asarray(np.minimum(pull, rules.most_pull), np.float32)


def faded(vectors: Sparse, rare: Floats) -> Sparse:
    """Weigh the features of some rows by their rarity."""
    weighed: Any = vectors.copy()
    weighed.data *= rare[weighed.indices]
    weighed.eliminate_zeros()
    return sparse(weighed)


def _room(values: npt.NDArray[Value], size: int) -> npt.NDArray[Value]:
    roomy = np.zeros((size, *values.shape[1:]), values.dtype)
    roomy[: len(values)] = values
    return roomy
