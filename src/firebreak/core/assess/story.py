"""Which posts tell the same story? Posts join, in the order in which they come, the story they are nearest to."""

from dataclasses import replace

import numpy as np
from scipy.sparse import vstack

from firebreak.core.assess.batch import HOUR, NOWHERE, Batch, Placement, StoryRules
from firebreak.core.assess.book import (
    CATEGORIES,
    COMPLAINTS,
    KEPT,
    Book,
    Flags,
    empty_book,
    from_bytes,
    joined,
    merge,
    sparse,
    trimmed,
)
from firebreak.core.assess.gather import COMPLAINING, Gathering, elsewhere, faded, pulling, rarity, towns_of
from firebreak.core.errors import BadInput

__all__ = ["Batch", "Book", "Placement", "StoryRules", "apart", "empty_book", "from_bytes", "merge", "place", "without"]

CHUNK = 512
USUAL = StoryRules()


def place(book: Book, batch: Batch, rules: StoryRules = USUAL) -> tuple[Book, Placement]:
    """Let each post join a story or begin one, and give the book as it stands afterwards.

    The same batches give the same stories. Another cut of the same posts gives nearly the same: only the weight of
    words common to many stories is looked up once for every CHUNK posts.
    """
    known, found, start = set(book.keys.tolist()), Placement(cluster=np.zeros(0, np.int64)), 0
    while start < len(batch):
        size = min(max(book.begun, 1), CHUNK)  # a young book learns fast which words are common
        book, part = _place(book, batch.cut(slice(start, start + size)), rules)
        found, start = _then(found, part), start + size
    return book, _told(found, known)


def _place(book: Book, batch: Batch, rules: StoryRules) -> tuple[Book, Placement]:
    gathering = Gathering(book, batch, rules)
    gathering.seat_all()
    grown = _grown(gathering)
    keys = np.append(grown.keys, NOWHERE)[gathering.seat]  # a seat nowhere is −1, the last
    old = len(book)
    woken = [row for row in range(old) if book.keys[row] < 0 < grown.keys[row]]
    placed = Placement(
        cluster=keys,
        fresh=tuple(sorted(int(grown.keys[row]) for row in [*woken, *range(old, len(grown))] if grown.keys[row] > 0)),
        woken=tuple((int(book.keys[row]), int(grown.keys[row]), int(grown.refs[row])) for row in woken),
    )
    grown, merged = _merge_twins(grown, set(keys.tolist()), rules)
    grown, retired = _retired(grown, rules)
    return grown, _then(placed, Placement(cluster=np.zeros(0, np.int64), merged=merged, retired=retired))


def _grown(gathering: Gathering) -> Book:
    """Write what was gathered into a book."""
    book, batch, count = gathering.book, gathering.batch, gathering.count
    seated = np.flatnonzero(gathering.seat != NOWHERE)
    seats, begun = gathering.seat[seated], count - len(book)
    refs = np.concatenate([book.refs, np.zeros(begun, np.int64)])
    signatures = np.concatenate([book.signatures, np.zeros((begun, *book.signatures.shape[1:]), np.uint32)])
    copies = np.concatenate([book.copies, np.zeros((begun, KEPT), np.uint64)])
    signatures[seats, -1], copies[seats, -1] = batch.signatures[seated], batch.copies[seated]  # the last one stays
    opening = seats >= len(book)
    firsts, posts = seats[opening][::-1], seated[opening][::-1]  # backwards, so that the first one stays
    refs[firsts], signatures[firsts, 0], copies[firsts, 0] = (
        batch.refs[posts],
        batch.signatures[posts],
        batch.copies[posts],
    )
    grown = replace(
        book,
        vectors=gathering.sums(),
        keys=np.concatenate([book.keys, np.zeros(begun, np.int64)]),
        refs=refs,
        first=gathering.first[:count],
        last=gathering.last[:count],
        mass=gathering.mass[:count],
        heat=gathering.heat[:count],
        tally=gathering.tally[:count],
        signatures=signatures,
        copies=copies,
    )
    return trimmed(_numbered(grown, gathering.latent[:count]))


def _numbered(book: Book, latent: Flags) -> Book:
    """Give a number to each new story, a seed number to each new seed, in order of rows."""
    keys = book.keys.copy()
    stories, seeds = np.flatnonzero((keys <= 0) & ~latent), np.flatnonzero((keys == 0) & latent)
    keys[stories] = book.next_story + np.arange(len(stories))
    keys[seeds] = book.next_seed - np.arange(len(seeds))
    next_story, next_seed = book.next_story + len(stories), book.next_seed - len(seeds)
    return replace(book, keys=keys, next_story=next_story, next_seed=next_seed)


def _merge_twins(book: Book, grown: set[int], rules: StoryRules) -> tuple[Book, tuple[tuple[int, int], ...]]:
    """Merge stories that have become one; the older number stays."""
    merged: list[tuple[int, int]] = []
    into: dict[int, int] = {}
    for one, other in _twins(book, grown, rules):
        first, second = sorted((into.get(one, one), into.get(other, other)))
        if first == second:
            continue
        book = merge(book, second, first)
        merged.append((second, first))
        into = {key: first if now == second else now for key, now in into.items()} | {second: first}
    return book, tuple(merged)


