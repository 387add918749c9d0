"""Which mentions wait for a person? The views of the list and what they hold; each row as its reader may see it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Max, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console.access import Seat
from firebreak.console.formats import capped
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.conditions import conditions
from firebreak.console.listen.forms import MentionFilter
from firebreak.console.listen.handled import Handling, Reuse, asleep, awake, undecided
from firebreak.console.listen.handling import gone_among, gone_holders, holders, last_deed
from firebreak.console.listen.models import Post, Reading, Watch
from firebreak.console.listen.origins import sources_of
from firebreak.console.listen.search import find
from firebreak.core.govern.privacy import shown_author
from firebreak.core.terms import Act, Author, Emotion, Sentiment, Severity
from firebreak.core.text.pii import mask

Found = TypeVar("Found")

MANY = 1000  # counts stop here: nobody reads further, and the page stays quick
FOUND = 2000
FEW = 2000
LATEST = 500
SNIPPET = 140
FELT = 0.3  # least strength of an emotion that is named
RECENT = timedelta(days=7)
GRAVE = [Severity.S1.value, Severity.S2.value]

OPEN = Q(handling__closed_at__isnull=True)
VIEWS: Mapping[str, tuple[Promise, Promise]] = {
    "untriaged": (
        pgettext_lazy("view", "Untriaged"),
        gettext_lazy("Negative, urgent or undecided posts of the last 7 days about which nobody has decided yet"),
    ),
    "mine": (
        pgettext_lazy("view", "Assigned to me"),
        gettext_lazy("Mentions that you hold and that are neither closed nor asleep"),
    ),
    "high": (
        pgettext_lazy("view", "High risk"),
        gettext_lazy("Urgent posts, and negative ones of S1 and S2 stories, that nobody has closed"),
    ),
    "asleep": (pgettext_lazy("view", "Snoozed"), gettext_lazy("Mentions that come back later, by themselves")),
    "positive": (
        pgettext_lazy("view", "Positive"),
        gettext_lazy("Good words: to thank for, to learn from, to use again"),
    ),
    "negative": (pgettext_lazy("view", "Negative"), gettext_lazy("Negative posts")),
    "all": (pgettext_lazy("view", "All"), gettext_lazy("Every post")),
}
TABS = ("untriaged", "mine", "high", "asleep", "positive", "all")
COUNTED = ("untriaged", "mine", "high", "asleep")
BY_RISK = ("untriaged", "mine", "high", "asleep")
"""Views that are short enough to be put in order of risk, and begin so where something must be done first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: a view, what it is narrowed to, and its order; "" is the usual one of the view."""

    view: str = "untriaged"
    chosen: Mapping[str, Any] = field(default_factory=dict)
    sort: str = ""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # what was looked up once

    @property
    def order(self) -> str:
        return self.sort or usual_order(self.view)

    @property
    def may_sort_by_risk(self) -> bool:
        return self.view in BY_RISK or "hours" in self.chosen

    def query(self, *, without: str = "", **changes: Any) -> str:
        """Write the list as a query string, with one condition less or others more."""
        parts = {"view": self.view, **self.chosen, "sort": self.sort, **changes}
        parts = {name: "1" if value is True else value for name, value in parts.items() if name != without and value}
        return urlencode(parts)


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    label: str
    hint: str
    query: str
    current: bool
    count: str


@dataclass(frozen=True, slots=True)
class Row:
    """A mention in the list; `words` are masked and short, `seen` is the last act upon it that this row knows of.

    Whoever held it and has `left` holds nothing any more: it waits for anybody.
    """

    post: Post
    author: Author
    words: str
    emotion: str
    story: Any
    decided: bool
    alike: int = 0
    seen: int = 0
    handling: Handling | None = None
    left: bool = False
    sleeps: bool = False
    reuse: Reuse | None = None

    @property
    def level(self) -> str:
        return self.story.severity if self.story else ""

    @property
    def holder(self) -> Person | None:
        return self.handling.holder if self.handling and not self.left else None

    @property
    def media(self) -> int:
        return len(self.post.media)


def usual_order(view: str) -> str:
    return "risk" if view in ("untriaged", "high") else "newest"


def filter_form(seat: Seat, data: Any) -> MentionFilter:
    """Offer the sources, watches and people that this brand has."""
    sources = sources_of(seat.brand)
    watches = Watch.objects.filter(brand=seat.brand).order_by("pk").values_list("name", flat=True)
    return MentionFilter(data, sources=sources, watches=list(watches), people=holders(seat.brand, at=seat.at))


def wanted(data: Mapping[str, Any], form: MentionFilter) -> Wanted:
    """Read the list that an address asks for; who searches looks through all there is."""
    chosen = form.chosen()
    usual = "all" if {"q", "story", "watch", "holder", "state", "tag"} & set(chosen) else "untriaged"
    view = str(data.get("view") or usual)
    want = Wanted(view=view if view in VIEWS else usual, chosen=chosen)
    sort = str(data.get("sort", ""))
    is_other = sort in ("newest", "risk") and sort != want.order
    return replace(want, sort=sort) if is_other and (sort != "risk" or want.may_sort_by_risk) else want


def posts_of(seat: Seat, want: Wanted, *, named: Sequence[int] | None = None) -> QuerySet[Post]:
    """Give the posts of a list, newest first; `named` are some of the brand, which are then looked up one by one."""
    known = [ids for ids in (named, searched(seat, want) if "q" in want.chosen else None) if ids is not None]
    rows = listed(seat, want)
    rows = rows if known else rows.filter(brand=seat.brand)
    for ids in known:
        rows = rows.filter(pk__among=ids)
    return rows.order_by("-published_at", "-pk")


def listed(seat: Seat, want: Wanted) -> QuerySet[Post]:
    """Give the posts of any brand that a list would hold, written once: its lanes and its number narrow it further."""
    name = f"posts {want.query()}"
    if name not in want.memo:
        gone = gone_of(seat, want) if "state" in want.chosen else ()
        rows = Post.objects.filter(conditions(want.chosen, at=seat.at, gone=gone))
        want.memo[name] = rows.filter(in_view(seat, want))
    found: QuerySet[Post] = want.memo[name]
    return found


def searched(seat: Seat, want: Wanted) -> list[int]:
    """Give the posts that hold the words of a search, looked for once."""
    if "found" not in want.memo:
        want.memo["found"] = find(seat.brand, want.chosen["q"], private=seat.may(Act.UNMASK), most=FOUND)
    found: list[int] = want.memo["found"]
    return found


def in_view(seat: Seat, want: Wanted) -> Q:
    view = want.view
    if view == "untriaged":
        return waiting(seat, want)
    if view == "mine":
        mine = Handling.objects.filter(brand=seat.brand, holder=seat.person, closed_at__isnull=True)
        return upon(want, view, mine) & awake(seat.at)
    if view == "asleep":
        return upon(want, view, sleepers(seat)) & asleep(seat.at)
    if view == "high":
        return high(seat, want)
    return Q(reading__sentiment=view) if view in ("negative", "positive") else Q()


def waiting(seat: Seat, want: Wanted) -> Q:
    """Keep what nobody has decided about or holds; what slept for long comes back however old it is."""
    free, oldest = undecided(seat.at, gone=gone_of(seat, want)), oldest_back(seat, want)
    if oldest is None:
        return free & Q(published_at__gt=seat.at - RECENT)
    woken = Q(published_at__gt=seat.at - RECENT) | Q(pk__in=back_of(seat).values("post"))
    return free & Q(published_at__gte=oldest) & woken


def back_of(seat: Seat) -> QuerySet[Handling]:
    """Give what was put to sleep and is awake again, or may be."""
    return sleepers(seat).filter(Q(asleep_until__lte=seat.at) | Q(until_rise=True))


def oldest_back(seat: Seat, want: Wanted) -> datetime | None:
    """Tell from when the oldest post is that slept and is older than the others that wait, looked up once."""
    if "oldest" not in want.memo:
        oldest = back_of(seat).aggregate(oldest=Min("post__published_at"))["oldest"]
        want.memo["oldest"] = oldest if oldest and oldest <= seat.at - RECENT else None
    found: datetime | None = want.memo["oldest"]
    return found


def gone_of(seat: Seat, want: Wanted) -> list[int]:
    """Name those who hold mentions and are gone, looked up once."""
    if "gone" not in want.memo:
        want.memo["gone"] = gone_holders(seat.brand, at=seat.at)
    gone: list[int] = want.memo["gone"]
    return gone


def high(seat: Seat, want: Wanted) -> Q:
    urgent, grave = urgent_ids(seat, want), ids_in_stories(seat, want, *GRAVE)
    now = Q(reading__urgent=True) if urgent is None else Q(pk__among=urgent)
    told = Q(place__story__severity__in=GRAVE) if grave is None else Q(pk__among=grave)
    return OPEN & (now | (Q(reading__sentiment="negative") & told))


def ids_in_stories(seat: Seat, want: Wanted, *levels: str) -> list[int] | None:
    """Give the posts of the brand's stories of these levels; None where they are many."""
    if set(levels) <= set(GRAVE) and (grave := grave_ids(seat, want)) is not None:
        return [pk for pk, level in grave if level in levels]
    rows = Post.objects.filter(place__story__brand=seat.brand, place__story__severity__in=levels).order_by()
    return few(want, " ".join(levels), rows.values_list("pk", flat=True))


