"""What does a text say of the cause: what it was, what it was not, or that it is still open?"""

import re
from collections.abc import Iterable, Iterator

from firebreak.core.respond.facts.fact import Sheet, words_of
from firebreak.core.respond.facts.rules import Shape, shape

CAUSE, NO_CAUSE, FOUND = "cause", "no cause", "found"
ONCE_OPEN = shape(r"(?:時|當時|起初|一開始|原先|先前)[^,。]{0,4}(?:還|仍|尚)?(?:不[知清]|未[能知明]|不明)")
"""A text that tells when its cause was still open does not clash with one of that hour."""
CLAUSE_SIGNS = ",。!?;\n"
BEFORE_IT = re.compile(r":|\. ")
UNDONE = shape(r"[沒未不].?$")
"""What was not done well is a cause and no denial of one (沒沖乾淨)."""


def read_cause(sheet: Sheet) -> None:
    """Note the cause as it is given, what is ruled out as one, or that it is still open."""
    rules, denied = sheet.rules, list(causes_denied(sheet))
    for match in denied:
        kinds, words = meaning(sheet, match.group("it"))
        if kinds or words:
            sheet.note("cause", (kinds, words, words, frozenset[str]()), *match.span("it"), unit=NO_CAUSE)
    still = rules.cause_open.search(sheet.whole)
    if still:
        sheet.note("cause", None, *still.span(), unit=CAUSE)
        return
    aside = [match.span("it") for match in denied]
    for start, end in causes_given(sheet, rules.cause_given, aside):
        kinds, words = meaning(sheet, sheet.whole[start:end])
        if kinds or words:
            found = FOUND if ONCE_OPEN.search(sheet.whole) else ""
            sheet.note("cause", (kinds, words, *told(sheet, start, end)), start, end, unit=CAUSE, bound=found)
    if not any(fact.unit == CAUSE for fact in sheet.facts):
        for start, end in causes_given(sheet, rules.cause_loose, aside):
            kinds, words = meaning(sheet, sheet.whole[start:end])
            if kinds:
                sheet.note("cause", (kinds, words, *told(sheet, start, end)), start, end, unit=CAUSE)


def causes_given(sheet: Sheet, patterns: Iterable[Shape], denied: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give where causes stand, each once; what is ruled out as one and a reason for refusing something are none."""
    rules, found = sheet.rules, list[tuple[int, int]]()
    for pattern in patterns:
        for match in pattern.finditer(sheet.whole):
            start = match.start("it")
            end = start + len(match.group("it").split(";")[0])
            around = sheet.whole[max(0, match.start() - 14) : end + 8]
            if (
                not rules.cause_aside.search(around)
                and not rules.cause_bare.search(sheet.whole[start:end])
                and all(end <= low or high <= start for low, high in [*found, *denied])
            ):
                found.append((start, end))
    return found


def causes_denied(sheet: Sheet) -> Iterator[re.Match[str]]:
    for pattern in sheet.rules.cause_denied:
        yield from (match for match in pattern.finditer(sheet.whole) if not UNDONE.search(match.group("it")))


def told(sheet: Sheet, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of a cause's clause (憑證到期是沒盯好 tells of the 憑證 too), and by whom it was."""
    begun = max(sheet.whole.rfind(sign, 0, start) for sign in CLAUSE_SIGNS) + 1
    clause = sheet.whole[begun:end]
    said = BEFORE_IT.split(clause)[-1]
    return words_of(clause), frozenset(name for name, by in sheet.rules.agents.items() if by.search(said))


def meaning(sheet: Sheet, said: str) -> tuple[frozenset[int], frozenset[str]]:
    """Give of what kinds a cause is, and its words."""
    kinds = frozenset(at for at, kind in enumerate(sheet.rules.cause_kinds) if kind.search(said))
    return kinds, words_of(sheet.rules.idle.sub(" ", said))
