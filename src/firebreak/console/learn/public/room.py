"""What does the room show of the page for the public?"""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.access import Seat
from firebreak.console.formats import short_time
from firebreak.console.learn.public.page import Reading
from firebreak.console.learn.public.records import LONGEST, PublicPage
from firebreak.console.learn.public.services import published_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.tabs import Tab
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act, Role

NAME = "public"


class CorrectionForm(forms.Form):
    """Which words were wrong, and which later ones are right."""

    wrong = forms.TypedChoiceField(coerce=int, label=_("Wrong in"))
    was = forms.CharField(max_length=LONGEST, label=_("Words that were wrong"))
    right = forms.TypedChoiceField(coerce=int, label=_("Right in"))
    now = forms.CharField(max_length=LONGEST, label=_("Words that are right"))

    def __init__(self, *args: Any, texts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("wrong", "right"):
            self.fields[name].choices = texts  # type: ignore[attr-defined]


class PublicBoard:
    """The page for the public as those see it who may open it."""

    def __init__(self, seat: Seat, incident: Incident) -> None:
        self.seat, self.incident = seat, incident
        self.refused: forms.Form | None = None

    @cached_property
    def page(self) -> PublicPage | None:
        return (
            PublicPage.objects.select_related("brand", "incident", "opened_by").filter(incident=self.incident).first()
        )

    @cached_property
    def texts(self) -> list[Statement]:
        return list(published_of(self.incident))

    @cached_property
    def reading(self) -> Reading | None:
        return Reading(self.page, at=self.seat.at) if self.page else None

    @cached_property
    def may_open(self) -> bool:
        return self.seat.may(Act.APPROVE)

    @property
    def who_opens(self) -> tuple[Role, ...]:
        return who_may(Act.APPROVE)

    @cached_property
    def choices(self) -> list[tuple[int, str]]:
        return [
            (one.pk, f"v{place} · {short_time(one.published_at, at=self.seat.at)}")
            for place, one in enumerate(self.texts, start=1)
            if one.published_at
        ]

    @property
    def correcting(self) -> forms.Form:
        return self.refused or CorrectionForm(texts=self.choices, auto_id="fix_%s")


def gather(room: Room) -> dict[str, Any]:
    return {"public": PublicBoard(room.seat, room.incident)}


PUBLIC = Tab(NAME, _("Progress page"), gather=gather)
