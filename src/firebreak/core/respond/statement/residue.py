"""Which sentences speak about the reader and do nothing for them? What no list of insults holds is often one of these.

A sentence of a good answer tells what happened, feels with somebody, apologises, mends, prevents or says whom to ask.
One that does none of these, in which the organisation does not act, and that is about the reader, judges the reader.
"""

from collections.abc import Iterator

from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.text.spans import Pair, overlaps

DEEDS = ("next_update", "advice", "settled", "warm", "own_act")
LEAST = 6
"""Shorter sentences are forms of address."""


def judging(prose: Prose, tone: ToneRules) -> Iterator[Pair]:
    """Give the sentences that are about the reader and nothing else."""
    for start, end in prose.sentences:
        sentence = prose.plain[start:end]
        if len(sentence.strip()) < LEAST or not tone.words["addressed"].search(sentence):
            continue
        if any(overlaps((start, end), pair) for pair in prose.reported):
            continue
        if any(tone.words[name].search(sentence) for name in DEEDS):
            continue
        if not any(part.shown.search(sentence) for part in tone.parts.values()):
            yield start + len(sentence) - len(sentence.lstrip()), end
