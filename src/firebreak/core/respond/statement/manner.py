"""How does a draft treat those it speaks of? Votes on its sentences, which also judge what patterns suspect."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from firebreak.core.respond.statement.ballot import mostly_reported, trimmed
from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import Words
from firebreak.core.respond.statement.voter import Floats, Shape, Voter, sign_of
from firebreak.core.text.spans import Pair, overlaps

SHORTEST = 4
"""A sentence of fewer characters is a form of address."""
DOUBT, OF_QUARREL = 0.5, 2.5
"""How far below its mark a sentence may stay when a pattern speaks against it too; a quarrel has phrases of its own."""
FAR = 1.5
"""How far below its mark the coldest sentence may stay when the whole answer has no warm word."""
ANCHOR = re.compile(r"(?<!\[)\^|\$")
Hit = tuple[Pair, Words]


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """The sentences in the writer's own words, and how far each is above the mark of each code."""

    above: dict[str, int]
    sentences: list[Pair]
    margins: Floats

    def upheld(self, code: str, hits: Iterable[Hit], outright: Iterable[Pair]) -> list[Hit]:
        """Give the hits that the votes do not speak against or that hold outright words; without votes all of them."""
        near = [*self.over(code, -doubt(code)), *outright]
        return [hit for hit in hits if code not in self.above or any(overlaps(hit[0], pair) for pair in near)]

    def leans(self, code: str, by: float) -> bool:
        """Say whether a sentence comes so near the mark of a code; without votes nothing is ruled out."""
        return code not in self.above or any(True for _ in self.over(code, -by))

    def over(self, code: str, margin: float = 0.0) -> Iterator[Pair]:
        """Give the sentences whose vote for a code is so far above the mark."""
        if code in self.above and self.sentences:
            for at in np.flatnonzero(self.margins[:, self.above[code]] >= margin):
                yield self.sentences[at]


def doubt(code: str) -> float:
    """Say how much a pattern of a code is trusted against the vote."""
    return OF_QUARREL if code == "arguing" else DOUBT


def manner_of(prose: Prose, voter: Voter | None) -> Manner:
    """Vote on every sentence; without a voter nothing is known."""
    if voter is None:
        return Manner({}, [], np.zeros((0, 0), dtype=np.float32))
    pairs = (trimmed(prose.plain, pair) for pair in prose.sentences)
    own = [pair for pair in pairs if pair[1] - pair[0] >= SHORTEST and not mostly_reported(prose, pair)]
    looked_for = {name: shape for name, shape in voter.cues.items() if anchored(shape) or shape.search(prose.plain)}
    signs = (sign_of(prose.plain[start:end], looked_for) for start, end in own)
    margins = [voter.weigh(sign) - voter.least for sign in signs]
    return Manner({code: at for at, code in enumerate(voter.codes)}, own, np.array(margins, dtype=np.float32))


@cache
def anchored(shape: Shape) -> bool:
    """Say whether a cue asks where a sentence begins or ends, which only the sentence can tell."""
    return bool(ANCHOR.search(shape.pattern))
