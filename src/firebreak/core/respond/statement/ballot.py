"""Which sentences of a draft does the voter mark? Those in the writer's own words, with the codes that they break."""

from collections.abc import Mapping

from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.voter import Voter, long_enough
from firebreak.core.text.spans import Pair

LEAST = 4
"""Characters below which a sentence is a form of address."""


def ballots(prose: Prose, voter: Voter | None) -> Mapping[str, list[Pair]]:
    """Give the marked sentences by code; without a voter there are none."""
    found: dict[str, list[Pair]] = {}
    for pair in prose.sentences if voter else ():
        start, end = trimmed(prose.plain, pair)
        if end - start < LEAST or not long_enough(prose.plain[start:end]) or mostly_reported(prose, (start, end)):
            continue
        for code in voter.marked(prose.plain[start:end]) if voter else ():
            found.setdefault(code, []).append((start, end))
    return found


def trimmed(plain: str, pair: Pair) -> Pair:
    """Take the space around a sentence off."""
    sentence = plain[slice(*pair)]
    return pair[0] + len(sentence) - len(sentence.lstrip()), pair[0] + len(sentence.rstrip())


def mostly_reported(prose: Prose, pair: Pair) -> bool:
    """Say whether more than half of a sentence is somebody else's words."""
    theirs = sum(max(0, min(pair[1], end) - max(pair[0], start)) for start, end in prose.reported)
    return 2 * theirs > pair[1] - pair[0]
