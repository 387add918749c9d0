"""Which parts does a draft need, and which of them are there?"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from firebreak.core.respond.statement.ballot import trimmed
from firebreak.core.respond.statement.draft import Draft, DraftKind
from firebreak.core.respond.statement.prose import Prose, negated
from firebreak.core.respond.statement.rules import Shape, ToneRules

INSTEAD = {DraftKind.HOLDING: ("solution", ("next_update", "advice")), DraftKind.REPLY: ("contact", ("settled",))}
"""What may stand in for a part, by kind: a promise of news in a holding statement, a reply that settles the matter."""
UNTURNED = frozenset({"apology"})
DROWNED = 0.3  # how far the strongest other part of a sentence lowers a vote
Floats = npt.NDArray[np.float32]


def missing(draft: Draft, prose: Prose, tone: ToneRules) -> tuple[str, ...]:
    """Give the parts that the table asks for and the draft has not, in the order of the table."""
    unsure = [name for name in needed(draft, tone) if not has(draft, prose, name, tone)]
    voted = voted_for(prose, tone) if unsure else frozenset()
    return tuple(name for name in unsure if name not in voted)


def needed(draft: Draft, tone: ToneRules) -> Iterator[str]:
    """Give the parts that the table of the contract asks for."""
    for name in tone.required[draft.kind]:
        if not (name == "apology" and draft.posture in tone.no_apology):
            yield name


def has(draft: Draft, prose: Prose, name: str, tone: ToneRules) -> bool:
    """Say whether a rule knows the part; what only might be it is left to the votes, where there are any."""
    if shown(prose, name, tone.sure.get(name, tone.parts[name].shown), tone):
        return True
    instead, others = INSTEAD.get(draft.kind, ("", ()))
    return instead == name and any(prose.has(tone.words[other]) for other in others)


def voted_for(prose: Prose, tone: ToneRules) -> frozenset[str]:
    """Give the parts that the voter hears in some sentence."""
    if tone.teller is None:
        return frozenset()
    said = (prose.plain[slice(*trimmed(prose.plain, pair))] for pair in prose.sentences)
    votes = [heard(tone.teller.votes(sentence)) for sentence in said if sentence]
    highest = np.max([np.full(len(tone.teller.codes), -np.inf), *votes], axis=0)
    return frozenset(str(tone.teller.codes[int(at)]) for at in np.flatnonzero(highest >= tone.teller.least))


def heard(votes: Floats) -> Floats:
    """Lower each vote by the strongest of the others, for a sentence that clearly gives one part seldom gives two."""
    ranked = np.sort(votes, axis=-1)
    others = np.where(votes == ranked[..., -1:], ranked[..., -2:-1], ranked[..., -1:])
    lowered: Floats = (votes - DROWNED * np.maximum(others, 0)).astype(np.float32)
    return lowered


def shown(prose: Prose, name: str, shape: Shape, tone: ToneRules) -> bool:
    """Say whether a part is there in the organisation's own words; an apology refused is none."""
    for match in (found for pair in prose.sentences for found in shape.finditer(prose.plain, *pair)):
        if any(start <= match.start() and match.end() <= end for start, end in prose.reported):
            continue
        if name not in UNTURNED or not negated(prose, match.start(), tone.voice):
            return True
    return False
