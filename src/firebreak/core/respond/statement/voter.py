"""How much does a sentence read like those that people marked? A linear vote of words and cues, beside the rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

Shape = re.Pattern[str]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]

TOKEN = re.compile(r"[a-z']+|\d+|[^\sa-z\d]")
LONGEST = 4  # words or characters that are one gram
REACH = 4  # how far apart two may stand that count as a pair
STEM = 5
FEWEST = 5
CUE, PAIR = 0.1, 0.05  # how loud a cue and a pair of cues are beside the words, which share one voice


def tokens(plain: str) -> list[str]:
    """Give the Latin words and single Han characters of a folded text; a number counts by its length alone."""
    return ["0" * min(len(one), 4) if one.isdigit() else one for one in TOKEN.findall(plain)]


def grams(plain: str) -> set[str]:
    """Give what a folded sentence is made of: runs of up to four, pairs a little apart, and beginnings of words."""
    words = tokens(plain)
    found = {"|".join(words[at : at + size]) for size in range(1, LONGEST + 1) for at in starts(words, size)}
    found.update(f"{one}~{other}" for at, one in enumerate(words) for other in words[at + 2 : at + 1 + REACH])
    stems = [word[:STEM] for word in words if word[0].isascii() and word[0].isalpha()]
    found.update(f"%{stem}" for stem in stems)
    found.update(f"%{one}|{other}" for one, other in pairwise(stems))
    return found


def long_enough(plain: str) -> bool:
    """Say whether a sentence has enough words to be judged alone; shorter ones are forms of address."""
    return len(tokens(plain)) >= FEWEST


def starts(words: Sequence[str], size: int) -> range:
    return range(len(words) - size + 1)


def keys_of(names: Sequence[str]) -> Keys:
    """Give the keys under which weights are kept."""
    return np.fromiter((crc32(name.encode()) for name in names), dtype=np.uint32, count=len(names))


@lru_cache(maxsize=256)
def gram_keys(plain: str) -> Keys:
    """Give the keys of a sentence's grams, which several voters ask for one after the other."""
    return np.sort(keys_of(list(grams(plain))))


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """What a voter sees of a sentence: features and how loud each is, the grams first, from `cues` on the cues."""

    keys: Keys
    loud: Floats
    cues: int


@dataclass(frozen=True, slots=True, eq=False)
class Voter:
    """Weights (n, codes) in 8 bits under sorted keys; a code is voted for from `least` on."""

    codes: Sequence[str]
    cues: Mapping[str, Shape]
    keys: Keys
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    least: Floats

    def votes(self, plain: str) -> Floats:
        """Give the vote for each code, in log odds."""
        return self.weigh(sign_of(plain, self.cues))

    def weigh(self, sign: Sign) -> Floats:
        """Give the vote on what was seen already."""
        at = np.searchsorted(self.keys, sign.keys).clip(max=len(self.keys) - 1)
        known = self.keys[at] == sign.keys
        total: Floats = sign.loud[known] @ self.weights[at[known]].astype(np.float32)
        return total * self.scale + self.bias

    def marked(self, plain: str) -> Iterator[str]:
        """Give the codes that a sentence is voted to break."""
        for at in np.flatnonzero(self.votes(plain) >= self.least):
            yield str(self.codes[int(at)])


def cues_of(plain: str, cues: Mapping[str, Shape]) -> list[str]:
    """Give the names of the cues in a folded sentence."""
    return sorted(name for name, shape in cues.items() if shape.search(plain))


def sign_of(plain: str, cues: Mapping[str, Shape]) -> Sign:
    """Give the features of a folded sentence: its grams share one voice, each cue and each pair has its own."""
    words, seen = gram_keys(plain), cues_of(plain, cues)
    pairs = [f"#{one}&{other}" for at, one in enumerate(seen) for other in seen[at + 1 :]]
    names = [*(f"#{cue}" for cue in seen), *pairs]
    loud = np.repeat(
        np.array([len(words) ** -0.5 if len(words) else 0.0, CUE, PAIR], dtype=np.float32),
        [len(words), len(seen), len(pairs)],
    )
    return Sign(np.concatenate([words, keys_of(names)]), loud, len(words))