def grave_ids(seat: Seat, want: Wanted) -> list[tuple[int, str]] | None:
    """Give the posts of all grave stories with the level of each; None where they are many together."""
    rows = Post.objects.filter(place__story__brand=seat.brand, place__story__severity__in=GRAVE).order_by()
    return few(want, "grave", rows.values_list("pk", "place__story__severity"))


def urgent_ids(seat: Seat, want: Wanted) -> list[int] | None:
    """Give what a person must look at now, whatever the volume; None where it is much."""
    found = few(want, "urgent", Reading.objects.filter(urgent=True).order_by().values_list("pk", flat=True))
    if found is None or "urgent here" in want.memo:
        return None if found is None else want.memo["urgent here"]
    brands = Post.objects.filter(pk__in=found).order_by().values_list("pk", "brand_id")
    here = want.memo["urgent here"] = [pk for pk, brand in brands if brand == seat.brand.pk]
    return here


def few(want: Wanted, name: str, rows: QuerySet[Any, Found]) -> list[Found] | None:
    """Give ids where they are few, so that nobody goes through all others for them; looked up once."""
    if name not in want.memo:
        want.memo[name] = list(rows[: FEW + 1])
    found: list[Found] = want.memo[name]
    return found if len(found) <= FEW else None


def upon(want: Wanted, name: str, handled: QuerySet[Handling]) -> Q:
    """Keep the posts of these handlings; where they are few the database is told which."""
    found = few(want, name, handled.values_list("post", flat=True))
    return Q(pk__in=handled.values("post")) if found is None else Q(pk__in=found)


