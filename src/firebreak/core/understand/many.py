"""How are the readings of a whole batch written down at once? The same objects as one by one, in a third of the time.

What most posts do not have (personal data, claims, a rival) is ruled out for the batch in a few passes; only what is
left is looked at post by post.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from ahocorasick_rs import AhoCorasick

from firebreak.core.terms import Claim, Emotion, Pii, Sentiment
from firebreak.core.text.batch import FIELDS, Flags, Folded, Ints
from firebreak.core.text.fold import SIZE, codes_of, fold
from firebreak.core.text.pii import LIKELY, find_pii
from firebreak.core.understand.claims import SAID, claims
from firebreak.core.understand.lang import HAN, HANGUL, KANA, LOOKED_AT, ONLY_SIMPLIFIED, ONLY_TRADITIONAL, language
from firebreak.core.understand.reading import CATEGORIES, DOUBTED, SENTIMENTS, SHOWN_CATEGORY, Readings, place
from firebreak.core.understand.tone import tone_at

TONES = tuple(tone.value for tone in Sentiment)
FEELINGS = tuple(emotion.value for emotion in Emotion)
CODES = tuple(category.value for category in CATEGORIES)


def contract_rows(readings: Readings, places: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Give `contract_dict(readings.reading(place))` of each of `places`, in their order."""
    columns = Columns(readings)
    return (columns.row(one) for one in places)


