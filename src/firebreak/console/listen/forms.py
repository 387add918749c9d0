"""Which mentions are asked for, and what does a person say about one?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.govern.models import Person
from firebreak.console.listen.platform import one_each
from firebreak.console.listen.praise import Answered
from firebreak.core.terms import Category, Sentiment

TAG = 30  # characters of a tag
ANY = ("", _("Any"))
HOURS = {"1": _("Last hour"), "6": _("Last 6 hours"), "24": _("Last 24 hours"), "168": _("Last 7 days")}
STATES = {
    "waiting": _("Waiting for anybody"),
    "held": _("Held by somebody"),
    "asleep": pgettext_lazy("state", "Snoozed"),
    "closed": pgettext_lazy("state", "Closed"),
}
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
    watch = forms.ChoiceField(required=False, label=pgettext_lazy("listening", "Watch"))
    state = forms.ChoiceField(choices=[ANY, *STATES.items()], required=False, label=_("State"))
    holder = forms.ChoiceField(required=False, label=_("Held by"))
    tag = forms.CharField(max_length=TAG, required=False, label=_("Insight"))
    story = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    urgent = forms.BooleanField(required=False, label=_("Urgent only"))
    alike = forms.BooleanField(required=False, label=_("Similar ones together"))

    def __init__(self, data: Any, *, sources: list[str], watches: list[str], people: Sequence[Person]) -> None:
        super().__init__(data)
        self.holders = people
        self.people = {str(one.pk): one.name for one in people}
        self.set_choices("source", one_each(sources))
        self.set_choices("watch", [(name, name) for name in watches])
        self.set_choices("holder", list(self.people.items()))

    def set_choices(self, name: str, found: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ANY, *found]

    def chosen(self) -> dict[str, Any]:
        """Give what is asked for and exists."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SavedViewForm(forms.Form):
    """Under which name is a list kept, and do others see it?"""

    name = forms.CharField(max_length=40, label=_("Name"))
    shared = forms.BooleanField(required=False, label=_("Share with everybody at this brand"))


class TagForm(forms.Form):
    """What a mention teaches, in a word."""

    tag = forms.CharField(max_length=TAG, label=_("Insight"))

    def clean_tag(self) -> str:
        return " ".join(self.cleaned_data["tag"].split())


class AnswerForm(forms.Form):
    """May somebody's words be used again, what of them and where, and where can that be seen?"""

    answer = forms.ChoiceField(
        choices=[("granted", _("Yes")), ("refused", _("No"))], label=pgettext_lazy("author", "Answer")
    )
    scope = forms.CharField(max_length=200, required=False, label=_("What may be used, and where"))
    proof = forms.CharField(max_length=500, label=_("Where the answer can be seen"))

    def answered(self) -> Answered:
        told = self.cleaned_data
        return Answered(granted=told["answer"] == "granted", scope=told["scope"], proof=told["proof"])


class UnmaskForm(forms.Form):
    """Why a person wants to see personal data."""

    reason = forms.ChoiceField(choices=list(REASONS.items()))


class TakeForm(ConfirmedForm):
    """Whether what is taken along holds personal data; that needs a reason and the password once more."""

    lift = forms.BooleanField(label=_("With personal data"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *REASONS.items()], required=False
    )
    nonce = forms.RegexField(r"^[0-9a-f]{8}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].required = False

    def clean_confirm(self) -> str:
        if not self.cleaned_data.get("lift"):
            return ""
        if not self.cleaned_data["confirm"]:
            raise forms.ValidationError(self.fields["confirm"].error_messages["required"])
        return super().clean_confirm()

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("lift") and not said.get("reason"):
            self.add_error("reason", _("Personal data is only given with a reason: choose one."))
        return said

    @property
    def why(self) -> str:
        """Give the reason for personal data, nothing where none is asked for."""
        return self.cleaned_data["reason"] if self.cleaned_data["lift"] else ""


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
