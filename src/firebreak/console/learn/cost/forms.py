"""What does a person note of hours, of other costs, and of what an hour is worth?"""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import casewords, words
from firebreak.console.learn.cost.records import EFFORTS, EXPENSES, LONGEST
from firebreak.console.learn.forms import DAY
from firebreak.core.resolve.effort import DEAREST
from firebreak.core.resolve.ledger import MOST

INPUT = {"class": "input"}


def new_key() -> str:
    return secrets.token_hex(8)


class Noted(forms.Form):
    """What hours and other costs have in common: a day, a word, and the key of this form."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput, initial=new_key)
    day = forms.DateField(label=_("Day"), widget=DAY)
    what = forms.CharField(
        max_length=LONGEST, required=False, label=_("What for, if it helps"), widget=forms.TextInput(attrs=INPUT)
    )


class HoursForm(Noted):
    """How long who worked at what."""

    person = forms.TypedChoiceField(coerce=int, label=_("Who worked"), widget=forms.Select(attrs=INPUT))
    kind = forms.ChoiceField(
        choices=[(kind, casewords.EFFORTS[kind]) for kind in EFFORTS],
        label=_("At what"),
        widget=forms.Select(attrs=INPUT),
    )
    hours = forms.DecimalField(
        min_value=Decimal("0.25"),
        max_value=24,
        max_digits=4,
        decimal_places=2,
        label=_("Hours"),
        widget=forms.NumberInput(attrs=INPUT | {"step": "0.25", "inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.order_fields(["key", "person", "kind", "hours", "day", "what"])

    @property
    def minutes(self) -> int:
        return int((self.cleaned_data["hours"] * 60).to_integral_value())


class GuessForm(forms.Form):
    """An estimate from the trail that a person takes over; what it is was worked out by the service."""

    person = forms.IntegerField(min_value=1)
    key = forms.CharField(max_length=32)


class ExpenseForm(Noted):
    """What else it cost."""

    kind = forms.ChoiceField(
        choices=[(kind, casewords.EXPENSES[kind]) for kind in EXPENSES],
        label=_("Kind"),
        widget=forms.Select(attrs=INPUT),
    )
    amount = forms.IntegerField(
        min_value=1, max_value=MOST, label=_("NT$"), widget=forms.NumberInput(attrs=INPUT | {"inputmode": "numeric"})
    )
    field_order = ("key", "kind", "amount", "day", "what")


class RateForm(forms.Form):
    """What an hour is worth."""

    role = forms.ChoiceField(required=False, label=_("Role"), widget=forms.Select(attrs=INPUT))
    per_hour = forms.IntegerField(
        min_value=1,
        max_value=DEAREST,
        label=_("NT$ an hour"),
        widget=forms.NumberInput(attrs=INPUT | {"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Everybody else")), *words.ROLES.items()]  # type: ignore[attr-defined]