class Columns:
    """A batch's arrays as plain lists, and what was ruled out for the batch as a whole."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        tone = readings.sentiment.astype(np.float64)
        self.label = tone.argmax(axis=1).tolist()
        self.score = rounded(tone[:, 2] - tone[:, 0])
        self.tone, self.emotions = rounded(tone), rounded(readings.emotions)
        self.categories, self.category = rounded(readings.categories), readings.category.tolist()
        self.listed = listed(readings.categories, readings.category)
        self.intensity, self.sensational = rounded(readings.intensity), rounded(readings.sensational)
        self.abuse, self.confidence = rounded(readings.abuse), rounded(readings.confidence)
        self.uncertain, self.urgent = readings.uncertain.tolist(), readings.urgent.tolist()
        self.reasons, self.evidence = readings.reasons.tolist(), readings.evidence.tolist()
        self.copy_keys = readings.copy_keys.tolist()
        self.hits = Hits(readings)
        self.personal = holding(readings.heard.folded, likely_places(readings.heard.folded))
        self.claiming = holding(readings.heard.folded, said_places(readings.heard.folded))
        self.langs = languages([post.text or post.title for post in readings.posts])

    def row(self, at: int) -> dict[str, Any]:
        category, readings = self.category[at], self.readings
        post, feelings = readings.posts[at], self.emotions[at]
        return {
            "id": post.id,
            "lang": post.lang or self.langs[at],
            "about": self.hits.of(at, SENTIMENTS[self.label[at]]),
            "sentiment": {
                "label": TONES[self.label[at]],
                "score": self.score[at],
                "p": dict(zip(TONES, self.tone[at], strict=True)),
            },
            "emotions": dict(zip(FEELINGS, feelings, strict=True)),
            "intensity": self.intensity[at],
            "sensational": self.sensational[at],
            "category": CODES[category],
            "categories": [{"code": CODES[one], "p": self.categories[at][one]} for one in self.listed[at]],
            "evidence": list(readings.evidence_of(at)) if self.evidence[at] else [],
            "urgent": self.urgent[at],
            "reasons": list(readings.reasons_of(at)) if self.reasons[at] else [],
            "pii": [{"kind": one.kind, **place(one.span)} for one in self.pii(at)],
            "abuse": self.abuse[at],
            "claims": [{"text": one.text, **place(one.span), "status": one.status} for one in self.claims(at)],
            "confidence": self.confidence[at],
            "uncertain": self.uncertain[at],
            "copy_key": f"{self.copy_keys[at]:016x}",
            "copied": {"of": None, "similarity": None},
        }

    def pii(self, at: int) -> tuple[Pii, ...]:
        post, found = self.readings.posts[at], self.personal
        title = find_pii(post.title, field=FIELDS[0]) if found[2 * at] else ()
        return title + find_pii(post.text) if found[2 * at + 1] else title

    def claims(self, at: int) -> tuple[Claim, ...]:
        post, found, doubted = self.readings.posts[at], self.claiming, self.category[at] == DOUBTED
        title = claims(post.title, field=FIELDS[0], doubted=doubted) if doubted or found[2 * at] else ()
        return title + claims(post.text, doubted=doubted) if doubted or found[2 * at + 1] else title


class Hits:
    """Which watches were heard in each post of a batch, as plain lists."""

    def __init__(self, readings: Readings) -> None:
        heard, self.readings = readings.heard, readings
        self.first = np.searchsorted(heard.post, np.arange(len(readings) + 1)).tolist()
        names = [(watch.name, watch.kind.value, watch.kind.is_own) for watch in heard.watches]
        self.watch = [names[one] for one in heard.watch.tolist()]
        self.term = [heard.terms[one] for one in heard.term.tolist()]
        self.field = [FIELDS[one] for one in heard.field.tolist()]
        self.start, self.end = heard.start.tolist(), heard.end.tolist()

    def of(self, at: int, overall: Sentiment) -> list[dict[str, Any]]:
        """Give the hits of one post whose tone is `overall`."""
        return [self.row(hit, overall) for hit in range(self.first[at], self.first[at + 1])]

    def row(self, hit: int, overall: Sentiment) -> dict[str, Any]:
        (watch, kind, own), one = self.watch[hit], self.readings
        tone = overall if own else tone_at(one.scores, one.model, one.heard, hit, overall=overall)
        span = {"field": self.field[hit], "start": self.start[hit], "end": self.end[hit]}
        return {"watch": watch, "kind": kind, "term": self.term[hit], **span, "sentiment": tone.value}


def rounded(values: Any) -> Any:
    """Give an array as lists of numbers of four digits."""
    return np.round(np.asarray(values, np.float64), 4).tolist()


def listed(categories: np.ndarray[Any, Any], primary: Ints) -> list[list[int]]:
    """Give the categories that each post is shown with: the primary one, then the likely ones, likeliest first."""
    order = np.argsort(-categories, axis=1, kind="stable").tolist()
    counts = (categories >= SHOWN_CATEGORY).sum(axis=1).tolist()
    return [
        [first, *(one for one in ranks[:count] if one != first)]
        for first, ranks, count in zip(primary.tolist(), order, counts, strict=True)
    ]


def holding(folded: Folded, places: Ints) -> list[bool]:
    """Say for each slot (2n,) whether one of `places` lies in it."""
    found = np.zeros(2 * len(folded), np.bool_)
    found[folded.slot_of(places)] = True
    return found.tolist()


def likely_places(folded: Folded) -> Ints:
    """Find where personal data may stand."""
    return np.fromiter((match.start() for match in LIKELY.finditer(folded.text)), np.int64)


@cache
def sayings() -> AhoCorasick:
    return AhoCorasick(sorted({fold(word) for word in SAID.split("|")}))


def said_places(folded: Folded) -> Ints:
    """Find the words with which something is claimed."""
    return np.fromiter((hit[1] for hit in sayings().find_matches_as_indexes(folded.text)), np.int64)


def languages(texts: Sequence[str]) -> list[str]:
    """Give the language of each text; those in Han alone are told apart all at once."""
    samples = [text[:LOOKED_AT] for text in texts]
    lengths = np.fromiter(map(len, samples), np.int64, len(samples))
    if not lengths.sum():
        return [language(text) for text in texts]
    codes = codes_of("\0".join(samples) + "\0")
    starts = np.cumsum(lengths + 1) - lengths - 1
    is_han, is_foreign, side = scripts()
    han = np.add.reduceat(is_han[codes], starts, dtype=np.int64)
    foreign = np.add.reduceat(is_foreign[codes], starts, dtype=np.int64)
    simple = (np.add.reduceat(side[codes], starts, dtype=np.int64) > 0).tolist()
    plain = ((han > 0) & (foreign == 0)).tolist()
    told = zip(texts, plain, simple, strict=True)
    return [("zh-Hans" if simpler else "zh-Hant") if sure else language(text) for text, sure, simpler in told]


@cache
def scripts() -> tuple[Flags, Flags, "np.ndarray[Any, np.dtype[np.int8]]"]:
    """Say of every code point: is it Han, is it Kana or Hangul, and its side (+1 simplified, −1 traditional)."""
    side = np.zeros(SIZE, np.int8)
    side[list(map(ord, ONLY_SIMPLIFIED))] = 1
    side[list(map(ord, ONLY_TRADITIONAL))] = -1
    han, foreign = np.zeros(SIZE, np.bool_), np.zeros(SIZE, np.bool_)
    for shape, flags in ((HAN, han), (KANA, foreign), (HANGUL, foreign)):
        flags[[code for code in range(0x3000, 0xE000) if shape.match(chr(code))]] = True
    return han, foreign, side
