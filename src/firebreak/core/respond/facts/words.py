"""Which words of two texts cannot both be true: of extent, of cause, of what is offered and of what is promised?"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, cast

from firebreak.core.respond.facts.acts import (
    ACT,
    CHANGE,
    DROP,
    GOING,
    HALT,
    NEGATIVE,
    PART,
    VOW,
    WILL,
    WONT,
    said_of,
)
from firebreak.core.respond.facts.cause import CAUSE, FOUND, NO_CAUSE
from firebreak.core.respond.facts.denials import clashes_of_denials
from firebreak.core.respond.facts.exempt import SPARED, STRUCK, clashes_of_exempt
from firebreak.core.respond.facts.fact import Fact
from firebreak.core.respond.facts.frame import clashes_of_frames
from firebreak.core.respond.facts.matter import ANSWER
from firebreak.core.respond.facts.rules import FactRules
from firebreak.core.respond.facts.scope import EVERY, ONLY, REST
from firebreak.core.respond.facts.states import STATE, clashes_of_states
from firebreak.core.text.fold import fold

SAME_CAUSE, ECHOED = 0.33, 0.4
SAME_SIGNS, FEWEST_SIGNS, SHORT_CAUSE, TOLD = 0.28, 2, 3, 0.6
EMPTY_SIGNS = frozenset(
    fold(
        "的了是在我們你您他她它這那有沒不未與及和跟或就都也還才又再被把給讓使因為由於所以而且但卻其之以從到對向會能可要應個一二三次件本公司店館院"
        "校方員人上下中內外前後時間當天日月號問題原因造成導致引起發生出來去得過太大小多少很更最已經正仍自己誤錯壞故障異常損失水電機車動物品設備系統用"
    )
)
"""Characters that say nothing of what a cause is."""
PLEDGE_SHARED, PLEDGE_SHARE, TOPIC_SHARE, CAUSE_SHARED, CAUSE_SHARE = 2, 0.3, 0.2, 2, 0.3
FINE, HARM, OTHERS, PLATFORM = "fine", "harm", "others", "platform"
MANNER = frozenset((FINE, OTHERS))
LIGHT = frozenset(map(fold, ("實施", "執行", "辦理", "採用", "推動", "進行")))
"""What is not carried out is told in the words before it."""
FIRMEST = ("kept", "none", "no", "paid", "going", "free", "some", "half", "sample", "full")
"""Of two sides that one text says, the one that binds more; what is not here binds least."""
Clash = tuple[Fact, Fact]


def clashes_of_words(one: Sequence[Fact], other: Sequence[Fact], rules: FactRules) -> Iterator[Clash]:
    """Give the pairs of words that contradict each other."""
    answered = list(answers(one, other, rules))
    yield from answered
    reach = [*extents(one, other), *reaches(one, other)]
    if not any(a.field == "scope" for a, _ in [*answered, *reach]):
        reach += clashes_of_exempt(one, other)
    yield from reach
    known = [pair for pair in refusals(one, other) if not of_others(*pair)]
    yield from known
    clauses = [
        pair
        for pair in pledges(one, other)
        if not of_others(*pair)
        and not any(within(act, pair) for act in known)
        and not any(matches(told, pair) for told in reach)
    ]
    yield from clauses
    told = [*known, *clauses]
    yield from (pair for pair in clashes_of_frames(one, other) if not any(meets(act, pair) for act in told))
    if not any("promise" in (a.field, b.field) for a, b in told):
        yield from (pair for pair in dropped(one, other) if not any(meets(act, pair) for act in [*told, *reach]))
    reasons = list(causes(one, other))
    yield from reasons
    yield from opposed(one, other, [*answered, *reach, *told, *reasons])


def opposed(one: Sequence[Fact], other: Sequence[Fact], told: Sequence[Clash]) -> Iterator[Clash]:
    """Give what is put at opposed poles, or said here and denied there, where neither clause was told already."""
    known = list(told)
    for pair in [*clashes_of_states(one, other), *clashes_of_denials(one, other)]:
        if not any(meets(old, pair) for old in known):
            known.append(pair)
            yield pair


def of_others(a: Fact, b: Fact) -> bool:
    """Say whether two clauses name two of several things (1 號 and 3 號)."""
    return bool(a.names and b.names and not a.names & b.names)


def of(facts: Sequence[Fact], field: str, unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == field and fact.unit == unit]


def answers(one: Sequence[Fact], other: Sequence[Fact], rules: FactRules) -> Iterator[Clash]:
    """Give what opposed sides were said of one question, each text by its firmest word."""
    for name, question in rules.questions.items():
        left, right = firmest(one, name), firmest(other, name)
        if left and right and frozenset((side_of(left), side_of(right))) in question.opposed:
            yield left, right


def firmest(facts: Sequence[Fact], name: str) -> Fact | None:
    said = [fact for fact in facts if fact.unit == ANSWER and pair_of(fact)[0] == name]
    return min(said, key=lambda fact: FIRMEST.index(side_of(fact)) if side_of(fact) in FIRMEST else 99, default=None)


def pair_of(fact: Fact) -> tuple[str, str]:
    """Give the two words of an answer (question, side) or of an extent (side, thing)."""
    first, second = cast(tuple[str, str], fact.value)
    return first, second


def side_of(fact: Fact) -> str:
    return pair_of(fact)[1]


def extents(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give one clash per kind of extent: excluded here and included there, or two sets without a member in common."""
    units = {fact.unit for fact in one if fact.field == "scope"} - {ANSWER, ONLY, REST, EVERY, STATE, SPARED, STRUCK}
    for unit in sorted(units):
        left, right = of_extent(one, unit), of_extent(other, unit)
        found = next((pair for pair in product(left, right) if opposed_extent(*pair, left, right)), None)
        if found:
            yield found


