"""Which columns do stories, alerts, incidents and audit entries have in a file?"""

from functools import cache

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console import words
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import incident_of, title_of
from firebreak.console.assess.board import SPANS
from firebreak.console.assess.models import Story
from firebreak.console.export.cells import Row
from firebreak.console.export.listing import Asked, Listing
from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.running import Running, with_timeline
from firebreak.console.home.settings.logsearch import LogFilter, found_by
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Act

STORY = (
    gettext_lazy("Story"),
    gettext_lazy("Title"),
    gettext_lazy("Severity"),
    gettext_lazy("Risk score"),
    gettext_lazy("Category"),
    gettext_lazy("Mentions"),
    gettext_lazy("Negative mentions"),
    gettext_lazy("Urgent mentions"),
    gettext_lazy("First mention"),
    gettext_lazy("Last mention"),
    gettext_lazy("First seen"),
    gettext_lazy("Incident"),
)
ALERT = (
    gettext_lazy("Raised"),
    gettext_lazy("Signal"),
    gettext_lazy("Severity"),
    gettext_lazy("About"),
    gettext_lazy("Observed"),
    gettext_lazy("Expected"),
    gettext_lazy("Usually at most"),
    gettext_lazy("Taken by"),
    gettext_lazy("Taken at"),
    gettext_lazy("Closed at"),
    gettext_lazy("Story"),
    gettext_lazy("Incident"),
)
INCIDENT = (
    gettext_lazy("Incident"),
    gettext_lazy("Title"),
    gettext_lazy("Severity"),
    gettext_lazy("Risk score"),
    pgettext_lazy("of an incident", "Phase"),
    gettext_lazy("Category"),
    gettext_lazy("Lead"),
    gettext_lazy("First seen"),
    gettext_lazy("Opened"),
    gettext_lazy("Golden 24 hours begin"),
    gettext_lazy("First public reply"),
    gettext_lazy("Regressed"),
    gettext_lazy("Story"),
)
ENTRY = (
    gettext_lazy("Number"),
    gettext_lazy("Time"),
    gettext_lazy("What"),
    gettext_lazy("Code"),
    gettext_lazy("Who"),
    gettext_lazy("Subject"),
    gettext_lazy("Facts"),
    gettext_lazy("Digest"),
)


def stories(asked: Asked) -> Listing:
    """Give the stories that had a post within the chosen span, gravest first; no hundred is cut off here."""
    seat, span = asked.seat, str(asked.data.get("hours") or "168")
    rows = Story.objects.filter(brand=seat.brand, first_post_at__lte=seat.at).shown()
    rows = rows.filter(last_post_at__gt=seat.at - SPANS.get(span, SPANS["168"]))
    return Listing(
        code="stories",
        title=gettext_lazy("Stories"),
        columns=STORY,
        found=rows.select_related("incident").order_by("-score", "-last_post_at", "pk"),
        row=story_row,
        narrowed_by=["hours"],
    )


def story_row(story: Story) -> Row:
    found: Incident | None = getattr(story, "incident", None)
    return [
        story.code,
        story.title,
        story.severity,
        round(story.score, 1),
        str(words.CATEGORIES[story.category]),
        story.post_count,
        story.negative_count,
        story.urgent_count,
        story.first_post_at,
        story.last_post_at,
        story.first_seen_at,
        found.code if found else "",
    ]


def alerts(asked: Asked) -> Listing:
    """Give every alert of the brand, newest first."""
    rows = Alert.objects.filter(brand=asked.seat.brand).order_by("-at", "-pk")
    return Listing(
        code="alerts",
        title=gettext_lazy("Alerts"),
        columns=ALERT,
        found=rows.select_related("story__incident", "source", "acknowledged_by", "incident"),
        row=alert_row,
    )


def alert_row(alert: Alert) -> Row:
    found: Incident | None = incident_of(alert)
    return [
        alert.at,
        str(words.SIGNALS[alert.signal]),
        alert.severity,
        title_of(alert),
        alert.observed,
        alert.expected,
        alert.high,
        alert.acknowledged_by.name if alert.acknowledged_by else "",
        alert.acknowledged_at,
        alert.closed_at,
        alert.story.code if alert.story else "",
        found.code if found else "",
    ]


def incidents(asked: Asked) -> Listing:
    """Give every incident of the brand, running or closed, newest first."""
    rows = with_timeline(Incident.objects.filter(brand=asked.seat.brand))
    return Listing(
        code="incidents",
        title=gettext_lazy("Incidents"),
        columns=INCIDENT,
        found=rows.select_related("story__merged_into").order_by("-opened_at", "-pk"),
        row=lambda incident: incident_row(Running(incident, asked.seat.at)),
    )


def incident_row(one: Running) -> Row:
    incident = one.incident
    return [
        incident.code,
        incident.name,
        incident.severity,
        round(incident.score, 1),
        str(words.PHASES[incident.phase]),
        str(words.CATEGORIES[incident.category]),
        incident.owner.name if incident.owner else "",
        incident.first_seen_at,
        incident.opened_at,
        incident.golden_start,
        one.answered,
        incident.relapsed_at,
        incident.story.code if incident.story else "",
    ]


def entries(asked: Asked) -> Listing:
    """Give the audit entries that the page gives, oldest first, as the chain goes; without the right to it, none."""
    seat = asked.seat
    seat.need(Act.AUDIT)
    form = LogFilter(asked.data, seat=seat)
    rows, told = found_by(seat, form).order_by("number"), form.told

    @cache
    def names() -> dict[str, str]:
        return names_in(rows)

    return Listing(
        code="audit",
        title=gettext_lazy("Audit log"),
        columns=ENTRY,
        found=rows,
        row=lambda entry: entry_row(entry, names()),
        conditions=list(told.values()),
        narrowed_by=list(told),
    )


def names_in(rows: QuerySet[Entry]) -> dict[str, str]:
    """Name the people who acted in these entries, and nobody else."""
    actors = rows.filter(actor__startswith="person:").order_by().values_list("actor", flat=True).distinct()
    keys = [key for key in (actor.partition(":")[2] for actor in actors) if key.isdigit()]
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


def entry_row(entry: Entry, names: dict[str, str]) -> Row:
    return [
        entry.number,
        entry.at,
        str(words.ACTIONS.get(entry.action, entry.action)),
        entry.action,
        names.get(entry.actor, entry.actor),
        entry.subject,
        " · ".join(f"{name}: {value}" for name, value in sorted(entry.detail.items())),
        entry.mac,
    ]
