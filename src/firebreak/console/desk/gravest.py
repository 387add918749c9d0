"""Which mentions of S1 and S2 stories stand on the desk? A few of each brand, the gravest, however many wait there."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber

from firebreak.console.access import Seat
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.desk.places import Place
from firebreak.console.listen import inbox
from firebreak.console.listen.handled import NEEDS, awake
from firebreak.console.listen.models import Post

MENTIONS_OF_A_BRAND = 10
NEWEST = (F("published_at").desc(), F("pk").desc())


def gravest(at_brand: Mapping[int, Place], *, at: datetime) -> list[Post]:
    """Give the gravest undecided mentions of each brand: by level, what is urgent before what is not, the newest first.

    Brands with few are asked together. Where a brand has many, all of them would be sorted again after each act upon
    one, so there the newest of each level are looked for until there are enough.
    """
    loud = loud_brands(at_brand, at=at)
    quiet = at_brand.keys() - loud
    found = list(of_quiet(quiet, at=at)) if quiet else []
    for brand in loud:
        found += of_loud(at_brand[brand].seat, at=at)
    return found


def loud_brands(brands: Collection[int], *, at: datetime) -> set[int]:
    """Give the brands whose grave stories have many posts."""
    rows = Story.objects.filter(brand__in=brands, last_post_at__gt=at - inbox.RECENT, severity__in=inbox.GRAVE)
    counts = rows.order_by().values_list("brand").annotate(posts=Sum("post_count"))
    return {brand for brand, posts in counts if posts > inbox.FEW}


def of_quiet(brands: Collection[int], *, at: datetime) -> QuerySet[Post]:
    order: list[str | OrderBy] = ["place__story__severity", F("reading__urgent").desc(), *NEWEST]
    nth = Window(RowNumber(), partition_by="brand", order_by=order)
    told = StoryPost.objects.filter(story__brand__in=brands, story__severity__in=inbox.GRAVE).order_by()
    recent = told.filter(story__last_post_at__gt=at - inbox.RECENT).values_list("post", flat=True)
    rows = Post.objects.filter(undecided(at), pk__among=list(recent))
    return with_all(rows.annotate(nth=nth).filter(nth__lte=MENTIONS_OF_A_BRAND))


def of_loud(seat: Seat, *, at: datetime) -> list[Post]:
    """Look through one level after the other, and no further than needed."""
    found: list[Post] = []
    for rows in lanes(seat, at=at):
        found += with_all(rows)[: MENTIONS_OF_A_BRAND - len(found)]
        if len(found) == MENTIONS_OF_A_BRAND:
            break
    return found


def lanes(seat: Seat, *, at: datetime) -> Iterator[QuerySet[Post]]:
    """Give the mentions of each level in order; the posts of a level that has few are named to the database."""
    want = inbox.Wanted()
    for level in inbox.GRAVE:
        few = inbox.ids_in_stories(seat, want, level)
        if few is not None:
            rows = Post.objects.filter(undecided(at), pk__among=few)
            yield rows.order_by(F("reading__urgent").desc(), *NEWEST)
            continue
        rows = Post.objects.filter(undecided(at), brand=seat.brand, place__story__severity=level).order_by(*NEWEST)
        urgent = inbox.urgent_ids(seat, want)
        yield rows.filter(reading__urgent=True) if urgent is None else rows.filter(pk__among=urgent)
        yield rows.filter(reading__urgent=False)


def with_all(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.select_related("reading", "place__story__incident", "handling__holder", "reuse")


def undecided(at: datetime) -> Q:
    """Keep the posts of the last days about which a person must decide."""
    open_still = Q(place__by__isnull=True, handling__closed_at__isnull=True)
    recent = Q(published_at__gt=at - inbox.RECENT, published_at__lte=at)
    return NEEDS & open_still & recent & awake(at)
