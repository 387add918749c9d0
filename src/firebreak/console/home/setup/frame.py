"""Where in the first run is somebody, and what does the system do already?"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from firebreak.console.access import Seat
from firebreak.console.alert.calling import Call, administering, calls_of, has_come_in
from firebreak.console.alert.models import Route
from firebreak.console.formats import listed
from firebreak.console.govern.seats import seated_at
from firebreak.console.home.settings.forms import STEPS as DELAYS
from firebreak.console.listen.health import Checked, checked
from firebreak.console.listen.models import Watch
from firebreak.core.terms import Severity

MINUTE = timedelta(minutes=1)
HOUSE = ("", pgettext_lazy("step", "Organisation"), "")
STEPS: tuple[tuple[str, Promise, Promise], ...] = (
    ("setup_watches", pgettext_lazy("step", "Brand and watches"), gettext_lazy("Tried while you type")),
    ("setup_sources", pgettext_lazy("step", "Sources"), gettext_lazy("Where to listen")),
    ("setup_alerts", pgettext_lazy("step", "Whom to alert"), gettext_lazy("People and channels")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the list shows it."""

    number: int
    label: str
    note: str
    url: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Called:
    """Who is called for a level: people with their delay, or the administrators in their place or beside them."""

    level: str
    people: tuple[tuple[str, str], ...]  # when, names
    stand_in: str
    unseen: str  # who of all these has never signed in


@dataclass(frozen=True, slots=True)
class State:
    """What the system does already: how many watches and sources there are, and who is called for each level.

    A source that was refused is none: nothing is heard from it until somebody mends it.
    """

    watches: int
    sources: int
    refused: tuple[Checked, ...]
    heard: int
    called: tuple[Called, ...]
    mails: bool

    @property
    def listens(self) -> bool:
        return bool(self.watches and self.sources)


def state_of(seat: Seat) -> State:
    found = checked(seat.brand, at=seat.at)
    refused = tuple(one for one in found if one.is_refused)
    return State(
        watches=Watch.objects.filter(brand=seat.brand).count(),
        sources=len(found) - len(refused),
        refused=refused,
        heard=sum(one.source.seen for one in found),
        called=tuple(called(seat)),
        mails=bool(settings.EMAIL_URL),
    )


def called(seat: Seat) -> list[Called]:
    """Say of each level who is called when, worst first."""
    seats = list(seated_at(seat.brand, at=seat.at).order_by("person__name"))
    routes, instead = list(Route.objects.filter(brand=seat.brand)), administering(seats, seat.brand)
    return [called_for(level, calls_of(routes, seats, instead, level)) for level in Severity]


def called_for(level: Severity, calls: list[Call]) -> Called:
    delays: dict[int, list[str]] = {}
    for one in calls:
        if not one.stand_in:
            delays.setdefault(one.after // MINUTE, []).append(one.seat.person.name)
    people = tuple((delay_word(minutes), listed(names)) for minutes, names in delays.items())
    unseen = [one.seat.person.name for one in calls if not has_come_in(one.seat)]
    return Called(level.value, people, listed(one.seat.person.name for one in calls if one.stand_in), listed(unseen))


def delay_word(minutes: int) -> str:
    return str(dict(DELAYS).get(minutes, minutes))


def steps_of(seat: Seat, current: str, state: State) -> list[Step]:
    """Give the four steps; the first is done, else nobody would be here."""
    done = {"setup_watches": bool(state.watches), "setup_sources": bool(state.sources), "setup_alerts": False}
    first = Step(1, str(HOUSE[1]), seat.brand.organisation.name, "", True, False)
    later = [
        Step(number, str(label), str(note), reverse(name, args=[seat.brand.slug]), done[name], name == current)
        for number, (name, label, note) in enumerate(STEPS, start=2)
    ]
    return [first, *later]


def show_step(
    request: HttpRequest, seat: Seat, name: str, page: dict[str, Any], *, status: int = 200, secret: bool = False
) -> HttpResponse:
    """Show a step; a page with a secret is kept by no cache."""
    state = state_of(seat)
    steps = steps_of(seat, name, state)
    here = next(step for step in steps if step.current)
    frame = {"steps": steps, "here": here, "state": state, "before": steps[here.number - 2]}
    response = render(request, f"setup/{name.removeprefix('setup_')}.html", frame | page, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response
