"""Which words made the scores of a post? Lines that add up to each score as they are shown, the base among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from django.utils.translation import gettext_lazy

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.listen.inbox import hidden_in, masked
from firebreak.console.listen.models import Correction, Post
from firebreak.console.listen.reader import Read, core_post, reader_of
from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Reading, Span, Weight
from firebreak.core.text.spans import overlaps
from firebreak.core.understand.cited import Cited

NAMED = 6  # words of a head named before the others are one line
MARKED = 6
DIGITS = 2
NOISE = 0.005  # of a score that is kept with four digits

HEADS = {
    "sentiment": gettext_lazy("Sentiment score"),
    "abuse": gettext_lazy("Abuse"),
    "sensational": gettext_lazy("Sensational"),
    "urgent": gettext_lazy("Urgent"),
}
URGENT = {"True": gettext_lazy("Urgent"), "False": gettext_lazy("Not urgent")}


class From(StrEnum):
    """Where a line of a score comes from: a word, the words beyond those named, or no word at all."""

    WORD = "word"
    OTHERS = "others"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Share:
    """One contribution to a head's score, as shown; `size` is its share of the strongest, 0–100."""

    kind: From
    words: str
    weight: float
    size: float


@dataclass(frozen=True, slots=True)
class Head:
    """One score and what it is made of: what is shown of the shares adds up to what is shown of the score."""

    name: str
    score: float
    shares: list[Share]
    is_tone: bool  # below zero it pulls to negative, above to positive


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the machine said when the post came in, and what today's watches and model say instead."""

    was: str
    now: str
    model: str


def read_again(post: Post) -> Read:
    """Read a stored post anew, as a batch of one, by as many readers as have read it and can still be asked."""
    reader, alone = reader_of(post.brand), [core_post(post)]
    try:
        second = knowledge.second() if "+" in post.reading.model else None
        return reader.read_again(alone, second) if second else reader.read(alone)
    except UnreadableFile:  # the operator's own, and gone or damaged since: `firebreak check` says so
        return reader.read(alone)


def renewed(post: Post, corrections: Sequence[Correction], now: Reading, model: str) -> Renewed | None:
    """Tell how today's reading differs from the machine's stored one; None where watches and model read as then."""
    stored, told = post.reading, {one.field: one.was for one in reversed(corrections)}
    was = (
        told.get("sentiment", stored.sentiment),
        told.get("category", stored.category),
        told.get("urgent", str(stored.urgent)),
    )
    heard = {one["watch"] for one in stored.detail.get("about", ())}
    same = abs(now.score - stored.score) < NOISE and heard == {one.watch for one in now.about}
    found = (now.sentiment.value, now.category.value, str(now.urgent))
    if stored.model == model and same and was == found:
        return None
    return Renewed(was=verdict(stored.score, *was), now=verdict(now.score, *found), model=model)


def verdict(score: float, sentiment: str, category: str, urgent: str) -> str:
    """Say a reading in a few words."""
    tone = f"{words.SENTIMENTS[sentiment]} {score:+.2f}".replace("-", "−")
    said = [tone, str(words.CATEGORIES[category]), *([str(URGENT["True"])] if urgent == "True" else [])]
    return " · ".join(said)


def evidence_spans(post: Post, reading: Reading, words: Sequence[Cited]) -> dict[str, list[tuple[int, int]]]:
    """Give the places to mark: watched words, claims, `words` of urgency and what weighed most; never personal data."""
    told = [one for one in reading.why if one.span and tells(post, one)]
    weighed = sorted(told, key=lambda one: -abs(one.weight))[:MARKED]
    found = [one.span for one in reading.about] + [one.span for one in reading.claims]
    found += [one.span for one in weighed if one.span] + [span for one in words for span in one.spans]
    return {
        field: [
            (span.start, span.end)
            for span in found
            if span.field == field
            and not any(overlaps((span.start, span.end), place) for place in hidden_in(post, field))
        ]
        for field in ("title", "text")
    }


def tells(post: Post, weight: Weight) -> bool:
    """Tell whether a weight rests on a word: two letters or more."""
    return sum(char.isalnum() for char in words_at(post, weight, lifted=True)) >= 2


def words_at(post: Post, weight: Weight, *, lifted: bool) -> str:
    return words_in(post, weight.span, lifted=lifted) if weight.span else ""


def words_in(post: Post, span: Span, *, lifted: bool) -> str:
    return masked(post, span.field, lifted=lifted)[span.start : span.end].strip()


def heads_of(post: Post, reading: Reading, *, lifted: bool) -> list[Head]:
    """Give the scores with their words: sentiment first, then the category it was given."""
    order = list(dict.fromkeys(one.head for one in reading.why))
    return [head_of(post, name, [one for one in reading.why if one.head == name], lifted=lifted) for name in order[:2]]


def head_of(post: Post, name: str, weights: list[Weight], *, lifted: bool) -> Head:
    """Name the words that weigh most, then the others in one line, then the base that no word made."""
    ranked = sorted((one for one in weights if one.span), key=lambda one: -abs(one.weight))
    lines = [(From.WORD, words_at(post, one, lifted=lifted), one.weight) for one in ranked[:NAMED]]
    if ranked[NAMED:]:
        lines.append((From.OTHERS, "", sum(one.weight for one in ranked[NAMED:])))
    lines.append((From.BASE, "", sum(one.weight for one in weights if one.span is None)))
    shown = rounded([weight for _kind, _words, weight in lines])
    strongest = max(map(abs, shown), default=0) or 1.0
    kind, _colon, code = name.partition(":")
    label = HEADS[name] if name in HEADS else words.CATEGORIES.get(code, name) if kind == "category" else name
    return Head(
        name=str(label),
        score=round(sum(shown), DIGITS),
        shares=[
            Share(source, said, weight, min(100.0, abs(weight) / strongest * 100))
            for (source, said, _weight), weight in zip(lines, shown, strict=True)
        ],
        is_tone=name == "sentiment",
    )


def rounded(parts: Sequence[float], *, digits: int = DIGITS) -> list[float]:
    """Round parts so that they still add up to their rounded sum; those that lost most are rounded up.

    >>> rounded([0.333, 0.333, 0.334])
    [0.33, 0.33, 0.34]
    >>> rounded([-0.005, -0.005, 0.01])
    [0.0, -0.01, 0.01]
    """
    steps = [part * 10**digits for part in parts]
    whole = [floor(step) for step in steps]
    left = round(sum(steps)) - sum(whole)
    by_loss = sorted(range(len(steps)), key=lambda at: whole[at] - steps[at])
    for at in by_loss[:left]:
        whole[at] += 1
    return [one / 10**digits for one in whole]
