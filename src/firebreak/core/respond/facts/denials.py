"""What does one text deny that another says? The words right after a denial, or before one that stands alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from firebreak.core.respond.facts.acts import by_lean, is_planned, lean_of
from firebreak.core.respond.facts.fact import Fact, Sheet, words_of
from firebreak.core.respond.facts.rules import shape
from firebreak.core.respond.facts.states import names_in, same_in
from firebreak.core.respond.facts.wording import Part, parts_of
from firebreak.core.text.fold import fold

SAID, DENIED = "said", "denied"
LONGEST, TOPIC = 6, 4  # so many signs after a denial are what it denies; so many before it, where no word follows
MOST = 0.6
Clash = tuple[Fact, Fact]
BROKEN = shape("故障|壞|停擺|失靈")
"""What is out of order is told by its name, and not said to be there."""
PAYING = fold("賠補付給出貼退")


@dataclass(frozen=True, slots=True)
class Saying:
    """A clause that says a thing or denies it: `core` is what is denied, or all that is said.

    `verb` is the bare verb that is denied of the core (圍欄不會裝), or the whole of what is said.
    """

    field: str
    core: frozenset[str]
    names: frozenset[str]
    lean: int
    verb: str = ""


def read_denials(sheet: Sheet) -> None:
    """Note what every clause says, and what it denies."""
    rules, before = sheet.rules.states, ""
    for part in parts_of(sheet):
        if not rules.aside.search(part.text):
            read_clause(sheet, part, before)
        before = part.text


def read_clause(sheet: Sheet, part: Part, before: str) -> None:
    rules, text = sheet.rules.states, part.text
    field = "promise" if is_planned(sheet, text, before) else "remedy"
    names, lean = names_in(sheet, text), lean_of(sheet, text)
    if not rules.negative.search(text) and not sheet.rules.faulty.search(text) and not BROKEN.search(text):
        said = words_of(text) | same_in(sheet, text)
        sheet.note(field, Saying(field, said, names, lean, text), part.start, part.end, unit=SAID)
    for match in rules.denial.finditer(text):
        after = text[match.end() :][:LONGEST]
        core, verb = words_of(clean(sheet, after)) | same_in(sheet, after), ""
        if not core:
            topic = clean(sheet, text[: match.start()]).replace(" ", "")[-TOPIC:]
            core, verb = words_of(topic) | same_in(sheet, topic), after[:1] or match.group().strip()[-1]
        if core and not rules.no_denial.match(after):
            sheet.note(field, Saying(field, core, names, lean, verb), part.start, part.end, unit=DENIED)


def clean(sheet: Sheet, text: str) -> str:
    return sheet.rules.states.things.sub(" ", sheet.rules.idle.sub(" ", text))


def clashes_of_denials(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give what one text denies and the other says, unless the text that denies it says it too, or both deny it."""
    for first, second, turned in ((one, other, False), (other, one, True)):
        for fact, denied in sayings(second, DENIED):
            if any(denied.core & mate.core for _, mate in sayings(first, DENIED)):
                continue
            if any(says(mate, denied) for _, mate in sayings(second, SAID)):
                continue
            found = [(len(mate.core & denied.core), said) for said, mate in sayings(first, SAID) if says(mate, denied)]
            if found:
                said = max(found, key=lambda pair: pair[0])[1]
                yield (fact, said) if turned else (said, fact)


def field_of_denial(a: Fact, b: Fact) -> str:
    """Give the field of a clash: a promise beside a remedy is a promise, unless both clauses speak of what is given."""
    ours, theirs = cast(Saying, a.value), cast(Saying, b.value)
    field = "promise" if "promise" in (ours.field, theirs.field) else "remedy"
    return by_lean(field, ours.lean + theirs.lean)


def says(mate: Saying, denied: Saying) -> bool:
    """Say whether a clause says what another denies: all of a short core, most of a longer one."""
    if (mate.names and denied.names and not mate.names & denied.names) or not does(mate.verb, denied.verb):
        return False
    ours, theirs = spoken(mate.core), spoken(denied.core)
    if any(word.startswith("=") for word in mate.core & denied.core) and signs_of(ours) & signs_of(theirs):
        return True
    return len(ours & theirs) >= max(1, MOST * len(theirs))


def spoken(words: frozenset[str]) -> frozenset[str]:
    """Leave out the things that words stand for: only the words as they were said."""
    return frozenset(word for word in words if not word.startswith("="))


def signs_of(words: frozenset[str]) -> frozenset[str]:
    return frozenset("".join(words))


def sayings(facts: Sequence[Fact], unit: str) -> list[tuple[Fact, Saying]]:
    return [(fact, cast(Saying, fact.value)) for fact in facts if fact.unit == unit]


def does(said: str, verb: str) -> bool:
    """Say whether a clause holds a verb, or one that means as much (給付, 賠)."""
    return verb in said or (verb in PAYING and any(sign in said for sign in PAYING))
