"""Who helps in a crisis, how are they called, and is it known that this still holds? (R1.65)"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

KINDS = ("lab", "counsel", "store", "speaker", "insurer", "authority")
LONGEST: Mapping[str, int] = {"name": 120, "who": 120, "phone": 60, "hours": 120, "purpose": 300}
NEEDED = ("kind", "name", "phone")
QUARTER, STALE = timedelta(days=90), timedelta(days=180)

_OTHERS = re.compile(r"[、,，;；/／\n]|或|\bor\b")
_INNER = re.compile(r"(?:#|分機|轉|\bext\.?)\s*(\d+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")


class Age(StrEnum):
    """Since when nobody has looked whether an entry still holds: within a quarter, longer, or too long."""

    FRESH = "fresh"
    DUE = "due"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the directory; `checked_on` is the last day on which somebody found that it holds."""

    kind: str
    name: str
    who: str = ""
    phone: str = ""
    hours: str = ""
    purpose: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of a file that cannot be used: its 1-based line, the field, and a stable word for the problem."""

    line: int
    field: str
    problem: str


def age_of(checked_on: date | None, *, today: date) -> Age:
    """Tell how long ago somebody looked; what nobody ever looked at is stale.

    >>> day = date(2026, 11, 20)
    >>> [age_of(day - timedelta(days=n), today=day).value for n in (90, 91, 180, 181)]
    ['fresh', 'due', 'due', 'stale']
    """
    if checked_on is None or today - checked_on > STALE:
        return Age.STALE
    return Age.FRESH if today - checked_on <= QUARTER else Age.DUE


def dial(phone: str) -> str:
    """Give what a telephone dials: of several numbers the first, an inner number after a pause; nothing without digits.

    >>> dial("02-2345-6789 分機 123"), dial("+886 2 2345 6789"), dial("1999、119"), dial("無")
    ('0223456789,123', '+886223456789', '1999', '')
    """
    first = next((part for part in _OTHERS.split(phone) if re.search(r"\d", part)), "")
    inner = _INNER.search(first)
    outer = first[: inner.start()] if inner else first
    digits = re.sub(r"[^\d]", "", outer)
    if not digits:
        return ""
    plus = "+" if outer.strip().startswith(("+", "＋")) else ""
    return f"{plus}{digits}{',' + inner[1] if inner else ''}"


def flaw_of(entry: Entry, *, today: date) -> tuple[str, str] | None:
    """Name the first field that cannot be kept so, and why; None for an entry that is whole."""
    for name in NEEDED:
        if not getattr(entry, name):
            return name, "missing"
    if entry.kind not in KINDS:
        return "kind", "unknown"
    if not dial(entry.phone):
        return "phone", "no_number"
    for name, most in LONGEST.items():
        if len(getattr(entry, name)) > most:
            return name, "too_long"
    if entry.checked_on and entry.checked_on > today:
        return "checked_on", "not_yet"
    return None


def read_rows(
    rows: Iterable[tuple[int, Sequence[str]]], *, headings: Mapping[str, str], kinds: Mapping[str, str], today: date
) -> tuple[list[Entry], list[Wrong]]:
    """Read the rows of a table, its first one the headings; a bad row costs only itself, an empty one nothing.

    `headings` and `kinds` give what a word, casefolded, stands for; columns that nobody knows are passed over.
    """
    table = iter(rows)
    line, head = next(table, (1, ()))
    columns = [headings.get(cell.strip().casefold(), "") for cell in head]
    lacking = [name for name in NEEDED if name not in columns]
    if lacking:
        return [], [Wrong(line, lacking[0], "no_column")]
    found: list[Entry] = []
    wrong: list[Wrong] = []
    for line, cells in table:
        told = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if any(told.values()):
            read = entry_of(told, kinds, today=today)
            found += [read] if isinstance(read, Entry) else []
            wrong += [] if isinstance(read, Entry) else [Wrong(line, *read)]
    return found, wrong


def entry_of(told: Mapping[str, str], kinds: Mapping[str, str], *, today: date) -> Entry | tuple[str, str]:
    """Make an entry of the words of a row, or say which field is wrong and why."""
    try:
        checked = day_in(told.get("checked_on", ""))
    except ValueError:
        return "checked_on", "no_day"
    kind = told.get("kind", "")
    words = {name: told.get(name, "") for name in LONGEST}
    entry = Entry(kind=kinds.get(kind.casefold(), kind), checked_on=checked, **words)
    return flaw_of(entry, today=today) or entry


def day_in(text: str) -> date | None:
    """Read a day, as in 2026-11-20 or 2026/11/20; nothing is no day. Raises ValueError for what is none."""
    if not text:
        return None
    found = _DAY.match(text)
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))
