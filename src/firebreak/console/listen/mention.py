"""What does one post say, why was it read so, and to what does it belong?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from firebreak.console.access import Seat
from firebreak.console.bulk import timed
from firebreak.console.charts import Figure, Line, line_chart
from firebreak.console.formats import thousands
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import captures_of
from firebreak.console.listen.genre import EMPLOYER, genre_of, guess
from firebreak.console.listen.growth import stretch, unit_of
from firebreak.console.listen.history import Said, by_hand_of, history_of
from firebreak.console.listen.inbox import GRAVE, author_of, emotion_of, masked
from firebreak.console.listen.models import Correction, Post
from firebreak.console.listen.near import Kin, kin_of
from firebreak.console.listen.urgency import REASONS, Urgency, why_urgent
from firebreak.console.listen.why import Head, Renewed, evidence_spans, heads_of, read_again, renewed
from firebreak.core.terms import Author

LONG = 3000  # characters shown before a post is folded

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
class Medium:
    kind: str
    url: str
    host: str


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
    lifted_for: int  # seconds for which the mask is lifted; 0: it is not
    heads: list[Head]
    urgency: list[str]
    why_urgent: Urgency | None
    renewed: Renewed | None
    emotion: str
    story: Any
    assessment: Any
    growth: SafeString | None
    kin: Kin
    captures: list[Capture]
    by_hand: dict[str, Correction]
    history: list[Said]

    @property
    def length(self) -> int:
        return len(self.post.text)

    @property
    def lifted_minutes(self) -> int:
        return -(-self.lifted_for // 60)

    @property
    def likely(self) -> str:
        """Give the machine's score beside the machine's sentiment; a person's word has none."""
        by_machine = "sentiment" not in self.by_hand and self.post.reading.sentiment != "neutral"
        return f"{self.post.reading.score:+.2f}".replace("-", "−") if by_machine else ""

    @property
    def last_word(self) -> Correction | None:
        return max(self.by_hand.values(), key=lambda one: (one.at, one.pk), default=None)

    @property
    def is_grave(self) -> bool:
        return bool(self.story and self.story.severity in GRAVE)

    @property
    def is_of_employer(self) -> bool:
        return is_employer_review(self.post)

    @property
    def incident(self) -> Any:
        return getattr(self.story, "incident", None) if self.story else None


def is_employer_review(post: Post) -> bool:
    """Tell whether a post speaks of the brand as an employer: by the sort of its feed, or by where it stands."""
    return EMPLOYER in (genre_of(post.via.config if post.via else {}), guess(post.url))


def mention_of(seat: Seat, post: Post, *, lifted_for: int = 0, gone: Collection[int] = ()) -> Mention:
    """Gather one post, read once more with the words that made the scores; masked, unless lifted for some seconds.

    `gone` names holders who hold nothing any more.
    """
    lifted = lifted_for > 0
    again = read_again(post)
    reading, words = again.readings.reading(0, explain=True), again.readings.cited_of(0)
    spans = evidence_spans(post, reading, words)
    paragraphs = cut(masked(post, "text", lifted=lifted), spans["text"])
    shown, rest = fold_long(paragraphs)
    place = getattr(post, "place", None)
    story = place.story if place else None
    corrections = corrections_of(post)
    return Mention(
        post=post,
        author=author_of(seat, post, lifted=lifted),
        title=Words(masked(post, "title", lifted=lifted), spans["title"]),
        paragraphs=shown,
        rest=rest,
        url=safe_url(post.url),
        media=[medium_of(one) for one in post.media],
        hidden=len(post.reading.detail.get("pii", ())),
        lifted_for=lifted_for,
        heads=heads_of(post, reading, lifted=lifted),
        urgency=[str(REASONS.get(code, code)) for code in post.reading.detail.get("reasons", ())],
        why_urgent=why_urgent(post, again.readings, words, lifted=lifted),
        renewed=renewed(post, corrections, reading, again.model),
        emotion=emotion_of(post),
        story=story,
        assessment=story.assessments.order_by("-pk").first() if story else None,
        growth=growth_of(seat, story) if story else None,
        kin=kin_of(seat, post),
        captures=captures_of(seat.brand, post),
        by_hand=by_hand_of(corrections),
        history=history_of(seat, post, corrections, gone=gone),
    )


def corrections_of(post: Post) -> list[Correction]:
    """Give what people said of a post's reading, oldest first; one that nobody corrected has none."""
    if not post.reading.corrected:
        return []
    return list(post.corrections.select_related("person").order_by("at", "pk"))


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


def growth_of(seat: Seat, story: Any) -> SafeString:
    """Draw how the post's story grew."""
    rows = list(timed(Post.objects.filter(place__story=story), "published_at", "reading__sentiment"))
    times = [at for at, _tone in rows]
    over = stretch(story.first_post_at, max(story.last_post_at, story.first_post_at), most=24)
    negative = over.counts(at for at, tone in rows if tone == "negative")
    total = ngettext("%(count)s post", "%(count)s posts", len(times)) % {"count": thousands(len(times))}
    return line_chart(
        Figure(
            sentence=_("Growth of the story: %(total)s") % {"total": total},
            labels=over.labels(),
            lines=(Line(_("All"), over.counts(times)), Line(_("Negative"), negative, "neg")),
            unit=unit_of(over.every),
            size="s",
        )
    )
