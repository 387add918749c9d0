"""How does a loop tell how far it has come, and hear that it shall stop?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firebreak.console import clock
from firebreak.console.work.models import Work
from firebreak.console.work.services import LEASE, QUIET, in_hand
from firebreak.core.errors import Conflict

TELL_EVERY = 0.5  # seconds


@dataclass
class Hand:
    """A work in the hands of one loop. Each word renews the lease; raises Conflict once the work is no longer ours."""

    work: Work
    real: Callable[[], datetime] = clock.real_now
    ticks: Callable[[], float] = time.monotonic
    step: int = 0
    total: int = 0
    lease: timedelta = field(default=LEASE, init=False)
    began: float = field(default=0.0, init=False)
    told: float = field(default=0.0, init=False)

    def begin(self, step: int, *, total: int = 0, lease: timedelta = LEASE) -> None:
        """Begin a step of `total` parts, 0 where nobody knows how many."""
        self.step, self.total, self.lease = step, total, lease
        self.began = self.ticks()
        self.write(0)

    def tell(self, done: int) -> None:
        """Say how many parts of the step are done; it is written down twice a second."""
        if self.ticks() - self.told >= TELL_EVERY:
            self.write(done)

    def hush(self, done: int) -> None:
        """Say that for a while nothing can be told, though it is being worked on."""
        self.lease = QUIET
        self.write(done)

    def write(self, done: int) -> None:
        self.told = self.ticks()
        took = self.told - self.began
        pace = done / took if took > 0 else 0.0
        now = {
            "step": self.step,
            "done": done,
            "total": self.total,
            "pace": pace,
            "lease_until": self.real() + self.lease,
        }
        if not in_hand(self.work).update(**now):
            raise Conflict(work=self.work.pk)
