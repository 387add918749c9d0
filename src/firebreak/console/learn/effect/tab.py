"""What does the room of an incident show of how talk went on after each word to the public?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from firebreak.console.learn.effect.page import EffectBoard
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab

NAME = "effect"


def gather(room: Room) -> dict[str, Any]:
    return {"effect": EffectBoard(room.seat, room.incident)}


EFFECT = Tab(NAME, _("Before and after"), is_there=lambda room: room.story is not None, gather=gather)
