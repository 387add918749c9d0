"""Why did it happen, what keeps it from happening again, and has that been shown to work?

Five times why leads from what people saw to what can be changed (R1.36); a fishbone keeps the causes beside it. Every
action has somebody who answers for it, a day and a proof (R1.37). It is looked at again 30, 60 and 90 days after it was
done (R1.38), and a closed matter is watched on (R2.78).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from firebreak.core.errors import BadInput

WHYS = 5
CHECKED_AFTER = (30, 60, 90)
WATCHED_FOR = (30, 90, 180)


class Branch(StrEnum):
    """A bone of the fishbone: where a cause lies."""

    DESIGN = "design"
    PROCESS = "process"
    TRAINING = "training"
    SUPPLIER = "supplier"
    COMMUNICATION = "communication"


@dataclass(frozen=True, slots=True)
class Cause:
    """What was found: the whys in order, the root cause in one sentence, and the bone on which it lies."""

    whys: tuple[str, ...]
    root: str
    branch: Branch | None


def cause_of(whys: Sequence[str], root: str, branch: str) -> Cause:
    """Read what people wrote; raises BadInput where a why is left out between others, or there are too many.

    >>> cause_of(["機器漏水", "墊圈老化", ""], "沒有更換週期", "process").whys
    ('機器漏水', '墊圈老化')
    """
    said = [why.strip() for why in whys]
    while said and not said[-1]:
        said.pop()
    if len(said) > WHYS or not all(said):
        raise BadInput(field="whys", problem="why_left_out")
    if branch and branch not in set(Branch):
        raise BadInput(field="branch", problem="unknown_branch")
    return Cause(tuple(said), root.strip(), Branch(branch) if branch else None)


def is_found(cause: Cause) -> bool:
    """Tell whether a root cause stands: one sentence, its bone, and at least one why that led there."""
    return bool(cause.root and cause.branch and cause.whys)


def checks_after(done: date) -> tuple[tuple[int, date], ...]:
    """Give the days on which an action that is done is looked at again, with how many days after."""
    return tuple((days, done + timedelta(days=days)) for days in CHECKED_AFTER)


def watched_until(closed: datetime, days: int) -> datetime:
    """Give until when a closed matter is watched; raises BadInput for a time that is not one of the three."""
    if days not in WATCHED_FOR:
        raise BadInput(field="watch_days", problem="unknown_watch")
    return closed + timedelta(days=days)


def change(before: int, after: int) -> float | None:
    """Tell by which share complaints rose or fell; None where there was nothing to compare with.

    >>> change(40, 10), change(0, 3)
    (-0.75, None)
    """
    return (after - before) / before if before else None
