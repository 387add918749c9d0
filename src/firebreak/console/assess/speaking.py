"""Who said which known word in which story of late, and was it a complaint? Posts without their words.

Known words are those of `knowledge/topics.yaml` and the plain terms that the brand itself listens for, so that a list
of them never shows a name or a number that somebody let slip.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

import numpy as np
from django.db.models import F
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Watch
from firebreak.console.listen.people import PERSON
from firebreak.console.listen.tally import BACKLOG
from firebreak.core.terms import Sentiment, WatchKind
from firebreak.core.text.batch import fold_fields
from firebreak.core.text.fold import fold
from firebreak.core.understand.cues import Group, Lexicon, groups_of

MOST_READ = 20_000  # posts of a window; of a brand that has more, one in so many is read
BATCH = 1_000
SHORTEST = 2
NEGATIVE = Sentiment.NEGATIVE.value
LISTENED = [kind.value for kind in (WatchKind.PRODUCT, WatchKind.CONTROVERSY, WatchKind.INDUSTRY, WatchKind.CAMPAIGN)]
COLUMNS = ("pk", "published_at", "who", "title", "text", "place__story", "via")
READ = ("reading__copy_of", "reading__copy_key", "reading__sentiment")


class Uttered(NamedTuple):
    """A post without its words; `text` names the post that it is or repeats, `via` the source that brought it."""

    post: int
    at: datetime
    who: str
    text: int
    negative: bool
    story: int | None
    via: int | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heard:
    """The posts of a window, earliest first; of a big brand one in `every`."""

    posts: tuple[Uttered, ...]
    every: int


def heard(brand: Brand, *, ends: datetime, window: timedelta) -> Heard:
    """Read what was said in the window before `ends`, but for what a source only showed when we came to it."""
    rows = Post.objects.filter(brand=brand, published_at__gt=ends - window, published_at__lte=ends)
    every = -(-rows.count() // MOST_READ) or 1
    if every > 1:  # by an operator that needs no column but the index's: of a million posts few are looked up
        rows = rows.alias(rest=F("pk") % every).filter(rest=0)
    told = rows.exclude(BACKLOG).annotate(who=PERSON).order_by("published_at", "pk").values_list(*COLUMNS, *READ)
    words, texts = known_words(brand), dict[str, int]()
    posts: list[Uttered] = []
    lines = told.iterator(chunk_size=BATCH)
    while batch := list(islice(lines, BATCH)):
        posts += uttered(batch, words, texts)
    return Heard(tuple(posts), every)


def partly_read(every: int) -> str:
    """Say, after a sentence, that of a brand with very many posts only some were read; nothing where all were."""
    if every == 1:
        return ""
    return _(" Of so many posts one in %(every)s was read, and only those are counted.") % {"every": every}


def uttered(batch: Sequence[tuple[object, ...]], words: Lexicon, texts: dict[str, int]) -> Iterator[Uttered]:
    """Give the posts of a batch; a text equal to one of `texts` after folding is that one."""
    fields = [str(part) for line in batch for part in line[3:5]]
    for line, found in zip(batch, words_in(fields, words), strict=True):
        pk, at, who, _title, _text, story, via, copy_of, copy_key, tone = line
        text = texts.setdefault(str(copy_key), copy_of or pk)  # type: ignore[arg-type]
        yield Uttered(pk, at, str(who), text, tone == NEGATIVE, story, via, found)  # type: ignore[arg-type]


def words_in(fields: Sequence[str], words: Lexicon) -> list[frozenset[str]]:
    """Give the known words that each post says, title and text; one right after a negation is not said."""
    folded = fold_fields(fields)
    hits = words.find(folded, folded.text)
    said: list[set[str]] = [set() for _ in range(len(fields) // 2)]
    there = np.flatnonzero(~hits.negated)
    for post, group in zip((hits.slot[there] // 2).tolist(), hits.group[there].tolist(), strict=True):
        said[post].add(words.groups[group].name)
    return [frozenset(one) for one in said]


def known_words(brand: Brand) -> Lexicon:
    """Make ready every word that is looked for, each once however it is written."""
    known = {
        fold(term): Group(term, (term,), group.negatable)
        for group in groups_of(knowledge.load_yaml("topics")["groups"])
        for term in group.terms
    }
    for terms in Watch.objects.filter(brand=brand, kind__in=LISTENED).values_list("any", flat=True):
        known |= {fold(term): Group(term, (term,)) for term in terms if not term.endswith("*")}
    negators = map(str, knowledge.load_yaml("stance")["negators"])
    return Lexicon([one for key, one in known.items() if len(key) >= SHORTEST], (), negators)
