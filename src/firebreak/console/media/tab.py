"""What does the room of an incident show of the press? A part of it."""

from typing import Any

from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.media.board import SHOWN, Board
from firebreak.console.media.forms import AnswerForm, EmbargoForm
from firebreak.console.media.models import Enquiry
from firebreak.console.respond.room import Room
from firebreak.console.respond.tabs import Tab


def gather(room: Room) -> dict[str, Any]:
    """Give the enquiries about the incident, its Q&A, and what is under an embargo."""
    board = Board(room.seat, incident=room.incident, view="all")
    return {"board": board, "answer_form": AnswerForm(), "embargo_form": EmbargoForm(texts=holdable(room))}


def holdable(room: Room) -> list[tuple[int, str]]:
    """Give the newest texts that are not out yet, each in a few words."""
    rows = room.incident.statements.filter(published_at__isnull=True).order_by("-pk")[:SHOWN]
    return [(one.pk, name_of(one)) for one in sorted(rows, key=lambda one: (one.number, one.pk))]


def name_of(one: Any) -> str:
    own = f"{words.CHANNELS[one.channel]} · {words.AUDIENCES[one.audience]}"
    return f"{one.code} {one.question}" if one.number else own


def count_open(room: Room) -> int:
    return Enquiry.objects.filter(incident=room.incident).open().count()


MEDIA = Tab("media", pgettext_lazy("part of the room", "Press"), counted=count_open, gather=gather)
