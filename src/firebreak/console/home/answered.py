"""How many of the negative mentions of a period were answered, and how soon? Counted from the replies published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Min

from firebreak.console.govern.models import Brand
from firebreak.console.respond.replies import Reply
from firebreak.core.terms import Sentiment


@dataclass(frozen=True, slots=True)
class Answered:
    """Of `negative` mentions so many have a reply; `middle`: the median time from a mention to its first one."""

    negative: int
    count: int
    middle: timedelta | None

    @property
    def share(self) -> float | None:
        return self.count / self.negative if self.negative else None


def answered_of(brand: Brand, *, negative: int, since: datetime, until: datetime) -> Answered:
    """Look at the mentions published in `since` < t ≤ `until`, of which `negative` are."""
    posts = {"post__published_at__gt": since, "post__published_at__lte": until}
    rows = Reply.objects.filter(brand=brand, published_at__lte=until, **posts)
    first = rows.filter(post__reading__sentiment=Sentiment.NEGATIVE).values("post").annotate(first=Min("published_at"))
    took = [max(at - said, timedelta()) for at, said in first.values_list("first", "post__published_at")]
    return Answered(max(negative, len(took)), len(took), median(took) if took else None)
