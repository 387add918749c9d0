"""Which posts belong to a matter that somebody was told of already, and count no more for the brand as a whole?"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from firebreak.console.alert.models import Alert, Episode
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import BUCKET_SECONDS, Post
from firebreak.console.listen.tally import BACKLOG, began

TOLD = timedelta(hours=6)  # so long after its alert, and after what raised it was last there, a story is a told one


def told_stories(brand: Brand, *, at: datetime) -> list[int]:
    """Give the stories that were alerted a short while ago or whose alarm goes on, and what they were merged into."""
    running = Episode.objects.filter(brand=brand, last__gt=at - TOLD).values("key")
    rows = Alert.objects.filter(Q(at__gt=at - TOLD) | Q(key__in=running), brand=brand, story__isnull=False)
    pairs = rows.order_by().values_list("story", "story__merged_into")
    return sorted({story for pair in pairs for story in pair if story is not None})


def counted_in(brand: Brand, length: timedelta, *, told: Collection[int], at: datetime) -> QuerySet[Post]:
    """Give the posts of the window that ends at `at`, without those of told stories."""
    rows = Post.objects.filter(brand=brand, published_at__gte=at - length, published_at__lte=at).exclude(BACKLOG)
    return rows.exclude(place__story__in=told) if told else rows


def told_in(brand: Brand, first: int, end: int, *, told: Collection[int]) -> Iterator[tuple[int, str]]:
    """Give bucket and tone of each post of told stories in the buckets `first` ≤ bucket < `end`."""
    if told:
        within = {"published_at__gte": began(first), "published_at__lt": began(end)}
        rows = Post.objects.filter(brand=brand, place__story__in=told, **within).exclude(BACKLOG)
        for when, tone in rows.order_by().values_list("published_at", "reading__sentiment"):
            yield int(when.timestamp()) // BUCKET_SECONDS, tone
