"""Has this been said before? How alike a draft is to what was published lately, names and numbers aside."""

import re
from collections.abc import Iterable

from firebreak.core.text.copies import counted
from firebreak.core.text.fold import codes_of, fold

ALIKE = 0.75
GREETING = re.compile(r"^\W*[^,，。:：\n]{0,12}(?:您好|你好)|^\W*(?:dear|hi|hello)\b[^,\n]{0,30}", re.IGNORECASE)
NUMBER = re.compile(r"[\d,.:/-]*\d")
LEAST = 12
"""Fewer 3-grams than this are alike by chance."""


def is_echo(text: str, recent: Iterable[str]) -> bool:
    """Say whether a text repeats a recent one: Dice index of 3-grams from 0.75, or three grams in four the same."""
    own = grams(bare(text))
    return len(own) >= LEAST and any(dice(own, grams(bare(other))) >= ALIKE for other in recent)


def bare(text: str) -> str:
    """Take the greeting and the numbers off, which differ in every copy of a form letter."""
    return NUMBER.sub("0", GREETING.sub("", text))


def grams(text: str) -> frozenset[str]:
    """Give the 3-grams of a text, folded, without space and punctuation."""
    plain = fold(text)
    kept = "".join(char for char, keep in zip(plain, counted()[codes_of(plain)], strict=True) if keep)
    return frozenset(kept[at : at + 3] for at in range(len(kept) - 2))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
