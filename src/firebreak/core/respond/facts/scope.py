"""How far does a text say that something reaches: only here, not there, or everywhere?"""

import re

from firebreak.core.respond.facts.fact import Sheet, words_of
from firebreak.core.respond.facts.rules import shape
from firebreak.core.respond.facts.wording import Part, parts_of

SENTENCE = re.compile(r"[^。!?;\n]+")
EXCEPTED = shape(r"[^,。]{0,4}(?:以外|之外)")
EXCEPT, EXCEPT_ENDS = shape(r"除了?[^,。]{0,8}$"), shape(r"[^,。]{0,8}外")
ALL_BUT, AS_WELL = shape(r"以外|之外|除了?[^,。]{1,10}外"), shape(r"[也還亦]|另有|同樣")
SAFE = shape(r"(?:[不未]|沒有?)(?:會|曾)?(?:受|遭|被|影響|外洩|外流)|正常|照常|沒事|安心")
CLAUSE_STOPS = ",。!?;\n"
CLAUSE = re.compile(rf"[^{CLAUSE_STOPS}]+")
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
        for name, pattern in rules.facets.items():
            for match in pattern.finditer(sheet.whole, *sentence.span()):
                side = side_of(sheet, sentence.span(), match.span())
                if side:
                    sheet.note("scope", (side, match.group()), *match.span(), unit=name)


def side_of(sheet: Sheet, sentence: tuple[int, int], place: tuple[int, int]) -> str:
    """Say whether a thing is hit, hit alone or not hit; empty where its sentence does not settle that.

    "All but Taichung are unaffected" leaves open what became of Taichung.
    """
    rules, (start, end) = sheet.rules, place
    if is_guarded(sheet, start):
        return ""
    before, after = sheet.whole[sentence[0] : start], sheet.whole[end : sentence[1]]
    excepted = EXCEPTED.match(after) or (EXCEPT.search(before) and EXCEPT_ENDS.match(after))
    if excepted and not AS_WELL.search(after):
        return "" if SAFE.search(after) else "not"
    if rules.absent_before.search(before) or rules.absent_after.match(sheet.whole, end):
        return "not"
    return "only" if rules.only.search(sheet.whole, *sentence) else "there"


def is_guarded(sheet: Sheet, at: int) -> bool:
    """Say whether a clause tells of a thing only how it is kept (密碼經過加密): that is neither harm nor none."""
    start = max(sheet.whole.rfind(sign, 0, at) for sign in CLAUSE_STOPS) + 1
    clause = CLAUSE.match(sheet.whole, start)
    return bool(
        clause and sheet.rules.guarded.search(clause.group()) and not sheet.rules.affected.search(clause.group())
    )


def read_reach(sheet: Sheet) -> None:
    """Read which kinds of things (shops, people, goods …) a clause takes in wholly, or one part of them only."""
    rules, parts = sheet.rules, [Part("", 0, 0), *parts_of(sheet), Part("", 0, 0)]
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        said = f"{before.text} {part.text}" if REST_ALONE.match(part.text) else part.text
        said = f"{said} {after.text}" if WHOEVER.search(said) else said
        sides = [name for name, pattern in rules.reach.items() if pattern.search(part.text)]
        side = next((name for name in (REST, EVERY, ONLY) if name in sides), None)
        if side == EVERY and leaves_out(before, part):
            side, said = REST, f"{before.text} {said}"
        kinds = frozenset(name for name, pattern in rules.reached.items() if pattern.search(part.text))
        if side and not rules.no_reach.search(part.text):
            words = words_of(rules.idle.sub(" ", said))
            domains = frozenset(name for name, pattern in rules.domains.items() if pattern.search(part.text))
            sheet.note("scope", (kinds, words, domains), part.start, part.end, unit=side)


def leaves_out(before: Part, part: Part) -> bool:
    """Say whether a clause, or the one it goes on from, makes an exception (all but the south)."""
    said = f"{before.text},{part.text}" if before.text.endswith("外") else part.text
    return bool(ALL_BUT.search(said)) and not AS_WELL.search(said)
