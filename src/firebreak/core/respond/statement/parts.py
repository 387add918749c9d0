"""Which parts does a draft need, and which of them are there?"""

from firebreak.core.respond.statement.draft import Draft, DraftKind
from firebreak.core.respond.statement.prose import Prose, negated
from firebreak.core.respond.statement.rules import ToneRules

INSTEAD = {DraftKind.HOLDING: ("solution", ("next_update", "advice")), DraftKind.REPLY: ("contact", ("settled",))}
"""What may stand in for a part, by kind: a promise of news in a holding statement, a reply that settles the matter."""
UNTURNED = frozenset({"apology"})


def missing(draft: Draft, prose: Prose, tone: ToneRules) -> tuple[str, ...]:
    """Give the parts that the table asks for and the draft has not, in the order of the table."""
    needed = (
        name for name in tone.required[draft.kind] if not (name == "apology" and draft.posture in tone.no_apology)
    )
    return tuple(name for name in needed if not has(draft, prose, name, tone))


def has(draft: Draft, prose: Prose, name: str, tone: ToneRules) -> bool:
    if shown(prose, name, tone):
        return True
    part, others = INSTEAD.get(draft.kind, ("", ()))
    return part == name and any(prose.has(tone.words[other]) for other in others)


def shown(prose: Prose, name: str, tone: ToneRules) -> bool:
    """Say whether a part is there in the organisation's own words; an apology refused is none."""
    shape = tone.parts[name].shown
    for match in (found for pair in prose.sentences for found in shape.finditer(prose.plain, *pair)):
        if any(start <= match.start() and match.end() <= end for start, end in prose.reported):
            continue
        if name not in UNTURNED or not negated(prose, match.start(), tone.voice):
            return True
    return False
