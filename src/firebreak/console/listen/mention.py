"""What does one post say, why was it read so, and to what does it belong?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.charts import Figure, Line, line_chart
from firebreak.console.formats import thousands
from firebreak.console.listen.growth import per_bucket, stretch
from firebreak.console.listen.inbox import GRAVE, author_of, emotion_of, hidden_in, is_decided, masked
from firebreak.console.listen.models import Correction, Post
from firebreak.console.listen.reader import core_post, reader_of
from firebreak.core.terms import Author, Reading, Weight
from firebreak.core.text.spans import overlaps

LONG = 3000  # characters shown before a post is folded
NAMED = 6  # words of a head named before the rest is one line
MARKED = 6
NOISE = 0.005  # of a score that is kept with four digits

HEADS = {
    "sentiment": gettext_lazy("Sentiment score"),
    "abuse": gettext_lazy("Abuse"),
    "sensational": gettext_lazy("Sensational"),
}
URGENCY = {
    "bodily_harm": gettext_lazy("Bodily harm"),
    "poisoning": gettext_lazy("Poisoning"),
    "foreign_body": gettext_lazy("Foreign body"),
    "pests": gettext_lazy("Pests"),
    "danger": gettext_lazy("Danger"),
    "privacy_leak": gettext_lazy("Leak of personal data"),
    "hidden_camera": gettext_lazy("Hidden camera"),
    "doxxing": gettext_lazy("Doxxing"),
    "organised_attack": gettext_lazy("Organised attack"),
    "threat": gettext_lazy("Threat"),
    "serious_misconduct": gettext_lazy("Serious misconduct"),
    "grave_abuse": gettext_lazy("Grave abuse"),
    "regulator_finding": gettext_lazy("Finding of an authority"),
    "panic_claim": gettext_lazy("Claim that may cause panic"),
    "serious_defect_evidence": gettext_lazy("Serious defect with evidence"),
    "photo_evidence": gettext_lazy("Photo"),
    "video_evidence": gettext_lazy("Video"),
    "screenshot_evidence": gettext_lazy("Screenshot"),
    "document_evidence": gettext_lazy("Document"),
}
URGENT = {"True": gettext_lazy("Urgent"), "False": gettext_lazy("Not urgent")}
MEDIA = {
    "image": gettext_lazy("Photo"),
    "photo": gettext_lazy("Photo"),
    "video": gettext_lazy("Video"),
    "screenshot": gettext_lazy("Screenshot"),
    "document": gettext_lazy("Document"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a post with the places that made its reading."""

    text: str
    spans: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Share:
    """One contribution to a head's score; `size` is its share of the strongest, 0–100."""

    words: str
    weight: float
    size: float


@dataclass(frozen=True, slots=True)
class Head:
    """One score and what it is made of: the shares add up to it."""

    name: str
    score: float
    shares: list[Share]
    is_tone: bool  # below zero it pulls to negative, above to positive


@dataclass(frozen=True, slots=True)
class Medium:
    kind: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a person decided about the post, and when."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the machine said when the post came in, and what today's watches and model say instead."""

    was: str
    now: str
    model: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One post as its reader may see it."""

    post: Post
    author: Author
    title: Words
    paragraphs: list[Words]
    rest: list[Words]
    url: str
    media: list[Medium]
    hidden: int  # places of personal data
    lifted: bool
    heads: list[Head]
    urgency: list[str]
    renewed: Renewed | None
    emotion: str
    story: Any
    assessment: Any
    growth: SafeString | None
    copies: int
    corrections: list[Said]
    decided: bool

    @property
    def is_grave(self) -> bool:
        return bool(self.story and self.story.severity in GRAVE)

    @property
    def incident(self) -> Any:
        return getattr(self.story, "incident", None) if self.story else None


def mention_of(seat: Seat, post: Post, *, lifted: bool) -> Mention:
    """Gather one post, read once more with the words that made the scores."""
    reading, model = read_again(post)
    spans = evidence_spans(post, reading)
    paragraphs = cut(masked(post, "text", lifted=lifted), spans["text"])
    shown, rest = fold_long(paragraphs)
    place = getattr(post, "place", None)
    story = place.story if place else None
    corrections = list(post.corrections.select_related("person").order_by("at", "pk"))
    return Mention(
        post=post,
        author=author_of(seat, post, lifted=lifted),
        title=Words(masked(post, "title", lifted=lifted), spans["title"]),
        paragraphs=shown,
        rest=rest,
        url=safe_url(post.url),
        media=[medium_of(one) for one in post.media],
        hidden=len(post.reading.detail.get("pii", ())),
        lifted=lifted,
        heads=heads_of(post, reading, lifted=lifted),
        urgency=[str(URGENCY.get(code, code)) for code in post.reading.detail.get("reasons", ())],
        renewed=renewed(post, corrections, reading, model),
        emotion=emotion_of(post),
        story=story,
        assessment=story.assessments.order_by("-pk").first() if story else None,
        growth=growth_of(seat, story) if story else None,
        copies=copies_of(seat, post),
        corrections=[said_of(one) for one in corrections],
        decided=is_decided(post),
    )


def read_again(post: Post) -> tuple[Reading, str]:
    """Read a stored post anew with its explanation; gives the model's version too."""
    read = reader_of(post.brand).read([core_post(post)])
    return read.readings.reading(0, explain=True), read.model


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


