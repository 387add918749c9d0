"""When was a plan drilled last, is that too long ago, and what did its drills teach?"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.models import Person
from firebreak.console.govern.seats import seated_at
from firebreak.console.plans.drilling import Drilled
from firebreak.console.plans.models import LONGEST_LEARNT, LONGEST_OTHERS, Drill
from firebreak.console.plans.page import PlanPage
from firebreak.core.respond.workdays import day_of

SHOWN = 50
INPUT = {"class": "input"}


class DrillForm(forms.Form):
    """A drill as a person writes it down; `people` may have taken part."""

    on = forms.DateField(
        label=_("Day of the drill"), widget=forms.DateInput(format="%Y-%m-%d", attrs=INPUT | {"type": "date"})
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who took part"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(INPUT | {"class": "box"}),
    )
    others = forms.CharField(
        label=_("Who else took part"),
        required=False,
        max_length=LONGEST_OTHERS,
        widget=forms.TextInput(INPUT),
        help_text=_("Such as stores, counsel or the call centre."),
    )
    learnt = forms.CharField(
        label=_("What was learnt"),
        max_length=LONGEST_LEARNT,
        widget=forms.Textarea(INPUT | {"rows": 4}),
        help_text=_("What went well or badly, and what is to be changed in the plan."),
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in people}
        self.fields["people"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]

    def drilled(self) -> Drilled:
        said = self.cleaned_data
        return Drilled(said["on"], [self.known[pk] for pk in said["people"]], said["others"], said["learnt"])


@dataclass(frozen=True, slots=True)
class Line:
    """One drill in the list, with the names of who took part."""

    drill: Drill
    names: list[str]


class Drills:
    """The drills of one plan, the last first."""

    def __init__(self, page: PlanPage) -> None:
        self.page, self.seat = page, page.seat

    @cached_property
    def today(self) -> date:
        return day_of(self.seat.at)

    @cached_property
    def lines(self) -> list[Line]:
        rows = Drill.objects.filter(brand=self.seat.brand, code=self.page.code).select_related("by", "struck_by")
        return [Line(one, [who.name for who in one.people.all()]) for one in rows.prefetch_related("people")[:SHOWN]]

    @cached_property
    def people(self) -> list[Person]:
        """Give who may have taken part: everybody with a seat at the brand."""
        return [row.person for row in seated_at(self.seat.brand, at=self.seat.at).order_by("person__name", "pk")]
