"""Can anybody have changed the record of what was done? A keyed chain over the audit entries."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

from firebreak.core.errors import BadInput

Fact: TypeAlias = "str | int | bool | list[Fact] | dict[str, Fact] | None"

GENESIS = "0" * 64
"""What stands before the first entry."""

_ENTRY, _ANCHOR = b"firebreak-trail-entry-1\n", b"firebreak-trail-anchor-1\n"


class Problem(StrEnum):
    """What is wrong with a chain."""

    CHANGED = "changed"  # an entry, or the mac of one before it, is not what was sealed
    MISSING = "missing"  # an entry is not there: the numbers jump
    TAIL_CUT = "tail_cut"  # the chain is shorter than an anchor says
    REPLACED = "replaced"  # the chain was written anew: another head stands where the anchor was taken
    BAD_ANCHOR = "bad_anchor"  # the anchor itself is not ours


@dataclass(frozen=True, slots=True)
class Sealed:
    """One entry as stored: `number` counts from 1 without a gap, `mac` is 64 hex digits."""

    number: int
    entry: Mapping[str, Fact]
    mac: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signed statement of how long the chain was and what its head was; worth something once kept elsewhere."""

    count: int
    head: str
    at: datetime
    signature: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found; `entry` is the number of the first broken or missing entry.

    `proven` counts the entries from the start that nobody can have cut off: 0 without an anchor, because a chain
    from which the last entries were taken away looks whole.
    """

    count: int
    head: str
    problem: Problem | None = None
    entry: int | None = None
    proven: int = 0

    @property
    def whole(self) -> bool:
        return self.problem is None

    @property
    def tail_provable(self) -> bool:
        return self.whole and self.count > 0 and self.proven == self.count


def canonical(entry: Mapping[str, Fact]) -> bytes:
    """Write an entry in the one way that is sealed: sorted keys, no spaces, UTF-8.

    Raises BadInput for what has no one way to be written (a float, a date, a key that is no text).
    """
    _demand_plain(dict(entry))
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _demand_plain(value: object, path: str = "") -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise BadInput(problem="trail_key", field=path)
            _demand_plain(inner, f"{path}.{name}")
        return
    if isinstance(value, list):
        for inner in value:
            _demand_plain(inner, path)
        return
    if not (value is None or isinstance(value, str | int)):
        raise BadInput(problem="trail_value", field=path, type=type(value).__name__)


def seal(previous: str, entry: Mapping[str, Fact], key: bytes) -> str:
    """Give the mac (HMAC-SHA256, 64 hex digits) of an entry that follows the one whose mac is `previous`.

    The first entry follows GENESIS. `key` lives outside the database and has at least 16 bytes.
    """
    return keyed(_ENTRY, previous.encode() + b"\n" + canonical(entry), key)


def keyed(purpose: bytes, text: bytes, key: bytes) -> str:
    """Give the keyed digest (HMAC-SHA256, 64 hex digits) of a text; `purpose` keeps kinds of texts apart."""
    if len(key) < 16:
        raise BadInput(problem="trail_key_short", length=len(key))
    return hmac.new(key, purpose + text, hashlib.sha256).hexdigest()


def anchor(count: int, head: str, at: datetime, key: bytes) -> Anchor:
    """Sign that at `at` (aware) the chain had `count` entries and ended in the mac `head`."""
    return Anchor(count=count, head=head, at=at, signature=_signature(count, head, at, key))


def _signature(count: int, head: str, at: datetime, key: bytes) -> str:
    return keyed(_ANCHOR, f"{count}\n{head}\n{at.astimezone(UTC).isoformat()}".encode(), key)


def is_ours(claimed: Anchor, key: bytes) -> bool:
    """Say whether an anchor was signed with this key and not altered since."""
    return hmac.compare_digest(_signature(claimed.count, claimed.head, claimed.at, key), claimed.signature)


def verify(entries: Iterable[Sealed], key: bytes, claimed: Anchor | None = None) -> Verdict:
    """Walk the chain once, in order of number, and name the first entry that is changed or missing.

    Works on a stream. With an anchor, a cut tail and a rewritten chain are found too.
    """
    if claimed is not None and not is_ours(claimed, key):
        return Verdict(count=0, head=GENESIS, problem=Problem.BAD_ANCHOR)
    count, head, anchored = 0, GENESIS, claimed is None or claimed.count == 0
    for sealed in entries:
        expected = count + 1
        if sealed.number != expected:
            problem = Problem.MISSING if sealed.number > expected else Problem.CHANGED
            return Verdict(count=count, head=head, problem=problem, entry=expected)
        if not hmac.compare_digest(_resealed(head, sealed, key), sealed.mac):
            return Verdict(count=count, head=head, problem=Problem.CHANGED, entry=expected)
        count, head = expected, sealed.mac
        if claimed is not None and count == claimed.count:
            if head != claimed.head:
                return Verdict(count=count, head=head, problem=Problem.REPLACED, entry=count)
            anchored = True
    return _end(count, head, claimed, anchored)


def _resealed(head: str, sealed: Sealed, key: bytes) -> str:
    try:
        return seal(head, sealed.entry, key)
    except BadInput:  # nothing of the kind was ever sealed
        return ""


def _end(count: int, head: str, claimed: Anchor | None, anchored: bool) -> Verdict:
    if claimed is None:
        return Verdict(count=count, head=head)
    if not anchored:
        return Verdict(count=count, head=head, problem=Problem.TAIL_CUT, entry=count + 1)
    return Verdict(count=count, head=head, proven=claimed.count)
