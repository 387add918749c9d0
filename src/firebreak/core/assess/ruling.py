"""What does a person's word on the level of a story change, and until when does it hold?"""

from dataclasses import replace

from firebreak.core.assess.reasons import add_up
from firebreak.core.terms import Assessment, Reason, Ruling, Severity

BY_HAND = "by_hand"
GRAVER = 10.0  # points above what the person saw; a post more that crosses a border undoes no decision


def under(own: Assessment, ruling: Ruling | None) -> Assessment:
    """Give what stands when a person has ruled: `own` is the machine's, the person's word one more reason.

    The person's level is the least, and while the ruling holds also the most; points of the reason may be negative.
    """
    line = _line(own, ruling) if ruling else None
    if line is None:
        return own
    score = own.score + line.points
    return replace(own, severity=Severity.of_score(score), score=score, reasons=(*own.reasons, line))


def own_of(found: Assessment) -> Assessment:
    """Give what the machine says by itself, without a person's word."""
    reasons = tuple(reason for reason in found.reasons if reason.code != BY_HAND)
    score = add_up(reasons)
    return replace(found, severity=Severity.of_score(score), score=score, reasons=reasons)


def is_outgrown(ruling: Ruling, own: Assessment) -> bool:
    """Tell whether something graver has come than the person saw: a worse level, or harm of a new kind with evidence.

    The worse level must be worse by `GRAVER` points.
    """
    seen = Severity.of_score(ruling.score)
    worse = own.severity.is_worse_than(seen) and own.score >= ruling.score + GRAVER
    return worse or not harms_of(own) <= ruling.harms


def harms_of(found: Assessment) -> frozenset[str]:
    """Give the kinds of harm for which a hard rule spoke."""
    told = (reason.facts.get("harms", ()) for reason in found.reasons)
    return frozenset(harm for harms in told for harm in harms)


def _line(own: Assessment, ruling: Ruling) -> Reason | None:
    level = ruling.severity
    free = ruling.lapsed or is_outgrown(ruling, own)
    if free and own.score >= level.floor:
        return None
    return Reason(BY_HAND, level.bound(own.score) - own.score, {"severity": level.value})
