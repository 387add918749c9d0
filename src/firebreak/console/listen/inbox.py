"""Which mentions wait for a person? Views, filters and pages of the list; each row as its reader may see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from json import dumps
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.listen.forms import HOURS, MentionFilter
from firebreak.console.listen.models import Post, Watch
from firebreak.console.listen.platform import posts_from
from firebreak.console.listen.search import find
from firebreak.core.govern.privacy import shown_author
from firebreak.core.terms import Act, Author, Emotion, Severity
from firebreak.core.text.pii import mask

PAGE = 30
MANY = 1000  # counts stop here: nobody reads further, and the page stays quick
FOUND = 2000
SNIPPET = 140
FELT = 0.3  # least strength of an emotion that is named
RECENT = timedelta(days=7)
GRAVE = [Severity.S1.value, Severity.S2.value]

NEEDS = Q(reading__sentiment="negative") | Q(reading__urgent=True) | Q(reading__uncertain=True)
UNDECIDED = Q(reading__corrected=False, place__by__isnull=True, place__story__incident__isnull=True)
VIEWS: Mapping[str, tuple[Promise, Promise]] = {
    "untriaged": (
        pgettext_lazy("view", "Untriaged"),
        gettext_lazy("Negative, urgent or undecided posts of the last 7 days about which nobody has decided yet"),
    ),
    "high": (pgettext_lazy("view", "High risk"), gettext_lazy("Urgent posts, and negative ones of S1 and S2 stories")),
    "negative": (pgettext_lazy("view", "Negative"), gettext_lazy("Negative posts")),
    "all": (pgettext_lazy("view", "All"), gettext_lazy("Every post")),
}
LABELS = {
    "sentiment": gettext_lazy("Sentiment"),
    "category": gettext_lazy("Category"),
    "source": gettext_lazy("Source"),
    "watch": gettext_lazy("Watch"),
    "story": gettext_lazy("Story"),
    "q": gettext_lazy("Search"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: a view, and what it is narrowed to."""

    view: str = "untriaged"
    chosen: Mapping[str, Any] = field(default_factory=dict)

    def query(self, *, without: str = "", **changes: Any) -> str:
        """Write the list as a query string, with one condition less or others more."""
        parts = {"view": self.view, **self.chosen, **changes}
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
class Chip:
    """One condition of the list, and the list without it."""

    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Row:
    """A mention in the list; `words` are masked and short."""

    post: Post
    author: Author
    words: str
    emotion: str
    story: Any
    decided: bool

    @property
    def level(self) -> str:
        return self.story.severity if self.story else ""

    @property
    def media(self) -> int:
        return len(self.post.media)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    after: str  # where the next page begins; "" at the end


def filter_form(seat: Seat, data: Any) -> MentionFilter:
    """Offer the sources and watches that this brand has."""
    sources = Post.objects.filter(brand=seat.brand).order_by("source").values_list("source", flat=True).distinct()
    watches = Watch.objects.filter(brand=seat.brand).order_by("pk").values_list("name", flat=True)
    return MentionFilter(data, sources=list(sources), watches=list(watches))


def wanted(data: Mapping[str, Any], form: MentionFilter) -> Wanted:
    """Read the list that an address asks for; who searches looks through all there is."""
    chosen = form.chosen()
    usual = "all" if {"q", "story", "watch"} & set(chosen) else "untriaged"
    view = str(data.get("view") or usual)
    return Wanted(view=view if view in VIEWS else usual, chosen=chosen)


def posts_of(seat: Seat, want: Wanted) -> QuerySet[Post]:
    """Give the posts of a list, newest first."""
    rows = Post.objects.filter(brand=seat.brand).filter(conditions(want.chosen, at=seat.at))
    rows = rows.filter(in_view(want.view, at=seat.at))
    if "q" in want.chosen:
        rows = rows.filter(pk__in=find(seat.brand, want.chosen["q"], private=seat.may(Act.UNMASK), most=FOUND))
    return rows.order_by("-published_at", "-pk")


def in_view(view: str, *, at: datetime) -> Q:
    if view == "untriaged":
        return NEEDS & UNDECIDED & Q(published_at__gt=at - RECENT)
    if view == "high":
        return Q(reading__urgent=True) | Q(reading__sentiment="negative", place__story__severity__in=GRAVE)
    return Q(reading__sentiment="negative") if view == "negative" else Q()


def conditions(chosen: Mapping[str, Any], *, at: datetime) -> Q:
    """Turn what is chosen into conditions on posts."""
    names = {"sentiment": "reading__sentiment", "category": "reading__category"}
    found = Q(**{path: chosen[name] for name, path in names.items() if name in chosen})
    if "source" in chosen:
        found &= posts_from(chosen["source"])
    if "story" in chosen:
        found &= Q(place__story__number=chosen["story"])
    if "hours" in chosen:
        found &= Q(published_at__gt=at - timedelta(hours=int(chosen["hours"])))
    if "urgent" in chosen:
        found &= Q(reading__urgent=True)
    if "watch" in chosen:
        found &= heard_by(chosen["watch"])
    return found


