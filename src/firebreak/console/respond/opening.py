"""How does a matter become an incident: by itself, from an alert, from a story, or by hand?"""

from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.services import acknowledge
from firebreak.console.assess.facts import category_among
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import lock_brand
from firebreak.console.listen.models import Post
from firebreak.console.respond.calling import incident_called_for
from firebreak.console.respond.law.saying import begin_legal_clocks
from firebreak.console.respond.lines import actor_of, note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.plan.steps import begin_plan
from firebreak.core.errors import BadInput
from firebreak.core.respond.clock import golden_start
from firebreak.core.terms import Act, Category, Phase, Sentiment, Severity

OPENING: tuple[Severity, ...] = (Severity.S1, Severity.S2)  # an alert of these levels opens an incident by itself
LATE = 24 * 3600


class Opened(Protocol):
    """What an app above this one does when an incident opens, in the same transaction."""

    def __call__(self, incident: Incident, *, at: datetime) -> object: ...


OPENED: list[Opened] = []
"""Apps above this one add their own when they are ready."""


def next_number(brand: Brand) -> int:
    return (Incident.objects.filter(brand=brand).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def open_by_itself(*, alert: Alert, at: datetime) -> Incident | None:
    """Let the machine open the incident of an alert's story, or None when that story already has one."""
    story = alert.story
    lock_brand(alert.brand)
    if story is None or Incident.objects.filter(story=story).exists():
        return None
    return create(brand=alert.brand, story=story, alert=alert, at=at, by=None)


@transaction.atomic
def open_from_alert(*, seat: Seat, alert: Alert) -> Incident:
    """Open the incident of an alert by hand; a second opening gives the first one's incident.

    Whoever opens it has answered the alert: nobody else is called.
    """
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    alert = Alert.objects.select_related("story__merged_into", "brand").get(pk=alert.pk)
    if alert.source_id:
        raise BadInput(field="alert", problem="source_silent")
    if called_for := incident_called_for(alert):
        return called_for
    story = (alert.story.merged_into or alert.story) if alert.story else None
    found = Incident.objects.filter(Q(alert=alert) | Q(story=story, story__isnull=False)).order_by("pk").first()
    if found:
        return found
    if not alert.acknowledged_at and not alert.closed_at and seat.may(Act.ALERT):
        acknowledge(seat=seat, alert=alert, version=alert.version)
    told = Post.objects.filter(brand=seat.brand, pk__in=alert.evidence)
    return create(
        brand=seat.brand,
        story=story,
        alert=alert,
        at=seat.at,
        by=seat.person,
        category=category_among(told),
        severity=Severity(alert.severity or Severity.S3),
    )


@transaction.atomic
def open_from_story(*, seat: Seat, story: Story) -> Incident:
    """Open the incident of a story by hand; a second opening gives the first one's incident."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    found = Incident.objects.filter(story=story).first()
    return found or create(brand=seat.brand, story=story, alert=None, at=seat.at, by=seat.person)


@transaction.atomic
def open_by_hand(*, seat: Seat, title: str, category: Category, severity: Severity) -> Incident:
    """Open an incident of which no post is known yet."""
    seat.need(Act.INCIDENT)
    if not title.strip():
        raise BadInput(field="title", problem="empty")
    lock_brand(seat.brand)
    return create(
        brand=seat.brand,
        story=None,
        alert=None,
        title=title.strip(),
        at=seat.at,
        by=seat.person,
        category=category,
        severity=severity,
    )


def create(
    *,
    brand: Brand,
    story: Story | None,
    alert: Alert | None,
    at: datetime,
    by: Person | None,
    title: str = "",
    category: Category = Category.OTHER,
    severity: Severity = Severity.S3,
) -> Incident:
    published, first_seen = beginning_of(posts_behind(story, alert)) or (at, at)
    golden = golden_start(published, first_seen)
    incident = Incident.objects.create(
        brand=brand,
        number=next_number(brand),
        title=title[:120],
        category=story.category if story else category.value,
        severity=story.severity if story else severity.value,
        floor=story.floor if story else "",
        phase=Phase.DETECT.value,
        story=story,
        alert=alert,
        opened_at=at,
        opened_by=by,
        first_seen_at=first_seen,
        golden_start=golden,
        opened_late=(first_seen - golden).total_seconds() > LATE,
    )
    note(incident, kind="first_post", at=golden, key="first_post", facts={"story": story.code if story else ""})
    if alert:
        facts = {"signal": alert.signal, "posts": alert.evidence}
        note(incident, kind="alert", at=alert.at, key=f"alert:{alert.pk}", facts=facts)
    note(incident, kind="opened", at=at, person=by, key="opened", facts={"severity": incident.severity})
    record(incident, actor=actor_of(by), action="open_incident", at=at, detail={"severity": incident.severity})
    begin_legal_clocks(incident, Category(incident.category), at=at)
    begin_plan(incident, posts=posts_behind(story, alert), at=at)
    for then in OPENED:
        then(incident, at=at)
    return incident


def posts_behind(story: Story | None, alert: Alert | None) -> QuerySet[Post]:
    """Give the posts of an incident's story, without one the evidence of its alert."""
    if story:
        return Post.objects.filter(place__story=story)
    return Post.objects.filter(brand=alert.brand, pk__in=alert.evidence) if alert else Post.objects.none()


def beginning_of(posts: QuerySet[Post]) -> tuple[datetime, datetime] | None:
    """Give when the first complaint was published and when it was first seen; chatter before it is no crisis."""
    return first_of(complaints(posts)) or first_of(posts)


def complaints(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Keep the posts that speak against the brand or ask for haste."""
    return posts.filter(Q(reading__sentiment=Sentiment.NEGATIVE) | Q(reading__urgent=True))


def first_of(posts: QuerySet[Post]) -> tuple[datetime, datetime] | None:
    """Give when the first post was published and when that was first seen.

    Asked as a least value: for a first row in order PostgreSQL may walk all posts of all brands by their time.
    """
    published = posts.order_by().aggregate(first=Min("published_at"))["first"]
    if published is None:
        return None
    return published, posts.order_by().filter(published_at=published).aggregate(first=Min("first_seen_at"))["first"]
