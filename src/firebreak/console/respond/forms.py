"""What does a person say and do in an incident room?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.govern.models import Person
from firebreak.console.sentences import MOMENTS
from firebreak.core.terms import Category, Phase, Severity

KINDS = ("progress", "decision", "outward", "full")
LONGEST = 4000


class OpenForm(forms.Form):
    """A matter of which no post is known yet."""

    title = forms.CharField(max_length=120, label=_("What happened?"))
    category = forms.ChoiceField(
        choices=[(one.value, words.CATEGORIES[one.value]) for one in Category],
        label=_("Category"),
        initial=Category.OTHER,
    )
    severity = forms.ChoiceField(label=_("Severity"), initial=Severity.S3.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "severity", levels())


class VersionForm(forms.Form):
    """The state of the incident that was on the screen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MoveForm(VersionForm):
    to = forms.ChoiceField(choices=[(phase.value, words.PHASES[phase.value]) for phase in Phase], label=_("Go to"))
    reason = forms.CharField(max_length=LONGEST, required=False, label=_("Reason"))


class OwnerForm(VersionForm):
    owner = forms.TypedChoiceField(coerce=int, label=_("Who leads?"))

    def __init__(self, data: Any = None, *, people: Iterable[Person], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        offer(self, "owner", [(str(person.pk), person.name) for person in people])


class SeverityForm(VersionForm):
    to = forms.ChoiceField(label=_("Severity"))
    reason = forms.CharField(max_length=LONGEST, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", levels())


class LogForm(forms.Form):
    """What was done or said."""

    kind = forms.ChoiceField(choices=[(kind, MOMENTS[kind]) for kind in KINDS], label=_("Kind"), initial="progress")
    text = forms.CharField(
        max_length=LONGEST, label=_("What was done or said?"), widget=forms.Textarea(attrs={"rows": 3})
    )


def levels() -> list[tuple[str, str]]:
    return [(level.value, f"{level.value} {words.SEVERITIES[level.value]}") for level in Severity]


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