def sleepers(seat: Seat) -> QuerySet[Handling]:
    """Give what was put to sleep at this brand, awake by now or not."""
    return Handling.objects.filter(Q(asleep_until__isnull=False) | Q(until_rise=True), brand=seat.brand)


def tabs(seat: Seat, want: Wanted) -> list[Tab]:
    """Give the views with how many wait in those that ask for work."""
    return [
        Tab(
            code=code,
            label=str(VIEWS[code][0]),
            hint=str(VIEWS[code][1]),
            query=replace(want, view=code, sort="").query(),
            current=code == want.view,
            count=count_text(posts_of(seat, replace(want, view=code))) if code in COUNTED else "",
        )
        for code in TABS
    ]


def count_text(rows: QuerySet[Post]) -> str:
    return capped(rows.order_by()[:MANY].count())


def rows_of(seat: Seat, posts: Sequence[Post]) -> list[Row]:
    """Make the rows of some posts; how many repeat each, and who of their holders is gone, is asked once for all."""
    alike = Counter(Reading.objects.filter(copy_of__in=[post.pk for post in posts]).values_list("copy_of", flat=True))
    gone = gone_among(seat.brand, posts, at=seat.at)
    return [row_of(seat, post, alike=alike[post.pk], gone=gone) for post in posts]


