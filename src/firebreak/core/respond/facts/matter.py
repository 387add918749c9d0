"""What does a text say of extent, cause, remedy and promise? Read as sides of questions that two texts may answer."""

import re

from firebreak.core.respond.facts.fact import Sheet, words_of

SENTENCE = re.compile(r"[^。!?;\n]+")
ANSWER = "answer"


def read_matter(sheet: Sheet) -> None:
    """Read the answers a text gives to every question, and what it names of extent and cause."""
    for question in sheet.rules.questions.values():
        for side, pattern in question.sides.items():
            match = pattern.search(sheet.whole)
            if match:
                sheet.note(question.field, (question.name, side), *match.span(), unit=ANSWER)
    read_extent(sheet)
    read_cause(sheet)


def read_extent(sheet: Sheet) -> None:
    """Read what is named as affected, as not affected, and as the only thing affected."""
    rules = sheet.rules
    for sentence in SENTENCE.finditer(sheet.whole):
        if not rules.affected.search(sentence.group()):
            continue
        only = bool(rules.only.search(sentence.group()))
        for name, pattern in rules.facets.items():
            for match in pattern.finditer(sheet.whole, *sentence.span()):
                before = sheet.whole[sentence.start() : match.start()]
                absent = rules.absent_before.search(before) or rules.absent_after.match(sheet.whole, match.end())
                side = "not" if absent else "only" if only else "there"
                sheet.note("scope", (side, match.group()), *match.span(), unit=name)


def read_cause(sheet: Sheet) -> None:
    """Read the cause as it is given, or that it is still open."""
    rules = sheet.rules
    still = rules.cause_open.search(sheet.whole)
    if still:
        sheet.note("cause", None, *still.span(), unit="cause")
        return
    for pattern in rules.cause_given:
        match = pattern.search(sheet.whole)
        if match:
            said = match.group("it")
            kinds = frozenset(at for at, kind in enumerate(rules.cause_kinds) if kind.search(said))
            sheet.note("cause", (kinds, words_of(said)), *match.span("it"), unit="cause")
            return
