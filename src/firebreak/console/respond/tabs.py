"""Which parts has the room of an incident, and what does each show?

A part is one line in TABS and one template in `respond/tabs/`; what its template needs beyond the room comes from
`gather`, which is asked only where the part is open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firebreak.console.respond.evidence.page import Files, captured_count
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak.board import Board

Context = dict[str, Any]


@dataclass(frozen=True)
class Tab:
    """A part of the room: what it goes by, whether it is there, what its number counts, what its template needs."""

    name: str
    words: str | Promise
    is_there: Callable[[Room], bool] = lambda room: True
    counted: Callable[[Room], int | None] = lambda room: None
    gather: Callable[[Room], Context] = field(default=lambda room: {})

    @property
    def template(self) -> str:
        return f"respond/tabs/{self.name}.html"


@dataclass(frozen=True)
class Shown:
    """A tab as it stands at the head of the room."""

    name: str
    words: str | Promise
    count: int | None


PLAN, FILES = "plan", "files"
LAW = "law"
OVERVIEW = Tab("overview", _("Overview"), gather=lambda room: {"plan": Steps(room.seat, room.incident)})
TABS: list[Tab] = [
    OVERVIEW,
    Tab(
        PLAN,
        _("Steps"),
        counted=lambda room: room.incident.plan.filter(state="open").count(),
        gather=lambda room: {"plan": Steps(room.seat, room.incident)},
    ),
    Tab(
        "statements",
        _("Statements and approval"),
        counted=lambda room: room.incident.statements.filter(number=0).count(),
        gather=lambda room: {"board": Board(room.seat, room.incident)},
    ),
    Tab(
        LAW,
        _("Legal deadlines"),
        is_there=lambda room: bool(room.legal.lines),
        counted=lambda room: len(room.legal.running) + len(room.legal.asked),
    ),
    Tab("timeline", _("Timeline"), counted=lambda room: len(room.moments)),
    Tab(
        "mentions",
        _("Mentions"),
        is_there=lambda room: room.story is not None,
        counted=lambda room: room.incident.story.post_count if room.incident.story else None,
    ),
    Tab(
        FILES,
        _("Files"),
        counted=lambda room: captured_count(room.incident),
        gather=lambda room: {"files": Files(room.seat, room.incident)},
    ),
]
"""Apps above this one add their own part when they are ready."""


def tabs_context(room: Room, wanted: str) -> Mapping[str, Any]:
    """Give what the templates need of all tabs, and of the one that is open; an unknown name opens the overview."""
    there = [tab for tab in TABS if tab.is_there(room)]
    is_open = next((tab for tab in there if tab.name == wanted), OVERVIEW)
    shown = [Shown(tab.name, tab.words, tab.counted(room)) for tab in there]
    return {"tabs": shown, "tab": is_open, **is_open.gather(room)}
