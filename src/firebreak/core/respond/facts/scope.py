"""How far does a text say that something reaches: only here, not there, or everywhere?"""

import re

from firebreak.core.respond.facts.fact import Sheet, words_of
from firebreak.core.respond.facts.rules import shape
from firebreak.core.respond.facts.wording import Part, parts_of

SENTENCE = re.compile(r"[^。!?;\n]+")
ONLY, REST, EVERY = "only", "rest", "every"
WHOEVER = shape(r"不分|不論|不管|無論|regardless")
REST_ALONE = shape(r"其[他餘]|(?:均|都|則|也|仍)?(?:不受|未受|未遭|可|可以|照常|正常|無|沒)")


def read_scope(sheet: Sheet) -> None:
    read_extent(sheet)
    read_reach(sheet)


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


def read_reach(sheet: Sheet) -> None:
    """Read which kinds of things (shops, people, goods …) a clause takes in wholly, or one part of them only."""
    rules, parts = sheet.rules, [Part("", 0, 0), *parts_of(sheet), Part("", 0, 0)]
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        said = f"{before.text} {part.text}" if REST_ALONE.match(part.text) else part.text
        said = f"{said} {after.text}" if WHOEVER.search(said) else said
        sides = [name for name, pattern in rules.reach.items() if pattern.search(part.text)]
        side = next((name for name in (REST, EVERY, ONLY) if name in sides), None)
        kinds = frozenset(name for name, pattern in rules.reached.items() if pattern.search(part.text))
        if side and not rules.no_reach.search(part.text):
            words = words_of(rules.idle.sub(" ", said))
            domains = frozenset(name for name, pattern in rules.domains.items() if pattern.search(part.text))
            sheet.note("scope", (kinds, words, domains), part.start, part.end, unit=side)
