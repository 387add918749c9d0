"""Which codes does a draft break as a whole, which parts does it lack? Votes, patterns and kind weighed together."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firebreak.core.respond.statement.draft import Draft, DraftKind
from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.respond.statement.signs import Floats, signs_of
from firebreak.core.respond.statement.voter import Heard, Voter, mostly_reported, spoken
from firebreak.core.text.spans import Pair

LOWEST, HIGHEST = -8.0, 8.0  # a vote outside says no more than these
PARTS, DROWNED = 6, 0.6
"""How many of the codes are parts, the last ones, and how far the strongest other part of a sentence lowers a vote."""
SHOWN = 0.0
"""The vote from which a sentence is shown for a code that holds; the highest is shown in any case."""
ALONE = 3.0
"""The vote from which the only sentence of a draft breaks a code by votes alone: twenty to one."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """The codes that were asked for, those of them that hold or parts that are missing, and the sentences of each.

    Of what holds, `sure` is what votes alone may mark, where no pattern finds anything.
    """

    asked: frozenset[str]
    held: frozenset[str]
    sure: frozenset[str]
    places: Mapping[str, Sequence[Pair]]


def judged(draft: Draft, prose: Prose, evident: Sequence[bool], tone: ToneRules) -> Verdict | None:
    """Vote on every sentence of a draft in one pass and weigh what comes of it; None where nothing was learnt."""
    voter = tone.voter
    if voter is None:
        return None
    pairs = spoken(prose)
    votes = voter.weigh(signs_of(prose.plain, pairs, voter.cues))
    heard = Heard(pairs, counted(draft, prose, pairs, voter.codes, tone), votes)
    above = evidence(draft, prose, heard, evident) @ voter.judge[:-1] + voter.judge[-1]
    held = frozenset(str(voter.codes[int(at)]) for at in np.flatnonzero(above >= 0))
    return Verdict(frozenset(map(str, voter.codes)), held, held & loud(heard, voter), places_of(heard, voter))


def loud(heard: Heard, voter: Voter) -> frozenset[str]:
    """Give the codes that votes alone may mark: of one sentence without others, those that it speaks for itself.

    So short a draft lacks most of its parts, and the judge would take that for a fault of a plain fact.
    """
    enough = heard.votes.max(axis=0, initial=-np.inf) >= (ALONE if len(heard.sentences) == 1 else -np.inf)
    return frozenset(str(voter.codes[int(at)]) for at in np.flatnonzero(enough))


def counted(
    draft: Draft, prose: Prose, pairs: Sequence[Pair], codes: Sequence[str], tone: ToneRules
) -> npt.NDArray[np.bool_]:
    """Say which sentence may break which code: not in somebody else's words, nor where it only looks like it."""
    may = np.ones((len(pairs), len(codes)), dtype=np.bool_)
    theirs = [mostly_reported(prose, pair) for pair in pairs]
    for at, code in enumerate(codes):
        innocent = tone.innocent.get(code)
        if code not in tone.parts:
            may[theirs, at] = False
        if code == "pii_exposure" and is_private(draft, prose, tone):
            may[:, at] = False
        elif innocent:
            may[[bool(innocent.search(prose.plain[slice(*pair)])) for pair in pairs], at] = False
    return may


def is_private(draft: Draft, prose: Prose, tone: ToneRules) -> bool:
    """Say whether a draft goes to one reader only, who may be told the reader's own."""
    return draft.kind in tone.private_kinds and not tone.words["to_many"].search(prose.plain)


def places_of(heard: Heard, voter: Voter) -> Mapping[str, Sequence[Pair]]:
    """Give the sentences that speak loudest for each code, at least one if any counts."""
    votes = np.where(heard.counts, heard.votes, -np.inf)
    highest = votes.max(axis=0, initial=-np.inf)
    chosen = (votes >= np.minimum(SHOWN, highest)) & heard.counts
    rows = {str(code): np.flatnonzero(chosen[:, at]).tolist() for at, code in enumerate(voter.codes)}
    return {code: [heard.sentences[row] for row in found] for code, found in rows.items()}


def evidence(draft: Draft, prose: Prose, heard: Heard, evident: Sequence[bool]) -> Floats:
    """Give what speaks for and against every code: the two highest votes of each, all its votes, what needs none."""
    votes = np.where(heard.counts, lowered(heard.votes), LOWEST).clip(LOWEST, HIGHEST)
    ranked = np.sort(np.vstack([np.full((2, votes.shape[1]), LOWEST), votes]), axis=0)
    whole = votes.sum(axis=0) / max(1, len(votes))
    known = of_kind(draft, prose, len(votes))
    return np.concatenate([ranked[-1], ranked[-2], whole, evident, known]).astype(np.float32)


def lowered(votes: Floats) -> Floats:
    """Lower the vote for each part by the strongest other, for a sentence that clearly gives one seldom gives two."""
    parts = votes[:, -PARTS:]
    ranked = np.sort(parts, axis=-1)
    others = np.where(parts == ranked[:, -1:], ranked[:, -2:-1], ranked[:, -1:])
    return np.hstack([votes[:, :-PARTS], parts - DROWNED * np.maximum(others, 0)])


def of_kind(draft: Draft, prose: Prose, sentences: int) -> list[float]:
    """Give what is known of a draft before it is read."""
    return [
        *(float(draft.kind is kind) for kind in DraftKind),
        float(bool(draft.unconfirmed)),
        float(prose.lang == "en"),
        math.log(1 + len(draft.text)),
        math.log(1 + sentences),
    ]


def names_of(codes: Sequence[str], told: Collection[str], parts: Collection[str]) -> list[str]:
    """Name the evidence in its order, for those who learn how to weigh it."""
    return [
        *(f"most {code}" for code in codes), *(f"next {code}" for code in codes), *(f"all {code}" for code in codes),
        *(f"told {code}" for code in told), *(f"shown {part}" for part in parts),
        *(f"kind {kind}" for kind in DraftKind), "unconfirmed", "en", "long", "many",
    ]  # fmt: skip
