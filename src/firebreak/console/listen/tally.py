"""How many posts were said in each five minutes, as far as we listened, whatever came of them since?

To the posts that are there belong those that were erased in their time, and not those that a source only showed when we
came to it: they are a rest of what was said before, and would look like more than is usual.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain

from django.db.models import F, Q, Sum, Value

from firebreak.console.govern.models import Brand
from firebreak.console.listen.bygone import Bygone
from firebreak.console.listen.models import BUCKET_SECONDS, Post, Rollup, Source

UPLOAD = "upload"  # a file brings a past as it was
BACKLOG = Q(via__isnull=False, published_at__lt=F("via__created_at")) & ~Q(via__kind=UPLOAD)
Counted = tuple[int, str, int, int]  # bucket, tone, posts, and of those that were erased the voices that complained


def tally(brand: Brand, first: int, end: int) -> Iterator[Counted]:
    """Count the posts of the buckets `first` ≤ bucket < `end` by tone, in any order; one may come several times."""
    return chain(there_and_gone(brand, first, end), shown_before(brand, first, end))


def there_and_gone(brand: Brand, first: int, end: int) -> Iterable[Counted]:
    """Count the posts that are there and those that were erased in their time."""
    within = {"brand": brand, "bucket__gte": first, "bucket__lt": end}
    there = Rollup.objects.filter(**within).values_list("bucket", "sentiment")
    gone = Bygone.objects.filter(**within).values_list("bucket", "sentiment")
    return there.annotate(posts=Sum("count"), heard=Value(0)).union(
        gone.annotate(posts=Sum("count"), heard=Sum("voices")), all=True
    )


def shown_before(brand: Brand, first: int, end: int) -> Iterator[Counted]:
    """Take off what sources that were added since `first` showed of the time before they were."""
    later = Source.ever.filter(brand=brand, created_at__gte=began(first + 1)).exclude(kind=UPLOAD)
    shown = Post.objects.filter(BACKLOG, brand=brand, published_at__gte=began(first), published_at__lt=began(end))
    rows = shown.filter(via__in=later.values("pk"))
    for when, tone in rows.values_list("published_at", "reading__sentiment"):
        yield int(when.timestamp()) // BUCKET_SECONDS, tone, -1, 0


def began(bucket: int) -> datetime:
    return datetime.fromtimestamp(bucket * BUCKET_SECONDS, tz=UTC)
