"""What does a boolean watch query mean? AND OR NOT NEAR/n, parentheses and quotes, read once and asked of many posts.

NOT binds closest, then NEAR, AND, OR; words side by side are joined by AND. Operators are written in capitals. NEAR/n
holds when at most n characters stand between the two, in either order, in the same field. `word*` takes any ending.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firebreak.core.errors import BadWatch
from firebreak.core.text.spans import gap

TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>[(（])|(?P<close>[)）])"
    r'|"(?P<quoted>[^"]*)"|“(?P<curly>[^”]*)”|「(?P<corner>[^」]*)」|(?P<stray>["“”「」])'
    r'|(?P<word>[^\s()（）"“”「」]+)'
)
NEAR = re.compile(r"NEAR(?:/(\d{1,4}))?")
NEAR_DEFAULT = 10
MOST_TERMS = 200
DEEPEST = 40

Hit = tuple[int, int, int]  # field, start, end
Hits = Mapping[str, Sequence[Hit]]
Found = list[tuple[str, Hit]]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase as written."""

    text: str

    def find(self, hits: Hits) -> Found | None:
        return [(self.text, hit) for hit in hits[self.text]] if self.text in hits else None

    def required(self) -> frozenset[str] | None:
        return frozenset([self.text])

    def terms(self) -> list[str]:
        return [self.text]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple["Node", ...]

    def find(self, hits: Hits) -> Found | None:
        found: Found = []
        for part in self.parts:
            more = part.find(hits)
            if more is None:
                return None
            found += more
        return found

    def required(self) -> frozenset[str] | None:
        needed = [need for part in self.parts if (need := part.required()) is not None]
        # The set with the longest shortest term is met by the fewest posts.
        return max(needed, key=lambda need: min(map(len, need)), default=None)

    def terms(self) -> list[str]:
        return [term for part in self.parts for term in part.terms()]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part holds."""

    parts: tuple["Node", ...]

    def find(self, hits: Hits) -> Found | None:
        every = [found for part in self.parts if (found := part.find(hits)) is not None]
        return [hit for found in every for hit in found] if every else None

    def required(self) -> frozenset[str] | None:
        needed: frozenset[str] = frozenset()
        for part in self.parts:
            need = part.required()
            if need is None:
                return None
            needed |= need
        return needed

    def terms(self) -> list[str]:
        return [term for part in self.parts for term in part.terms()]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"

    def find(self, hits: Hits) -> Found | None:
        return [] if self.part.find(hits) is None else None

    def required(self) -> frozenset[str] | None:
        return None

    def terms(self) -> list[str]:
        return self.part.terms()


@dataclass(frozen=True, slots=True)
class Near:
    """A place of one part and a place of the other lie at most `within` characters apart."""

    one: "Node"
    other: "Node"
    within: int

    def find(self, hits: Hits) -> Found | None:
        first, second = self.one.find(hits) or [], self.other.find(hits) or []
        close = [(a, b) for a in first for b in second if a[1][0] == b[1][0] and gap(a[1][1:], b[1][1:]) <= self.within]
        return list(dict.fromkeys(hit for pair in close for hit in pair)) or None

    def required(self) -> frozenset[str] | None:
        return And((self.one, self.other)).required()

    def terms(self) -> list[str]:
        return self.one.terms() + self.other.terms()


Node = Term | And | Or | Not | Near


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    position: int


def tokens(query: str) -> list[Token]:
    """Cut a query into tokens; `kind` is open, close, and, or, not, near or term."""
    found = []
    for match in TOKEN.finditer(query):
        kind = match.lastgroup or "stray"
        text = match.group(kind)
        if kind == "space":
            continue
        if kind == "stray":
            raise BadWatch(position=match.start(), problem="open_quote")
        found.append(Token(kind_of(kind, text), text, match.start()))
    return found


def kind_of(kind: str, text: str) -> str:
    if kind in ("open", "close"):
        return kind
    if kind == "word" and (text in ("AND", "OR", "NOT") or NEAR.fullmatch(text)):
        return text.split("/")[0].lower()
    return "term"


class Reader:
    """Reads tokens by recursive descent; every complaint carries the character it is about."""

    def __init__(self, query: str) -> None:
        self.tokens = tokens(query)
        self.at = 0
        self.end = len(query)
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def position(self) -> int:
        return self.tokens[self.at].position if self.at < len(self.tokens) else self.end

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def either(self) -> Node:
        parts = [self.both()]
        while self.peek() == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        parts = [self.near()]
        while self.peek() in ("and", "not", "open", "term"):
            if self.peek() == "and":
                self.take()
            parts.append(self.near())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def near(self) -> Node:
        found = self.single()
        while self.peek() == "near":
            token = self.take()
            match = NEAR.fullmatch(token.text)
            within = int(match[1]) if match and match[1] else NEAR_DEFAULT
            other = self.single()
            if isinstance(found, Not) or isinstance(other, Not):
                raise BadWatch(position=token.position, problem="near_not")
            found = Near(found, other, within)
        return found

    def single(self) -> Node:
        kind = self.peek()
        if kind == "not":
            self.take()
            return Not(self.single())
        if kind == "open":
            return self.group()
        if kind != "term":
            raise BadWatch(position=self.position(), problem="word_missing")
        token = self.take()
        if not token.text.strip(" *"):
            raise BadWatch(position=token.position, problem="empty_word")
        return Term(token.text)

    def group(self) -> Node:
        opened = self.take()
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadWatch(position=opened.position, problem="too_deep")
        inner = self.either()
        if self.peek() != "close":
            raise BadWatch(position=opened.position, problem="open_parenthesis")
        self.take()
        self.depth -= 1
        return inner


def parse(query: str) -> Node:
    """Read a query; raise BadWatch with the `position` (0-based character) and the `problem` of the first mistake."""
    if query.count("NOT") > DEEPEST * 2:
        raise BadWatch(position=0, problem="too_deep")
    reader = Reader(query)
    node = reader.either()
    if reader.peek() != "end":
        raise BadWatch(position=reader.position(), problem="unexpected")
    if node.required() is None:
        raise BadWatch(position=0, problem="only_negative")
    if len(node.terms()) > MOST_TERMS:
        raise BadWatch(position=0, problem="too_many_words")
    return node
