"""How is evidence sealed? Files, a manifest of their digests, the proof of the audit chain, and a keyed signature."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firebreak.core.errors import BadInput, TrailBroken
from firebreak.core.govern import trail
from firebreak.core.govern.evidence import sha256
from firebreak.core.govern.pack.archive import written
from firebreak.core.govern.tree import Tree, leaf

FORMAT = "firebreak.evidence/1"
MANIFEST, SIGNATURE, CHAIN = "manifest.json", "signature.json", "chain.json"
ALGORITHM = "HMAC-SHA256"
_PACK = b"firebreak-evidence-pack-1\n"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain, the mac before it, and the digests beside its way up to the root."""

    sealed: trail.Sealed
    previous: str
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Proof:
    """What ties a matter's entries to the whole chain up to the last of them."""

    anchor: trail.Anchor
    root: bytes
    links: Sequence[Link]


def leaf_of(sealed: trail.Sealed) -> bytes:
    """Give an entry's leaf of the tree: what was sealed, and its mac."""
    return leaf(trail.canonical(sealed.entry) + b"\n" + sealed.mac.encode())


def prove(entries: Iterable[trail.Sealed], wanted: Collection[int], key: bytes) -> Proof:
    """Walk a chain once, from its first entry to the last that is wanted, and prove those by number.

    The anchor is signed as of that last entry, so that the same entries always give the same proof. Raises TrailBroken
    where the chain does not hold, and BadInput where nothing is wanted.
    """
    leaves: list[bytes] = []
    found: list[tuple[trail.Sealed, str]] = []

    def seen() -> Iterator[trail.Sealed]:
        previous = trail.GENESIS
        for one in entries:
            yield one  # checked before anything is made of it
            leaves.append(leaf_of(one))
            if one.number in wanted:
                found.append((one, previous))
            previous = one.mac

    verdict = trail.verify(seen(), key)
    if not verdict.whole:
        raise TrailBroken(entry=verdict.entry, problem=str(verdict.problem))
    if len(found) != len(wanted) or not found:
        raise BadInput(field="chain", problem="no_entries")
    tree, last = Tree(leaves), found[-1][0]
    anchor = trail.anchor(verdict.count, verdict.head, datetime.fromisoformat(str(last.entry["at"])), key)
    return Proof(anchor, tree.root, [Link(one, before, tree.path(one.number - 1)) for one, before in found])


def seal_pack(files: Mapping[str, bytes], *, about: Json, proof: Proof, key: bytes) -> bytes:
    """Seal files into one archive; the same files, facts and proof give the same bytes.

    `about` says in plain values what the pack is of; names must not be those of the pack's own three files.
    """
    inside = {**files, CHAIN: dumped(chain_of(proof))}
    members = [{"name": name, "bytes": len(content), "sha256": sha256(content)} for name, content in inside.items()]
    manifest = dumped({"format": FORMAT, "about": about, "chain": claim_of(proof), "members": members})
    signature = {
        "format": FORMAT,
        "algorithm": ALGORITHM,
        "sha256": sha256(manifest),
        "signature": signed(manifest, key),
    }
    return written({MANIFEST: manifest, SIGNATURE: dumped(signature), **inside})


def dumped(value: Any) -> bytes:
    """Write JSON in the one way that a pack does, readable for people."""
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def claim_of(proof: Proof) -> Json:
    one = proof.anchor
    signed_at = one.at.isoformat()
    told = {"count": one.count, "head": one.head, "at": signed_at, "signature": one.signature}
    return {"anchor": told, "root": proof.root.hex(), "entries": len(proof.links)}


def chain_of(proof: Proof) -> list[Json]:
    return [
        {
            "number": link.sealed.number,
            "entry": dict(link.sealed.entry),
            "mac": link.sealed.mac,
            "previous": link.previous,
            "path": [digest.hex() for digest in link.path],
        }
        for link in proof.links
    ]


def signed(manifest: bytes, key: bytes) -> str:
    """Sign a manifest with the key of the audit chain."""
    return trail.keyed(_PACK, sha256(manifest).encode(), key)
