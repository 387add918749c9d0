"""Whose data would this draft show to everybody? The organisation's own contact is not a leak, a customer's is."""

import re
from collections.abc import Iterator

from firebreak.core.respond.statement.draft import DraftKind
from firebreak.core.respond.statement.prose import Prose
from firebreak.core.respond.statement.rules import ToneRules
from firebreak.core.text.pii import find_pii
from firebreak.core.text.spans import Pair

ALWAYS = frozenset({"national_id", "card"})
UNTIL = re.compile(r"(?:到|至|~|–|to) ?\0|\0 ?(?:到|至|~|–|to\b)")  # a run of numbers is nobody's own
REACHABLE = ("phone", "email")
LEAD = 14  # characters before a number that say whose it is
TAIL = 8


def exposed(prose: Prose, tone: ToneRules, *, kind: DraftKind) -> Iterator[Pair]:
    """Give the places of other people's data; a letter may tell its reader what is the reader's own."""
    for pii in find_pii(prose.text):
        place = (pii.span.start, pii.span.end)
        if pii.kind in ALWAYS or (kind not in tone.private_kinds and is_customers(prose, place, pii.kind, tone)):
            yield place
    if kind not in tone.private_kinds:
        yield from named(prose, tone)


def certain(prose: Prose) -> Iterator[Pair]:
    """Give the places of what is never anybody's business: an identity number, a card."""
    yield from ((pii.span.start, pii.span.end) for pii in find_pii(prose.text) if pii.kind in ALWAYS)


def is_customers(prose: Prose, place: Pair, kind: str, tone: ToneRules) -> bool:
    """Say whether the words beside the place give it to a customer rather than to the organisation."""
    lead = prose.plain[max(0, place[0] - LEAD) : place[0]]
    if kind in REACHABLE and invites(prose, place, tone) and not tone.words["someone"].search(lead):
        return False
    around = lead + "\0" + prose.plain[place[1] : place[1] + TAIL]
    theirs = [match.end() for match in tone.words["theirs"].finditer(around)]
    ours = [match.end() for match in tone.words["ours"].finditer(lead)]
    if theirs and (not ours or max(theirs) > max(ours)):
        return True
    if kind == "email":
        return not (ours or tone.words["desk"].match(prose.plain, place[0]))
    if kind == "phone":
        return not ours and bool(re.match(r"(?:\+?886[- ]?|0)9", prose.plain[place[0] : place[1]]))
    return kind in ("order_no", "plate") and not ours and not UNTIL.search(around)


def invites(prose: Prose, place: Pair, tone: ToneRules) -> bool:
    """Say whether a sentence asks its reader to use what it gives."""
    return bool(tone.words["reach"].search(prose.plain, *prose.sentence_at(place[0])))


def named(prose: Prose, tone: ToneRules) -> Iterator[Pair]:
    """Give full names that stand with something private about the person."""
    for start, end in prose.sentences:
        for match in tone.words["full_name"].finditer(prose.plain, start, end):
            near = prose.plain[max(0, match.start() - LEAD) : match.end() + 60]
            if tone.words["private"].search(near) and not tone.words["staff"].search(
                prose.plain, max(0, match.start() - LEAD), match.end()
            ):
                yield match.span()
