"""Who did what and when, and was the log changed?"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Anchor, Entry, Person
from firebreak.console.govern.services import verify_chain
from firebreak.console.home.settings.frame import show
from firebreak.console.words import ACTIONS
from firebreak.core.terms import Act

TAB = "settings_audit"
SHOWN = 100
AT_ONCE = 20_000  # a longer chain is walked when somebody asks


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
