"""What does the room of an incident show of what it costs?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from firebreak.console.learn.cost.page import CostBoard
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab

NAME = "cost"


def gather(room: Room) -> dict[str, Any]:
    return {"cost": CostBoard(room.seat, room.incident)}


COST = Tab(NAME, _("Hours and costs"), gather=gather)
