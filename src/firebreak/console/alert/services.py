"""Who is told, once per matter and episode, and who has answered?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from firebreak.console.access import Seat
from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.evidence import evidence_for
from firebreak.console.alert.finding import brand_now, keep_episodes, stories_alone
from firebreak.console.alert.learning import learn_ahead
from firebreak.console.alert.models import Alert, Delivery, Episode, Route, Silence
from firebreak.console.alert.narrow import learn_watches_ahead
from firebreak.console.alert.silence import end_silences, silent_again
from firebreak.console.alert.told import TOLD
from firebreak.console.assess.models import Story
from firebreak.console.assess.ruling import reason_rows
from firebreak.console.assess.services import Judged
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor, write_entry
from firebreak.console.listen.models import Source
from firebreak.core import flow
from firebreak.core.alert.rule import BrandNow
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act, Alarm, Role, Severity, Signal

DEFAULT_ROUTES: tuple[tuple[Severity, Role, timedelta], ...] = (
    (Severity.S1, Role.BRAND_PR, timedelta()),
    (Severity.S1, Role.AGENCY_LEAD, timedelta()),
    (Severity.S1, Role.LEGAL, timedelta()),
    (Severity.S1, Role.EXECUTIVE, timedelta(minutes=5)),
    (Severity.S2, Role.BRAND_PR, timedelta()),
    (Severity.S2, Role.AGENCY_LEAD, timedelta()),
    (Severity.S2, Role.EXECUTIVE, timedelta(minutes=15)),
    (Severity.S3, Role.AGENCY_LEAD, timedelta()),
    (Severity.S3, Role.BRAND_PR, timedelta(hours=1)),
    (Severity.S4, Role.CS_AGENT, timedelta()),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """An alarm of core with the records that it speaks of; the posts it rests on are looked for when it is told."""

    alarm: Alarm
    story: Story | None = None
    source: Source | None = None
    evidence: Callable[[], Sequence[int]] = tuple


def raise_alerts(*, brand: Brand, judged: Sequence[Judged], at: datetime) -> list[Alert]:
    """Look at a brand as it stands and record what is to be told and was not yet: one alert per story and episode.

    An alert whose matter has got worse since it was told is given again, at its new level.
    """
    learn_ahead(brand, at=at)
    learn_watches_ahead(brand, at=at)
    with transaction.atomic():
        lock_brand(brand)
        now = brand_now(brand, judged, at=at)
        alarms = alarms_of(brand, now, at=at)
        end_silences(brand, standing=[alarm.key for alarm in alarms], at=at)
        return raise_all(brand, alarms, judged, at=at)


@transaction.atomic
def raise_of_stories(*, brand: Brand, judged: Sequence[Judged], at: datetime) -> list[Alert]:
    """Do so for some stories alone, shortly after the whole brand was looked at."""
    if not judged:
        return []
    lock_brand(brand)
    return raise_all(brand, alarms_of(brand, stories_alone(brand, judged, at=at), at=at), judged, at=at)


def alarms_of(brand: Brand, now: BrandNow, *, at: datetime) -> list[Alarm]:
    """Give the alarms that stand, and remember their episodes."""
    alarms, episodes = flow.alert(now, at)
    keep_episodes(brand, episodes, dict(now.episodes))
    return alarms


def raise_all(brand: Brand, alarms: Iterable[Alarm], judged: Iterable[Judged], *, at: datetime) -> list[Alert]:
    stories = {one.story.code: one.story for one in judged}
    found = [finding_of(brand, alarm, stories, at=at) for alarm in alarms]
    return [alert for one in found if (alert := raise_alert(brand=brand, finding=one, at=at))]


def finding_of(brand: Brand, alarm: Alarm, stories: Mapping[str, Story], *, at: datetime) -> Finding:
    """Join an alarm with the records and posts that it rests on."""
    about = alarm.key.split(":")[1]
    if alarm.signal is Signal.SOURCE_SILENT:
        return Finding(alarm=alarm, source=Source.objects.get(brand=brand, pk=about))
    story = stories.get(about)
    return Finding(alarm=alarm, story=story, evidence=partial(evidence_for, brand, alarm, story, at=at))


def about(story: Story) -> Q:
    """Match alerts on a story and on those that were merged into it."""
    return Q(story=story) | Q(story__merged_into=story)


def was_told(brand: Brand, finding: Finding, *, at: datetime) -> bool:
    """Tell whether the finding's story was alerted a short while ago at this level or a worse one."""
    level = finding.alarm.severity
    if finding.story is None or level is None:
        return False
    recent = Alert.objects.filter(about(finding.story), brand=brand, at__gt=at - TOLD, silence__isnull=True)
    recent = recent.exclude(severity="")
    return any(not level.is_worse_than(Severity(one)) for one in recent.values_list("severity", flat=True))


