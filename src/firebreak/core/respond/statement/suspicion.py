"""What in a draft looks like a fault at first sight? What patterns find, and what no pattern can tell."""

from collections.abc import Iterator

from firebreak.core.respond.statement.draft import Draft, DraftKind
from firebreak.core.respond.statement.echo import is_echo
from firebreak.core.respond.statement.exposure import exposed
from firebreak.core.respond.statement.guess import guessed
from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.respond.statement.spotting import Hit, spot
from firebreak.core.text.spans import Pair, merge, overlaps

COMPLAINED = (DraftKind.REPLY, DraftKind.LETTER)  # answers to one person, who must be met as one
TOLD = ("pii_exposure", "unverified_cause", "cold")
"""The codes of which a draft may hold what no pattern can tell, as evidence for the judge."""


def suspected(code: str, draft: Draft, prose: Prose, tone: ToneRules) -> list[Hit]:
    """Give the places of a code with a rewrite for each, never two that overlap."""
    rule = tone.rules[code]
    hits = spot(prose, rule, tone, kind=draft.kind)
    for place in merge(beyond_patterns(code, draft, prose, tone)):
        if not any(overlaps(place, other) for other, _ in hits):
            hits.append((place, rule.suggest))
    return hits


def said_of(draft: Draft, prose: Prose, tone: ToneRules) -> list[bool]:
    """Say of each code of TOLD whether more than words speak for it."""
    return [any(True for _ in beyond_patterns(code, draft, prose, tone)) for code in TOLD]


def beyond_patterns(code: str, draft: Draft, prose: Prose, tone: ToneRules) -> Iterator[Pair]:
    """Give the places of a code that no pattern of words can tell."""
    if code == "pii_exposure":
        yield from exposed(prose, tone, kind=draft.kind)
    elif code == "unverified_cause":
        yield from guessed(prose, draft.unconfirmed, tone)
    elif (code == "boilerplate" and is_echo(draft.text, draft.recent)) or (
        code == "cold" and is_cold(draft, prose, tone)
    ):
        yield 0, len(draft.text)


def is_cold(draft: Draft, prose: Prose, tone: ToneRules) -> bool:
    """Say whether an answer to one person has not one warm word."""
    asked = bool(draft.text) and draft.kind in COMPLAINED and draft.posture not in tone.no_apology
    return asked and not prose.has(tone.words["warm"])
