"""What does a text say is spared, by name, and does the other text name it among what is hit?"""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import cast

from firebreak.core.respond.facts.fact import Fact, Sheet
from firebreak.core.respond.facts.rules import shape
from firebreak.core.respond.facts.wording import Part, parts_of, sentence_at

SPARED, STRUCK = "spared", "struck"
SHORTEST, LONGEST = 2, 10
BEHIND = shape(
    r"(?P<it>[^,。;:!?]{2,40}?)(?:則|均|都|並|皆|完全|也)*"
    r"(?:(?:不|未|沒有?)(?:受到?(?:任何)?影響|遭波及|外洩|外流|被看到)|不[在用需必](?:內|回收|召回|此限))"
)
AHEAD = shape(r"(?:未|不|沒有?|並無)(?:涉及|包含|包括|影響到?|波及)(?P<it>[^,。;:!?]{2,40})")
SPARING = shape(r"影響|波及|外洩|外流|看到|涉及|包含|包括|不[在用需必]")
HIT = shape(r"影響|波及|外洩|外流|斷訊|停[電水駛]|驗出|檢出|超標|回收|召回|受害|列入")
DENIED = shape(r"[不沒未無]|除|其[他餘]|以外|之外")
GOES_ON = shape(r"^ *(?:以及|及|和|與|跟|還有|另有|包括|包含|其中)")
VAGUE = shape(r"其[他餘]|別|任何|資料$|全部|所有|^(?:本|這|那|該)|^(?:會員|用戶|客戶|顧客|大家|營運|服務|人員)$")
JOINT = re.compile(shape(r"、|及|和|與|跟|以及|或").pattern)
NAME = re.compile(r"[㐀-鿿a-z0-9]+")
Clash = tuple[Fact, Fact]


def read_exempt(sheet: Sheet) -> None:
    """Note each thing that a clause calls spared, and each clause that stands in a sentence of harm."""
    for part in parts_of(sheet):
        for pattern in (BEHIND, AHEAD) if SPARING.search(part.text) else ():
            for match in pattern.finditer(part.text):
                start = part.start + match.start("it")
                for name in names_of(match["it"]):
                    sheet.note("scope", name, start, start + len(match["it"]), unit=SPARED)
        if is_struck(sheet, part):
            sheet.note("scope", part.text, part.start, part.end, unit=STRUCK)


def names_of(said: str) -> Iterator[str]:
    """Give the things of a list, those alone that are a name of their own."""
    for piece in JOINT.split(said):
        name = piece.strip()
        if NAME.fullmatch(name) and SHORTEST <= len(name) <= LONGEST and not VAGUE.search(name):
            yield name


def is_struck(sheet: Sheet, part: Part) -> bool:
    """Tell whether a clause counts what is hit: by a word of its own, or as the list of another in its sentence."""
    if DENIED.search(part.text):
        return False
    is_list = GOES_ON.match(part.text) or sheet.whole[: part.start].endswith(":")
    place = sentence_at(sheet.whole, part.start, part.end) if is_list else (part.start, part.end)
    return bool(HIT.search(sheet.whole, *place))


def clashes_of_exempt(one: Sequence[Fact], other: Sequence[Fact]) -> Iterator[Clash]:
    """Give the first thing that one text spares and the other, which spares it nowhere, counts among what is hit."""
    for first, second, turned in ((one, other, False), (other, one, True)):
        spared = {cast(str, fact.value) for fact in second if fact.unit == SPARED}
        for safe, hit in product(of(first, SPARED), of(second, STRUCK)):
            name = cast(str, safe.value)
            if name in cast(str, hit.value) and name not in spared:
                yield (hit, safe) if turned else (safe, hit)
                return


def of(facts: Sequence[Fact], unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.unit == unit]
