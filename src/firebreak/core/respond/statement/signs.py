"""What is there to see in a draft? The words and cues of each of its sentences, found in one pass for all votes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from firebreak.core.text.spans import Pair

Shape = re.Pattern[str]
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.int64]

TOKEN = re.compile(r"[a-z']+|\d+|[^\sa-z\d]")
ANCHOR = re.compile(r"(?<!\[)\^|\$")
LONGEST = 4  # words or characters that are one gram
REACH = 4  # how far apart two may stand that count as a pair
STEM = 5
CUE, PAIR = 0.15, 0.05  # how loud a cue and a pair of cues are beside the words, which share one voice
TURN = np.uint32(2654435761)
RUN, APART, STEMS, BOTH = (np.uint32(crc32(name)) for name in (b"run", b"apart", b"stems", b"both"))


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """Features of sentences, each with its loudness, one sentence after the other; one begins at each of `starts`."""

    keys: Keys
    loud: Floats
    is_cue: npt.NDArray[np.bool_]
    starts: Longs

    def __len__(self) -> int:
        return len(self.starts)


def signs_of(plain: str, pairs: Sequence[Pair], cues: Mapping[str, Shape]) -> Signs:
    """Give the features of sentences of a folded text: grams share one voice, each cue and each pair has its own."""
    grams, of = grams_of(plain, pairs)
    shares = np.bincount(of, minlength=len(pairs)).clip(min=1) ** -0.5
    seen = cues_of(plain, pairs, cues)
    alone = [(at, key) for at, found in enumerate(seen) for key in found.tolist()]
    both = [(at, key) for at, found in enumerate(seen) for key in pairs_of(found).tolist()]
    rest = np.array(alone + both, dtype=np.int64).reshape(-1, 2)
    place = np.concatenate([of, rest[:, 0]])
    order = np.argsort(place, kind="stable")
    loud = np.concatenate([shares[of], np.repeat([CUE, PAIR], [len(alone), len(both)])]).astype(np.float32)
    return Signs(
        keys=np.concatenate([grams, rest[:, 1].astype(np.uint32)])[order],
        loud=loud[order],
        is_cue=(np.arange(len(place)) >= len(of))[order],
        starts=np.searchsorted(place[order], np.arange(len(pairs))),
    )


def grams_of(plain: str, pairs: Sequence[Pair]) -> tuple[Keys, Longs]:
    """Give the different grams of each sentence with its number: runs of up to four, pairs a little apart, stems."""
    spoken = [tokens(plain[start:end]) for start, end in pairs]
    words = codes_of([word for sentence in spoken for word in sentence])
    of = np.repeat(np.arange(len(pairs)), [len(sentence) for sentence in spoken])
    stems = [[word[:STEM] for word in sentence if "a" <= word[0] <= "z"] for sentence in spoken]
    roots = codes_of([f"%{stem}" for sentence in stems for stem in sentence])
    of_roots = np.repeat(np.arange(len(pairs)), [len(sentence) for sentence in stems])
    found = [*runs(words, of), *apart(words, of), (roots, of_roots), joined(roots, of_roots, 1, STEMS)]
    whole = np.concatenate([one.astype(np.uint64) | number.astype(np.uint64) << np.uint64(32) for one, number in found])
    kept = np.unique(whole)
    return (kept & np.uint64(0xFFFFFFFF)).astype(np.uint32), (kept >> np.uint64(32)).astype(np.int64)


def tokens(plain: str) -> list[str]:
    """Give the Latin words and single Han characters of a folded text; a number counts by its length alone."""
    return ["0" * min(len(one), 4) if one.isdigit() else one for one in TOKEN.findall(plain)]


def codes_of(words: Sequence[str]) -> Keys:
    return np.fromiter((crc32(word.encode()) for word in words), dtype=np.uint32, count=len(words))


def runs(words: Keys, of: Longs) -> Iterable[tuple[Keys, Longs]]:
    """Give the runs of one word to four that stay within a sentence."""
    key = words
    yield mixed(key), of
    for size in range(2, min(LONGEST, len(words)) + 1):
        last = size - 1
        key = key[:-1] * TURN + words[last:] + RUN
        within = of[last:] == of[: len(of) - last]
        yield mixed(key)[within], of[last:][within]


def apart(words: Keys, of: Longs) -> Iterable[tuple[Keys, Longs]]:
    """Give the pairs of words that stand a little apart, however far."""
    for reach in range(2, min(REACH, len(words) - 1) + 1):
        yield joined(words, of, reach, APART)


def joined(words: Keys, of: Longs, reach: int, salt: np.uint32) -> tuple[Keys, Longs]:
    """Give each word with the one that stands so far after it in the same sentence."""
    first, second = words[: max(0, len(words) - reach)], words[reach:]
    within = of[: len(first)] == of[reach:]
    return mixed(first * TURN + second + salt)[within], of[reach:][within]


def mixed(keys: Keys) -> Keys:
    """Spread keys over all their bits."""
    once = (keys ^ keys >> np.uint32(15)) * np.uint32(0x2C1B3C6D)
    return once ^ once >> np.uint32(12)


def cues_of(plain: str, pairs: Sequence[Pair], cues: Mapping[str, Shape]) -> list[Keys]:
    """Give the keys of the cues in each sentence; what is nowhere in the text is looked for once only."""
    said = [plain[start:end] for start, end in pairs]
    likely = [(key_of(name), shape) for name, shape in cues.items() if anchored(shape) or shape.search(plain)]
    return [np.array([key for key, shape in likely if shape.search(one)], dtype=np.uint32) for one in said]


def pairs_of(seen: Keys) -> Keys:
    """Give a key for every two cues of a sentence, whichever comes first."""
    ranked = np.sort(seen)
    one, other = np.triu_indices(len(ranked), 1)
    return mixed(ranked[one] * TURN + ranked[other] + BOTH)


@cache
def key_of(name: str) -> int:
    """Give the key of a cue."""
    return crc32(f"#{name}".encode())


@cache
def anchored(shape: Shape) -> bool:
    """Say whether a cue asks where a sentence begins or ends, which only the sentence can tell."""
    return bool(ANCHOR.search(shape.pattern))