def evidence_spans(post: Post, reading: Reading) -> dict[str, list[tuple[int, int]]]:
    """Give the places to mark: the watched words, claims, and the words that weighed most; never personal data."""
    told = [one for one in reading.why if one.span and tells(post, one)]
    weighed = sorted(told, key=lambda one: -abs(one.weight))[:MARKED]
    found = [one.span for one in reading.about] + [one.span for one in reading.claims]
    found += [one.span for one in weighed if one.span]
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


def cut(text: str, spans: Iterable[tuple[int, int]]) -> list[Words]:
    """Cut a text into its paragraphs, each with the places that lie in it."""
    marks, found, start = list(spans), [], 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
        if line.strip():
            found.append(Words(line, inside))
        start = end + 1
    return found


def fold_long(paragraphs: list[Words]) -> tuple[list[Words], list[Words]]:
    """Put aside what goes beyond what a person reads at a glance."""
    shown: list[Words] = []
    left = LONG
    for at, each in enumerate(paragraphs):
        if len(each.text) > left:
            head = Words(each.text[:left], each.spans)
            tail = Words(each.text[left:], [(a - left, b - left) for a, b in each.spans if b > left])
            return [*shown, head], [tail, *paragraphs[at + 1 :]]
        shown.append(each)
        left -= len(each.text)
    return shown, []


def safe_url(url: str) -> str:
    """Give an address of the web, or nothing for any other kind of link."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def medium_of(medium: dict[str, str]) -> Medium:
    url = safe_url(medium.get("url", ""))
    kind = medium.get("type", "")
    return Medium(kind=str(MEDIA.get(kind.lower(), kind[:20])), url=url, host=(urlsplit(url).hostname or "")[:60])


def heads_of(post: Post, reading: Reading, *, lifted: bool) -> list[Head]:
    """Give the scores with their words: sentiment first, then the category it was given."""
    order = list(dict.fromkeys(one.head for one in reading.why))
    return [head_of(post, name, [one for one in reading.why if one.head == name], lifted=lifted) for name in order[:2]]


def head_of(post: Post, name: str, weights: list[Weight], *, lifted: bool) -> Head:
    """Name the words that weigh most and join all others, so that the lines add up to the score."""
    ranked = sorted((one for one in weights if one.span), key=lambda one: -abs(one.weight))
    rest = sum(one.weight for one in weights if one.span is None) + sum(one.weight for one in ranked[NAMED:])
    strongest = max((abs(one.weight) for one in weights), default=0) or 1.0
    shares = [
        Share(words_at(post, one, lifted=lifted), one.weight, bar(one.weight, strongest)) for one in ranked[:NAMED]
    ]
    shares.append(Share("", rest, bar(rest, strongest)))
    kind, _colon, code = name.partition(":")
    label = HEADS[name] if name in HEADS else words.CATEGORIES.get(code, name) if kind == "category" else name
    return Head(name=str(label), score=sum(one.weight for one in weights), shares=shares, is_tone=name == "sentiment")


def bar(weight: float, strongest: float) -> float:
    return min(100.0, abs(weight) / strongest * 100)


def words_at(post: Post, weight: Weight, *, lifted: bool) -> str:
    span = weight.span
    return masked(post, span.field, lifted=lifted)[span.start : span.end].strip() if span else ""


def said_of(correction: Correction) -> Said:
    tables: dict[str, Mapping[str, Any]] = {
        "sentiment": words.SENTIMENTS,
        "category": words.CATEGORIES,
        "urgent": URGENT,
    }
    table = tables.get(correction.field, {})
    was, now = (table.get(code, code) for code in (correction.was, correction.now))
    text = _("Confirmed: %(now)s") if correction.was == correction.now else _("Changed by hand: %(was)s → %(now)s")
    return Said(at=correction.at, who=correction.person.name, text=text % {"was": was, "now": now})


def copies_of(seat: Seat, post: Post) -> int:
    """Count other posts that say the same after folding."""
    key = post.reading.copy_key
    return Post.objects.filter(brand=seat.brand, reading__copy_key=key).exclude(pk=post.pk).count() if key else 0


def growth_of(seat: Seat, story: Any) -> SafeString:
    """Draw how the post's story grew."""
    rows = Post.objects.filter(place__story=story).values_list("published_at", "reading__sentiment")
    times = [at for at, _tone in rows]
    over = stretch(story.first_post_at, max(story.last_post_at, story.first_post_at), most=24)
    negative = over.counts(at for at, tone in rows if tone == "negative")
    total = ngettext("%(count)s post", "%(count)s posts", len(times)) % {"count": thousands(len(times))}
    return line_chart(
        Figure(
            sentence=_("Growth of the story: %(total)s") % {"total": total},
            labels=over.labels(),
            lines=(Line(_("All"), over.counts(times)), Line(_("Negative"), negative, "neg")),
            unit=_("posts per %(minutes)s min") % {"minutes": thousands(per_bucket(over.every))},
            size="s",
        )
    )
