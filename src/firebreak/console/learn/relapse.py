"""Does a closed matter come back while it is still watched? Then it is opened again, and its owner is called."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from firebreak.console.alert.calling import MAIL
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand, machine_actor
from firebreak.console.learn.models import Review
from firebreak.console.respond.clocks import stand_of
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.core.resolve.cause import WATCHED_FOR, watched_until
from firebreak.core.terms import Phase, Severity, Signal

TELLING = (Severity.S1, Severity.S2, Severity.S3)  # a watched matter is woken by less than a new one
SILENT = (Signal.DROP, Signal.SOURCE_SILENT)
LONGEST = timedelta(days=WATCHED_FOR[-1])


def watched(brand: Brand, *, at: datetime) -> Iterator[tuple[Incident, datetime, datetime]]:
    """Give the closed incidents that are still watched, when each was closed and until when it is watched."""
    rows = Incident.objects.filter(brand=brand, phase=Phase.CLOSED, moments__kind="phase", moments__at__gt=at - LONGEST)
    for incident in rows.select_related("story", "owner", "brand").distinct().order_by("number"):
        closed = stand_of(incident).last(Phase.CLOSED)
        days = Review.objects.filter(incident=incident).values_list("watch_days", flat=True).first()
        until = watched_until(closed, days or WATCHED_FOR[0]) if closed else at
        if closed and at < until:
            yield incident, closed, until


def relapse_of(incident: Incident, *, since: datetime) -> Alert | None:
    """Give the first alert since then about the incident's story, or about one that repeats its words."""
    story = incident.story
    if story is None:
        return None
    same = Q(story=story) | (Q(story=story.merged_into_id) if story.merged_into_id else Q())
    repeats = StoryPost.objects.filter(post__reading__copy_of__place__story=story).values("story")
    rows = Alert.objects.filter(same | Q(story__in=repeats), brand=incident.brand, at__gt=since)
    telling = rows.filter(severity__in=[level.value for level in TELLING]).exclude(signal__in=SILENT)
    return telling.select_related("story").order_by("at", "pk").first()


def follow(incident: Incident, story: Story | None, *, at: datetime) -> None:
    """Let the incident go on with the story that came back, unless that has an incident of its own."""
    was = incident.story
    if story is None or story == was or was is None or Incident.objects.filter(story=story).exists():
        return
    Incident.objects.filter(pk=incident.pk).update(story=story)
    note(incident, kind="story_merged", at=at, key=f"story:{story.code}", facts={"was": was.code, "now": story.code})


def reopen_relapsed(brand: Brand, *, at: datetime) -> list[Incident]:
    """Open every watched incident again that has come back; gives those."""
    found = [(incident, relapse_of(incident, since=closed)) for incident, closed, _until in watched(brand, at=at)]
    return [incident for incident, alert in found if alert and reopen(incident, alert, at=at)]


@transaction.atomic
def reopen(incident: Incident, alert: Alert, *, at: datetime) -> bool:
    """Take a closed incident back into the response, and call who led it; False where somebody was faster."""
    lock_brand(incident.brand)
    fields = {"phase": Phase.RESPOND.value, "relapsed_at": at, "version": F("version") + 1}
    if not Incident.objects.filter(pk=incident.pk, phase=Phase.CLOSED).update(**fields):
        return False
    incident.refresh_from_db()
    follow(incident, alert.story, at=at)
    facts = {"was": Phase.CLOSED.value, "now": Phase.RESPOND.value, "skipped": [], "relapse": True}
    note(incident, kind="phase", at=at, key=f"relapse:{alert.pk}", facts=facts)
    record(incident, actor=machine_actor("learn"), action="reopen_incident", at=at, detail={"alert": alert.pk})
    if incident.owner:
        Delivery.objects.update_or_create(
            alert=alert, channel=MAIL, person=incident.owner, defaults={"next_at": at}, create_defaults={"next_at": at}
        )
    return True
