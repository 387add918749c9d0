"""Which mentions are asked for, and what does a person say about one?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.listen.platform import one_each
from firebreak.core.terms import Category, Sentiment

ANY = ("", _("Any"))
HOURS = {"1": _("Last hour"), "6": _("Last 6 hours"), "24": _("Last 24 hours"), "168": _("Last 7 days")}
REASONS = {
    "contact": _("To contact the person concerned"),
    "verify": _("To check what is told"),
    "legal": _("For legal steps"),
    "safety": _("Somebody may be in danger"),
}

ERASE_REASONS = {
    "subject_request": _("The person concerned asks for it"),
    "authority_order": _("An authority or a court orders it"),
    "wrongly_kept": _("It should never have been kept"),
}


def choices(table: dict[str, Any], codes: list[str] | None = None) -> list[tuple[str, Any]]:
    return [ANY, *((code, table[code]) for code in codes or table)]


class MentionFilter(forms.Form):
    """What the list is narrowed to; a value that does not exist narrows nothing."""

    q = forms.CharField(max_length=100, required=False)
    sentiment = forms.ChoiceField(choices=choices(words.SENTIMENTS), required=False, label=_("Sentiment"))
    category = forms.ChoiceField(
        choices=choices(words.CATEGORIES, [code.value for code in Category]), required=False, label=_("Category")
    )
    source = forms.ChoiceField(required=False, label=_("Source"))
    hours = forms.ChoiceField(choices=choices(HOURS), required=False, label=_("Time"))
    watch = forms.ChoiceField(required=False, label=_("Watch"))
    story = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    urgent = forms.BooleanField(required=False, label=_("Urgent only"))

    def __init__(self, data: Any, *, sources: list[str], watches: list[str]) -> None:
        super().__init__(data)
        self.set_choices("source", one_each(sources))
        self.set_choices("watch", [(name, name) for name in watches])

    def set_choices(self, name: str, found: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ANY, *found]

    def chosen(self) -> dict[str, Any]:
        """Give what is asked for and exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class UnmaskForm(forms.Form):
    """Why a person wants to see personal data."""

    reason = forms.ChoiceField(choices=list(REASONS.items()))


class CorrectionForm(forms.Form):
    """What a post says, in a person's word."""

    sentiment = forms.ChoiceField(
        choices=[(one.value, words.SENTIMENTS[one.value]) for one in Sentiment], label=_("Sentiment")
    )
    category = forms.ChoiceField(
        choices=[(one.value, words.CATEGORIES[one.value]) for one in Category], label=_("Category")
    )
    urgent = forms.ChoiceField(choices=[("true", _("Urgent")), ("false", _("Not urgent"))], label=_("Urgent"))


class EraseForm(ConfirmedForm):
    """Why a mention must be forgotten; it cannot be taken back."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason")), *ERASE_REASONS.items()],
        widget=forms.Select(attrs={"class": "input"}),
    )
