"""Is an evidence pack still what was sealed, and does it stand in the audit chain that it names?

Without the key this shows that files, manifest and chain fit together to the last byte; a person then compares the
digest of the file with the one that the audit log has. With the key it also shows whose pack it is.
"""

import hmac
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadInput, UnreadableFile
from firebreak.core.govern import trail
from firebreak.core.govern.evidence import sha256
from firebreak.core.govern.pack.archive import LOCAL, Member, found_in, written
from firebreak.core.govern.pack.seal import CHAIN, FORMAT, MANIFEST, SIGNATURE, leaf_of, signed
from firebreak.core.govern.tree import root_from

OWN = (MANIFEST, SIGNATURE)
WRONG = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError, BadInput)


class Flaw(StrEnum):
    """What is wrong with a pack."""

    CHANGED = "changed"  # a file is not what was sealed
    MISSING = "missing"  # a file that was sealed is not there
    ADDED = "added"  # a file is there that was not sealed
    FRAME = "frame"  # what holds the files together is not what we write
    BROKEN_LINK = "broken_link"  # an entry is not the one of the chain
    FORGED = "forged"  # not signed with this key


@dataclass(frozen=True, slots=True)
class Fault:
    """One flaw, and the file or entry where it is."""

    flaw: Flaw
    where: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found: `about` and the counts as the manifest has them; `signed` is None where no key was given."""

    digest: str
    about: Mapping[str, Any]
    files: int
    entries: int
    chain_length: int
    root: str
    signed: bool | None
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Claim:
    """What a manifest says: what the pack is of, the digest of each file, and where in the chain its entries stand."""

    about: Mapping[str, Any]
    sealed: Mapping[str, str]
    entries: int
    root: str
    anchor: trail.Anchor


def check_pack(archive: bytes, *, key: bytes | None = None) -> Report:
    """Check a pack offline; raises UnreadableFile for what was never one."""
    if FORMAT.encode() not in archive and not archive[LOCAL.size :].startswith(MANIFEST.encode()):
        raise UnreadableFile(problem="no_pack")
    members = list(found_in(archive))
    files = {one.name: one.content for one in members}
    claim = claim_in(files.get(MANIFEST, b""))
    faults = [*faults_of_files(members, claim), *faults_of_signature(files, key)]
    if claim:
        faults += [Fault(Flaw.BROKEN_LINK, where) for where in broken_links(files.get(CHAIN, b""), claim, key)]
    if not faults and written(files) != archive:
        faults.append(Fault(Flaw.FRAME, "archive"))
    return Report(
        digest=sha256(archive),
        about=claim.about if claim else {},
        files=len(files),
        entries=claim.entries if claim else 0,
        chain_length=claim.anchor.count if claim else 0,
        root=claim.root if claim else "",
        signed=None if key is None else Fault(Flaw.FORGED, SIGNATURE) not in faults,
        faults=tuple(dict.fromkeys(faults)),
    )


def claim_in(content: bytes) -> Claim | None:
    """Read a manifest; None where it is none of ours, and its file is found to be changed."""
    try:
        told = json.loads(content)
        chain = told["chain"]
        one = chain["anchor"]
        anchor = trail.Anchor(
            int(one["count"]), str(one["head"]), datetime.fromisoformat(one["at"]), str(one["signature"])
        )
        sealed = {str(member["name"]): str(member["sha256"]) for member in told["members"]}
        about = dict(told["about"])
        return Claim(about, sealed, int(chain["entries"]), str(chain["root"]), anchor)
    except WRONG:
        return None


def faults_of_files(members: Sequence[Member], claim: Claim | None) -> Iterator[Fault]:
    """Hold every file against its frame and the manifest's digest of it."""
    files = {one.name: one.content for one in members}
    yield from (Fault(Flaw.CHANGED, one.name) for one in members if not one.sound)
    yield from (Fault(Flaw.MISSING, name) for name in OWN if name not in files)
    if claim is None:
        yield Fault(Flaw.CHANGED, MANIFEST)
        return
    for name, digest in claim.sealed.items():
        if name not in files:
            yield Fault(Flaw.MISSING, name)
        elif sha256(files[name]) != digest:
            yield Fault(Flaw.CHANGED, name)
    names = [one.name for one in members]
    extra = [name for name in names if name not in claim.sealed and name not in OWN]
    yield from (Fault(Flaw.ADDED, name) for name in [*extra, *twice(names)])


def twice(names: Sequence[str]) -> Collection[str]:
    return {name for name in names if names.count(name) > 1}


def faults_of_signature(files: Mapping[str, bytes], key: bytes | None) -> Iterator[Fault]:
    """Hold the manifest against its signature, and that against the key."""
    manifest = files.get(MANIFEST, b"")
    try:
        told = json.loads(files.get(SIGNATURE, b""))
        digest, signature = str(told["sha256"]), str(told["signature"]).encode()
    except WRONG:
        yield Fault(Flaw.CHANGED, SIGNATURE)
        return
    if digest != sha256(manifest):
        yield Fault(Flaw.CHANGED, MANIFEST)
    if key is not None and not hmac.compare_digest(signature, signed(manifest, key).encode()):
        yield Fault(Flaw.FORGED, SIGNATURE)


def broken_links(content: bytes, claim: Claim, key: bytes | None) -> Iterator[str]:
    """Name the entries that do not lead to the root, do not follow the one before, or were not sealed with the key."""
    if key is not None and not is_anchored(claim, key):
        yield "anchor"
    macs: dict[int, str] = {}
    rows = rows_in(content)
    if len(rows) != claim.entries:
        yield CHAIN
    for place, row in enumerate(rows, start=1):
        if not holds(row, macs, claim=claim, key=key):
            yield f"entry {row['number']}" if isinstance(row, dict) and "number" in row else f"entry no. {place}"
    if macs.get(claim.anchor.count, claim.anchor.head) != claim.anchor.head:
        yield f"entry {claim.anchor.count}"


def is_anchored(claim: Claim, key: bytes) -> bool:
    """Tell whether the key signed the anchor; one that cannot be read was signed by nobody."""
    try:
        return trail.is_ours(claim.anchor, key)
    except WRONG:
        return False


def rows_in(content: bytes) -> list[Any]:
    try:
        rows = json.loads(content)
    except WRONG:
        return []
    return rows if isinstance(rows, list) else []


def holds(row: Any, macs: dict[int, str], *, claim: Claim, key: bytes | None) -> bool:
    """Tell whether one entry is the one of the chain; its mac is kept in `macs` for the one that follows it."""
    try:
        sealed = trail.Sealed(row["number"], row["entry"], row["mac"])
        path = [bytes.fromhex(digest) for digest in row["path"]]
        reached = root_from(leaf_of(sealed), sealed.number - 1, claim.anchor.count, path)
        previous = str(row["previous"])
        again = trail.seal(previous, sealed.entry, key) if key is not None else sealed.mac
        before = macs.get(sealed.number - 1, previous if sealed.number > 1 else trail.GENESIS)
        macs[sealed.number] = sealed.mac
        fits = sealed.entry["number"] == sealed.number and before == previous
        return fits and reached is not None and reached.hex() == claim.root and hmac.compare_digest(again, sealed.mac)
    except WRONG:
        return False
