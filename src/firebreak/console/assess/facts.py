"""What is known of a story at one moment, gathered from its rows for core to judge?

The database does the counting, so that a story of ten thousand posts is judged as fast as one of ten.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from django.db.models import Avg, Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from firebreak.console.assess.models import Story
from firebreak.console.listen.models import Post
from firebreak.core.terms import Category, PostKind, Sentiment, StoryFacts

HOUR = timedelta(hours=1)
NEGATIVE = Q(reading__sentiment=Sentiment.NEGATIVE)
SERIOUS = frozenset(
    [
        "bodily_harm",
        "danger",
        "foreign_body",
        "poisoning",
        "pests",
        "privacy_leak",
        "hidden_camera",
        "serious_defect_evidence",
    ]
)


@dataclass(frozen=True, slots=True)
class Grave:
    """Does any post tell of something serious, does any show evidence, does one do both?"""

    serious: bool
    evidence: bool
    both: bool


def facts_at(story: Story, *, at: datetime, usual_per_hour: float) -> StoryFacts:
    """Gather the facts of the posts that were out by `at`; `usual_per_hour` is what the brand expects at this time."""
    posts = Post.objects.filter(place__story=story, published_at__lte=at)
    counts, authors, grave = counts_of(posts, at=at), authors_of(posts), grave_of(posts)
    return StoryFacts(
        posts=counts["posts"],
        negative=counts["negative"],
        urgent=counts["urgent"],
        last_hour=counts["last_hour"],
        hour_before=counts["hour_before"],
        usual_per_hour=usual_per_hour,
        authors=authors["authors"] or 0,
        followers=authors["followers"] or 0,
        top_followers=authors["top"] or 0,
        interactions=counts["likes"] + counts["comments"] + counts["shares"],
        shares=counts["shares"] + counts["reshares"],
        sources=counts["sources"],
        news=counts["news"],
        intensity=counts["intensity"] or 0.0,
        category=category_of(posts),
        serious=grave.serious,
        evidence=grave.evidence,
        serious_with_evidence=grave.both,
    )


def counts_of(posts: QuerySet[Post], *, at: datetime) -> Mapping[str, int]:
    sums = {name: Coalesce(Sum(name), 0) for name in ("likes", "comments", "shares")}
    return posts.aggregate(
        posts=Count("pk"),
        negative=Count("pk", filter=NEGATIVE),
        urgent=Count("pk", filter=Q(reading__urgent=True)),
        last_hour=Count("pk", filter=Q(published_at__gt=at - HOUR)),
        hour_before=Count("pk", filter=Q(published_at__gt=at - 2 * HOUR, published_at__lte=at - HOUR)),
        reshares=Count("pk", filter=~Q(reshare_of="")),
        sources=Count("source", distinct=True),
        news=Count("pk", filter=Q(kind=PostKind.NEWS)),
        intensity=Avg("reading__intensity", filter=NEGATIVE),
        **sums,
    )


def authors_of(posts: QuerySet[Post]) -> Mapping[str, int | None]:
    """Count distinct authors and add up their followers; unknown counts as none."""
    who = Case(When(author_id="", then=F("author_name")), default=F("author_id"))
    each = posts.order_by().annotate(who=who).values("source", "who").annotate(most=Max("followers"))
    return each.aggregate(authors=Count("*"), followers=Sum("most"), top=Max("most"))


def category_of(posts: QuerySet[Post]) -> Category:
    """Give the commonest category among negative posts (else among all); of equals, the gravest."""
    rows = posts.order_by().values_list("reading__category")
    told = list(rows.annotate(Count("pk"), negative=Count("pk", filter=NEGATIVE)))
    bitter = {Category(code): negative for code, _, negative in told if negative and Category(code).is_complaint}
    counts = bitter or {Category(code): count for code, count, _ in told}
    order = list(Category)
    return min(counts, key=lambda code: (-counts[code], order.index(code)), default=Category.OTHER)


def grave_of(posts: QuerySet[Post]) -> Grave:
    """Look at the kinds of posts that are urgent or carry media."""
    rows = posts.order_by().filter(Q(reading__urgent=True) | ~Q(media=[]))
    kinds = rows.values_list(
        "reading__urgent",
        "reading__sentiment",
        "reading__category",
        KeyTextTransform("reasons", "reading__detail"),
        KeyTextTransform("evidence", "reading__detail"),
    ).distinct()
    found = [
        (
            urgent and tone == Sentiment.NEGATIVE and not SERIOUS.isdisjoint(words(reasons)),
            Category(code).is_complaint and bool(words(evidence)),
        )
        for urgent, tone, code, reasons, evidence in kinds
    ]
    return Grave(
        serious=any(serious for serious, _ in found),
        evidence=any(shown for _, shown in found),
        both=any(serious and shown for serious, shown in found),
    )


def words(stored: str | None) -> Iterable[str]:
    """Read a list of words that the database gave as text."""
    found: list[str] = orjson.loads(stored) if stored else []
    return found
