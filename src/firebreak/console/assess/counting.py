"""How many posts has a story, how many of them speak against the brand, since when, and on which sources?"""

from collections.abc import Iterable

from django.db.models import Count, Max, Min, Q, QuerySet

from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Reading
from firebreak.core.terms import Sentiment

COUNTS = {
    "post_count": Count("pk"),
    "negative_count": Count("pk", filter=Q(sentiment=Sentiment.NEGATIVE)),
    "urgent_count": Count("pk", filter=Q(urgent=True)),
    "first_post_at": Min("post__published_at"),
    "last_post_at": Max("post__published_at"),
}
NO_POSTS: dict[str, object] = {"post_count": 0, "negative_count": 0, "urgent_count": 0, "told_on": ""}


def recount(story: Story) -> None:
    """Work a story's counts out anew from its posts."""
    Story.objects.filter(pk=story.pk).update(**counted(story))


def counted(story: Story) -> dict[str, object]:
    """Count a story from rows; an empty one keeps its times."""
    found: dict[str, object] = Reading.objects.filter(post__place__story=story).aggregate(**COUNTS)
    told_on = sources_in(StoryPost.objects.filter(story=story)).get(story.pk, "")
    return {"told_on": told_on} | {name: value for name, value in found.items() if value is not None}


def counted_all(brand: Brand) -> dict[int, dict[str, object]]:
    """Count every story of a brand that has posts, by primary key."""
    rows = Reading.objects.filter(post__place__story__brand=brand).order_by()
    grouped = rows.values_list("post__place__story").annotate(**COUNTS)
    sources = sources_in(StoryPost.objects.filter(story__brand=brand))
    return {
        story: dict(zip(COUNTS, found, strict=True)) | {"told_on": sources.get(story, "")} for story, *found in grouped
    }


def sources_in(places: QuerySet[StoryPost]) -> dict[int, str]:
    """Give the sources on which each story (by primary key) was told, one a line."""
    found: dict[int, set[str]] = {}
    for story, source in places.order_by().values_list("story", "post__source").distinct():
        found.setdefault(story, set()).add(source)
    return {story: one_a_line(sources) for story, sources in found.items()}


def one_a_line(sources: Iterable[str]) -> str:
    return "\n".join(sorted(filter(None, sources)))
