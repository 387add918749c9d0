"""What must be readable where there is no network? The most urgent matter without a word of a post, and whom to call.

A browser keeps this page of the brand that was open last, so nothing may stand on it that its person may not carry
about: codes, levels, clocks and the numbers of colleagues; no title, for that is taken from a mention.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console import sentences, words
from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.seats import Desk, desks_at
from firebreak.console.home.running import Running, running
from firebreak.console.home.urgent import gravest, gravest_alert
from firebreak.core.terms import Act


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that still waits: whose, until when, and how it stood when the card was made."""

    name: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A colleague who can be called."""

    person: Person
    role: str
    leads: bool

    @property
    def dialled(self) -> str:
        """Give the number as a phone dials it, an extension after a pause."""
        number, _mark, extension = self.person.phone.partition("#")
        kept = "".join(sign for sign in number if sign.isdigit() or sign == "+")
        return f"{kept},{extension.strip()}" if extension.strip() else kept


@dataclass(frozen=True, slots=True)
class Card:
    """What a browser keeps for its person."""

    seat: Seat
    matter: Running | Alert | None

    @property
    def incident(self) -> Running | None:
        return self.matter if isinstance(self.matter, Running) else None

    @property
    def alert(self) -> Alert | None:
        return self.matter if isinstance(self.matter, Alert) else None

    @property
    def level(self) -> str:
        if self.incident:
            return self.incident.incident.severity
        return self.alert.severity if self.alert else ""

    @property
    def heading(self) -> str:
        """Name the matter by codes and kinds."""
        if self.incident:
            return str(words.CATEGORIES[self.incident.incident.category])
        if self.alert:
            return _("Alert: %(signal)s") % {"signal": words.SIGNALS[self.alert.signal]}
        return _("Nothing waits for you")

    @property
    def dues(self) -> list[Due]:
        """Give the clocks that wait, what runs out first before the others."""
        if self.incident is None:
            return []
        states = self.incident.states
        waiting = [one for one in self.incident.clocks if one.met is None and not one.over_at_start]
        found = [Due(str(sentences.CLOCKS[one.name]), one.due, states[one.name].value) for one in waiting]
        return sorted(found, key=lambda due: due.at)[:2]

    @property
    def contacts(self) -> list[Contact]:
        """Give who can be called: the lead first, then who works on incidents, the own house before the agency."""
        lead = self.incident.incident.owner_id if self.incident else None
        found = list(callable_at(self.seat))
        return sorted(
            (Contact(desk.person, str(words.ROLES[desk.role.value]), desk.person.pk == lead) for desk in found),
            key=lambda contact: not contact.leads,
        )


def callable_at(seat: Seat) -> Iterator[Desk]:
    """Give the others at this desk who have left a number and may work on incidents."""
    for desk in desks_at(seat.brand, at=seat.at):
        if desk.person.phone and Act.INCIDENT in desk.acts and desk.person != seat.person:
            yield desk


@require_safe
@never_cache
@for_brand(Act.READ)
def card(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the card as it is now; the browser keeps this answer for when there is no network.

    It names the cards of all brands that this person may enter, so that the browser forgets those of any other.
    """
    matter = gravest(gravest_alert(seat), incidents=running(seat.brand, at=seat.at))
    response = render(request, "home/card.html", {"card": Card(seat, matter)})
    mine = Brand.objects.reachable_by(seat.person, at=seat.at).order_by("pk").values_list("slug", flat=True)
    response["Firebreak-Cards"] = " ".join(reverse("card", args=[slug]) for slug in mine)
    return response
