"""Which parts does a draft need, and which of them are there?"""

from collections.abc import Iterator

from firebreak.core.respond.statement.draft import Draft, DraftKind
from firebreak.core.respond.statement.judge import Verdict
from firebreak.core.respond.statement.prose import Prose, negated
from firebreak.core.respond.statement.rules import Shape, ToneRules
from firebreak.core.respond.statement.suspicion import said_of

INSTEAD = {DraftKind.HOLDING: ("solution", ("next_update", "advice")), DraftKind.REPLY: ("contact", ("settled",))}
"""What may stand in for a part, by kind: a promise of news in a holding statement, a reply that settles the matter."""
UNTURNED = frozenset({"apology"})
DOUBTED = frozenset({"acknowledgement", "solution", "contact"})
"""The parts of which what a rule takes for them is wrong now and then."""


def missing(draft: Draft, prose: Prose, verdict: Verdict | None, tone: ToneRules) -> tuple[str, ...]:
    """Give the parts that the table asks for and the draft has not, in the order of the table."""
    wanted = needed(draft, tone)
    if verdict is None:
        return tuple(name for name in wanted if not has(draft, prose, name, tone))
    lost = [name for name in wanted if name in verdict.held]
    return tuple(name for name in lost if not is_known(draft, prose, name, tone))


def is_known(draft: Draft, prose: Prose, name: str, tone: ToneRules) -> bool:
    """Say whether a part is there whatever the votes say; of denials there is too little to learn from."""
    if name in DOUBTED and draft.posture not in tone.no_apology:
        return replaced(draft, prose, name, tone)
    return has(draft, prose, name, tone)


def evident(draft: Draft, prose: Prose, tone: ToneRules) -> list[bool]:
    """Give what is to be seen of a draft without a vote: what no pattern can tell, and which parts a rule knows."""
    return [*said_of(draft, prose, tone), *(has(draft, prose, part, tone) for part in tone.parts)]


def needed(draft: Draft, tone: ToneRules) -> Iterator[str]:
    """Give the parts that the table of the contract asks for."""
    for name in tone.required[draft.kind]:
        if not (name == "apology" and draft.posture in tone.no_apology):
            yield name


def has(draft: Draft, prose: Prose, name: str, tone: ToneRules) -> bool:
    """Say whether a rule knows the part, or something stands in for it."""
    if shown(prose, name, tone.sure.get(name, tone.parts[name].shown), tone):
        return True
    return replaced(draft, prose, name, tone)


def replaced(draft: Draft, prose: Prose, name: str, tone: ToneRules) -> bool:
    """Say whether something stands in for a part, as the contract allows."""
    instead, others = INSTEAD.get(draft.kind, ("", ()))
    return instead == name and any(prose.has(tone.words[other]) for other in others)


def shown(prose: Prose, name: str, shape: Shape, tone: ToneRules) -> bool:
    """Say whether a part is there in the organisation's own words; an apology refused is none."""
    for match in (found for pair in prose.sentences for found in shape.finditer(prose.plain, *pair)):
        if any(start <= match.start() and match.end() <= end for start, end in prose.reported):
            continue
        if name not in UNTURNED or not negated(prose, match.start(), tone.voice):
            return True
    return False
