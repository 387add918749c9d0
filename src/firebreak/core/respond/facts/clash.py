"""Which facts of two texts cannot both be true? Equal values are set aside; what is left must be about the same."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations, islice, product
from typing import Any, cast

from firebreak.core.respond.facts.denials import DENIED, SAID, field_of_denial
from firebreak.core.respond.facts.fact import Fact
from firebreak.core.respond.facts.lots import batches
from firebreak.core.respond.facts.rules import FactRules
from firebreak.core.respond.facts.spans import is_before, is_inside, ranges_of
from firebreak.core.respond.facts.standing import GONE, counted_apart
from firebreak.core.respond.facts.states import STATE, field_of_state
from firebreak.core.respond.facts.words import clashes_of_words
from firebreak.core.text.fold import fold

LEAST_ROUGH, MOST_ROUGH, JUST_BELOW = Decimal("0.05"), Decimal("0.1"), Decimal("0.99")
ALIKE, VERY_ALIKE = 0.12, 0.3
HOUR, QUARTER, A_DAY = 60, 20, 1440
TIMELY = frozenset(
    {"happened", "found", "said", "due", "began", "hours", "moved", "kept", "waited", "entered", "shown"}
)
"""Topics of a day or an hour: they do not tell two counts or sums apart."""
MOST_PARTS, MOST_PLACES = 4, 6
"""Of how many parts, among how many, a sum is looked for."""
MOST_OF_A_UNIT, MOST_LEFT = 40, 100  # a text with more figures is a table: what follows from what is not asked there
WORKDAYS, MONTH = Decimal(7 * 1440) / 5, range(28 * 1440, 31 * 1440 + 1)
WHOSE = frozenset({"media", "booking", "consumers", "counter", "whistle", "neighbours", "doctors", "emergency"})
PARTS = {"初": range(1, 11), "中": range(10, 22), "底": range(20, 32)}
TAKING = frozenset({"hours", "said", "due", "answered", "paid", "tested"})
BEGUN = frozenset({"reopened", "began", "hours", "moved", "shown"})
EVENT = frozenset({"happened", "hurt", "leaked", "lost"})
LASTED = frozenset({"happened", "waited", "mended", "found", "hurt", "reopened"})
PAPERS = frozenset(fold(unit) for unit in ("件", "筆", "則", "份", "封", "次", "張"))
LENGTHS = frozenset({"minutes", "months", "workdays"})
WINDOW = frozenset({"due", "hours"})
OTHERS = frozenset(
    frozenset(pair) for pair in (("staff", "learner"), ("staff", "public"), ("staff", "parent"), ("learner", "parent"))
)
"""Who is not counted among whom; a pupil may well be one of the public."""
ACROSS = {"time": "promise", "promise": "time"}
TIMES, ENTERED = "次", "entered"
Clash = tuple[Fact, Fact]
Day = tuple[Any, ...]
Hour = tuple[str, int]


def clashes(one: Sequence[Fact], other: Sequence[Fact], rules: FactRules) -> Iterator[Clash]:
    """Give the pairs of facts that contradict each other, at most one for each fact of the first text."""
    grown = counted_apart(one, other, agree)
    for name in ("number", "date", "time", "phone", "money", "promise"):
        yield from measured(unsaid(one, other, name), unsaid(other, one, name), grown=grown)
    yield from batches(named(one, "batch"), named(other, "batch"))
    yield from clashes_of_words(one, other, rules)


def named(facts: Iterable[Fact], name: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == name and fact.since != GONE and not is_word(fact)]


def unsaid(facts: Sequence[Fact], others: Sequence[Fact], name: str) -> list[Fact]:
    """Give the facts of a field, less the lengths of time that the other text tells as a promise, or as none."""
    known = named(facts, name)
    mates = named(others, ACROSS[name]) if name in ACROSS else []
    return [fact for fact in known if not any(is_length_of(fact, mate) for mate in mates)]


def is_length_of(fact: Fact, mate: Fact) -> bool:
    """Say whether two lengths of time are one, whatever they are told of; how often is none."""
    ours, theirs = fact.unit.split(), mate.unit.split()
    return ours[-1:] == theirs[-1:] and "every" not in (ours[0], theirs[0]) and fact.value == mate.value


def field_of(one: Fact, other: Fact) -> str:
    """Give the field that two facts clash in: a promise beside a remedy is a promise."""
    if one.unit == STATE:
        return field_of_state(one, other)
    if one.unit in (SAID, DENIED):
        return field_of_denial(one, other)
    return one.field if one.field == other.field else "promise"


def is_word(fact: Fact) -> bool:
    """Say whether a promise is given in words; those that are measured are told by their value."""
    return fact.field == "promise" and not isinstance(fact.value, Decimal)


def measured(one: list[Fact], other: list[Fact], *, grown: bool = False) -> Iterator[Clash]:
    """Pair what is left on both sides once all that agrees is set aside, nearest in words first."""
    left = unexplained(apart(one, other), one, other)[:MOST_LEFT]
    right = unexplained(apart(other, one), other, one)[:MOST_LEFT]
    pairs = [
        (a, b)
        for a, b in product(left, right)
        if comparable(a, b) and not both_true(a, b, grown=grown) and same_matter(a, b, left, right)
    ]
    pairs.sort(key=lambda pair: (-likeness(*pair), pair[0].start, pair[1].start))
    seen: set[int] = set()
    for a, b in pairs:
        if id(a) not in seen and id(b) not in seen:
            seen |= {id(a), id(b)}
            yield a, b


def apart(facts: list[Fact], others: list[Fact]) -> list[Fact]:
    """Give the facts that no other text bears out, each value once in its surroundings."""
    same = {(fact.unit, fact.value) for fact in others}
    spans = ranges_of(others)
    fresh = {(fact.unit, fact.value, fact.about): fact for fact in reversed(facts)}
    return [
        fact
        for (unit, value, _), fact in fresh.items()
        if (unit, value) not in same
        and not any(agree(fact, mate) for mate in others[:MOST_LEFT])
        and not (spans and is_inside(fact, facts, spans))
    ]


def unexplained(fresh: list[Fact], own: list[Fact], others: list[Fact]) -> list[Fact]:
    """Leave out what follows from the other text: a sum of its parts, a part of its sum, a share that is named."""
    return [
        fact
        for fact in fresh
        if fact.field not in ("number", "money") or not is_whole(fact) or not follows(fact, own, others)
    ]


def is_whole(fact: Fact) -> bool:
    return isinstance(fact.value, Decimal) and fact.value == fact.value.to_integral_value() and fact.unit != "%"


def follows(fact: Fact, own: list[Fact], others: list[Fact]) -> bool:
    value = cast(Decimal, fact.value)
    low, high = reach_of(fact, value)
    ours, theirs = (list(islice(reaches_beside(fact, facts), MOST_OF_A_UNIT)) for facts in (own, others))
    parts = (some for size in range(2, MOST_PARTS + 1) for some in combinations(theirs[:MOST_PLACES], size))
    if any(sum(least for least, _ in some) <= high and low <= sum(most for _, most in some) for some in parts):
        return True
    whole = [*ours, *theirs[:MOST_PLACES]]
    return any(
        total[0] - part[1] <= high and low <= total[1] - part[0]
        for part, total in product(whole, theirs)
        if part is not total and part[0]
    )


def reaches_beside(fact: Fact, facts: Iterable[Fact]) -> Iterator[tuple[Decimal, Decimal]]:
    """Give between what values the others lie that are counted like a fact."""
    for mate in facts:
        if mate.unit == fact.unit and mate is not fact and ("fee" in fact.about or "fee" not in mate.about):
            yield reach_of(mate, cast(Decimal, mate.value))


def agree(a: Fact, b: Fact) -> bool:
    """Say whether two facts of a field have one value, as far as both say it."""
    if a.field == "date":
        return same_day(cast(Day, a.value), cast(Day, b.value))
    if a.unit == b.unit == "hour":
        return same_hour(cast(Hour, a.value), cast(Hour, b.value)) or near_hour(a, b) or near_hour(b, a)
    if not alike_in_unit(a, b):
        return ends_alike(a, b) if a.field == "phone" else same_span(a, b) or same_span(b, a)
    if isinstance(a.value, Decimal) and isinstance(b.value, Decimal):
        return same_value(a, a.value, b, b.value)
    return a.value == b.value or (a.field == "phone" and ends_alike(a, b))


def same_value(a: Fact, ours: Decimal, b: Fact, theirs: Decimal) -> bool:
    """Say whether two values are one, as exactly as they were said: 約 300 is 305, 九百多 is 940, 逾三百 is 342."""
    if a.low is not None or b.low is not None:
        return (a.low or ours) <= theirs <= ours or (b.low or theirs) <= ours <= theirs
    if (a.bound, a.more) == (b.bound, b.more):
        return abs(ours - theirs) <= max(slack(a, ours), slack(b, theirs))
    (low, high), (least, most) = reach_of(a, ours), reach_of(b, theirs)
    return low <= most and least <= high


def reach_of(fact: Fact, value: Decimal) -> tuple[Decimal, Decimal]:
    """Give between what two values a value lies that was given with a limit, or a bit above or around it."""
    loose = slack(fact, value)
    wide = max(place(value), value / 3)
    if fact.bound == "least":
        return value - loose, value + wide
    if fact.bound == "most":
        return value - wide, value + loose
    return value - loose, value + (place(value) * JUST_BELOW if fact.more else loose)


def slack(fact: Fact, value: Decimal) -> Decimal:
    """Give how far a rough value may be off: half its last unit, but a twentieth at least, a tenth at most."""
    if not fact.roughly:
        return Decimal(0)
    if fact.unit in LENGTHS:
        return abs(value) * MOST_ROUGH
    return min(max(abs(value) * LEAST_ROUGH, place(value) / 2), abs(value) * MOST_ROUGH)


def same_span(a: Fact, b: Fact) -> bool:
    """Say whether two lengths of time are one in other units: ten workdays and two weeks, a month and 30 days."""
    unit, other = a.unit.split(), b.unit.split()
    if not isinstance(a.value, Decimal) or not isinstance(b.value, Decimal) or other[-1:] != ["minutes"]:
        return False
    if unit[:-1] != other[:-1]:
        return False
    if unit[-1] == "workdays":
        return a.value * WORKDAYS == b.value
    return unit[-1] == "months" and MONTH.start * a.value <= b.value < MONTH.stop * a.value


def place(value: Decimal) -> Decimal:
    """Give the unit of the last digit that was said: 100 of 900, 1,000 of 12,000."""
    at = Decimal(1)
    while value and value % (at * 10) == 0:
        at *= 10
    return at


def ends_alike(a: Fact, b: Fact) -> bool:
    """Say whether one number is the other without its area code."""
    one, other = str(a.value), str(b.value)
    return min(len(one), len(other)) >= 7 and (one.endswith(other) or other.endswith(one))


def comparable(a: Fact, b: Fact) -> bool:
    """Say whether two values can be held against each other at all."""
    if a.field == "date":
        one, other = cast(Day, a.value), cast(Day, b.value)
        return one[0] == other[0] or None not in (weekday_of(one), weekday_of(other))
    if a.field == "promise":
        return a.unit.split()[0] == b.unit.split()[0]
    if a.field == "time" and a.unit != b.unit and {a.unit, b.unit} <= LENGTHS:
        return all(fact.unit != "minutes" or cast(Decimal, fact.value) >= A_DAY for fact in (a, b))
    return alike_in_unit(a, b) or (a.field == "phone" and "extension" not in (a.unit, b.unit))


def alike_in_unit(a: Fact, b: Fact) -> bool:
    """Say whether two values are counted in one unit, or in two that are used of the same (筆, 件, 份)."""
    return a.unit == b.unit or (a.unit in PAPERS and b.unit in PAPERS)


def both_true(a: Fact, b: Fact, *, grown: bool) -> bool:
    """Say whether two values that differ can both be true: of other people, of one and of all, of now and of later."""
    if "as of" in (a.bound, b.bound) or on_other_sides(a, b):
        return True
    if a.unit in ("day", "hour"):
        return {a.edge, b.edge} == {"start", "end"} or lies_within(a, b) or lies_within(b, a)
    if a.kind != b.kind and frozenset((a.kind, b.kind)) in OTHERS:
        return True
    if {a.each, b.each} == {"each", "all"} or (a.field == "number" and a.besides != b.besides):
        return True
    if grown and a.since and b.since:
        return True
    return has_grown(a, b) or has_grown(b, a)


def on_other_sides(a: Fact, b: Fact) -> bool:
    """Say whether two values are told of two things of a kind: the first run and the last, what is mended and not."""
    ours, theirs = dict[str, set[str]](), dict[str, set[str]]()
    for sides, found in ((a.sides, ours), (b.sides, theirs)):
        for name, side in sides:
            found.setdefault(name, set()).add(side)
    return any(not ours[name] & theirs[name] for name in ours.keys() & theirs.keys())


def has_grown(a: Fact, b: Fact) -> bool:
    return a.since == "grown" and b.since != "grown" and cast(Decimal, a.value) >= cast(Decimal, b.value)


def lies_within(a: Fact, b: Fact) -> bool:
    """Say whether a day or hour lies after, or before, the one from which, or up to which, something is so."""
    if b.bound or b.edge or b.about & WINDOW:
        return False
    return (a.bound == "after" and is_before(a, b)) or (a.bound == "before" and is_before(b, a))


def same_day(a: Day, b: Day) -> bool:
    if a[0] != b[0]:
        return weekday_of(a) is not None and weekday_of(a) == weekday_of(b)
    return all(x is None or y is None or same_part(x, y) for x, y in zip(a[1:], b[1:], strict=True))


def same_part(a: object, b: object) -> bool:
    """Say whether two days of a month can be one; 月底 are its last ten."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, str) and isinstance(other, int):
            return other in PARTS[one[:1]]
    return a == b


