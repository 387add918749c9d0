"""What does the room of an incident show of the people it affects?"""

from typing import Any

from django.utils.translation import pgettext_lazy

from firebreak.console.cases.board import Board
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab


def gather(room: Room) -> dict[str, Any]:
    """Give the cases of the incident, whatever became of them."""
    return {"board": Board(room.seat, incident=room.incident, view="all")}


def count_open(room: Room) -> int:
    return room.incident.cases.filter(merged_into__isnull=True, closed_at__isnull=True).count()


REMEDY = Tab("remedy", pgettext_lazy("part of the room", "Make good"), counted=count_open, gather=gather)
