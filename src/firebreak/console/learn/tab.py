"""What does the room of an incident show of why it happened and what changes?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from firebreak.console.learn.page import LearnPage
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab

NAME = "learn"


def gather(room: Room) -> dict[str, Any]:
    return {"learn": LearnPage(room.seat, room.incident, room)}


def count_open(room: Room) -> int:
    return room.incident.actions.filter(done_at__isnull=True).count()


LEARN = Tab(NAME, _("Root cause and actions"), counted=count_open, gather=gather)
