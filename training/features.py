"""What does the trainer see of a post? Exactly what the reader will see: grams, cues and signs, by the same code."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from firebreak.core.terms import Post
from firebreak.core.text.batch import Heard
from firebreak.core.text.grams import NOTHING, grams
from firebreak.core.understand.mask import mask_names
from firebreak.core.understand.model import EVEN
from firebreak.core.understand.signs import SIGNS, signs
from firebreak.knowledge.load import lexicon
from training.data import hear_nothing

BATCH = 10_000
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """`grams` (n, 2^BITS) float32, already spread by length; `cues` (n, columns + signs)."""

    grams: sparse.csr_matrix
    cues: npt.NDArray[np.float32]

    def __getitem__(self, rows: npt.NDArray[np.int64]) -> "Features":
        return Features(self.grams[rows], self.cues[rows])


def cue_names() -> list[str]:
    return [*lexicon().columns, *SIGNS]


def features(posts: Sequence[Post], heard: Heard | None = None) -> Features:
    """Give the features of posts; without `heard` nobody is named."""
    if heard is not None:
        return features_of(posts, heard)
    parts = [posts[at : at + BATCH] for at in range(0, len(posts), BATCH)]
    return stack([features_of(part, hear_nothing(part)) for part in parts])


def features_of(posts: Sequence[Post], heard: Heard) -> Features:
    masked = mask_names(heard)
    found = grams(masked)
    counts = sparse.csr_matrix(found.matrix())
    counts.sum_duplicates()
    spread = (1 / np.sqrt(found.counts + EVEN)).astype(np.float32)
    counts.data *= np.repeat(spread, np.diff(counts.indptr))
    shown = np.concatenate([lexicon().find(masked, masked.text).flags, signs(posts, heard)], axis=1)
    return Features(counts[:, :NOTHING], shown)


def stack(parts: Sequence[Features]) -> Features:
    grams_ = sparse.vstack([part.grams for part in parts]).tocsr()
    return Features(grams_, np.concatenate([part.cues for part in parts]))
