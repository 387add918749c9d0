"""Do people still complain about it? Counts of one category: as many days before the incident as since the action."""

from datetime import datetime, timedelta

from django.db.models import Sum

from firebreak.console.govern.models import Brand
from firebreak.console.learn.models import Check
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.core.terms import Sentiment


def complaints_around(check: Check, *, at: datetime) -> tuple[int, int]:
    """Count complaints of the incident's category: in the days before its first post, and since the action was done."""
    action = check.action
    incident, done = action.incident, action.done_at or at
    span = min(timedelta(days=check.days), at - done)
    before = complaints(
        incident.brand, incident.category, since=incident.golden_start - span, until=incident.golden_start
    )
    return before, complaints(incident.brand, incident.category, since=at - span, until=at)


def complaints(brand: Brand, category: str, *, since: datetime, until: datetime) -> int:
    """Count negative mentions of a category from the stored counts, which stay when posts are erased in their time."""
    first, last = (int(moment.timestamp()) // BUCKET_SECONDS for moment in (since, until))
    rows = Rollup.objects.filter(brand=brand, bucket__gte=first, bucket__lt=last)
    found = rows.filter(sentiment=Sentiment.NEGATIVE, category=category).aggregate(total=Sum("count"))["total"]
    return max(0, found or 0)
