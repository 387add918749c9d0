"""Does a draft say as known what is not yet confirmed? Compared with the facts that still wait for a person."""

import re
from collections.abc import Iterator

from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.text.fold import fold
from firebreak.core.text.spans import Pair

SAME = 0.6
"""Share of a fact's bigrams that a sentence holds when it says that fact."""
WORDS = re.compile(r"[a-z]+|\d+|[㐀-鿿]+")
EMPTY = re.compile(r"[的了是在有就都也很於與和及]")


def guessed(prose: Prose, unconfirmed: tuple[str, ...], tone: ToneRules) -> Iterator[Pair]:
    """Give the sentences that state an unconfirmed fact without saying that it is open.

    Where the cause itself is what waits for confirmation, any cause that is named is a guess.
    """
    facts = [grams(fold(fact)) for fact in unconfirmed]
    cause_open = any(tone.words["cause_topic"].search(fold(fact)) for fact in unconfirmed)
    for start, end in prose.sentences:
        sentence = prose.plain[start:end]
        if tone.words["open"].search(sentence):
            continue
        if cause_open and tone.words["claims_cause"].search(sentence):
            yield start, end
            continue
        said = grams(sentence)
        if any(fact and len(fact & said) >= SAME * len(fact) for fact in facts):
            yield start, end


def grams(plain: str) -> frozenset[str]:
    """Give the words of a Latin text and the bigrams of a Chinese one."""
    found: set[str] = set()
    for word in WORDS.findall(EMPTY.sub("", plain)):
        if word.isascii() or len(word) == 1:
            found.add(word)
        else:
            found.update(word[at : at + 2] for at in range(len(word) - 1))
    return frozenset(found)
