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
from firebreak.core.text.batch import FIELDS, Folded, Ints
from firebreak.core.text.fold import fold
from firebreak.core.text.pii import LIKELY
from firebreak.core.understand.claims import SAID
from firebreak.core.understand.lang import languages
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
        self.languages = languages([post.text or post.title for post in readings.posts])
        self.hits = Hits(readings)
        self.personal = holding(readings.heard.folded, likely_places(readings.heard.folded))
        self.claiming = holding(readings.heard.folded, said_places(readings.heard.folded))

    def row(self, at: int) -> dict[str, Any]:
        category, readings = self.category[at], self.readings
        post, feelings = readings.posts[at], self.emotions[at]
        return {
            "id": post.id,
            "lang": post.lang or self.languages[at],
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
        return self.readings.pii_of(at) if self.personal[at] else ()

    def claims(self, at: int) -> tuple[Claim, ...]:
        return self.readings.claims_of(at) if self.claiming[at] or self.category[at] == DOUBTED else ()


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
    """Say for each post (n,) whether one of `places` lies in it."""
    found = np.zeros(len(folded), np.bool_)
    found[folded.slot_of(places) // 2] = True
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
