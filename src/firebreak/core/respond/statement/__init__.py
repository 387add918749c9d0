"""Would these words do harm? Reads a draft by the tone rules: what to change, where, why, and how to say it instead."""

from collections.abc import Iterator
from dataclasses import replace

from firebreak.core.respond.statement.draft import (
    Draft,
    DraftKind,
    Finding,
    Level,
    LintResult,
    Posture,
    contract_dict,
    draft_of,
)
from firebreak.core.respond.statement.exposure import certain
from firebreak.core.respond.statement.judge import Verdict, judged
from firebreak.core.respond.statement.parts import evident, missing
from firebreak.core.respond.statement.prose import Prose, prose_of
from firebreak.core.respond.statement.rules import ToneRules, rules
from firebreak.core.respond.statement.spotting import Hit
from firebreak.core.respond.statement.suspicion import suspected
from firebreak.core.terms import Severity
from firebreak.core.text.spans import Pair, overlaps

__all__ = [
    "Draft", "DraftKind", "Finding", "Level", "LintResult", "Posture", "ToneRules", "contract_dict", "draft_of",
    "in_tongue", "lint", "rules",
]  # fmt: skip

GRAVE = (Severity.S1, Severity.S2)
MISSING = "missing_"


def lint(draft: Draft, tone: ToneRules) -> LintResult:
    """Read a draft by the rules; the same draft gives the same result, whatever was read before."""
    prose = prose_of(draft.text, draft.lang, tone.voice)
    verdict = judged(draft, prose, evident(draft, prose, tone), tone)
    plain_to_see = [match.span() for match in tone.words["outright"].finditer(prose.plain)] + list(certain(prose))
    findings = [
        finding_of(code, hit, draft, prose, tone)
        for code in tone.rules
        for hit in harmful(code, draft, prose, verdict, plain_to_see, tone)
    ]
    gone = missing(draft, prose, verdict, tone)
    absent = [absence(name, draft, prose, tone) for name in gone]
    return LintResult(draft.id, tuple(sorted(findings, key=lambda one: one.order)) + tuple(absent), gone)


def harmful(
    code: str, draft: Draft, prose: Prose, verdict: Verdict | None, plain_to_see: list[Pair], tone: ToneRules
) -> Iterator[Hit]:
    """Give the places of a code that does harm: what patterns found where the votes are for it too, and theirs."""
    if verdict is None or code not in verdict.asked:
        yield from suspected(code, draft, prose, tone)
        return
    voted = verdict.places[code] if code in verdict.held else ()
    if not (voted or plain_to_see):
        return
    hits = suspected(code, draft, prose, tone)
    kept = [hit for hit in hits if any(overlaps(hit[0], other) for other in (*voted, *plain_to_see))]
    yield from kept
    for place in voted if code in verdict.sure else ():
        if not any(overlaps(place, other) for other, _ in kept):
            yield place, tone.rules[code].suggest


def finding_of(code: str, hit: Hit, draft: Draft, prose: Prose, tone: ToneRules) -> Finding:
    """Give the finding for a place that does harm."""
    (start, end), suggest = hit
    why = tone.rules[code].why[prose.lang]
    return Finding(code, level_of(code, draft, tone), start, end, draft.text[start:end], why, suggest[prose.lang])


def level_of(code: str, draft: Draft, tone: ToneRules) -> Level:
    """Give the level of the contract: what always blocks, and what blocks from S2 up."""
    if code in tone.block_always:
        return Level.BLOCK
    if draft.severity not in GRAVE:
        return Level.WARN
    blocks = code in tone.block_when_grave or code.startswith(MISSING)
    in_rebuild = draft.posture is Posture.REBUILD and code in tone.block_in_rebuild
    return Level.BLOCK if blocks or in_rebuild else Level.WARN


def in_tongue(result: LintResult, lang: str, tone: ToneRules) -> LintResult:
    """Give a result whose reasons are in the reader's language; what to write instead stays in that of the draft."""
    return replace(result, findings=tuple(replace(one, why=why_of(one.code, lang, tone)) for one in result.findings))


def why_of(code: str, lang: str, tone: ToneRules) -> str:
    rule = tone.rules.get(code) or tone.parts[code.removeprefix(MISSING)]
    return rule.why[lang]


def absence(name: str, draft: Draft, prose: Prose, tone: ToneRules) -> Finding:
    """Give the finding for a part that is not there."""
    code, part = MISSING + name, tone.parts[name]
    level = level_of(code, draft, tone)
    return Finding(code, level, None, None, "", part.why[prose.lang], part.suggest[prose.lang])