def heard_by(watch: str) -> Q:
    """Keep the posts in which a watch was heard; JSON may be kept with or without spaces and escapes."""
    names = {dumps(watch, ensure_ascii=False), dumps(watch)}
    told = [f'"watch":{space}{name}' for name in names for space in ("", " ")]
    return reduce(or_, (Q(reading__detail__about__icontains=one) for one in told))


def tabs(seat: Seat, want: Wanted) -> list[Tab]:
    """Give the views with how many wait in those that ask for work."""
    counted = {"untriaged", "high"}
    return [
        Tab(
            code=code,
            label=str(label),
            hint=str(hint),
            query=want.query(view=code),
            current=code == want.view,
            count=count_text(posts_of(seat, Wanted(code, want.chosen))) if code in counted else "",
        )
        for code, (label, hint) in VIEWS.items()
    ]


def count_text(rows: QuerySet[Post]) -> str:
    count = rows[: MANY + 1].count()
    return f"{MANY:,}+" if count > MANY else f"{count:,}"


def chips(seat: Seat, want: Wanted) -> list[Chip]:
    """Give every condition as a chip that takes it away."""
    return [Chip(chip_text(name, value), want.query(without=name)) for name, value in want.chosen.items()]


def chip_text(name: str, value: Any) -> str:
    if name == "hours":
        return str(HOURS[value])
    if name == "urgent":
        return _("Urgent only")
    tables: dict[str, Mapping[str, Any]] = {
        "sentiment": words.SENTIMENTS,
        "category": words.CATEGORIES,
        "source": words.PLATFORMS,
    }
    shown = f"ST-{value:04d}" if name == "story" else tables.get(name, {}).get(value, value)
    return _("%(what)s: %(value)s") % {"what": LABELS[name], "value": shown}


def page_of(seat: Seat, want: Wanted, *, after: str = "") -> Page:
    """Give one page of a list; `after` is the place where the page before it ended."""
    rows = posts_of(seat, want)
    place = read_place(after)
    if place:
        at, pk = place
        rows = rows.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
    found = list(rows.select_related("reading", "place__story__incident")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(rows=[row_of(seat, post) for post in found[:PAGE]], after=place_of(last) if last else "")


def page_beside(seat: Seat, want: Wanted, pk: int) -> Page:
    """Give the first page for an opened post; one that was decided a moment ago keeps its row in it."""
    page = page_of(seat, want)
    if not page.rows or any(row.post.pk == pk for row in page.rows):
        return page
    rows = posts_of(seat, Wanted("all", want.chosen)).select_related("reading", "place__story__incident")
    found = rows.filter(pk=pk, reading__corrected=True).first()
    if found is None or (page.after and order_of(found) < order_of(page.rows[-1].post)):
        return page
    kept = [*page.rows, row_of(seat, found)]
    return Page(rows=sorted(kept, key=lambda row: order_of(row.post), reverse=True), after=page.after)


def order_of(post: Post) -> tuple[datetime, int]:
    return post.published_at, post.pk


def place_of(post: Post) -> str:
    return f"{post.published_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{post.pk}"


def read_place(text: str) -> tuple[datetime, int] | None:
    """Read a place in the list; one that cannot be read is the beginning."""
    moment, _dash, pk = text.partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), int(pk)
    except ValueError:
        return None


def row_of(seat: Seat, post: Post) -> Row:
    place = getattr(post, "place", None)
    return Row(
        post=post,
        author=author_of(seat, post),
        words=snippet(post),
        emotion=emotion_of(post),
        story=place.story if place else None,
        decided=is_decided(post),
    )


def is_decided(post: Post) -> bool:
    """Tell whether a person has decided about a post: corrected it, moved it, or works on its incident."""
    place = getattr(post, "place", None)
    return post.reading.corrected or bool(place and (place.by_id or hasattr(place.story, "incident")))


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
    felt = post.reading.detail.get("emotions") or {}
    known = {code: felt[code] for code in felt if code in set(Emotion)}
    strongest = max(known, key=lambda code: known[code], default="")
    return strongest if strongest and known[strongest] >= FELT else ""


def newest_id(brand: Brand) -> int:
    """Give the highest id there is: what comes later is new to a list that was made now."""
    return Post.objects.filter(brand=brand).order_by("-pk").values_list("pk", flat=True).first() or 0


def count_new(seat: Seat, want: Wanted, *, since: int) -> int:
    """Count the posts of a list that came after it was made."""
    return posts_of(seat, want).filter(pk__gt=since)[: MANY + 1].count()


def neighbours(rows: Iterable[Row], pk: int) -> tuple[int | None, int | None]:
    """Give the ids before and after a post among the rows shown."""
    ids = [row.post.pk for row in rows]
    if pk not in ids:
        return None, None
    here = ids.index(pk)
    return (ids[here - 1] if here else None), (ids[here + 1] if here + 1 < len(ids) else None)