def weekday_of(value: Day) -> int | None:
    if value[0] == "weekday":
        return int(value[2])
    if value[0] == "day" and value[1] and isinstance(value[3], int):
        return date(value[1], value[2], value[3]).weekday()
    return None


def same_hour(a: Hour, b: Hour) -> bool:
    if "half" in (a[0], b[0]):
        return a[1] % 720 == b[1] % 720
    return a[1] == b[1]


def near_hour(a: Fact, b: Fact) -> bool:
    """Say whether an hour lies where another was given as a bit past (四點多) or around it (八點左右)."""
    (_, ours), (_, theirs) = cast(Hour, a.value), cast(Hour, b.value)
    round_clock = A_DAY // 2 if "half" in (cast(Hour, a.value)[0], cast(Hour, b.value)[0]) else A_DAY
    later = (theirs - ours) % round_clock
    return (a.more and later < HOUR) or (a.roughly and min(later, round_clock - later) <= QUARTER)


def same_matter(a: Fact, b: Fact, left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    """Say whether two facts speak of the same: by topic, else by words, else as all that is left of their kind."""
    ours, theirs = subjects(a, a.about), subjects(b, b.about)
    if a.field == "number" and Decimal(0) in (a.value, b.value):
        return "hurt" in ours & theirs
    if ours and theirs and not is_only_hour(a, b, left, right):
        return bool(ours & theirs) or likeness(a, b) >= VERY_ALIKE
    if likeness(a, b) >= ALIKE or (subjects(a, a.near) & subjects(b, b.near)):
        return True
    if a.unit == TIMES or (a.unit == "hour" and runs_of(a) != runs_of(b)):
        return False
    return is_alone(a, left) and is_alone(b, right)


def is_only_hour(a: Fact, b: Fact, left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    """Say whether each text has one hour left, of which people are not to come before something begins."""
    if a.unit != "hour" or ENTERED in a.about | b.about:
        return False
    return all(len([fact for fact in facts if fact.unit == "hour"]) == 1 for facts in (left, right))


def runs_of(fact: Fact) -> frozenset[tuple[str, str]]:
    """Give whether an hour is that of the first or the last run (首班, 末班)."""
    return frozenset(side for side in fact.sides if side[0] == "run")


def is_alone(fact: Fact, others: Sequence[Fact]) -> bool:
    """Say whether a value is all that is left of its kind, alone or as one end of a range; "a guest" counts none."""
    units = LENGTHS if fact.unit in LENGTHS else {fact.unit}
    known = sorted((mate for mate in others if mate.unit in units), key=lambda mate: mate.start)
    if fact.field == "phone":
        known = [mate for mate in known if subjects(mate, mate.about) == subjects(fact, fact.about)]
    if fact.edge:
        known = [mate for mate in known if mate.edge in ("", fact.edge)]
    if not fact.each:
        known = [mate for mate in known if mate.each != "each"]
    if fact.field == "number" and fact.value != 1:
        known = [mate for mate in known if mate.value != 1]
    return len(known) == 1 or (len(known) == 2 and bool(ranges_of(known)))


def subjects(fact: Fact, topics: frozenset[str]) -> frozenset[str]:
    """Give what a fact is about: whose line it is for a phone, and anything but that for the rest.

    How long something lasted is told of the same thing by what happened, who waited and when it was mended.
    """
    if fact.field == "time" and fact.unit == "minutes":
        topics = topics & TAKING | ({"lasted"} if topics & LASTED else frozenset())
    if fact.field in ("date", "time") and ENTERED in topics:
        return frozenset({ENTERED})
    if fact.field in ("date", "time") and topics & EVENT:
        topics = topics - EVENT | {"happened"}
    if fact.field == "date" and topics & BEGUN:
        topics = topics - BEGUN | {"begun"} if topics != {"began"} else frozenset()
    if fact.field in ("number", "money"):
        topics -= TIMELY
    if fact.field == "promise":
        topics -= {"hours"}
    return topics & WHOSE if fact.field == "phone" else topics - WHOSE


def likeness(a: Fact, b: Fact) -> float:
    every = a.words | b.words
    return len(a.words & b.words) / len(every) if every else 0.0