def _twins(book: Book, grown: set[int], rules: StoryRules) -> list[tuple[int, int]]:
    """Name pairs of stories, nearest first, that are so alike that they are one; one of each has grown."""
    rows = np.flatnonzero(~book.latent)
    fresh = rows[np.isin(book.keys[rows], list(grown))]
    weighted = faded(book.vectors, rarity(book))
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1))) + 1e-9
    alike = (weighted[fresh] @ weighted[rows].T).toarray() / np.outer(lengths[fresh], lengths[rows])
    gap = np.maximum(book.first[fresh][:, None] - book.last[rows], book.first[rows] - book.last[fresh][:, None])
    bitter = book.tally[:, :COMPLAINTS].sum(axis=1) >= COMPLAINING * book.sizes
    both = bitter[fresh][:, None] & bitter[rows]
    need = rules.merge / np.where(both, pulling(book.heat[rows][None, :], gap, rules), 1)
    apart = (gap > rules.window_hours * HOUR) | (book.keys[fresh][:, None] == book.keys[rows])
    found = np.argwhere((alike >= need) & ~apart)
    towns = [towns_of(book.vectors[sides]) for sides in (fresh[found[:, 0]], rows[found[:, 1]])]
    found = found[~elsewhere(*towns)]
    order = np.argsort(-alike[tuple(found.T)], kind="stable")
    return [(int(book.keys[fresh[a]]), int(book.keys[rows[b]])) for a, b in found[order]]


def _retired(book: Book, rules: StoryRules) -> tuple[Book, tuple[int, ...]]:
    """Let go of what will not grow any more: left alone for too long, or more than the book holds."""
    if not len(book):
        return book, ()
    age = (book.last.max() - book.last) / HOUR
    keep = age <= np.where(book.latent, rules.seed_hours, rules.copy_hours)
    for kind, most in ((book.latent, rules.seeds), (~book.latent, rules.stories)):
        rows = np.flatnonzero(keep & kind)
        if len(rows) > most:
            latest = rows[np.lexsort((rows, book.last[rows]))]
            keep[latest[:-most]] = False
    gone = tuple(int(key) for key in book.keys[~keep] if key > 0)
    return (book if keep.all() else book.take(keep)), gone


def _then(before: Placement, after: Placement) -> Placement:
    """Join two placements; posts placed before go along when their seed became a story or their story was merged."""
    cluster = before.cluster.copy()
    for old, new in [*((seed, story) for seed, story, _ in after.woken), *after.merged]:
        cluster[cluster == old] = new
    return Placement(
        cluster=np.concatenate([cluster, after.cluster]),
        fresh=before.fresh + after.fresh,
        woken=before.woken + after.woken,
        merged=before.merged + after.merged,
        retired=before.retired + after.retired,
    )


def _told(found: Placement, known: set[int]) -> Placement:
    """Leave out what came and went within the batch: the caller hears of `known` and lasting stories only."""
    into: dict[int, int] = {}
    for gone, story in found.merged:
        into = {key: story if now == gone else now for key, now in into.items()} | {gone: story}
    cluster = np.array([into.get(key, key) for key in found.cluster.tolist()], np.int64)
    return Placement(
        cluster=cluster,
        fresh=tuple(key for key in found.fresh if key not in into),
        woken=tuple((seed, into.get(key, key), ref) for seed, key, ref in found.woken if seed in known),
        merged=tuple((gone, story) for gone, story in into.items() if gone in known),
        retired=found.retired,
    )


def without(book: Book, key: int, gone: Batch) -> Book:
    """Take posts out of a story, for erasing or splitting; an emptied story leaves the book.

    `gone` holds the posts as they were placed. Their features, signatures and copy keys are taken out.
    """
    row = book.row(key)
    tally = book.tally.copy()
    np.subtract.at(tally[row], gone.category, 1)
    tally = np.maximum(tally, 0)
    left = int(tally[row].sum())
    if not left:
        others = np.ones(len(book), bool)
        others[row] = False
        return book.take(others)
    return _lessened(replace(book, tally=tally), row, gone)


def _lessened(book: Book, row: int, gone: Batch) -> Book:
    """Subtract posts from the story's centre, each by the weight that one post has in it now."""
    size = float(book.tally[row].sum()) + len(gone)
    each = float(book.mass[row]) / size
    mass = book.mass.copy()
    less = np.maximum(book.vectors[[row]].toarray()[0] - each * gone.features.sum(axis=0), 0)
    vectors = sparse(vstack([book.vectors[:row], sparse(less), book.vectors[row + 1 :]], format="csr"))
    mass[row] = max(mass[row] - each * len(gone), 1)
    signatures, copies = book.signatures.copy(), book.copies.copy()
    theirs = np.isin(copies[row], gone.copies)
    signatures[row, theirs], copies[row, theirs] = 0, 0
    return trimmed(replace(book, vectors=vectors, mass=mass, signatures=signatures, copies=copies))


def apart(book: Book, batch: Batch) -> tuple[Book, int]:
    """Begin one new story from posts that a person took apart from another, and give its number."""
    if not len(batch):
        raise BadInput(problem="story_empty")
    first, last = int(batch.published.argmin()), int(batch.published.argmax())
    ends = [first, last]
    alone = replace(
        empty_book(),
        vectors=sparse(batch.features.sum(axis=0)),
        keys=np.array([book.next_story]),
        refs=batch.refs[[first]],
        first=batch.published[[first]],
        last=batch.published[[last]],
        mass=np.array([len(batch)], np.float32),
        heat=np.zeros(1, np.float32),
        tally=np.bincount(batch.category, minlength=len(CATEGORIES)).astype(np.int32)[None, :],
        signatures=batch.signatures[ends][None],
        copies=batch.copies[ends][None],
    )
    return trimmed(joined(replace(book, next_story=book.next_story + 1), alone)), book.next_story
