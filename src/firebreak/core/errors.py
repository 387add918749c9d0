"""Which failures are expected? Each has a stable code and facts; the sentence is made where a person reads it."""

from typing import Any, ClassVar


class FirebreakError(Exception):
    """An expected failure: `code` is stable, `context` carries the facts (never prose, never personal data)."""

    code: ClassVar[str] = "error"

    def __init__(self, **context: Any) -> None:
        self.context = context
        super().__init__(self.code, context)

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.context.items())
        return f"{self.code}: {facts}" if facts else self.code


class BadInput(FirebreakError):
    """Something a person or a program handed in cannot be used as it is."""

    code = "bad_input"


class BadRow(BadInput):
    """One row of a file cannot be a post; `line` is 1-based, `problem` is a stable word."""

    code = "bad_row"


class UnreadableFile(BadInput):
    code = "unreadable_file"


class UnwritableFile(BadInput):
    """A file cannot be written: nothing is done, or no more once there is no room."""

    code = "unwritable_file"


class BadWatch(BadInput):
    """A watch file or query cannot be understood; `position` points at the character, 0-based."""

    code = "bad_watch"


class BadDatabase(BadInput):
    code = "bad_database"


class BadAddress(BadInput):
    """The service cannot listen where it was told to; `problem` says why."""

    code = "bad_address"


class DemoRuns(BadInput):
    """Another demo runs on the same data directory."""

    code = "demo_runs"


class NotEmpty(BadInput):
    """A replay was pointed at a database that holds collected posts."""

    code = "not_empty"


class Conflict(FirebreakError):
    """Somebody else changed the record first; look again and decide again."""

    code = "conflict"


class NotAllowed(FirebreakError):
    """The person's role does not allow the act; `act` and `needs` say which and who may."""

    code = "not_allowed"


class StepSkipped(FirebreakError):
    """The lifecycle forbids the move; `missing` names what must be done first."""

    code = "step_skipped"


class MachineMayNotLower(FirebreakError):
    """Hard rule R1.25: only a person with authority, giving a reason, lowers this severity."""

    code = "machine_may_not_lower"


class SourceDown(FirebreakError):
    """The outside gave no posts; `permanent` stops trying until a person acts, `retry_after_seconds` may be set."""

    code = "source_down"

    @property
    def permanent(self) -> bool:
        return bool(self.context.get("permanent", False))


class SourceLimited(SourceDown):
    """The outside asks to be asked less often."""

    code = "source_limited"


class SourceBlocked(SourceDown):
    """The outside lets nobody of ours in: a key, a permission or its terms stand before it."""

    code = "source_blocked"


class AddressRefused(SourceDown):
    """The way out refuses private, link-local and unspoken-for addresses."""

    code = "address_refused"


class ChannelRefused(FirebreakError):
    """A message could not be delivered; `permanent` tells the owner instead of trying again."""

    code = "channel_refused"

    @property
    def permanent(self) -> bool:
        return bool(self.context.get("permanent", False))


class BadSignature(FirebreakError):
    """A webhook's signature does not match, or is too old."""

    code = "bad_signature"


class TrailBroken(FirebreakError):
    """The audit chain does not hold; `entry` is the first that is broken or missing."""

    code = "trail_broken"


class EvidenceChanged(FirebreakError):
    """A capture is no longer what was captured: its digest does not match."""

    code = "evidence_changed"
