"""What does a person write about a risk?"""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.govern.models import Person
from firebreak.console.prevent.models import LONGEST_PREVENTION, LONGEST_TITLE, Risk
from firebreak.console.prevent.services import Judged
from firebreak.console.prevent.wording import IMPACTS, LIKELIHOODS
from firebreak.core.prevent.risk import STEPS

FIELDS = tuple(field.name for field in fields(Judged))
INPUT = {"class": "input"}


def steps(names: dict[int, Any]) -> list[tuple[int, str]]:
    return [(step, f"{step} {names[step]}") for step in STEPS]


class RiskForm(forms.Form):
    """One risk as a person judges it; `people` may watch over it."""

    title = forms.CharField(
        label=_("What could happen"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("Category"), widget=forms.Select(attrs=INPUT))
    branch = forms.ChoiceField(label=_("Where it lies"), required=False, widget=forms.Select(attrs=INPUT))
    likelihood = forms.TypedChoiceField(label=_("Likelihood"), coerce=int, widget=forms.Select(attrs=INPUT))
    impact = forms.TypedChoiceField(
        label=_("Impact"),
        coerce=int,
        widget=forms.Select(attrs=INPUT),
        help_text=_("The worst of: health, customers hit, reach, media, money lost, the law."),
    )
    exposure = forms.DecimalField(
        label=_("Exposure in NT$"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=0,
        widget=forms.NumberInput(attrs=INPUT | {"inputmode": "numeric"}),
        help_text=_("What it would cost if it happened once; empty where nobody has reckoned it."),
    )
    harms_health = forms.BooleanField(
        label=_("Lives or health are at stake"),
        required=False,
        help_text=_("With the gravest impact it is extreme, however rare."),
    )
    prevention = forms.CharField(
        label=_("What keeps it from happening"),
        max_length=LONGEST_PREVENTION,
        widget=forms.Textarea(attrs=INPUT | {"rows": 2}),
    )
    owner = forms.TypedChoiceField(label=_("Who watches over it"), coerce=int, widget=forms.Select(attrs=INPUT))
    review_on = forms.DateField(
        label=_("Next review"), widget=forms.DateInput(format="%Y-%m-%d", attrs=INPUT | {"type": "date"})
    )
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        said: dict[str, list[tuple[Any, Any]]] = {
            "category": list(words.CATEGORIES.items()),
            "branch": [("", _("Not decided yet")), *words.BRANCHES.items()],
            "likelihood": steps(LIKELIHOODS),
            "impact": steps(IMPACTS),
            "owner": [(one.pk, one.name) for one in people],
        }
        for name, choices in said.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def judged(self) -> Judged:
        said = {name: self.cleaned_data[name] for name in FIELDS}
        return Judged(**said | {"owner": self.people[said["owner"]]})


def form_of(risk: Risk, people: list[Person]) -> RiskForm:
    """Give the form of a risk as it stands; one that an incident has made offers its own words as the title."""
    fresh = {name: getattr(risk, name) for name in FIELDS}
    return RiskForm(
        people=people, initial=fresh | {"title": risk.name, "owner": risk.owner_id, "version": risk.version}
    )
