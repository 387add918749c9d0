"""Which tabs do the settings have, and what do they say about themselves?"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import listed
from firebreak.console.govern.models import Engagement
from firebreak.console.listen.health import checked, in_trouble
from firebreak.console.listen.models import Watch
from firebreak.core.govern.role import may, who_may
from firebreak.core.terms import Act

ADMINISTERED = ("settings_people", "settings_engagements")


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the settings; `note` tells its state, `warns` when that wants somebody's eyes."""

    name: str
    label: str
    url: str
    note: str = ""
    warns: bool = False


TABS: tuple[tuple[str, Promise, Act], ...] = (
    ("settings", gettext_lazy("Sources"), Act.READ),
    ("settings_watches", gettext_lazy("Watches"), Act.READ),
    ("settings_routes", gettext_lazy("Routes"), Act.READ),
    ("settings_campaigns", pgettext_lazy("tab", "Campaigns"), Act.READ),
    ("settings_calendar", pgettext_lazy("tab", "Sensitive days"), Act.READ),
    ("settings_outlets", pgettext_lazy("tab", "Channels"), Act.READ),
    ("settings_matrix", pgettext_lazy("tab", "Authority"), Act.READ),
    ("settings_people", pgettext_lazy("tab", "People"), Act.READ),
    ("settings_engagements", pgettext_lazy("tab", "Engagements"), Act.READ),
    ("settings_audit", gettext_lazy("Audit log"), Act.READ),
    ("settings_me", pgettext_lazy("tab", "My own"), Act.READ),
)


def tabs_of(seat: Seat) -> list[Tab]:
    """Give the tabs that this seat may open, with what is to be seen there."""
    notes = {
        "settings": sources_note(seat),
        "settings_watches": (str(Watch.objects.filter(brand=seat.brand).count()), False),
        "settings_people": (str(seat.brand.assignments.count()), False),
        "settings_engagements": (str(Engagement.objects.live(at=seat.at).filter(brand=seat.brand).count()), False),
    }
    allowed = {act for act in {act for _name, _label, act in TABS} if seat.may(act)}
    return [
        Tab(name, str(label), reverse(name, args=[seat.brand.slug]), *notes.get(name, ("", False)))
        for name, label, act in TABS
        if act in allowed
    ]


def sources_note(seat: Seat) -> tuple[str, bool]:
    found = checked(seat.brand, at=seat.at)
    trouble = len(in_trouble(found))
    if trouble:
        return ngettext("%(n)d in trouble", "%(n)d in trouble", trouble) % {"n": trouble}, True
    return str(len(found)), False


def needs_of(seat: Seat, act: Act) -> str:
    """Say what this person lacks: another role, or an engagement of their agency that covers the act."""
    if may(seat.role, act):
        return _("an engagement that covers: %(act)s") % {"act": words.ACTS[act.value]}
    return listed(words.ROLES[role.value] for role in who_may(act))


def show(
    request: HttpRequest, seat: Seat, tab: str, page: dict[str, Any], *, status: int = 200, secret: bool = False
) -> HttpResponse:
    """Show a tab; a page with a `secret` is kept by no cache."""
    frame = {
        "tabs": tabs_of(seat),
        "tab": tab,
        "may_configure": seat.may(Act.CONFIGURE),
        "may_administer": seat.may(Act.ADMINISTER),
        "needs": needs_of(seat, Act.ADMINISTER if tab in ADMINISTERED else Act.CONFIGURE),
    }
    response = render(
        request, f"settings/{tab.removeprefix('settings').strip('_') or 'sources'}.html", frame | page, status=status
    )
    if secret:
        response["Cache-Control"] = "no-store"
    return response
