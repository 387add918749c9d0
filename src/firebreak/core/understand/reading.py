"""What does a batch of posts say? A struct of arrays for the many, and a `Reading` for the few that are looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from firebreak.core.terms import About, Category, Claim, Emotion, Pii, Post, Reading, Sentiment, Span, Weight
from firebreak.core.text.batch import FIELDS, Flags, Heard, Ints
from firebreak.core.text.copies import Keys, Prints
from firebreak.core.text.memory import Copied
from firebreak.core.text.pii import find_folded_pii
from firebreak.core.understand.cited import Cited, cited
from firebreak.core.understand.claims import claims
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.lang import language
from firebreak.core.understand.model import URGENT, Model
from firebreak.core.understand.score import Scores, sigmoid
from firebreak.core.understand.tone import tone_at
from firebreak.core.understand.urgent import REASONS, Bits, kinds_of, names_of
from firebreak.core.understand.why import why

SENTIMENTS = tuple(Sentiment)
EMOTIONS = tuple(Emotion)
CATEGORIES = tuple(Category)
SHOWN_CATEGORY = 0.1  # least probability of a category that a reading lists
SURE, CLEAR = 0.5, 0.12  # least probability of the likeliest tone, and lead over the next, to be certain
DOUBTED = CATEGORIES.index(Category.MISINFORMATION)
PROOF = sum(1 << place for place, reason in enumerate(REASONS) if reason.endswith("_evidence"))


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What n posts say, as arrays; row i belongs to `posts[i]`. Probabilities are in [0, 1].

    `matched` (n,) a watch was heard; `sentiment` (n, 3), `emotions` (n, 7), `categories` (n, 14) in the order of the
    enums; `category` (n,) place of the primary one; `intensity`, `sensational`, `abuse`, `confidence` (n,);
    `urgent` (n,); `reasons` (n,) bits of REASONS; `evidence` (n,) bits of EVIDENCE; `copy_keys` (n,) uint64;
    `prints` of n texts, by which near copies are found; `topics` (n, 2^14) idf-weighted two-character words, rows of
    length 1 or 0.
    """

    posts: Sequence[Post]
    heard: Heard
    model: Model
    scores: Scores
    matched: Flags
    sentiment: Floats
    emotions: Floats
    intensity: Floats
    sensational: Floats
    category: Ints
    categories: Floats
    urgent: Flags
    reasons: Bits
    evidence: npt.NDArray[np.uint8]
    abuse: Floats
    confidence: Floats
    copy_keys: Keys
    prints: Prints
    topics: sparse.csr_array

    def __len__(self) -> int:
        return len(self.posts)

    @property
    def negative(self) -> Flags:
        """Which posts (n,) are negative towards the brand, or in tone."""
        return np.asarray(self.sentiment.argmax(axis=1) == 0)

    @property
    def serious(self) -> Flags:
        """Which posts (n,) carry a reason of urgency other than evidence."""
        return (self.reasons & ~np.uint32(PROOF)) > 0

    @property
    def uncertain(self) -> Flags:
        """Which posts (n,) are shown as 未定: no tone is likely, or two are equally so."""
        ordered = np.sort(self.sentiment, axis=1)
        return (ordered[:, -1] < SURE) | (ordered[:, -1] - ordered[:, -2] < CLEAR)

    def reasons_of(self, place: int) -> tuple[str, ...]:
        return names_of(int(self.reasons[place]))

    def evidence_of(self, place: int) -> tuple[str, ...]:
        return kinds_of(int(self.evidence[place]))

    def pii_of(self, place: int) -> tuple[Pii, ...]:
        """Find the personal data of a post, title first."""
        folded = self.heard.folded
        return tuple(one for name in FIELDS for one in find_folded_pii(folded.field(place, name), field=name))

    def claims_of(self, place: int) -> tuple[Claim, ...]:
        """Find the checkable claims of a post, title first."""
        post, folded = self.posts[place], self.heard.folded
        doubted = int(self.category[place]) == DOUBTED
        said = {"title": post.title, "text": post.text}
        found = (claims(said[name], folded.field(place, name), field=name, doubted=doubted) for name in FIELDS)
        return tuple(one for each in found for one in each)

    def about_of(self, place: int) -> tuple[About, ...]:
        """Give every watch heard in a post, where, and the tone towards it."""
        heard = self.heard
        return tuple(self._about(place, hit) for hit in heard.of_post(place))

    def _about(self, place: int, hit: int) -> About:
        heard = self.heard
        watch = heard.watches[heard.watch[hit]]
        span = Span(FIELDS[heard.field[hit]], int(heard.start[hit]), int(heard.end[hit]))
        overall = SENTIMENTS[int(self.sentiment[place].argmax())]
        tone = overall if watch.kind.is_own else tone_at(self.scores, self.model, heard, hit, overall=overall)
        return About(watch.name, watch.kind, heard.terms[heard.term[hit]], span, tone)

    def reading(self, place: int, *, explain: bool = False, copied: Copied[str] | None = None) -> Reading:
        """Build the reading of one post; `explain` adds the words that made each head's score."""
        post = self.posts[place]
        category = int(self.category[place])
        p = [float(value) for value in self.sentiment[place]]
        listed = np.flatnonzero(self.categories[place] >= SHOWN_CATEGORY).tolist()
        shown = sorted({*listed, category}, key=lambda one: (one != category, -self.categories[place, one]))
        return Reading(
            id=post.id,
            lang=post.lang or language(post.text or post.title),
            about=self.about_of(place),
            sentiment=SENTIMENTS[int(self.sentiment[place].argmax())],
            sentiment_p=(p[0], p[1], p[2]),
            emotions=dict(zip(EMOTIONS, map(float, self.emotions[place]), strict=True)),
            intensity=float(self.intensity[place]),
            sensational=float(self.sensational[place]),
            category=CATEGORIES[category],
            categories={CATEGORIES[one]: float(self.categories[place, one]) for one in shown},
            evidence=self.evidence_of(place),
            urgent=bool(self.urgent[place]),
            reasons=self.reasons_of(place),
            pii=self.pii_of(place),
            abuse=float(self.abuse[place]),
            claims=self.claims_of(place),
            confidence=float(self.confidence[place]),
            uncertain=is_uncertain(map(float, self.sentiment[place])),
            copy_key=f"{int(self.copy_keys[place]):016x}",
            copy_of=copied.of if copied else "",
            copy_similarity=round(copied.similarity, 4) if copied else None,
            why=self.why_of(place) if explain else (),
        )

    def why_of(self, place: int) -> tuple[Weight, ...]:
        """Give what made the scores of one post: the weights of a head add up to its score."""
        return why(self.scores, self.model, place, outcome=self.outcome_of(place))

    def cited_of(self, place: int) -> tuple[Cited, ...]:
        """Give the words that gave each reason of urgency of one post."""
        return cited(self.scores, self.model, place, self.reasons_of(place))

    def likely_urgent(self, place: int) -> float:
        """Give how likely it is that a person must look at one post now."""
        return float(sigmoid(self.scores.logits[place : place + 1, URGENT])[0])

    def why_urgent(self, place: int) -> tuple[Weight, ...]:
        """Give the words that made one post likely to be urgent: they add up to that."""
        return why(self.scores, self.model, place, outcome={"urgent": self.likely_urgent(place)})

    def outcome_of(self, place: int) -> dict[str, float]:
        """Give the score of each head that is explained."""
        category = int(self.category[place])
        return {
            "sentiment": float(self.sentiment[place, 2] - self.sentiment[place, 0]),
            f"category:{CATEGORIES[category]}": float(self.categories[place, category]),
            "abuse": float(self.abuse[place]),
            "sensational": float(self.sensational[place]),
        }


