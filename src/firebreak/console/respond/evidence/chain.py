"""Which entries of the audit chain speak of an incident, also of what was erased from it?"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from firebreak.console.govern.models import Entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident

TAKEN = "take_evidence"


def entries_about(incident: Incident, posts: Iterable[Post]) -> list[Entry]:
    """Give the entries of an incident in their order: of itself, its story and alerts, and the posts it rests on.

    Those that say that a pack was taken are left out: taking one changes nothing of what happened.
    """
    erased = erasures_from(incident)
    gone = [one.subject for one in erased]
    subjects = [f"incident:{incident.pk}", *(f"post:{post.pk}" for post in posts), *gone]
    subjects += [f"moderation:{pk}" for pk in moderated(posts)]
    if incident.story_id:
        subjects.append(f"story:{incident.story_id}")
    subjects += [f"alert:{pk}" for pk in alerts_of(incident)]
    rows = ours(incident).filter(Q(subject__in=subjects) | Q(pk__in=[one.pk for one in erased]))
    return list(rows.exclude(action=TAKEN).order_by("number"))


def ours(incident: Incident) -> QuerySet[Entry]:
    return Entry.objects.filter(organisation=incident.brand.organisation_id, brand=incident.brand)


def erasures_from(incident: Incident) -> list[Entry]:
    """Give the entries of posts that were erased while they were part of the incident."""
    rows = ours(incident).filter(action="erase_post", detail__has_key="incidents").order_by("number")
    return [one for one in rows if incident.pk in one.detail["incidents"]]


def moderated(posts: Iterable[Post]) -> list[int]:
    return [pk for post in posts for pk in post.moderation_requests.order_by("pk").values_list("pk", flat=True)]


def alerts_of(incident: Incident) -> list[int]:
    told = list(incident.story.alerts.order_by("pk").values_list("pk", flat=True)) if incident.story else []
    return [*told, *([incident.alert_id] if incident.alert_id and incident.alert_id not in told else [])]


def taken_from(incident: Incident) -> list[Entry]:
    """Give the entries of the packs that were taken, newest first."""
    return list(ours(incident).filter(subject=f"incident:{incident.pk}", action=TAKEN).order_by("-number"))
