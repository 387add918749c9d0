"""Who does what takes long? Claims one work after the other and does it, whatever becomes of its process."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from firebreak.console import clock
from firebreak.console.export.works import write_export
from firebreak.console.work.models import Work
from firebreak.console.work.services import BROKEN_OFF, DEATHS, claim_work, end_work
from firebreak.core.errors import BadInput, Conflict, FirebreakError
from firebreak.run.fault import told, will_pass

log = logging.getLogger(__name__)
Do = Callable[[Work], None]
KINDS: Mapping[str, Do] = {"export": write_export}


def do_works(*, kind: str) -> int:
    """Do every work of a kind that waits, one after the other; gives how many ended well.

    One whose process was killed is begun again once its lease has run out, three times at most.
    """
    done = 0
    while work := claim_work(kind=kind, real=clock.real_now()):
        if work.died >= DEATHS:
            give_up(work, BROKEN_OFF)
            continue
        done += do_one(work)
    return done


def do_one(work: Work) -> bool:
    """Do a work. Called off, it is left as it is; where the database is in trouble it is begun again later."""
    try:
        KINDS[work.kind](work)
    except Conflict:
        return False
    except Exception as problem:
        if will_pass(problem):
            raise
        log.error("work %s failed: %s", work.pk, told(problem))
        give_up(work, why(problem))
        return False
    return True


def why(problem: Exception) -> str:
    """Give the code by which the person is told what was wrong."""
    if isinstance(problem, BadInput):
        return str(problem.context.get("problem", problem.code))
    return problem.code if isinstance(problem, FirebreakError) else "error"


def give_up(work: Work, code: str) -> None:
    """Say that a work failed, unless it was called off meanwhile."""
    with suppress(Conflict):
        end_work(work, state=Work.State.FAILED, at=clock.now(), error=code)
