"""What goes into story building and what comes out of it: rules, a batch of posts, and where each was placed."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from firebreak.core.assess.book import COMPLAINTS, Copies, Counts, Flags, Keys, Signatures, Sparse, Times

HOUR = 3600.0
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class StoryRules:
    """When a post belongs to a story. Similarities are cosines in [0, 1], words common to many stories faded."""

    copy: float = 0.7  # estimated Jaccard similarity of character 3-grams
    grave: float = 0.06  # two complaints of the same grave category: within days they are mostly about one thing
    complaint: float = 0.06  # two complaints of the same ordinary category
    other_kind: float = 0.12  # two complaints of different categories
    aside: float = 0.06  # news, a question or a remark without complaint, and a story of complaints
    chatter: float = 0.12  # neither complains
    report: float = 0.08  # neither complains, and the post is the press's
    praise: float = 0.3  # a post that praises, and any story
    few: int = 10  # among more stories than this, chance alone brings some near, and needs grow with their number …
    crowd: float = 0.3  # … to this power …
    most_crowd: float = 2.2  # … at most by this
    pull: float = 1.5  # in a storm most of what is said is about it: needs shrink by 1 + pull × ln(1 + heat) …
    most_pull: float = 4.0  # … at most by this
    cooling_hours: float = 3.0  # heat, the complaints of late, halves in so long
    merge: float = 0.62  # two stories are one
    window_hours: float = 168.0  # a story left alone for so long is not taken up again
    seed_hours: float = 48.0
    copy_hours: float = 336.0  # copies come back for longer
    stories: int = 400  # most stories kept in the book, latest first
    seeds: int = 400
    fade: int = 64  # posts after which older ones begin to fade from a story's centre


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """New posts in the order in which they came, n rows. Times may lie before those of earlier batches, never ahead
    of the clock (the caller rejects those).

    `refs` (n,): the caller's ids. `features` (n, WIDTH): idf-weighted, rows of length 1 (or 0). `signatures` (n, 64):
    MinHash. `copies` (n,): equal for exact copies. `published` (n,): epoch seconds. `category` (n,): place in Category.
    `parents` (n,): key in the book of the story or seed of the post answered or reshared, −1 when unknown.
    """

    refs: Keys
    features: Sparse
    signatures: Signatures
    copies: Copies
    published: Times
    category: Counts
    negative: Flags
    urgent: Flags
    news: Flags
    foreign: Flags  # speaks of competitors only
    parents: Keys | None = None

    def __len__(self) -> int:
        return len(self.refs)

    def cut(self, rows: slice) -> "Batch":
        """Give some of the posts."""
        columns = {name: getattr(self, name) for name in self.__slots__}
        kept: dict[str, Any] = {name: None if column is None else column[rows] for name, column in columns.items()}
        return Batch(**kept)

    @property
    def complains(self) -> Flags:
        """Which posts (n,) carry a complaint: negative or urgent, and of a complaint category."""
        return (self.category < COMPLAINTS) & (self.negative | self.urgent)


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where a batch's posts went.

    `cluster` (n,): key of the story, ≥ 1, or of the latent seed, ≤ −2, or −1 for posts that are nobody's story here.
    `fresh`: stories that are new. `woken`: (seed, story, id of the post) where an earlier batch's seed became or joined
    a story. `merged`: pairs (gone, into) of stories known before. `retired`: stories that will not grow any more.
    """

    cluster: Keys
    fresh: tuple[int, ...] = ()
    woken: tuple[tuple[int, int, int], ...] = ()
    merged: tuple[tuple[int, int], ...] = ()
    retired: tuple[int, ...] = ()

    @property
    def story(self) -> Keys:
        """Story of each post (n,), −1 for those without."""
        return np.where(self.cluster > 0, self.cluster, NOWHERE)

    @property
    def touched(self) -> tuple[int, ...]:
        """Stories whose members changed, in order of number."""
        grown = {int(key) for key in self.cluster if key > 0}
        return tuple(sorted(grown | {into for _, into in self.merged} - {gone for gone, _ in self.merged}))
