"""What is passed on: an original and when each reshare of it came."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, eq=False)
class Cascade:
    """An original with the delays (n,) of its reshares in seconds, ascending, ≥ 0. None is what nobody told."""

    id: str
    delays: Floats
    published_at: datetime | None = None
    followers: int | None = None
    verified: bool | None = None
    disputed: bool | None = None

    def seen(self, at: timedelta) -> Floats:
        """Give the delays that may be known at `at`."""
        return self.delays[: int(np.searchsorted(self.delays, at.total_seconds(), side="right"))]
