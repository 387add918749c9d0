"""What time is it? The one clock of the service: real time, or event time at a replay's speed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PACES = (1, 60, 600, 3_600, 604_800)
"""How fast a person may let a demo run: as their own watch, or a minute, ten, an hour or a week in a second."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Event time that stood at `event` when real time stood at `real`, running `speed` times as fast (0: standing)."""

    real: datetime
    event: datetime
    speed: float = 1.0

    def read(self, real: datetime) -> datetime:
        return self.event + timedelta(seconds=(real - self.real).total_seconds() * self.speed)


_clock: Clock | None = None


def real_now() -> datetime:
    return datetime.now(UTC)


def now() -> datetime:
    """Give the time that screens, countdowns, alerts and escalation go by."""
    real = real_now()
    return _clock.read(real) if _clock else real


def speed() -> float:
    """Give how fast the clock runs; 1 is real time."""
    return _clock.speed if _clock else 1.0


def is_real() -> bool:
    return _clock is None


def run_from(event: datetime, *, speed: float) -> None:
    """Start the clock of a replay at `event`."""
    global _clock
    _clock = Clock(real=real_now(), event=event, speed=speed)


def keep_pace(pace: int) -> None:
    """Let a demo's clock run on at another pace from where it stands; real time has one pace only."""
    if not is_real() and pace in PACES:
        run_from(now(), speed=float(pace))


def stand_at(event: datetime) -> None:
    """Hold the clock at `event`, for a replay that jumps from post to post."""
    run_from(event, speed=0.0)


def run_real() -> None:
    """Go back to real time."""
    global _clock
    _clock = None
