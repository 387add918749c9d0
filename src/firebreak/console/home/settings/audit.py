"""Who did what and when, and was the log changed?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Anchor, Entry, Person
from firebreak.console.govern.services import verify_chain
from firebreak.console.home.settings.frame import show
from firebreak.core.terms import Act

TAB = "settings_audit"
SHOWN = 100
AT_ONCE = 20_000  # a longer chain is walked when somebody asks
ACTIONS = {
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "sign_in_failed": _("Sign-in failed"),
    "renew_password": _("Chose a password"),
    "give_password": _("Gave a password or a link for one time"),
    "assign": _("Gave a role"),
    "unassign": _("Took a role away"),
    "store_posts": _("Stored posts"),
    "erase_post": _("Erased a post"),
    "correct_reading": _("Corrected a reading"),
    "confirm_reading": _("Confirmed a reading"),
    "take_back_reading": _("Took back a word about a reading"),
    "engage_agency": _("Let an agency in"),
    "change_engagement": _("Changed an engagement"),
    "end_engagement": _("Ended an engagement"),
    "confirm_failed": _("Did not know the own password"),
    "judge_story": _("Judged a story"),
    "merge_stories": _("Merged stories"),
    "split_story": _("Split a story"),
    "raise_alert": _("Raised an alert"),
    "acknowledge_alert": _("Answered an alert"),
    "snooze_alert": _("Put an alert off"),
    "close_alert": _("Closed an alert"),
    "end_silence": _("Heard a silent source again"),
    "deliver_alert": _("Sent an alert out"),
    "deliver_failed": _("An alert could not be sent out"),
    "change_route": _("Changed a route"),
    "open_incident": _("Opened an incident"),
    "move_incident": _("Moved an incident"),
    "assign_incident": _("Gave an incident its lead"),
    "set_severity": _("Set a severity"),
    "raise_severity": _("Raised a severity"),
    "follow_story": _("Followed a story into another"),
    "move_golden_start": _("Found an earlier beginning"),
    "log_moment": _("Wrote into a timeline"),
    "breach": _("A clock ran out"),
    "set_watches": _("Set watches from a file"),
    "save_watch": _("Wrote a watch"),
    "drop_watch": _("Dropped a watch"),
    "add_source": _("Added a source"),
    "pause_source": _("Paused a source"),
    "resume_source": _("Resumed a source"),
    "visit_source": _("Asked for a visit"),
    "renew_secret": _("Gave a webhook a new secret"),
    "set_policy": _("Wrote a policy record"),
    "put_parcel_aside": _("Put a parcel aside"),
    "retry_parcels": _("Tried parcels again"),
    "drop_parcels": _("Dropped parcels"),
    "unmask_post": _("Looked at personal data"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it; ids and field names, never a post's words."""

    entry: Entry
    action: str
    actor: str
    by_machine: bool

    @property
    def facts(self) -> str:
        return " · ".join(f"{name}: {value}" for name, value in sorted(self.entry.detail.items()))


def lines_of(seat: Seat, *, by_people: bool) -> list[Line]:
    """Give the newest entries of this brand, people by their names; only what people did if so wished."""
    rows = Entry.objects.filter(organisation=seat.brand.organisation_id, brand=seat.brand).order_by("-number")
    entries = list((rows.filter(actor__startswith="person:") if by_people else rows)[:SHOWN])
    keys = {entry.actor.removeprefix("person:") for entry in entries if entry.actor.startswith("person:")}
    names = {
        f"person:{one.pk}": one.name for one in Person.objects.filter(pk__in=[key for key in keys if key.isdigit()])
    }
    return [
        Line(
            entry=entry,
            action=str(ACTIONS.get(entry.action, entry.action)),
            actor=names.get(entry.actor, entry.actor.partition(":")[2]),
            by_machine=not entry.actor.startswith("person:"),
        )
        for entry in entries
    ]


@require_safe
@never_cache
@for_brand(Act.AUDIT)
def audit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say first whether the chain holds, then what is in it."""
    house = seat.brand.organisation
    by_people = request.GET.get("who") == "people"
    count = Entry.objects.filter(organisation=house).count()
    anchor = Anchor.objects.filter(organisation=house).order_by("-pk").first()
    asked = count <= AT_ONCE or "verify" in request.GET
    page = {
        "verdict": verify_chain(house, claimed=anchor.claim if anchor else None) if asked else None,
        "count": count,
        "anchor": anchor,
        "lines": lines_of(seat, by_people=by_people),
        "by_people": by_people,
        "shown": SHOWN,
    }
    return show(request, seat, TAB, page)
