"""How does each database hold a search token? FTS5 as a word, PostgreSQL as a number: that is half the work to sort."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import orjson

from firebreak.console.bulk import is_postgres
from firebreak.core.text.batch import Folded, distinct
from firebreak.core.text.fold import text_of
from firebreak.core.text.search import WORD, Bigrams, bigrams_of

LEAST = -(2**31)  # of PostgreSQL's integers
NUMBER_BITS, CODE_BITS = 32, 21


def stored(grams: Iterable[str]) -> str:
    """Write tokens as the index takes them: words for FTS5, an array of numbers for PostgreSQL."""
    if not is_postgres():
        return " ".join(grams)
    return array_of(sorted({number(gram) for gram in grams}))


def array_of(numbers: Any) -> str:
    return "{" + orjson.dumps(numbers, option=orjson.OPT_SERIALIZE_NUMPY).decode()[1:-1] + "}"


def stored_all(folded: Folded) -> list[str]:
    """Write the tokens of every post of a batch, as `stored` does those of one."""
    found = bigrams_of(folded)
    return all_numbers(found, len(folded)) if is_postgres() else all_words(found, len(folded))


def all_numbers(found: Bigrams, count: int) -> list[str]:
    """Write each post's tokens (`count` posts) as an array of numbers."""
    post = np.fromiter((post for post, _ in found.words), np.int64, len(found.words))
    words = np.fromiter((word_number(word) for _, word in found.words), np.int64, len(found.words))
    posts = np.concatenate([found.post, post])
    numbers = np.concatenate([pair_number(found.first, found.second), words])
    keys = distinct((posts << NUMBER_BITS) + numbers - LEAST)
    numbers = (keys & ((1 << NUMBER_BITS) - 1)) + LEAST
    ends = np.searchsorted(keys, np.arange(count + 1) << NUMBER_BITS).tolist()
    return [array_of(numbers[start:end]) for start, end in pairwise(ends)]


def all_words(found: Bigrams, count: int) -> list[str]:
    """Write each post's tokens (`count` posts) as words."""
    words: list[dict[str, None]] = [{} for _ in range(count)]
    for post, word in found.words:
        words[post][word] = None
    keys = distinct((found.post << 2 * CODE_BITS) | (found.first << CODE_BITS) | found.second)
    first, second = (keys >> CODE_BITS) & ((1 << CODE_BITS) - 1), keys & ((1 << CODE_BITS) - 1)
    codes = np.stack([first, second, np.full_like(keys, ord(" "))], axis=1).ravel()
    there = codes > 0  # a token of one character has no second
    text = text_of(codes[there].astype(np.uint32))
    lengths = np.concatenate([[0], np.cumsum(there)])
    ends = lengths[3 * np.searchsorted(keys, np.arange(count + 1) << 2 * CODE_BITS)].tolist()
    return [text[start:end] + " ".join(more) for (start, end), more in zip(pairwise(ends), words, strict=True)]


def pair_number(first: Any, second: Any) -> Any:
    """Number a pair of code points: 32 bits with a sign. Pairs with the same first character lie side by side."""
    return (((first & 0xFFFF) << 16 | second & 0xFFFF) ^ -LEAST) + LEAST


def number(token: str) -> int:
    """Give the number under which PostgreSQL holds a token. Two tokens may share one: the text itself decides.

    >>> number("食安") == pair_number(ord("食"), ord("安"))
    True
    """
    if not WORD.match(token):
        return int(pair_number(ord(token[0]), ord(token[1:] or "\0")))
    return word_number(token)


@lru_cache(maxsize=2**16)
def word_number(token: str) -> int:
    return int.from_bytes(hashlib.md5(token.encode(), usedforsecurity=False).digest()[:4], signed=True)
