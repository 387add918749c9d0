"""What does the room of an incident show of why it happened and what changes?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from firebreak.console.learn.cost.page import CostBoard
from firebreak.console.learn.effect.page import EffectBoard
from firebreak.console.learn.figures import Figures
from firebreak.console.learn.page import LearnPage
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab
from firebreak.core.terms import Phase

NAME = "learn"
ENDING = (Phase.WATCH, Phase.CLOSED)


def gather(room: Room) -> dict[str, Any]:
    """Give causes and actions; once it is watched or closed also how well it went and what it cost."""
    is_looked_back = room.story is not None and room.incident.phase in ENDING
    effect = EffectBoard(room.seat, room.incident) if is_looked_back else None
    cost = CostBoard(room.seat, room.incident) if room.incident.phase in ENDING else None
    figures = Figures(room.seat, room.incident).all if room.incident.phase in ENDING else None
    page = LearnPage(room.seat, room.incident, room)
    return {"learn": page, "effect": effect, "cost": cost, "figures": figures}


def count_open(room: Room) -> int:
    return room.incident.actions.filter(done_at__isnull=True).count()


LEARN = Tab(NAME, _("Root cause and actions"), counted=count_open, gather=gather)
