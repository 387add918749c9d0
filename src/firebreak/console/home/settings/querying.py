"""How does a query look as it is read, where is its mistake, and what would put it right?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firebreak.console.home.settings.problems import sentence_of
from firebreak.core.errors import BadWatch
from firebreak.core.listen.hints import mend, mended, read_query
from firebreak.core.listen.query import TOKEN, kind_of

MENDS: dict[str, Promise] = {
    "open_parenthesis": gettext_lazy("Close it with )"),
    "open_quote": gettext_lazy("Close the quotation"),
    "unexpected": gettext_lazy("Take it out"),
    "empty_word": gettext_lazy("Take them out"),
    "word_missing": gettext_lazy("Take the loose end out"),
}
LOOKS = {"word": "st", "quoted": "st", "curly": "st", "corner": "st"}

Piece = tuple[str, str]  # look, words


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A query as it is read: coloured `pieces`; of a mistake its `sentence`, `place` (from 1) and one step `better`.

    `quoted` is the other way out where a word looks like an operator; `usable` is what a trial goes on with: the query
    with all its mistakes put right, nothing when that cannot be.
    """

    pieces: tuple[Piece, ...]
    usable: str
    sentence: str = ""
    place: int = 0
    label: str = ""
    better: str = ""
    quoted: str = ""


def diagnose(query: str) -> Diagnosis:
    """Read a query that a person writes, and say what is wrong with it."""
    try:
        read_query(query)
    except BadWatch as wrong:
        place = min(int(wrong.context["position"]), len(query))
        written = str(wrong.context.get("written", ""))
        return Diagnosis(
            pieces=tuple(painted(query, place, len(written) or 1)),
            usable=mended(query),
            sentence=sentence_of(wrong),
            place=place + 1,
            label=label_of(wrong),
            better=mend(query, wrong),
            quoted=f'{query[:place]}"{written}"{query[place + len(written) :]}' if written else "",
        )
    return Diagnosis(pieces=tuple(painted(query)), usable=query)


def label_of(wrong: BadWatch) -> str:
    if meant := wrong.context.get("meant"):
        return _("Write %(operator)s") % {"operator": meant}
    return str(MENDS.get(str(wrong.context["problem"]), ""))


def painted(query: str, place: int = -1, length: int = 0) -> Iterator[Piece]:
    """Cut a query into operators (`kw`), words (`st`), the mistake (`er`) and the rest."""
    end = place + length
    for match in TOKEN.finditer(query):
        look = look_of(match.lastgroup or "", match.group())
        for start, stop, is_wrong in cuts(match.start(), match.end(), place, end):
            yield "er" if is_wrong else look, query[start:stop]
    if place >= len(query):
        yield "er", " "


def cuts(start: int, stop: int, place: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Cut [start, stop) where [place, end) begins and ends."""
    low, high = max(start, min(place, stop)), max(start, min(end, stop))
    for one, other, is_wrong in ((start, low, False), (low, high, True), (high, stop, False)):
        if one < other:
            yield one, other, is_wrong


def look_of(kind: str, text: str) -> str:
    return "kw" if kind == "word" and kind_of(kind, text) != "term" else LOOKS.get(kind, "")
