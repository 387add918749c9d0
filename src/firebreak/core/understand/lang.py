"""In which language is a post written? Told by its script alone, which is what the reader needs to know."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from firebreak.core.text.batch import distinct
from firebreak.core.text.fold import SIZE, codes_of
from firebreak.core.text.han import SIMPLIFIED, TRADITIONAL

ONLY_TRADITIONAL = frozenset(TRADITIONAL) - frozenset(SIMPLIFIED)
ONLY_SIMPLIFIED = frozenset(SIMPLIFIED) - frozenset(TRADITIONAL)
KANA = re.compile("[\u3041-\u30ff]")
HANGUL = re.compile("[\uac00-\ud7af]")
OTHER = re.compile("[\u3041-\u30ff\uac00-\ud7af]")
HAN = re.compile("[\u3400-\u9fff]")
LATIN = re.compile("[A-Za-z]{2}")
LOOKED_AT = 400
CHINESE, ELSEWHERE, FOR_SIMPLIFIED, FOR_TRADITIONAL = 1, 2, 4, 8
CODE_BITS = 21


def language(text: str) -> str:
    """Give zh-Hant, zh-Hans, ja, ko, en, or und when there is nothing to tell by.

    >>> language("鮮奶壞掉了"), language("鲜奶变质了"), language("It leaks")
    ('zh-Hant', 'zh-Hans', 'en')
    """
    sample = text[:LOOKED_AT]
    if OTHER.search(sample):
        han = len(HAN.findall(sample))
        if len(KANA.findall(sample)) * 4 > han + 3:
            return "ja"
        if len(HANGUL.findall(sample)) > han:
            return "ko"
    if HAN.search(sample):
        chars = set(sample)
        return "zh-Hans" if len(ONLY_SIMPLIFIED & chars) > len(ONLY_TRADITIONAL & chars) else "zh-Hant"
    return "en" if LATIN.search(sample) else "und"


def languages(texts: Sequence[str]) -> list[str]:
    """Give the language of every text (n,) of a batch, the same as `language` of each.

    A text with Chinese characters and none of Japanese or Korean is told for the batch; the others one by one.
    """
    if not texts:
        return []
    codes = codes_of("".join(text[:LOOKED_AT] + "\0" for text in texts))
    lengths = np.fromiter((min(len(text), LOOKED_AT) + 1 for text in texts), np.int64, len(texts))
    kinds = kinds_of_code()[codes]
    seen = np.bitwise_or.reduceat(kinds, np.cumsum(lengths) - lengths)
    telling = np.flatnonzero(kinds & (FOR_SIMPLIFIED | FOR_TRADITIONAL))
    texts_told = np.repeat(np.arange(len(texts)), lengths)[telling]
    told = distinct((texts_told << CODE_BITS) | codes[telling])  # a character counts once in a text
    votes = np.where(kinds_of_code()[told & ((1 << CODE_BITS) - 1)] & FOR_SIMPLIFIED, 1, -1)
    simplified = np.bincount(told >> CODE_BITS, votes, len(texts)) > 0
    chinese = np.where(simplified, "zh-Hans", "zh-Hant").tolist()
    plain = ((seen & (CHINESE | ELSEWHERE)) == CHINESE).tolist()
    return [chinese[at] if plain[at] else language(text) for at, text in enumerate(texts)]


@cache
def kinds_of_code() -> Any:
    """Say of every code point (SIZE,) what it tells of the language, as a sum of flags."""
    found = np.zeros(SIZE, np.uint8)
    found[0x3400:0xA000] = CHINESE
    found[0x3041:0x3100] = found[0xAC00:0xD7B0] = ELSEWHERE
    found[[ord(char) for char in ONLY_SIMPLIFIED]] |= FOR_SIMPLIFIED
    found[[ord(char) for char in ONLY_TRADITIONAL]] |= FOR_TRADITIONAL
    return found
