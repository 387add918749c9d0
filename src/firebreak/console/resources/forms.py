"""What does a person write about somebody who helps, and which file do they bring?"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import clock
from firebreak.console.resources.bringing import MOST_BYTES
from firebreak.console.resources.models import Resource
from firebreak.console.resources.wording import COLUMNS, KINDS
from firebreak.core.respond.directory import LONGEST, Entry, dial
from firebreak.core.respond.workdays import day_of


def line(name: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "input", "autocomplete": "off", "placeholder": hint})
    return forms.CharField(label=COLUMNS[name], max_length=LONGEST[name], required=required, widget=widget)


class ResourceForm(forms.Form):
    """One entry of the directory."""

    kind = forms.ChoiceField(
        label=COLUMNS["kind"], choices=list(KINDS.items()), widget=forms.Select(attrs={"class": "input"})
    )
    name = line("name", required=True)
    who = line("who")
    phone = line("phone", "02-1234-5678 #123", required=True)
    hours = line("hours")
    purpose = line("purpose")
    checked_on = forms.DateField(
        label=COLUMNS["checked_on"],
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
        help_text=_("The last day on which somebody called and it held."),
    )
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if not dial(phone):
            raise forms.ValidationError(_("There is no number in it that a telephone can call."))
        return phone

    def clean_checked_on(self) -> date | None:
        day: date | None = self.cleaned_data["checked_on"]
        if day and day > day_of(clock.now()):
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def entry(self) -> Entry:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Entry(**said)


def form_of(resource: Resource) -> ResourceForm:
    names = ("kind", "name", "who", "phone", "hours", "purpose", "checked_on", "version")
    return ResourceForm(initial={name: getattr(resource, name) for name in names})


class FileForm(forms.Form):
    """A directory as a file."""

    file: Any = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv", "class": "input"}))

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read(MOST_BYTES + 1))
