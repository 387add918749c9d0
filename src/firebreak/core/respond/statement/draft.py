"""What goes into a lint and what comes out? A draft, what was found in it, and the line of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from firebreak.core.errors import BadRow
from firebreak.core.terms import Severity


class DraftKind(StrEnum):
    """What the draft is written as."""

    STATEMENT = "statement"
    HOLDING = "holding"
    REPLY = "reply"
    PRESS = "press"
    LETTER = "letter"


class Posture(StrEnum):
    """How the organisation stands to what happened."""

    REBUILD = "rebuild"
    DIMINISH = "diminish"
    DENY = "deny"
    INFORM = "inform"


class Level(StrEnum):
    BLOCK = "block"
    WARN = "warn"


LANGUAGES = ("zh-Hant", "en")


@dataclass(frozen=True, slots=True)
class Draft:
    """Words that are not published yet; `recent` are texts already published, `unconfirmed` facts not yet confirmed."""

    id: str
    kind: DraftKind
    text: str
    lang: str = ""
    severity: Severity = Severity.S2
    posture: Posture = Posture.REBUILD
    recent: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to change: offsets are code points of the text; a missing part has no place."""

    code: str
    level: Level
    start: int | None
    end: int | None
    text: str
    why: str
    suggest: str

    @property
    def order(self) -> tuple[int, int, str]:
        place = (self.start, self.end) if self.start is not None and self.end is not None else (2**62, 0)
        return (*place, self.code)


@dataclass(frozen=True, slots=True)
class LintResult:
    """What a lint says of a draft; `missing` names the parts that are not there, in the order of the table."""

    id: str
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not any(finding.level is Level.BLOCK for finding in self.findings)


def draft_of(row: Mapping[str, Any], *, line: int) -> Draft:
    """Read a draft of the contract; raises BadRow that names the field and what it may be."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadRow(line=line, problem="text_missing", needs="text")
    lang = row.get("lang") or ""
    return Draft(
        id=id_of(row, line=line),
        kind=DraftKind(one_of(row.get("kind"), [*DraftKind], field="kind", line=line)),
        text=text,
        lang=lang if lang in LANGUAGES else "",
        severity=Severity(one_of(row.get("severity") or "S2", [*Severity], field="severity", line=line)),
        posture=Posture(one_of(row.get("posture") or "rebuild", [*Posture], field="posture", line=line)),
        recent=texts_of(row, "recent", line=line),
        unconfirmed=texts_of(row, "unconfirmed", line=line),
    )


def id_of(row: Mapping[str, Any], *, line: int) -> str:
    """Give the id of a row; one without an id is known by its line."""
    found = row.get("id")
    if found is None:
        return str(line)
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise BadRow(line=line, problem="id_unknown", needs="a string or a whole number")
    return str(found)


def one_of(value: object, known: list[Any], *, field: str, line: int) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise BadRow(line=line, problem=f"{field}_unknown", needs="|".join(known))


def texts_of(row: Mapping[str, Any], field: str, *, line: int) -> tuple[str, ...]:
    value = row.get(field) or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadRow(line=line, problem=f"{field}_unknown", needs="a list of texts")
    return tuple(value)


def contract_dict(result: LintResult) -> dict[str, Any]:
    """Give a lint result as the contract writes it."""
    return {
        "id": result.id,
        "ok": result.ok,
        "findings": [
            {
                "code": one.code,
                "level": one.level.value,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "why": one.why,
                "suggest": one.suggest,
            }
            for one in result.findings
        ],
        "missing": list(result.missing),
    }