def of_extent(facts: Sequence[Fact], unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == "scope" and fact.unit == unit]


def opposed_extent(a: Fact, b: Fact, left: Sequence[Fact], right: Sequence[Fact]) -> bool:
    (side, name), (other_side, other_name) = pair_of(a), pair_of(b)
    if name == other_name:
        return "not" in (side, other_side) and side != other_side
    if "not" in (side, other_side):
        return False
    ours, theirs = included(left), included(right)
    if a.unit != PLATFORM and is_english(frozenset(ours)) != is_english(frozenset(theirs)):
        return False
    beyond = (side == "only" and other_name not in ours) or (other_side == "only" and name not in theirs)
    return beyond or not ours & theirs


def included(facts: Sequence[Fact]) -> set[str]:
    return {pair_of(fact)[1] for fact in facts if pair_of(fact)[0] != "not"}


def refusals(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give what one text offers and never refuses, and the other refuses."""
    for field in ("remedy", "promise"):
        left, right = stands(of(one, field, ACT)), stands(of(other, field, ACT))
        for name in sorted(left.keys() & right.keys()):
            pair = firmer(left[name]), firmer(right[name])
            if PART in (pair[0].bound, pair[1].bound) and field == "promise":
                continue
            if (True in left[name]) != (True in right[name]) and (
                one_sided(left[name], right[name]) or pair[0].words & pair[1].words
            ):
                yield pair


def one_sided(*stands: dict[bool, Fact]) -> bool:
    """Say whether each text offers an act or refuses it; one that does both speaks of two things."""
    return all(len(stand) == 1 for stand in stands)


def firmer(stand: dict[bool, Fact]) -> Fact:
    """Give the refusal of an act, where there is one, else the offer."""
    return stand.get(True) or stand[False]


def stands(facts: Sequence[Fact]) -> dict[str, dict[bool, Fact]]:
    """Give of every act where it is offered (False) and where refused (True)."""
    found: dict[str, dict[bool, Fact]] = {}
    for fact in facts:
        name, refused = cast(tuple[str, bool], fact.value)
        found.setdefault(name, {})[refused] = fact
    return found


def pledges(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give what one text says will be and the other rules out, or goes on with and the other halts."""
    for first, second, turned in ((one, other, False), (other, one, True)):
        for wont in pledged(second, WONT, HALT):
            will = ruled_out(wont, first)
            if will:
                yield (wont, will) if turned else (will, wont)
        for change in pledged(second, CHANGE):
            kept = [mate for mate in pledged(first, GOING) if speaks_of(mate, change)]
            if kept and not any(speaks_of(mate, change) for mate in pledged(first, CHANGE)):
                yield (change, kept[0]) if turned else (kept[0], change)


def dropped(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give the one text's promise and the other's refusal of something akin, where neither says what the other does."""
    for first, second, turned in ((one, other, False), (other, one, True)):
        vows, drops = pledged(first, VOW), pledged(second, DROP)
        if (
            not vows
            or not drops
            or pledged(first, DROP)
            or any(repeats(*pair) for pair in product(vows, pledged(second, VOW)))
        ):
            continue
        found = next(((vow, drop) for vow, drop in product(reversed(vows), drops) if akin(vow, drop)), None)
        if found:
            yield (found[1], found[0]) if turned else found
            return


def repeats(a: Fact, b: Fact) -> bool:
    ours, theirs = cast(Any, a.value)[0], cast(Any, b.value)[0]
    far = is_english(said_of(ours)) != is_english(said_of(theirs))
    fewest = min(len(said_of(ours)), len(said_of(theirs)))
    return len(ours & theirs) >= (1 if far or fewest <= PLEDGE_SHARED else PLEDGE_SHARED)


def akin(a: Fact, b: Fact) -> bool:
    """Say whether two clauses may be of one thing: a character in common, a word or concept of their sentences, or not
    of one language."""
    if a.bound and b.bound:
        return False
    (ours, around), (theirs, beside) = cast(Any, a.value), cast(Any, b.value)
    if is_english(said_of(ours)) != is_english(said_of(theirs)):
        return True
    return bool(around & beside) or bool(signs_of(ours) & signs_of(theirs))


def signs_of(words: frozenset[str]) -> frozenset[str]:
    """Give the characters of Chinese words, and English words as they are."""
    said = said_of(words)
    return frozenset(word for word in said if word.isascii()) | frozenset(
        "".join(word for word in said if not word.isascii())
    )


def within(act: Clash, pair: Clash) -> bool:
    """Say whether a clause clashes for an act that was told already."""
    return any(whole.start <= part.start and part.end <= whole.end for part, whole in zip(act, pair, strict=True))


def matches(told: Clash, pair: Clash) -> bool:
    """Say whether a clash of reach stands in the two clauses of another: they say one thing, and it is told."""
    return all(part.start < whole.end and whole.start < part.end for part, whole in zip(told, pair, strict=True))


def meets(act: Clash, pair: Clash) -> bool:
    """Say whether a clash was told already of one of the two clauses."""
    return any(part.start < whole.end and whole.start < part.end for part, whole in zip(act, pair, strict=True))


def pledged(facts: Sequence[Fact], *units: str) -> list[Fact]:
    return [fact for fact in facts if fact.field in ("remedy", "promise") and fact.unit in units]


def ruled_out(wont: Fact, others: Sequence[Fact]) -> Fact | None:
    """Give the clause of the other text that says what is ruled out here, unless that text rules it out too."""
    near = [mate for mate in pledged(others, WILL, WONT, HALT, GOING) if speaks_of(mate, wont)]
    if any(mate.unit in (WONT, HALT) for mate in near):
        return None
    sure = [mate for mate in near if mate.unit == GOING or (wont.unit == WONT and mate.bound != NEGATIVE)]
    return max(sure, key=lambda mate: len(shared_words(mate, wont)), default=None)


def speaks_of(mate: Fact, wont: Fact) -> bool:
    """Say whether a clause is about what another rules out: what follows the refusal, or for a bare verb its topic."""
    (concepts, wide, head), meant = cast(Any, wont.value), cast(Any, mate.value)[1]
    if "promise" in (wont.field, mate.field) and (len(concepts & meant) >= PLEDGE_SHARED or head & meant):
        return True
    refused, whole, said = said_of(concepts) - LIGHT, said_of(wide), said_of(meant)
    shared, topic = len(refused & said), len(whole & said)
    if shared:
        return max(shared, topic) >= PLEDGE_SHARED or shared >= PLEDGE_SHARE * len(refused)
    return not refused and topic >= min(PLEDGE_SHARED, len(whole)) > 0 and topic >= TOPIC_SHARE * len(whole)


def shared_words(a: Fact, b: Fact) -> frozenset[str]:
    return cast(frozenset[str], cast(Any, a.value)[1] & cast(Any, b.value)[1])


def reaches(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give what one text keeps to a part, where the other takes in the whole of that kind."""
    for first, second, turned in ((one, other, False), (other, one, True)):
        narrow, wide = narrowed(first), of(second, "scope", EVERY)
        pair = next(
            ((part, whole) for part, whole in product(narrow, wide) if overreaches(part, whole, first, second)), None
        )
        if pair:
            yield (pair[1], pair[0]) if turned else pair
            return


def narrowed(facts: Sequence[Fact]) -> list[Fact]:
    return of(facts, "scope", ONLY) + of(facts, "scope", REST)


def overreaches(part: Fact, whole: Fact, first: Sequence[Fact], second: Sequence[Fact]) -> bool:
    """Say whether a whole takes in what a part leaves out, and no other words of either text make good for it."""
    if not touches(part, whole) or (part.unit == REST and FINE in cast(Any, whole.value)[2]):
        return False
    return not any(echoes(part, mate) for mate in narrowed(second)) and not any(
        echoes(whole, mate) for mate in of(first, "scope", EVERY)
    )


def echoes(a: Fact, b: Fact) -> bool:
    """Say whether one clause of reach repeats another: half the words of the shorter."""
    ours, theirs = cast(Any, a.value)[1], cast(Any, b.value)[1]
    return len(ours & theirs) > ECHOED * min(len(ours), len(theirs))


def touches(a: Fact, b: Fact) -> bool:
    """Say whether two clauses reach over the same: a kind or a word in common, and not one of harm and one of help."""
    (kinds, words, domains), (other_kinds, other_words, other_domains) = cast(Any, a.value), cast(Any, b.value)
    if domains - MANNER and other_domains - MANNER and not (domains & other_domains) - {OTHERS}:
        return False
    if bool(kinds & other_kinds) or bool(words & other_words):
        return True
    if a.unit == ONLY:
        return HARM in domains & other_domains and not (kinds and other_kinds)
    return OTHERS in domains and HARM in other_domains


def causes(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give two causes that differ, a cause given here and still open there, or ruled out there."""
    left, right = of(one, "cause", CAUSE), of(other, "cause", CAUSE)
    for first, second, turned in (
        (left, of(other, "cause", NO_CAUSE), False),
        (right, of(one, "cause", NO_CAUSE), True),
    ):
        found = next(
            ((given, denied) for given, denied in product(first, second) if rules_out(denied.value, given.value)), None
        )
        if found:
            yield (found[1], found[0]) if turned else found
            return
    if any(fact.bound == FOUND for fact in (*left, *right)) and any(fact.value is None for fact in (*left, *right)):
        return
    if left and right and not any(same_cause(a.value, b.value) for a, b in product(left, right)):
        yield left[0], right[0]


def rules_out(denied: Any, given: Any) -> bool:
    if given is None:
        return False
    shared = len(denied[1] & given[1])
    return shared >= CAUSE_SHARED or shared > CAUSE_SHARE * len(denied[1]) or bool(denied[0] & given[0])


def is_english(words: frozenset[str]) -> bool:
    return any(word.isascii() for word in words)


def same_cause(a: Any, b: Any) -> bool:
    """Say whether two causes may be one: by words, by kind, by characters; across languages only kinds tell."""
    if a is None or b is None:
        return a is b
    (kinds, words, around, agents), (other_kinds, other_words, beside, other_agents) = a, b
    by_others = bool(agents and other_agents and not agents & other_agents)
    if is_english(words) != is_english(other_words):
        return not by_others and (not (kinds and other_kinds) or bool(kinds & other_kinds))
    shared = len(words & other_words) / max(1, min(len(words), len(other_words)))
    if shared >= SAME_CAUSE or (kinds & other_kinds and not by_others):
        return True
    if by_others:
        return False
    signs, other_signs = signs_of(words) - EMPTY_SIGNS, signs_of(other_words) - EMPTY_SIGNS
    if tells(signs_of(around), other_signs) or tells(signs_of(beside), signs):
        return True
    if kinds and other_kinds:
        return False
    alike, fewest = len(signs & other_signs), min(len(signs), len(other_signs))
    return alike >= (1 if fewest <= SHORT_CAUSE else FEWEST_SIGNS) and alike >= SAME_SIGNS * fewest


def tells(clause: frozenset[str], signs: frozenset[str]) -> bool:
    """Say whether the clause around one cause tells the other too (憑證到期是我們沒盯好)."""
    return len(signs & clause) >= max(FEWEST_SIGNS, TOLD * len(signs))
