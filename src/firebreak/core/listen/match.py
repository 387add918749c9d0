"""Which watches does each post of a batch hold, and where? One pass of an automaton over the folded text.

A term that begins or ends in an ASCII letter or digit needs a word edge there; Han needs none. Queries are evaluated
only for posts that hold one of the terms without which they cannot be true.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter

import numpy as np
from ahocorasick_rs import AhoCorasick

from firebreak.core.errors import BadWatch
from firebreak.core.listen.evasion import is_hidden_word, squeeze
from firebreak.core.listen.query import Hit, Node, Or, Term, parse
from firebreak.core.terms import Watch
from firebreak.core.text.batch import Folded, Heard, Ints
from firebreak.core.text.fold import fold

COLUMNS = ("post", "watch", "term", "field", "start", "end")
ASCII_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
WILD = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """A watch made ready: what must hold, and the terms one of which must be there.

    `none` are phrases around one of the watch's own terms: they only take that place away. `excludes` are the other
    unwanted terms: a post that holds one is not about this watch.
    """

    watch: int
    node: Node
    none: tuple[str, ...]
    excludes: frozenset[str]
    required: frozenset[str]


def rule_of(index: int, watch: Watch) -> Rule:
    """Make a watch ready; raise BadWatch with its name when it listens for nothing or its query cannot be read."""
    parts: list[Node] = [Term(term) for term in watch.any if needle(term)]
    try:
        parts += [parse(watch.query)] if watch.query.strip() else []
    except BadWatch as problem:
        raise BadWatch(watch=watch.name, **problem.context) from problem
    if not parts:
        raise BadWatch(watch=watch.name, position=0, problem="empty")
    node = parts[0] if len(parts) == 1 else Or(tuple(parts))
    own = [needle(term) for term in node.terms()]
    unwanted = [term for term in watch.none if needle(term)]
    around = tuple(term for term in unwanted if any(part in needle(term) for part in own))
    return Rule(index, node, around, frozenset(unwanted) - frozenset(around), node.required() or frozenset())


def needle(term: str) -> str:
    """Give the folded form that is searched for: without a trailing `*`, control or zero-width characters."""
    plain = "".join(char for char in fold(term) if unicodedata.category(char) not in ("Cc", "Cf"))
    return plain.strip().removesuffix(WILD).strip()


def edges_of(key: str) -> tuple[bool, bool] | None:
    """Say on which sides a needle needs a word edge; None when on neither."""
    edges = (key[0] in ASCII_WORD, key[-1] in ASCII_WORD)
    return edges if any(edges) else None


class Matcher:
    """Watches made ready for any number of batches; building it costs milliseconds per thousand terms."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = tuple(watches)
        rules = [rule_of(index, watch) for index, watch in enumerate(self.watches)]
        every = chain.from_iterable((*rule.node.terms(), *rule.none, *rule.excludes) for rule in rules)
        self.terms = tuple(term for term in dict.fromkeys(every) if needle(term))
        self.place = {term: index for index, term in enumerate(self.terms)}
        written: dict[str, list[str]] = defaultdict(list)
        for term in self.terms:
            written[needle(term) + WILD * term.endswith(WILD)].append(term)
        self.needles = tuple(key.removesuffix(WILD) for key in written)
        self.written = tuple(written.values())
        self.edged = tuple(edges_of(key) for key in written)
        self.automaton = AhoCorasick(self.needles) if self.needles else None
        self.waiting: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for term in rule.required:
                self.waiting[term].append(rule)

    def find(self, folded: Folded) -> Heard:
        """Give every hit of every watch that holds, ordered by post, watch, field and start."""
        rows = sorted(chain.from_iterable(self._post_rows(post, hits) for post, hits in self._hits_by_post(folded)))
        columns = dict(zip(COLUMNS, columns_of(rows), strict=True))
        matched = np.zeros(len(folded), dtype=np.bool_)
        matched[columns["post"]] = True
        return Heard(folded=folded, watches=self.watches, terms=self.terms, matched=matched, **columns)

    def _post_rows(self, post: int, hits: dict[str, list[Hit]]) -> Iterable[tuple[int, ...]]:
        asked: set[int] = set()
        for term in hits:
            for rule in self.waiting.get(term, ()):
                if rule.watch in asked:
                    continue
                asked.add(rule.watch)
                yield from self._rule_rows(post, rule, hits)

    def _rule_rows(self, post: int, rule: Rule, hits: dict[str, list[Hit]]) -> Iterable[tuple[int, ...]]:
        covers = [hit for term in rule.none for hit in hits.get(term, ())]
        if rule.excludes & hits.keys():
            return
        if covers:
            hits = {term: kept for term, spots in hits.items() if (kept := uncovered(spots, covers))}
        for term, hit in longest(rule.node.find(hits) or ()):
            yield (post, rule.watch, self.place[term], *hit)

    def _hits_by_post(self, folded: Folded) -> Iterable[tuple[int, dict[str, list[Hit]]]]:
        found = sorted(self._raw_hits(folded), key=itemgetter(1))
        starts = np.fromiter((start for _, start, _ in found), dtype=np.int64, count=len(found))
        slots = folded.slot_of(starts)
        rows = zip((slots // 2).tolist(), (slots % 2).tolist(), folded.starts[slots].tolist(), found, strict=True)
        for post, group in groupby(rows, key=itemgetter(0)):
            hits: dict[str, list[Hit]] = {}
            for _, field, first, (index, start, end) in group:
                for term in self.written[index]:
                    hits.setdefault(term, []).append((field, start - first, end - first))
            yield post, hits

    def _raw_hits(self, folded: Folded) -> list[tuple[int, int, int]]:
        """Give (needle, start, end) in the joined string: as written, then as spelled to evade."""
        if self.automaton is None:
            return []
        found = self.automaton.find_matches_as_indexes(folded.text, overlapping=True)
        text = folded.text
        plain = [hit for hit in found if not self.edged[hit[0]] or self._has_edges(text, hit)]
        squeezed = squeeze(folded)
        if squeezed is None:
            return plain
        places = squeezed.places
        again = self.automaton.find_matches_as_indexes(squeezed.text, overlapping=True)
        spelled = ((index, int(places[start]), int(places[end - 1]) + 1) for index, start, end in again)
        size = [len(text) for text in self.needles]
        return plain + [hit for hit in spelled if is_hidden_word(folded, hit[1], hit[2], length=size[hit[0]])]

    def _has_edges(self, text: str, hit: tuple[int, int, int]) -> bool:
        index, start, end = hit
        left, right = self.edged[index] or (False, False)
        return not (left and start and text[start - 1] in ASCII_WORD) and not (right and text[end] in ASCII_WORD)


def uncovered(spots: Iterable[Hit], covers: Sequence[Hit]) -> list[Hit]:
    """Leave out the hits that are part of an excluded phrase (上海風光 holds no 海風)."""
    return [hit for hit in spots if not any(holds(cover, hit) for cover in covers)]


def holds(cover: Hit, hit: Hit) -> bool:
    return cover[0] == hit[0] and cover[1] <= hit[1] and hit[2] <= cover[2]


def longest(found: Iterable[tuple[str, Hit]]) -> list[tuple[str, Hit]]:
    """Leave out the hits that lie inside a longer one of the same watch (海風 in 海風茶飲), and repetitions."""
    kept: list[tuple[str, Hit]] = []
    for term, (field, start, end) in sorted(set(found), key=lambda hit: (hit[1][0], hit[1][1], -hit[1][2], hit[0])):
        if not kept or kept[-1][1][0] != field or end > kept[-1][1][2]:
            kept.append((term, (field, start, end)))
    return kept


def columns_of(rows: Sequence[tuple[int, ...]]) -> list[Ints]:
    """Turn rows into the columns of `Heard`."""
    flat = np.array(rows, dtype=np.int64).reshape(-1, len(COLUMNS))
    return [np.ascontiguousarray(flat[:, at]) for at in range(len(COLUMNS))]
