"""What does a brand look like at this moment, for the alarm rules of core to look at?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.firsts import firsts_of
from firebreak.console.alert.hearing import Hit
from firebreak.console.alert.learning import unusual_of
from firebreak.console.alert.models import Episode as EpisodeRow
from firebreak.console.alert.narrow import ONE_MATTER, aside_of, watches_now
from firebreak.console.alert.told import counted_in, told_stories
from firebreak.console.assess.facts import NEGATIVE, NO_PRAISE
from firebreak.console.assess.ruling import assessment_of
from firebreak.console.assess.services import Judged
from firebreak.console.govern.models import Brand
from firebreak.console.listen.habit import habit_of
from firebreak.console.listen.models import Post, Source, SourceHour
from firebreak.console.listen.silence import awake_since, hour_of, is_fed, silent_since, usual_since
from firebreak.core.alert.detect.watching import Talk, Unusual
from firebreak.core.alert.rule import BrandNow, Episode, SourceNow, StoryNow
from firebreak.core.terms import Signal

HOUR = timedelta(hours=1)
MOST_ASIDE = 20_000  # as many posts as a database can be asked to leave out
GIVING_DAYS, GIVING_SPAN = 14, timedelta(days=28)  # who gave on so many days is listened to, and may fall


def brand_now(brand: Brand, judged: Sequence[Judged], *, at: datetime) -> BrandNow:
    """Gather what the alarm rules look at."""
    told = told_stories(brand, at=at)
    watches, episodes = watches_now(brand, told=told, at=at), episodes_of(brand)
    aside = aside_of(brand, watches, at=at, late=late_of(episodes, at=at))
    return BrandNow(
        brand=brand.slug,
        unusual=unusual_now(brand, told=told, aside=aside, at=at),
        watches=watches,
        stories=stories_now(judged, brand, at=at),
        firsts=firsts_of(brand, told=told, at=at),
        sources=sources_now(brand, at=at),
        episodes=episodes,
    )


def stories_alone(brand: Brand, judged: Sequence[Judged], *, at: datetime) -> BrandNow:
    """Gather what the alarm rules look at of some stories, and nothing of the brand beside them."""
    return BrandNow(brand=brand.slug, stories=stories_now(judged, brand, at=at), episodes=episodes_of(brand))


def late_of(episodes: Mapping[str, Episode], *, at: datetime) -> list[str]:
    """Name the subjects whose alarm was there within the longest window."""
    return [name for name, one in episodes.items() if one.last > at - ONE_MATTER]


def unusual_now(brand: Brand, *, told: Collection[int], at: datetime, aside: Sequence[Hit] = ()) -> tuple[Unusual, ...]:
    """Give what the detector finds in what is left beside stories that were told already and what was put aside."""
    found = unusual_of(brand, told=told, aside=aside, at=at)
    left = (untold(brand, one, told=told, aside=aside, at=at) for one in found)
    return tuple(one for one in left if one is not None)


def untold(brand: Brand, one: Unusual, *, told: Collection[int], aside: Sequence[Hit], at: datetime) -> Unusual | None:
    """Judge a window, also of days, without the posts of told stories; a drop is none where nobody listens day by day.

    Talk in an announced campaign that is no praise is expected; of complaints the detector knows how many are.
    """
    if one.signal is Signal.DROP:
        return one if is_listened_to(brand, at=at) else None
    apart = [hit.post for hit in aside if one.begins <= hit.at <= at][-MOST_ASIDE:]
    rows = counted_in(brand, at - one.begins, told=told, at=at).exclude(pk__in=apart)
    if one.of is Talk.NO_PRAISE:
        rows = unannounced(rows, brand, begins=one.begins, at=at)
    negative, sober = Count("pk", filter=NEGATIVE), Count("pk", filter=NO_PRAISE)
    counts = rows.aggregate(posts=Count("pk"), negative=negative, sober=sober)
    rest = one.with_only(**{name: min(count, getattr(one, name)) for name, count in counts.items()})
    return rest if rest.stands else None


def is_listened_to(brand: Brand, *, at: datetime) -> bool:
    """Tell whether posts come in by themselves: they came on many of the last days, not all at once from a file."""
    rows = SourceHour.objects.filter(source__brand=brand, hour__gt=hour_of(at - GIVING_SPAN), kept__gt=0)
    return len({hour // 24 for hour in rows.values_list("hour", flat=True)}) >= GIVING_DAYS


def unannounced(rows: QuerySet[Post], brand: Brand, *, begins: datetime, at: datetime) -> QuerySet[Post]:
    """Leave out what was published while an announced campaign ran."""
    for one in Campaign.objects.filter(brand=brand).during(begins, at):
        rows = rows.exclude(published_at__gte=one.begins, published_at__lt=one.over)
    return rows


def stories_now(judged: Sequence[Judged], brand: Brand, *, at: datetime) -> tuple[StoryNow, ...]:
    """Say how each judged story stands in its brand's hour."""
    if not judged:
        return ()
    keys = [one.story.pk for one in judged]
    recent = Post.objects.filter(place__story__in=keys, published_at__gt=at - HOUR, published_at__lte=at).order_by()
    negative = recent.filter(NEGATIVE).values_list("place__story")
    counts = dict(negative.annotate(Count("pk")))
    usual = habit_of(brand, negative=True, at=at).usual(at - HOUR, HOUR)
    return tuple(
        StoryNow(
            key=one.story.code,
            facts=one.facts,
            assessment=assessment_of(one.assessment),
            negative_last_hour=counts.get(one.story.pk, 0),
            usual_negative=usual,
        )
        for one in judged
    )


def sources_now(brand: Brand, *, at: datetime) -> tuple[SourceNow, ...]:
    """Say how the sources stand that should be heard: those that are visited, and webhooks that were called before.

    One that was given up on after failures should answer too; what a person paused should not.
    """
    if not is_fed(brand):
        return ()
    visited, called = Q(next_at__isnull=False) | Q(failures__gt=0), Q(kind="webhook", gave_at__isnull=False)
    found = list(Source.objects.filter(visited | called, brand=brand, paused=False))
    awake = awake_since(at=at) if found else at
    return tuple(source_now(source, awake=awake, at=at) for source in found)


def source_now(source: Source, *, awake: datetime, at: datetime) -> SourceNow:
    """Say how long a source has been silent; a webhook is not asked, so that it owes no answer."""
    since = silent_since(source, awake=awake, at=at)
    return SourceNow(
        key=f"{source.pk}",
        last_answer=at if source.kind == "webhook" else source.last_ok_at or source.created_at,
        every=timedelta(seconds=source.every_seconds),
        usual=usual_since(source, since, at=at) if since else None,
        last_post=since,
    )


def episodes_of(brand: Brand) -> dict[str, Episode]:
    rows = EpisodeRow.objects.filter(brand=brand)
    return {row.subject: Episode(key=row.key, began=row.began, last=row.last) for row in rows}


def keep_episodes(brand: Brand, episodes: dict[str, Episode], known: dict[str, Episode]) -> None:
    """Remember the episodes that began or went on."""
    new = [
        EpisodeRow(brand=brand, subject=subject, **asdict(episode))
        for subject, episode in sorted(episodes.items())
        if known.get(subject) != episode
    ]
    EpisodeRow.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["brand", "subject"], update_fields=["key", "began", "last"]
    )
