"""Do the stored counts say what the rows say?"""

from collections import Counter

from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Reading, Rollup
from firebreak.console.listen.rows import RollupKey, bucket_of


def recount(brand: Brand) -> Counter[RollupKey]:
    """Count every post of a brand anew."""
    rows = Reading.objects.filter(post__brand=brand).values_list(
        "post__published_at", "post__source", "sentiment", "category"
    )
    return Counter((bucket_of(at), source, sentiment, category) for at, source, sentiment, category in rows.iterator())


def rollups_differ(brand: Brand) -> list[tuple[RollupKey, int, int]]:
    """Give each key whose stored count is not the true one: key, stored, true."""
    rows = Rollup.objects.filter(brand=brand).values_list("bucket", "source", "sentiment", "category", "count")
    stored = {(bucket, source, sentiment, category): count for bucket, source, sentiment, category, count in rows}
    true = recount(brand)
    keys = sorted(stored.keys() | true.keys())
    return [(key, stored.get(key, 0), true[key]) for key in keys if stored.get(key, 0) != true[key]]
