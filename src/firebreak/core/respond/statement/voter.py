"""How much does each sentence read like those that people marked? One linear vote of words and cues for all codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.signs import Floats, Keys, Shape, Signs
from firebreak.core.text.spans import Pair


@dataclass(frozen=True, slots=True, eq=False)
class Voter:
    """Weights (n, codes) in 8 bits under sorted keys, and how a whole draft is judged by its votes.

    `judge` (evidence + 1, codes) weighs all that is known of a draft (`judge.evidence`), its last row the bias: a code
    holds, or a part is missing, from 0 on.
    """

    codes: Sequence[str]
    cues: Mapping[str, Shape]
    keys: Keys
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    judge: Floats

    def weigh(self, signs: Signs) -> Floats:
        """Give the votes (sentences, codes), in log odds."""
        if not len(signs):
            return np.zeros((0, len(self.codes)), dtype=np.float32)
        at = np.searchsorted(self.keys, signs.keys).clip(max=len(self.keys) - 1)
        loud = signs.loud * (self.keys[at] == signs.keys)
        said = self.weights[at] * loud[:, None]
        total: Floats = np.add.reduceat(said, signs.starts) * self.scale + self.bias
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The sentences of a draft and their votes (sentences, codes); `counts` says which of them count."""

    sentences: Sequence[Pair]
    counts: npt.NDArray[np.bool_]
    votes: Floats


def spoken(prose: Prose) -> list[Pair]:
    """Give the sentences that say something, without the space around them."""
    return [pair for pair in (trimmed(prose.plain, one) for one in prose.sentences) if pair[0] < pair[1]]


def trimmed(plain: str, pair: Pair) -> Pair:
    """Take the space around a sentence off."""
    sentence = plain[slice(*pair)]
    return pair[0] + len(sentence) - len(sentence.lstrip()), pair[0] + len(sentence.rstrip())


def mostly_reported(prose: Prose, pair: Pair) -> bool:
    """Say whether more than half of a sentence is somebody else's words."""
    theirs = sum(max(0, min(pair[1], end) - max(pair[0], start)) for start, end in prose.reported)
    return 2 * theirs > pair[1] - pair[0]