def row_of(seat: Seat, post: Post, *, alike: int = 0, gone: Collection[int] = ()) -> Row:
    place = getattr(post, "place", None)
    handling = getattr(post, "handling", None)
    return Row(
        post=post,
        author=author_of(seat, post),
        words=snippet(post),
        emotion=emotion_of(post),
        story=place.story if place else None,
        decided=is_decided(post, gone=gone),
        alike=alike,
        seen=last_deed(post),
        handling=handling,
        left=handling is not None and not handling.closed_at and handling.holder_id in gone,
        sleeps=handling is not None and is_asleep(handling, place.story if place else None, at=seat.at),
        reuse=getattr(post, "reuse", None),
    )


def is_asleep(row: Handling, story: Any, *, at: datetime) -> bool:
    """Tell of one mention what `asleep` keeps of many."""
    if row.closed_at:
        return False
    if row.until_rise:
        return story is None or (story.severity >= row.rise_level and story.post_count < (row.rise_posts or 0))
    return row.asleep_until is not None and row.asleep_until > at


def is_decided(post: Post, *, gone: Collection[int] = ()) -> bool:
    """Tell whether a person has decided what to do about a post: closed, took or moved it, or has its incident.

    Saying how it is to be read decides nothing. Who is `gone` holds nothing any more.
    """
    place, row = getattr(post, "place", None), getattr(post, "handling", None)
    handled = row is not None and bool(row.closed_at or (row.holder_id and row.holder_id not in gone))
    return handled or bool(place and (place.by_id or hasattr(place.story, "incident")))


def author_of(seat: Seat, post: Post, *, lifted: bool = False) -> Author:
    author = Author(id=post.author_id, name=post.author_name, followers=post.followers, verified=post.verified)
    return shown_author(author, seat.role, lifted=lifted)


def hidden_in(post: Post, name: str) -> list[tuple[int, int]]:
    """Give the places of personal data in one field."""
    return [(one["start"], one["end"]) for one in post.reading.detail.get("pii", ()) if one["field"] == name]


def masked(post: Post, name: str, *, lifted: bool = False) -> str:
    """Give one field as published, personal data hidden unless the mask is lifted; every offset holds."""
    text: str = getattr(post, name)
    return text if lifted else mask(text, hidden_in(post, name))


def snippet(post: Post) -> str:
    """Give the first words of a post on one line, masked."""
    line = " ".join(" ".join((masked(post, "title"), masked(post, "text")[: SNIPPET * 4])).split())
    return line if len(line) <= SNIPPET else line[: SNIPPET - 1] + "…"


def emotion_of(post: Post) -> str:
    """Name the strongest emotion where it is strong enough, else nothing."""
    code, strength = strongest_emotion(post)
    return code if strength >= FELT else ""


def strongest_emotion(post: Post) -> tuple[str, float]:
    """Give the strongest emotion that goes with the tone, and how strong it is in [0, 1]; "" and 0 where none is known.

    Nobody who complains is shown as joyful, and nobody who praises as hurt.
    """
    felt, tone = post.reading.detail.get("emotions") or {}, post.reading.sentiment
    foreign = {Sentiment.NEGATIVE: {Emotion.JOY}, Sentiment.POSITIVE: set(Emotion) - {Emotion.JOY}}.get(Sentiment(tone))
    known = {code: float(felt[code]) for code in set(Emotion) - (foreign or set()) if code in felt}
    strongest = max(known, key=lambda code: (known[code], code), default=None)
    return (strongest.value, known[strongest]) if strongest else ("", 0.0)


def newest_id(brand: Brand) -> int:
    """Give the brand's highest id, for what comes later is new; SQLite would go through all posts of the brand."""
    latest = Post.objects.order_by("-pk").values_list("brand", "pk")[:LATEST]
    newest = next((pk for owner, pk in latest if owner == brand.pk), 0)
    return newest or Post.objects.filter(brand=brand).order_by().aggregate(newest=Max("pk"))["newest"] or 0


def count_new(seat: Seat, want: Wanted, *, since: int) -> int:
    """Count the posts of a list that came after it was made, as far as anybody wants to know."""
    return posts_of(seat, want).filter(pk__gt=since).order_by()[:MANY].count()
