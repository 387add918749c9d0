"""Does a text stand by a value, and as of when? What it takes back is no fact of it; what it counts so far may grow."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from firebreak.core.respond.facts.fact import Fact, Sheet
from firebreak.core.respond.facts.rules import Shape
from firebreak.core.respond.facts.wording import sentence_at

MEASURED = ("number", "date", "time", "money", "promise", "batch", "phone")
GONE, SO_FAR = "gone", "so far"
UP_TO = ("到", "至", "止")
REACH = 26
HEAD = re.compile(r"[^。!?;,\n]{1,40}?:(?!\d)")
"""What stands before the text itself: whose it is, and often when it came out."""


def settle(sheet: Sheet) -> None:
    """Mark the values that a text takes back, that hold as of a time, that have grown, or that bound a time."""
    rules = sheet.rules.standing
    as_of = [match.span() for match in rules["as_of"].finditer(sheet.whole)]
    sheet.facts = [standing(sheet, fact, as_of) if fact.field in MEASURED else fact for fact in sheet.facts]


def standing(sheet: Sheet, fact: Fact, as_of: list[tuple[int, int]]) -> Fact:
    """Give a value with how the text stands to it."""
    if fact.field == "promise" and not isinstance(fact.value, Decimal):
        return fact
    rules = sheet.rules.standing
    start, end = sentence_at(sheet.whole, fact.start, fact.end)
    before, after = sheet.whole[max(start, fact.start - REACH) : fact.start], sheet.whole[fact.end : end]
    if is_stamp(sheet, fact) or is_gone(before, sheet.whole[fact.start : fact.end], after, rules):
        return replace(fact, since=GONE)
    if fact.unit in ("day", "hour"):
        counted = any(begin <= fact.start <= stop + REACH // 2 for begin, stop in as_of)
        bound = "as of" if counted else side_of_day(before, after, rules)
        return replace(fact, bound=bound, edge=edge_of(fact, before, after, rules))
    if (
        fact.field == "batch"
        and (rules["partly"].search(before) or rules["partly"].search(after))
        and not rules["only"].search(before + after)
    ):
        return replace(fact, bound="part")
    if fact.field in ("number", "money"):
        grown = bool(rules["grown"].search(before))
        return replace(
            fact, since="grown" if grown else SO_FAR if any(start <= at < fact.start for at, _ in as_of) else ""
        )
    return fact


def is_stamp(sheet: Sheet, fact: Fact) -> bool:
    """Say whether a day or an hour only tells when the text itself came out (11/23 更新:)."""
    head = HEAD.match(sheet.whole)
    if fact.unit not in ("day", "hour") or not head or fact.end > head.end():
        return False
    said = sheet.rules.standing["stamped"].match(sheet.whole, fact.end)
    return bool(said) or (fact.unit == "hour" and sheet.whole[fact.end : fact.end + 1] == ":")


def is_gone(before: str, said: str, after: str, rules: Mapping[str, Shape]) -> bool:
    """Say whether a value is what was said before, what is denied, or what is only rumoured."""
    if rules["not_it"].search(before) or (
        rules["former"].search(before) and rules["renewed"].search(after) and not rules["kept"].search(after)
    ):
        return True
    return bool(rules["rumour"].search(before + said) and rules["untrue"].search(after))


def side_of_day(before: str, after: str, rules: Mapping[str, Shape]) -> str:
    """Say whether a day or an hour is the one after which, or before which, something is so."""
    if rules["after"].match(after) or rules["since"].search(before):
        return "after"
    return "before" if (rules["before"].match(after) and before[-1:] not in UP_TO) or rules["by"].search(before) else ""


def edge_of(fact: Fact, before: str, after: str, rules: Mapping[str, Shape]) -> str:
    """Say whether a day or an hour begins or ends what a clause tells, as far as it says so."""
    if "reopened" in fact.about or rules["ends"].search(before) or rules["ended"].match(after):
        return "end"
    starts = rules["starts"].search(before) or rules["started"].match(after)
    return "start" if starts and rules["halted"].search(before[-12:] + after[:12]) else ""


def counted_apart(one: Iterable[Fact], other: Iterable[Fact], agree: Callable[[Fact, Fact], bool]) -> bool:
    """Say whether both texts count up to a moment, and these are not one."""
    left, right = ([fact for fact in facts if fact.bound == "as of"] for facts in (one, other))
    return bool(left and right) and any(
        not any(agree(fact, mate) for mate in theirs if mate.field == fact.field)
        for ours, theirs in ((left, right), (right, left))
        for fact in ours
        if any(mate.field == fact.field for mate in theirs)
    )
