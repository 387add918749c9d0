"""What did the writer of a query probably mean? Words that look like operators, and a query put right step by step."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from firebreak.core.errors import BadWatch
from firebreak.core.listen.query import Node, Token, parse, tokens

OPERATORS = frozenset(("AND", "OR", "NOT"))
MISSPELT = {
    **dict.fromkeys(("AN", "ADN", "NAD", "ANDD", "AAND", "&", "&&", "+"), "AND"),
    **dict.fromkeys(("ORR", "OOR", "|", "||"), "OR"),
    **dict.fromkeys(("NO", "NOTT", "NTO", "NOR"), "NOT"),
}
NEARLY = re.compile(r"NEAR\W?(?P<within>\d{0,4})|NEAR\W?(?P<counted>\d{1,4})字")
MISSPELT_NEAR = re.compile(r"(?:NEER|NAER|NERA|NER)\W?(?P<within>\d{1,4})")
OPENING = {'"': '"', "“": "”", "「": "」"}
CLOSING = frozenset("”」")
JOINS = ("and", "or", "not", "near")
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A bare word that is probably meant as an operator: `position` (0-based), as `written` and as `meant`."""

    position: int
    written: str
    meant: str


def look_alikes(query: str) -> Iterator[LookAlike]:
    """Give the bare words that look like operators, in order; what stands in quotation marks is meant as words."""
    for token in tokens(query):
        is_bare = token.kind == "term" and query.startswith(token.text, token.position)
        if is_bare and (meant := operator_meant(token.text)):
            yield LookAlike(token.position, token.text, meant)


def operator_meant(word: str) -> str:
    """Name the operator that a word is probably meant as: `and`, `ＡＮＤ`, `AN`, `near/8`, `NEAR8`; else nothing."""
    plain = unicodedata.normalize("NFKC", word)
    upper = plain.upper()
    if upper in OPERATORS:
        return upper
    if plain in MISSPELT:
        return MISSPELT[plain]
    near = NEARLY.fullmatch(upper) or MISSPELT_NEAR.fullmatch(plain)
    within = next(filter(None, near.groups()), "") if near else ""
    return f"NEAR/{within}" if within else "NEAR" if near else ""


def read_query(query: str) -> Node:
    """Read a query that a person writes: as `parse`, but raise BadWatch too where a word looks like an operator.

    Its problem is `looks_like_operator`, with the word as `written` and as `meant`.
    """
    node = parse(query)
    for one in look_alikes(query):
        raise BadWatch(position=one.position, problem="looks_like_operator", written=one.written, meant=one.meant)
    return node


def mend(query: str, wrong: BadWatch) -> str:
    """Put one mistake right; gives nothing where only the writer knows what was meant."""
    position, problem = int(wrong.context["position"]), wrong.context["problem"]
    if problem == "open_parenthesis":
        return f"{query.rstrip()})"
    if problem == "unexpected":
        return without(query, position, 1)
    if problem == "open_quote":
        sign = query[position]
        return without(query, position, 1) if sign in CLOSING else f"{query.rstrip()}{OPENING[sign]}"
    if problem == "empty_word":
        return without(query, position, 2)
    if problem == "word_missing":
        return without_loose_end(query, position)
    if problem == "looks_like_operator":
        written = str(wrong.context["written"])
        return f"{query[:position]}{wrong.context['meant']}{query[position + len(written) :]}"
    return ""


def without(query: str, position: int, length: int) -> str:
    """Take characters out, and the space that they leave double."""
    before, after = query[:position].rstrip(), query[position + length :].lstrip()
    return f"{before} {after}".strip()


def without_loose_end(query: str, position: int) -> str:
    """Take out the operator that joins nothing, or the parentheses that hold nothing."""
    found = tokens(query)
    before = next((one for one in reversed(found) if one.position < position), None)
    here = next((one for one in found if one.position == position), None)
    if before and before.kind == "open" and here and here.kind == "close":
        return without(query, before.position, position - before.position + 1)
    loose: Token | None = before if before and before.kind in JOINS else here
    return without(query, loose.position, len(loose.text)) if loose and loose.kind in JOINS else ""


def mended(query: str) -> str:
    """Put every mistake right that can be; gives nothing when one is left."""
    for _ in range(MOST_STEPS):
        try:
            read_query(query)
        except BadWatch as wrong:
            better = mend(query, wrong)
            if not better or better == query:
                return ""
            query = better
        else:
            return query
    return ""