@transaction.atomic
def raise_alert(*, brand: Brand, finding: Finding, at: datetime) -> Alert | None:
    """Record an alert and queue its deliveries; None when this matter and episode has been told already.

    One that a person has silenced is recorded all the same, and calls nobody.
    """
    alarm, level = finding.alarm, finding.alarm.severity.value if finding.alarm.severity else ""
    if was_told(brand, finding, at=at):
        return None
    silence = Silence.objects.over(brand, alarm.key, level, at=at)
    alert, created = Alert.objects.get_or_create(
        brand=brand,
        key=alarm.key,
        defaults={
            "signal": alarm.signal.value,
            "severity": level,
            "silence": silence,
            "story": finding.story,
            "source": finding.source,
            "at": at,
            "reasons": reason_rows(alarm.reasons),
            "expected": alarm.range.expected if alarm.range else None,
            "low": alarm.range.low if alarm.range else None,
            "high": alarm.range.high if alarm.range else None,
            "observed": alarm.observed,
            "evidence": lambda: list(finding.evidence()),  # type: ignore[misc]  # Django calls it where it makes one
        },
    )
    if not created:
        silent_again(alert, reason_rows(alarm.reasons), at=at)
        return worsen(alert, finding, silence, at=at) or wake(alert, silence, at=at)
    return tell(alert, at=at)


def tell(alert: Alert, *, at: datetime) -> Alert | None:
    """Write an alert down and call whom it concerns, or nobody where a silence holds it back."""
    if alert.silence:
        record(alert, "hold_alert_back", at=at)
        return None
    record(alert, "raise_alert", at=at)
    Delivery.objects.filter(alert=alert).delete()
    queue_deliveries(alert, at=at)
    return alert


def wake(alert: Alert, silence: Silence | None, *, at: datetime) -> Alert | None:
    """Tell an alert that goes on although the silence over it is over."""
    if alert.silence is None or silence or alert.closed_at:
        return None
    alert.silence = None
    alert.version += 1
    alert.save(update_fields=["silence", "version"])
    return tell(alert, at=at)


def worsen(alert: Alert, finding: Finding, silence: Silence | None, *, at: datetime) -> Alert | None:
    """Lift an alert of the same episode to a worse level and call those who handle it; None at the same level."""
    level = finding.alarm.severity
    if level is None or not alert.severity or not level.is_worse_than(Severity(alert.severity)):
        return None
    alert.silence = silence
    alert.severity, alert.evidence = level.value, list(finding.evidence())
    alert.reasons, alert.observed = reason_rows(finding.alarm.reasons), finding.alarm.observed
    alert.acknowledged_at = alert.acknowledged_by = alert.snoozed_until = alert.closed_at = None
    alert.version += 1
    alert.save()
    return tell(alert, at=at)


def lower_with(story: Story, to: Severity) -> int:
    """Lower the running alerts of a story with it, so that they are told again if it gets worse; gives how many.

    The caller writes the audit line.
    """
    worse = [level.value for level in Severity if level.is_worse_than(to)]
    running = Episode.objects.filter(brand=story.brand).values("key")
    rows = Alert.objects.filter(about(story), brand=story.brand, key__in=running, severity__in=worse)
    lowered = rows.update(severity=to.value, version=F("version") + 1)
    if lowered:
        beat(story.brand, "alerts")
    return lowered


