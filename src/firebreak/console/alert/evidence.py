"""On which posts does an alarm rest?"""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from firebreak.console.alert.finding import MOST_ASIDE, episodes_of, late_of, unannounced
from firebreak.console.alert.hearing import posts_heard
from firebreak.console.alert.models import Alert
from firebreak.console.alert.narrow import aside_of
from firebreak.console.alert.told import counted_in, told_stories
from firebreak.console.assess.facts import GRAVE, NEGATIVE, NO_PRAISE, harms_in
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.core.alert.rule import FIRST_EVER, LOUD, OF_WATCH
from firebreak.core.terms import Alarm, Signal

MOST = 20
BITTER = (Signal.STORY_GROWTH, Signal.NEGATIVE_VOLUME, Signal.NEGATIVE_SHARE)  # what complaints alone raise
COUNTED = {  # … or what its line says was counted
    "climb_of_complaints": NEGATIVE,
    "climb_without_praise": NO_PRAISE,
    "volume_without_praise": NO_PRAISE,
}


def evidence_for(brand: Brand, alarm: Alarm, story: Story | None, *, at: datetime) -> list[int]:
    """Give the keys of the posts that raised an alarm: those of the hard rule first, then those that were counted.

    Each kind comes in the order in which it was published, so that the same alarm has the same evidence.
    """
    counted = posts_of(brand, alarm, story, at=at)
    grave = of_hard_rule(told_by(story, at=at) if story else counted)
    others = counted.exclude(pk__in=grave).values_list("pk", flat=True)[: MOST - len(grave)]
    return [*grave, *others]


def posts_of(brand: Brand, alarm: Alarm, story: Story | None, *, at: datetime) -> QuerySet[Post]:
    """Give the posts that an alarm counted; of a hard rule, which counts nothing, the urgent ones of its story."""
    if story:
        rows = told_by(story, at=at)
        rows = rows.filter(published_at__gt=at - alarm.window) if alarm.window else rows.filter(reading__urgent=True)
    elif alarm.window:
        rows = counted_in(brand, alarm.window, told=told_stories(brand, at=at), at=at)
        if meant_by(alarm) is NO_PRAISE:
            rows = unannounced(rows, brand, begins=at - alarm.window, at=at)
        rows = heard_in(rows, brand, alarm, at=at)
    else:
        rows = Post.objects.none()
    return rows.filter(meant_by(alarm), said_in(alarm)).order_by("published_at", "pk")


def heard_in(rows: QuerySet[Post], brand: Brand, alarm: Alarm, *, at: datetime) -> QuerySet[Post]:
    """Keep what the watch heard whose range was left; of the whole brand what is no matter of somebody else's."""
    if alarm.signal not in LOUD:
        return rows
    if name := next((one.facts["watch"] for one in alarm.reasons if one.code == OF_WATCH), None):
        meant = rows.filter(meant_by(alarm)).order_by("published_at", "pk")
        return Post.objects.filter(pk__in=posts_heard(meant, name, most=MOST))
    aside = aside_of(brand, at=at, late=late_of(episodes_of(brand), at=at))
    return rows.exclude(pk__in=[one.post for one in aside][-MOST_ASIDE:]) if aside else rows


def said_in(alarm: Alarm) -> Q:
    """Match the complaints that say what was never said before; all posts where an alarm is of something else."""
    terms = [term for one in alarm.reasons if one.code == FIRST_EVER for term in one.facts["terms"]]
    said = reduce(or_, (Q(text__icontains=term) | Q(title__icontains=term) for term in terms), Q())
    return said & (NEGATIVE | Q(reading__urgent=True)) if terms else said


def meant_by(alarm: Alarm) -> Q:
    """Match the posts that an alarm counts."""
    said = (COUNTED[one.code] for one in alarm.reasons if one.code in COUNTED)
    return next(said, NEGATIVE if alarm.signal in BITTER else Q())


def drop_from_evidence(brand: Brand, post: Post) -> list[int]:
    """Take an erased post out of the alerts that rested on it; gives their keys."""
    changed = []
    for alert in Alert.objects.filter(brand=brand, at__gte=post.published_at).only("pk", "evidence"):
        if post.pk in alert.evidence:
            alert.evidence = [pk for pk in alert.evidence if pk != post.pk]
            alert.save(update_fields=["evidence"])
            changed.append(alert.pk)
    return changed


def told_by(story: Story, *, at: datetime) -> QuerySet[Post]:
    return Post.objects.filter(place__story=story, published_at__lte=at).order_by("published_at", "pk")


def of_hard_rule(rows: QuerySet[Post]) -> list[int]:
    """Give the first posts that tell of serious harm and show it (R1.25)."""
    shown = rows.annotate(shown=KeyTextTransform("evidence", "reading__detail")).exclude(shown="[]")
    found = []
    for pk, *told in shown.filter(reading__urgent=True).values_list("pk", *GRAVE).iterator():
        harms, is_shown = harms_in(*told)
        if harms and is_shown:
            found.append(pk)
        if len(found) == MOST:
            break
    return found
