"""May everything the product installs be used and passed on? Refuses GPL and AGPL among the packages of run.txt.

    python -m tools.licences

Reads the metadata of what is installed, so a licence that changes with a version is noticed with that version.
The LGPL is allowed for what is only linked to (a database driver), and is named so that nobody overlooks it.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

RUN = Path(__file__).resolve().parent.parent / "requirements" / "run.txt"
LESSER = re.compile(r"\bLGPL|lesser general public", re.IGNORECASE)
STRONG = re.compile(r"\bA?GPL|(affero|gnu) general public", re.IGNORECASE)
LONG = 60


@dataclass(frozen=True, slots=True)
class Licensed:
    """A package as installed, with what its metadata says about its licence; "" where that says nothing."""

    name: str
    version: str
    licence: str

    @property
    def verdict(self) -> str:
        """Say `ok`, `lesser` (allowed, and named), `refused`, or `unknown` where no licence is told."""
        if not self.licence:
            return "unknown"
        if STRONG.search(LESSER.sub("", self.licence)):
            return "refused"
        return "lesser" if LESSER.search(self.licence) else "ok"


def listed(text: str) -> Iterator[str]:
    """Give the names in a requirements file that apply to this machine."""
    for line in re.findall(r"^[a-z0-9].*?(?=\\|$)", text, re.MULTILINE):
        requirement = Requirement(line.strip())
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement.name


def look_up(name: str) -> Licensed:
    """Read the licence of an installed package; the newer field first, then the older ones."""
    found = metadata(name)
    return Licensed(name=found["Name"], version=found["Version"], licence=licence_of(found))


def licence_of(found: PackageMetadata) -> str:
    if "License-Expression" in found:
        return found["License-Expression"]
    classifiers = [line.rpartition(" :: ")[2] for line in found.get_all("Classifier") or [] if "License ::" in line]
    named = "; ".join(one for one in classifiers if one != "OSI Approved")
    # Some packages put the whole text into this field; its first line is then the name.
    text = found["License"].strip() if "License" in found else ""
    return named or text.partition("\n")[0]


def main() -> int:
    """Print the table; 1 when a licence is refused or unknown, 2 when something is not installed."""
    try:
        packages = [look_up(name) for name in listed(RUN.read_text(encoding="utf-8"))]
    except PackageNotFoundError as error:
        print(f"not installed: {error.name}; run `make setup` first", file=sys.stderr)
        return 2
    for one in packages:
        print(f"{one.verdict:<8} {one.name:<26} {one.version:<12} {one.licence[:LONG]}")
    refused = [one.name for one in packages if one.verdict in ("refused", "unknown")]
    if refused:
        print(f"licence not allowed: {', '.join(refused)}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
