"""Who does what takes long? Claims one work after the other and does it, whatever becomes of its process."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from firebreak.console import clock
from firebreak.console.export.works import write_export
from firebreak.console.work.models import Work
from firebreak.console.work.services import BROKEN_OFF, TURNS, claim_work, clear_away, end_work
from firebreak.core.errors import Conflict, FirebreakError
from firebreak.run.fault import told, will_pass

log = logging.getLogger(__name__)
Do = Callable[..., None]
KINDS: Mapping[str, Do] = {"export": write_export}


def do_works(*, kind: str, at: datetime) -> int:
    """Do every work of a kind that waits, one after the other; gives how many ended well.

    One whose process was killed is begun again once its lease has run out, three times at most.
    """
    done = 0
    while work := claim_work(kind=kind, real=clock.real_now()):
        if work.turn > TURNS:
            end_work(work, state=Work.State.FAILED, at=at, error=BROKEN_OFF)
            continue
        done += do_one(work)
    return done


def do_one(work: Work) -> bool:
    """Do a work. Called off, it is left as it is; where the database is in trouble it is begun again later."""
    try:
        KINDS[work.kind](work, at=clock.now())
    except Conflict:
        clear_away(work)
        return False
    except Exception as problem:
        if will_pass(problem):
            raise
        log.error("work %s failed: %s", work.pk, told(problem))
        give_up(work, problem)
        return False
    return True


def give_up(work: Work, problem: Exception) -> None:
    """Say that a work failed, unless it was called off meanwhile."""
    code = problem.code if isinstance(problem, FirebreakError) else "error"
    try:
        end_work(work, state=Work.State.FAILED, at=clock.now(), error=code)
    except Conflict:
        return
