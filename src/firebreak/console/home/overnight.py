"""What changed at a brand from one instant to another? Numbers and keys of records, as a brief keeps them.

Names are left out on purpose: a story is named by a post, and a brief must not outlive what was erased.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from firebreak.console.alert import calendar
from firebreak.console.alert.models import Alert
from firebreak.console.assess import weak
from firebreak.console.assess.models import StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.home.health import health_of, points_of
from firebreak.console.home.period import DAY
from firebreak.console.home.recent import Recent, heard_in
from firebreak.console.home.running import Running, with_timeline
from firebreak.console.home.volume import CHANCE, LEAST_PAST, midnight_of
from firebreak.console.listen.blind import PAUSED, blind_spots
from firebreak.console.listen.growth import Stretch, stretch
from firebreak.console.listen.habit import counts
from firebreak.console.listen.health import checked, in_trouble
from firebreak.console.listen.models import BUCKET_SECONDS, Rollup
from firebreak.console.respond.clocks import OUTWARD
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.alert.baseline import Habit, learn_habit
from firebreak.core.terms import Phase, Sentiment

Facts = dict[str, Any]
BARS = 30  # at most so many buckets in the chart
LISTED = 8  # so many of a kind are listed, and all are counted
BACK = "back"  # a source that was not heard in the night, and is again
LEAST_POSTS = 5  # a story with fewer has neither risen nor cooled


def overnight(brand: Brand, *, since: datetime, until: datetime) -> Facts:
    """Gather everything that one brief tells."""
    return {
        "volume": volume(brand, since=since, until=until),
        "incidents": incidents(brand, since=since, until=until),
        "alerts": alerts(brand, since=since, until=until),
        "stories": stories(brand, since=since, until=until),
        "weak": weak.facts_of(brand, at=until),
        "sources": sources(brand, since=since, until=until),
        "due": due_today(brand, at=until),
        "days": calendar.facts_of(brand, at=until),
        "health": points_of(health_of(Recent(brand, until))),
    }


def habit_before(brand: Brand, *, negative: bool, ends: datetime) -> Habit | None:
    """Learn what is usual from before the night, so that the night does not explain itself."""
    past = counts(brand, ends=ends, negative=negative)
    return learn_habit(past, ends=ends) if len(past) >= LEAST_PAST else None


def volume(brand: Brand, *, since: datetime, until: datetime) -> Facts:
    """Count what was heard beside what is usual for these hours; without a past there is no usual."""
    ((mentions, share),) = heard_in(brand, [(since, until)]).values()
    over = stretch(since, until, most=BARS)
    whole, part = bars(brand, over, since=since, until=until)
    found: Facts = {
        "mentions": mentions,
        "negative": round((share or 0.0) * mentions),
        "start": over.start.isoformat(),
        "every": int(over.every.total_seconds()),
        "all": whole,
        "bad": part,
    }
    habit = habit_before(brand, negative=False, ends=since)
    return found | (usual(brand, habit, over, since=since, until=until) if habit else {})


def usual(brand: Brand, habit: Habit, over: Stretch, *, since: datetime, until: datetime) -> Facts:
    night = habit.over(since, until)
    bad = habit_before(brand, negative=True, ends=since)
    ranges = [habit.usual(over.begins(index), over.every).range(CHANCE) for index in range(over.count)]
    return {
        "usual": round(night.mean, 1),
        "low": night.low(CHANCE / 2),
        "high": night.high(CHANCE / 2),
        "usual_share": round(bad.over(since, until).mean / night.mean, 3) if bad and night.mean else None,
        "lows": [one.low for one in ranges],
        "highs": [one.high for one in ranges],
    }


def bars(brand: Brand, over: Stretch, *, since: datetime, until: datetime) -> tuple[list[int], list[int]]:
    """Give all and negative mentions of each bucket of the chart."""
    first, last = (int(one.timestamp()) // BUCKET_SECONDS for one in (since, until))
    rows = Rollup.objects.filter(brand=brand, bucket__gt=first, bucket__lte=last)
    negative = Sum("count", filter=Q(sentiment=Sentiment.NEGATIVE.value))
    begins, every = int(over.start.timestamp()), int(over.every.total_seconds())
    whole, part = [0] * over.count, [0] * over.count
    for bucket, heard_all, bad in rows.values_list("bucket").annotate(heard=Sum("count"), bad=negative):
        place = (bucket * BUCKET_SECONDS - begins) // every
        whole[place] += heard_all
        part[place] += bad or 0
    return whole, part


def incidents(brand: Brand, *, since: datetime, until: datetime) -> list[Facts]:
    """List the incidents that run, and those that something happened to, the gravest first."""
    rows = Incident.objects.filter(brand=brand, opened_at__lte=until)
    touched = Moment.objects.filter(incident__brand=brand, at__gt=since, at__lte=until).values("incident")
    found = with_timeline(rows.filter(~Q(phase=Phase.CLOSED.value) | Q(pk__in=touched)))
    lines = [
        {
            "pk": one.pk,
            "severity": one.severity,
            "phase": one.phase,
            "news": happened(one, since=since, until=until),
        }
        for one in found.order_by("severity", "number")
    ]
    return sorted(lines, key=lambda line: (line["severity"], not line["news"]))


def happened(incident: Incident, *, since: datetime, until: datetime) -> list[str]:
    """Name what became of an incident within the night, in the order in which it matters."""
    within = [one for one in incident.moments.all() if since < one.at <= until]
    phases = [one.facts.get("now") for one in within if one.kind == "phase"]
    news = {
        "opened": since < incident.opened_at <= until,
        "relapsed": incident.relapsed_at is not None and since < incident.relapsed_at <= until,
        "breach": any(one.kind == "breach" for one in within),
        "outward": any(one.kind in OUTWARD for one in within),
        "closed": bool(phases) and phases[-1] == Phase.CLOSED.value,
        "phase": bool(phases) and phases[-1] != Phase.CLOSED.value,
    }
    return [code for code, is_so in news.items() if is_so]


def alerts(brand: Brand, *, since: datetime, until: datetime) -> Facts:
    """Count the alerts of the night, and list the gravest with who has answered by its end."""
    rows = Alert.objects.filter(brand=brand, at__gt=since, at__lte=until)
    answered = Q(acknowledged_at__isnull=False, acknowledged_at__lte=until)
    waiting = rows.exclude(answered).filter(closed_at__isnull=True, silence__isnull=True).count()
    lines = [alert_line(one, until=until) for one in rows.order_by("-at", "-pk")]
    lines.sort(key=lambda line: line["severity"] or "S9")
    return {"count": len(lines), "waiting": waiting, "lines": lines[:LISTED]}


def alert_line(alert: Alert, *, until: datetime) -> Facts:
    taken = alert.acknowledged_at if alert.acknowledged_at and alert.acknowledged_at <= until else None
    return {
        "pk": alert.pk,
        "severity": alert.severity,
        "signal": alert.signal,
        "at": alert.at.isoformat(),
        "by": alert.acknowledged_by_id if taken else None,
        "seconds": int((taken - alert.at).total_seconds()) if taken else None,
        "closed": alert.closed_at is not None and alert.closed_at <= until,
        "silenced": alert.silence_id is not None,
    }


def stories(brand: Brand, *, since: datetime, until: datetime) -> Facts:
    """Tell which stories had clearly more mentions than in the same time before, and which clearly fewer."""
    now, before = posts_by_story(brand, since, until), posts_by_story(brand, since - (until - since), since)
    lines = [{"pk": key, "now": now.get(key, 0), "before": before.get(key, 0)} for key in now.keys() | before.keys()]
    risen = [one for one in lines if one["now"] >= LEAST_POSTS and one["now"] >= 2 * one["before"]]
    cooled = [one for one in lines if one["before"] >= LEAST_POSTS and 2 * one["now"] <= one["before"]]
    risen.sort(key=lambda one: (one["before"] - one["now"], one["pk"]))
    cooled.sort(key=lambda one: (one["now"] - one["before"], one["pk"]))
    return {"risen": risen[:LISTED], "cooled": cooled[:LISTED]}


def posts_by_story(brand: Brand, since: datetime, until: datetime) -> dict[int, int]:
    rows = StoryPost.objects.filter(
        story__brand=brand,
        story__merged_into__isnull=True,
        post__brand=brand,
        post__published_at__gt=since,
        post__published_at__lte=until,
    )
    return dict(rows.values_list("story").annotate(count=Count("pk")).order_by())


def sources(brand: Brand, *, since: datetime, until: datetime) -> list[Facts]:
    """List the sources that are not heard now, and for how long those were not that are heard again."""
    now = [
        {"pk": one.source.pk, "health": one.health.value, "seconds": int(one.lag.total_seconds()) if one.lag else None}
        for one in in_trouble(checked(brand, at=until))
    ]
    gone = {one["pk"] for one in now}
    back: dict[int, float] = {}
    for spot in blind_spots(brand, since=since, at=until):
        key = spot.spot.source_id
        if not spot.open and spot.spot.code != PAUSED and key not in gone:
            back[key] = back.get(key, 0.0) + spot.length.total_seconds()
    return now + [{"pk": key, "health": BACK, "seconds": int(seconds)} for key, seconds in sorted(back.items())]


def due_today(brand: Brand, *, at: datetime) -> list[Facts]:
    """List what runs out before midnight, or is overdue already, soonest first."""
    midnight = midnight_of(at) + DAY
    found = []
    for one in with_timeline(Incident.objects.filter(brand=brand).running()):
        open_clocks = [each for each in Running(one, at).clocks if each.met is None and not each.over_at_start]
        found += [(each.due, one, each.name) for each in open_clocks if each.due < midnight]
    found.sort(key=lambda line: (line[0], line[1].pk))
    return [{"pk": one.pk, "clock": name, "due": due.isoformat()} for due, one, name in found]


def since_last(last: datetime | None, *, until: datetime) -> datetime:
    """Give where a brief begins: where the last one ended, but at most three days back; the first looks back a day."""
    return until - DAY if last is None else max(last, until - 3 * DAY)
