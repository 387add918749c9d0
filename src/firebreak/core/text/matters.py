"""What is each post of a batch about? Its words by rarity, and beside them the towns that it names."""

from typing import Any

from scipy import sparse

from firebreak.core.text.batch import Folded
from firebreak.core.text.copies import counted
from firebreak.core.text.grams import Floats, topics
from firebreak.core.text.towns import towns


def matters(folded: Folded, idf: Floats) -> Any:
    """Give rows (n, 2^TOPIC_BITS + ROOM): words as `topics` weighs them, then a 1 for each town."""
    words = topics(folded, counted()[folded.codes], idf)
    return sparse.hstack([words, towns(folded)], format="csr", dtype=words.dtype)
