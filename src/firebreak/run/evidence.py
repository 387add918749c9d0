"""Is an evidence pack whole, and whose is it? Asked on any machine: no database, no settings, no network."""

import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import orjson

from firebreak.core.errors import BadInput, UnreadableFile
from firebreak.core.govern.pack import Report, check_pack

KEY = "FIREBREAK_AUDIT_KEY"
DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at; `fine` is None where it could not be looked at."""

    name: str
    fine: bool | None
    found: str


def verify_evidence(out: IO[str], file: str, *, key_file: str | None, digest: str | None, as_json: bool) -> bool:
    """Check a pack and print a line for each thing; True where nothing is wrong.

    Raises UnreadableFile for a file that is none, and BadInput for a digest that is none.
    """
    wanted = (digest or "").strip().lower()
    if digest is not None and not DIGEST.fullmatch(wanted):
        raise BadInput(field="digest", problem="no_digest")
    report = check_pack(content_of(file), key=key_in(key_file))
    lines = [*lines_of(report), digest_line(report, wanted)]
    for line in lines:
        out.write(orjson.dumps(asdict(line)).decode() + "\n" if as_json else text_of(line))
    return all(line.fine is not False for line in lines)


def content_of(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise UnreadableFile(file=file, problem=type(problem).__name__) from problem


def key_in(file: str | None) -> bytes | None:
    """Read the key from a file or the environment; where it is not, nothing makes one."""
    path = file or os.environ.get(f"{KEY}_FILE")
    if file is None and (value := os.environ.get(KEY)):
        return value.encode()
    return content_of(path).strip() if path else None


def text_of(line: Line) -> str:
    mark = {True: "ok  ", False: "FIX ", None: "--  "}[line.fine]
    return f"{mark} {line.name:<10} {line.found}\n"


def lines_of(report: Report) -> Iterator[Line]:
    """Say what the pack is of, then each fault, then what was proven."""
    about = " ".join(str(report.about[name]) for name in ("brand", "incident") if name in report.about)
    yield Line("pack", True if report.whole else None, f"{about}: {report.files} files, sha256 {report.digest}")
    yield from (Line(one.flaw.value, False, one.where) for one in report.faults)
    if report.whole:
        yield Line("files", True, "as they were sealed, to the last byte")
        said = f"{report.entries} entries of this matter in a chain of {report.chain_length}, root {report.root}"
        yield Line("chain", True, said)
    if report.signed:
        yield Line("signature", True, "made with this key; every entry of the chain was sealed with it")
    elif report.signed is None:
        said = f"not looked at: it takes the key of who made the pack (--key FILE, {KEY}_FILE)"
        yield Line("signature", None, said)


def digest_line(report: Report, wanted: str) -> Line:
    if not wanted:
        return Line("digest", None, "compare sha256 with the one in the audit log of who made the pack (--digest HEX)")
    same = wanted == report.digest
    return Line("digest", same, "the one that was named" if same else f"another than the one that was named: {wanted}")
