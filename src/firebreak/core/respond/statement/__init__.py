"""Would these words do harm? Reads a draft by the tone rules: what to change, where, why, and how to say it instead."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from firebreak.core.respond.statement.ballot import ballots
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
from firebreak.core.respond.statement.echo import is_echo
from firebreak.core.respond.statement.exposure import exposed
from firebreak.core.respond.statement.guess import guessed
from firebreak.core.respond.statement.manner import FAR, Manner, doubt, manner_of
from firebreak.core.respond.statement.parts import missing
from firebreak.core.respond.statement.prose import Prose, prose_of
from firebreak.core.respond.statement.rules import ToneRules, Words, rules
from firebreak.core.respond.statement.spotting import spot
from firebreak.core.terms import Severity
from firebreak.core.text.spans import Pair, merge, overlaps

__all__ = [
    "Draft", "DraftKind", "Finding", "Level", "LintResult", "Posture", "ToneRules", "contract_dict", "draft_of",
    "in_tongue", "lint", "rules",
]  # fmt: skip

GRAVE = (Severity.S1, Severity.S2)
COMPLAINED = (DraftKind.REPLY, DraftKind.LETTER)  # answers to one person, who must be met as one
MISSING = "missing_"
Found = tuple[str, Pair, Words]


def lint(draft: Draft, tone: ToneRules) -> LintResult:
    """Read a draft by the rules; the same draft gives the same result, whatever was read before."""
    prose = prose_of(draft.text, draft.lang, tone.voice)
    findings = [
        Finding(
            code=code,
            level=level_of(code, draft, tone),
            start=place[0],
            end=place[1],
            text=draft.text[place[0] : place[1]],
            why=tone.rules[code].why[prose.lang],
            suggest=suggest[prose.lang],
        )
        for code, place, suggest in harmful(draft, prose, tone)
    ]
    gone = missing(draft, prose, tone)
    absent = [absence(name, draft, prose, tone) for name in gone]
    return LintResult(draft.id, tuple(sorted(findings, key=lambda one: one.order)) + tuple(absent), gone)


def harmful(draft: Draft, prose: Prose, tone: ToneRules) -> Iterator[Found]:
    """Give every place that does harm, of one code never two that overlap."""
    voted, manner = ballots(prose, tone.voter), manner_of(prose, tone.manner)
    outright = [match.span() for match in tone.words["outright"].finditer(prose.plain)]
    for code, rule in tone.rules.items():
        suspected = outright or manner.leans(code, doubt(code))
        hits = manner.upheld(code, spot(prose, rule, tone, kind=draft.kind) if suspected else [], outright)
        yield from ((code, place, suggest) for place, suggest in hits)
        voices = [*allowed(code, voted.get(code, ()), draft, prose, tone), *manner.over(code)]
        beyond = merge(beyond_patterns(code, draft, prose, tone, manner))
        for place in first_of([*beyond, *voices], [place for place, _ in hits]):
            yield code, place, rule.suggest


def first_of(places: Iterable[Pair], before: Iterable[Pair]) -> Iterator[Pair]:
    """Give the places that overlap none of those before them."""
    kept = list(before)
    for place in places:
        if not any(overlaps(place, other) for other in kept):
            kept.append(place)
            yield place


def allowed(code: str, places: Iterable[Pair], draft: Draft, prose: Prose, tone: ToneRules) -> Iterator[Pair]:
    """Leave out what only looks like a fault, and what a kind may say: a letter tells its reader the reader's own."""
    if code == "pii_exposure" and draft.kind in tone.private_kinds:
        return
    innocent = tone.innocent.get(code)
    for place in places:
        if not (innocent and innocent.search(prose.plain[slice(*place)])):
            yield place


def beyond_patterns(code: str, draft: Draft, prose: Prose, tone: ToneRules, manner: Manner) -> Iterator[Pair]:
    """Give the places of a code that no pattern of words can tell."""
    if code == "pii_exposure":
        yield from exposed(prose, tone, kind=draft.kind)
    elif code == "unverified_cause":
        yield from guessed(prose, draft.unconfirmed, tone)
    elif (code == "boilerplate" and is_echo(draft.text, draft.recent)) or (
        code == "cold" and is_cold(draft, prose, tone) and manner.leans(code, FAR)
    ):
        yield 0, len(draft.text)


def is_cold(draft: Draft, prose: Prose, tone: ToneRules) -> bool:
    """Say whether an answer to one person has not one warm word."""
    asked = bool(draft.text) and draft.kind in COMPLAINED and draft.posture not in tone.no_apology
    return asked and not prose.has(tone.words["warm"])


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
