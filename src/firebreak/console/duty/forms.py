"""Who is put on duty when, who gets a part, and what is handed over?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console import clock
from firebreak.console.duty.models import LONGEST
from firebreak.console.duty.rota import MOST_DAYS
from firebreak.console.govern.models import Person
from firebreak.core.respond.workdays import DAY, day_of

INPUT = {"class": "input"}
HOURS = [(hour, f"{hour:02d}:00") for hour in range(25)]
FARTHEST = 366  # days ahead


def last_day() -> date:
    return day_of(clock.now()) + FARTHEST * DAY


class ShiftForm(forms.Form):
    """One duty for one person, at the same hours of some days one after the other."""

    duty = forms.ChoiceField(label=pgettext_lazy("on duty", "Duty"))
    person = forms.TypedChoiceField(coerce=int, label=_("Who"))
    deputy = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=_("Deputy"))
    first = forms.DateField(
        label=_("First day"),
        validators=[MaxValueValidator(last_day)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=7, label=_("Days in a row"))
    begins = forms.TypedChoiceField(coerce=int, choices=HOURS[:24], initial=8, label=_("From"))
    ends = forms.TypedChoiceField(coerce=int, choices=HOURS, initial=20, label=_("Until"))

    def __init__(self, data: Any = None, *, people: Iterable[Person], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        named = [(str(one.pk), one.name) for one in people]
        duties = [(code, one.name.within(get_language() or "zh")) for code, one in knowledge.duties().items()]
        for name, choices in (("duty", duties), ("person", named), ("deputy", [("", _("nobody")), *named])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        for field in self.fields.values():
            field.widget.attrs |= INPUT


class HandOverForm(forms.Form):
    """What the next one must know, and who that is."""

    taker = forms.TypedChoiceField(coerce=int, label=_("To whom"))
    text = forms.CharField(
        label=_("What must the next one know?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, data: Any = None, *, people: Iterable[Person]) -> None:
        super().__init__(data)
        field = self.fields["taker"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(one.pk), one.name) for one in people]
        for each in self.fields.values():
            each.widget.attrs |= INPUT


class AnswerForm(forms.Form):
    """What whoever takes over says back."""

    answer = forms.CharField(required=False, max_length=LONGEST)


class PartForm(forms.Form):
    """Who gets a part, and who had it on the screen."""

    duty = forms.CharField(max_length=20)
    person = forms.IntegerField()
    was = forms.IntegerField(min_value=0)
