"""What would a draft of watches take of the posts it is tried on, shown post by post with the reason?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from firebreak.console.home.settings.sampling import Sample
from firebreak.core.listen.trial import Tried, Verdict, hear, phrases_to_exclude, try_watches
from firebreak.core.terms import Post, Span, Watch
from firebreak.core.text.pii import find_pii, mask

SHOWN = {Verdict.TAKEN: 6, Verdict.NOISE: 6, Verdict.MISSED: 6, Verdict.LEFT: 4}
LOOKS: dict[Verdict, tuple[Promise, str, str]] = {
    Verdict.TAKEN: (pgettext_lazy("trial", "taken"), "ok", "check"),
    Verdict.NOISE: (pgettext_lazy("trial", "by mistake"), "warn", "tri"),
    Verdict.MISSED: (pgettext_lazy("trial", "missed"), "bad", "tri"),
    Verdict.LEFT: (pgettext_lazy("trial", "left"), "plain", "x"),
}
NOISE = gettext_lazy("This is noise")
NEEDLESS = gettext_lazy("Need not come in")
WANTED = gettext_lazy("This is wanted")
BEFORE, LONG = 24, 110  # characters of a post that are shown, and how many of them before the first hit

Piece = tuple[str, str]  # look ("hit", "not" or nothing), words


@dataclass(frozen=True, slots=True)
class Row:
    """A post as a trial shows it: personal data hidden, what was heard marked.

    A person may say one thing about it: `mark` is "noise" or "wanted", in the words of `label`, and `marked` once said.
    """

    key: str
    verdict: Verdict
    pieces: tuple[Piece, ...]
    source: str
    why: str
    mark: str
    label: Promise
    marked: bool

    @property
    def look(self) -> tuple[Promise, str, str]:
        """Give word, look and icon of the verdict."""
        return LOOKS[self.verdict]


@dataclass(frozen=True, slots=True)
class Said:
    """The keys of the posts that a person called noise, or wanted."""

    noise: frozenset[str]
    wanted: frozenset[str]

    def of(self, key: str, verdict: Verdict) -> tuple[str, Promise, bool]:
        """Give what may be said of a post, in which words, and whether it was."""
        if verdict in (Verdict.TAKEN, Verdict.NOISE):
            return "noise", NOISE, key in self.noise
        if key in self.noise or (verdict is Verdict.MISSED and key not in self.wanted):
            return "noise", NEEDLESS, key in self.noise
        return "wanted", WANTED, key in self.wanted


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft makes of a sample: counts by verdict, some rows of each, and words that would keep noise out.

    `before` counts what is taken now, `also` what another watch takes anyway; None where nothing listens in its place,
    or where there are no others. `noise` and `wanted` are the keys that a person marked and that no row shows.
    """

    size: int
    stored: int
    counts: dict[str, int]
    before: int | None
    also: int | None
    rows: tuple[Row, ...]
    proposals: tuple[tuple[str, int], ...]
    noise: tuple[str, ...]
    wanted: tuple[str, ...]

    @property
    def taken(self) -> int:
        """Everything that would come in, noise included."""
        return self.counts["taken"] + self.counts["noise"]

    @property
    def noise_share(self) -> float:
        return self.counts["noise"] / self.taken if self.taken else 0.0

    @property
    def also_share(self) -> float:
        return (self.also or 0) / self.taken if self.taken else 0.0

    @property
    def hidden(self) -> int:
        return self.size - len(self.rows)


def run_trial(
    sample: Sample,
    draft: Sequence[Watch],
    *,
    standing: Sequence[Watch] = (),
    others: Sequence[Watch] = (),
    noise: Collection[str] = (),
    wanted: Collection[str] = (),
) -> Trial:
    """Try a draft on a sample; `standing` is what listens now in its place. Raises BadWatch as the matcher does."""
    posts = sample.posts
    tried = try_watches(
        posts,
        draft,
        standing=standing,
        others=others,
        noise={place for place, post in enumerate(posts) if post.id in noise},
        wanted={place for place, post in enumerate(posts) if post.id in wanted},
    )
    said = Said(frozenset(noise), frozenset(wanted))
    rows = tuple(rows_of(sample, tried, said))
    shown = {row.key for row in rows}
    return Trial(
        size=len(posts),
        stored=sample.stored,
        counts={verdict.value: sum(one.verdict is verdict for one in tried) for verdict in Verdict},
        before=sum(one.was for one in tried) if standing else None,
        also=sum(one.also for one in tried if one.why == "heard") if others else None,
        rows=rows,
        proposals=tuple(phrases_to_exclude(posts, tried)),
        noise=tuple(sorted(said.noise - shown)),
        wanted=tuple(sorted(said.wanted - shown)),
    )


