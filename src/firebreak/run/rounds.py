"""How are the incidents of a brand looked after, one by one? One that fails holds up no other, nor any alert."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from firebreak.console.govern.models import Brand
from firebreak.console.respond.models import Incident
from firebreak.run.fault import will_pass
from firebreak.run.resting import AGAIN, Looked, note_rest, runs_out

log = logging.getLogger(__name__)
Found = TypeVar("Found")


class Round:
    """Some incidents of a brand that are looked at in turn; whichever fails is told of, and is not at rest for long."""

    def __init__(self, looked: Sequence[Looked]) -> None:
        self._looked = looked
        self._failed: set[int] = set()

    def each(self, work: Callable[[Incident], Sequence[Found]]) -> list[Found]:
        """Do a work for each incident, also for one that failed at another; give what was found."""
        return [found for one in self._looked for found in self._try(one, work)]

    def rest(self, brand: Brand, *, at: datetime) -> None:
        """Let each rest until its next clock runs out, and one that failed for a minute."""
        for one in self._looked:
            due = self._try(one, lambda incident: [runs_out(incident, at=at)])
            note_rest(brand, one, until=at + AGAIN if one.incident.pk in self._failed else due[0])

    def _try(self, one: Looked, work: Callable[[Incident], Sequence[Found]]) -> Sequence[Found]:
        try:
            return work(one.incident)
        except Exception as problem:
            if will_pass(problem):
                raise
            log.exception("incident %s could not be looked after", one.incident.pk)
            self._failed.add(one.incident.pk)
            return ()