def record(alert: Alert, action: str, *, at: datetime) -> None:
    write_entry(
        brand=alert.brand,
        actor=machine_actor("alert"),
        action=action,
        subject=f"alert:{alert.pk}",
        detail={"signal": alert.signal, "severity": alert.severity, "story": alert.story_id},
        at=at,
    )
    beat(alert.brand, "alerts")


@transaction.atomic
def set_default_routes(brand: Brand) -> None:
    """Give a new brand the routing of the severity table."""
    for severity, role, after in DEFAULT_ROUTES:
        Route.objects.get_or_create(
            brand=brand,
            severity=severity.value,
            role=role.value,
            defaults={"after_seconds": int(after.total_seconds())},
        )


@transaction.atomic
def change_route(*, seat: Seat, severity: Severity, role: Role, after: timedelta | None) -> None:
    """Set when `role` is called for `severity`; None takes the role off. Every change is audited (R1.51)."""
    seat.need(Act.CONFIGURE)
    rows = Route.objects.filter(brand=seat.brand, severity=severity.value, role=role.value)
    was = rows.values_list("after_seconds", flat=True).first()
    if after is None:
        if Route.objects.filter(brand=seat.brand, severity=severity.value).count() <= (was is not None):
            raise BadInput(field="role", problem="severity_without_handler", severity=severity.value)
        rows.delete()
    else:
        Route.objects.update_or_create(
            brand=seat.brand,
            severity=severity.value,
            role=role.value,
            defaults={"after_seconds": int(after.total_seconds())},
        )
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action="change_route",
        subject=f"route:{severity.value}:{role.value}",
        detail={"was": was, "now": None if after is None else int(after.total_seconds())},
        at=seat.at,
    )


def change(alert: Alert, *, seat: Seat, action: str, version: int, **fields: Any) -> None:
    """Write `fields` unless somebody was first, with the audit line and the news to open pages."""
    lock_brand(seat.brand)
    rows = Alert.objects.filter(pk=alert.pk, version=version)
    if not rows.update(version=F("version") + 1, **fields):
        raise Conflict(alert=alert.pk)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"alert:{alert.pk}",
        detail={"fields": sorted(fields)},
        at=seat.at,
    )
    beat(seat.brand, "alerts")


@transaction.atomic
def acknowledge(*, seat: Seat, alert: Alert, version: int) -> None:
    """Take an alert; whoever comes second gets a Conflict."""
    seat.need(Act.ALERT)
    if alert.acknowledged_at:
        raise Conflict(alert=alert.pk)
    answer(alert, seat=seat, by=seat.person, version=version)


def answer(alert: Alert, *, seat: Seat, by: Person, version: int) -> None:
    """Write down who has an alert; nobody else is called."""
    fields = {"acknowledged_at": seat.at, "acknowledged_by": by}
    change(alert, seat=seat, action="acknowledge_alert", version=version, **fields)
    Delivery.objects.filter(alert=alert, sent_at__isnull=True).update(next_at=None)


@transaction.atomic
def answer_with_leader(*, seat: Seat, matter: Q, leader: Person) -> None:
    """Answer the open alerts of a matter in the name of the person who leads it now."""
    waiting = Alert.objects.filter(matter, brand=seat.brand, acknowledged_at__isnull=True, closed_at__isnull=True)
    for alert in waiting.order_by("pk"):
        answer(alert, seat=seat, by=leader, version=alert.version)


@transaction.atomic
def snooze(*, seat: Seat, alert: Alert, version: int, until: datetime) -> None:
    """Put an alert off until a named time."""
    seat.need(Act.ALERT)
    if until <= seat.at:
        raise BadInput(field="until", problem="in_the_past")
    change(alert, seat=seat, action="snooze_alert", version=version, snoozed_until=until)
    Delivery.objects.filter(alert=alert, sent_at__isnull=True, next_at__lt=until).update(next_at=until)


@transaction.atomic
def close(*, seat: Seat, alert: Alert, version: int) -> None:
    """Say that an alert needs nothing more."""
    seat.need(Act.ALERT)
    change(alert, seat=seat, action="close_alert", version=version, closed_at=seat.at)
    Delivery.objects.filter(alert=alert, sent_at__isnull=True).update(next_at=None)