def is_uncertain(tones: Iterable[float]) -> bool:
    """Tell from the probabilities of the tones whether none is likely, or two are equally so."""
    low, high = sorted(tones)[-2:]
    return high < SURE or high - low < CLEAR


def contract_dict(reading: Reading) -> dict[str, Any]:
    """Give a reading as the contract's JSON object."""
    return {
        "id": reading.id,
        "lang": reading.lang,
        "about": [about_dict(one) for one in reading.about],
        "sentiment": {
            "label": reading.sentiment.value,
            "score": rounded(reading.score),
            "p": {tone.value: rounded(p) for tone, p in zip(Sentiment, reading.sentiment_p, strict=True)},
        },
        "emotions": {emotion.value: rounded(p) for emotion, p in reading.emotions.items()},
        "intensity": rounded(reading.intensity),
        "sensational": rounded(reading.sensational),
        "category": reading.category.value,
        "categories": [{"code": code.value, "p": rounded(p)} for code, p in reading.categories.items()],
        "evidence": list(reading.evidence),
        "urgent": reading.urgent,
        "reasons": list(reading.reasons),
        "pii": [{"kind": one.kind, **place(one.span)} for one in reading.pii],
        "abuse": rounded(reading.abuse),
        "claims": [{"text": one.text, **place(one.span), "status": one.status} for one in reading.claims],
        "confidence": rounded(reading.confidence),
        "uncertain": reading.uncertain,
        "copy_key": reading.copy_key,
        "copied": {"of": reading.copy_of or None, "similarity": reading.copy_similarity},
        **({"why": [weight_dict(one) for one in reading.why]} if reading.why else {}),
    }


def about_dict(one: About) -> dict[str, Any]:
    named = {"watch": one.watch, "kind": one.kind.value, "term": one.term}
    return {**named, **place(one.span), "sentiment": one.sentiment.value}


def weight_dict(one: Weight) -> dict[str, Any]:
    at = place(one.span) if one.span else {"field": None, "start": None, "end": None}
    return {"head": one.head, **at, "weight": one.weight}


def place(span: Span) -> dict[str, Any]:
    return {"field": span.field, "start": span.start, "end": span.end}


def rounded(value: float) -> float:
    return round(value, 4)