def taken_by(sample: Sample, watches: Sequence[Watch]) -> list[int]:
    """Count how many posts of a sample each watch takes."""
    heard = hear(sample.posts, {str(place): [watch] for place, watch in enumerate(watches)})
    return [len(spans) for spans in heard.values()]


def rows_of(sample: Sample, tried: Sequence[Tried], said: Said) -> Iterable[Row]:
    """Give some posts of each verdict, each words once: first what is new, and what an unwanted word keeps out."""
    for verdict, most in SHOWN.items():
        places = [place for place, one in enumerate(tried) if one.verdict is verdict]
        places.sort(key=lambda place: (tried[place].why == "absent", place < sample.stored))
        found: dict[str, int] = {}
        for place in places:
            found.setdefault(sample.posts[place].id, place)
        for place in list(found.values())[:most]:
            yield row_of(sample.posts[place], tried[place], said)


def row_of(post: Post, one: Tried, said: Said) -> Row:
    field = next((span.field for span in (*one.hits, *one.struck)), "text" if post.text else "title")
    text = post.title if field == "title" else post.text
    text = mask(text, [(found.span.start, found.span.end) for found in find_pii(text)])
    marks = [("hit", span) for span in one.hits] + [("not", span) for span in one.struck]
    pieces = excerpt(text, [(look, span) for look, span in marks if span.field == field])
    why, shown = why_of(one, text), tuple(pieces)
    return Row(post.id, one.verdict, shown, post.source, why, *said.of(post.id, one.verdict))


def why_of(one: Tried, text: str) -> str:
    """Say in a sentence why a post is taken or not."""
    if one.why == "excluded":
        words = "」「".join(dict.fromkeys(text[span.start : span.end] for span in one.struck))
        return _("kept out by “%(words)s”") % {"words": words}
    if one.why == "too_far":
        return _("the words stand too far apart: NEAR/%(within)d would take it") % {"within": one.within}
    if one.why == "was_heard":
        return _("taken so far, no longer")
    return _("another watch takes it") if one.also and not one.hits else ""


def excerpt(text: str, marks: Sequence[tuple[str, Span]]) -> Iterable[Piece]:
    """Cut a post around its first mark into marked and plain pieces on one line."""
    first = min((span.start for _look, span in marks), default=0)
    low = max(0, first - BEFORE) if len(text) > LONG else 0
    high, at = min(len(text), low + LONG), low
    if low:
        yield "", "…"
    for look, span in sorted(marks, key=lambda mark: mark[1].start):
        if at <= span.start and span.end <= high:
            yield "", one_line(text[at : span.start])
            yield look, text[span.start : span.end]
            at = span.end
    yield "", one_line(text[at:high]) + ("…" if high < len(text) else "")


def one_line(words: str) -> str:
    return words.replace("\n", " ").replace("\r", " ")


def told_change(trial: Trial) -> str:
    """Say in one sentence what would change."""
    if not trial.size:
        return ""
    if trial.before is None:
        told = ngettext("%(n)d of %(all)d post would come in.", "%(n)d of %(all)d posts would come in.", trial.size)
        return told % {"n": trial.taken, "all": trial.size}
    if trial.taken == trial.before:
        return _("As many as now: %(n)d of %(all)d.") % {"n": trial.taken, "all": trial.size}
    return _("%(n)d of %(all)d would come in, %(before)d do now.") % {
        "n": trial.taken, "all": trial.size, "before": trial.before,
    }  # fmt: skip
