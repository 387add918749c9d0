"""What may a person write into a reply, into where it was published, and into the voice of the brand?"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.listen.mention import safe_url
from firebreak.console.respond.replies import LONGEST_URL
from firebreak.core.respond.statement import Posture

INPUT = {"class": "input"}
LONGEST = 4000


class Words(forms.CharField):
    """Words of more than one line, as many letters long as the browser counts: it sends an end of line as two."""

    def to_python(self, value: Any) -> Any:
        given: Any = super().to_python(value)
        return given.replace("\r\n", "\n") if isinstance(given, str) else given


class ReplyForm(forms.Form):
    """The words of a reply and how the brand stands to what happened; without a version there was no draft."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = Words(
        label=_("Our words"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs=INPUT | {"rows": 10})
    )
    posture = forms.ChoiceField(
        label=_("How we stand to it"), choices=list(words.POSTURES.items()), widget=forms.Select(attrs=INPUT)
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(gettext("Write something here."))
        return text

    def clean_posture(self) -> Posture:
        return Posture(self.cleaned_data["posture"])


class PublishForm(forms.Form):
    """Where a reply can be read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    url = forms.URLField(
        label=_("Where it can be read"),
        max_length=LONGEST_URL,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT | {"placeholder": "https://"}),
    )

    def clean_url(self) -> str:
        url = safe_url(self.cleaned_data["url"])
        if not url:
            raise forms.ValidationError(gettext("The address must begin with http:// or https://."))
        return url


class DropForm(forms.Form):
    version = forms.IntegerField(min_value=0)


class VoiceForm(forms.Form):
    """How the brand speaks."""

    opening = forms.CharField(
        label=_("A reply begins with"), max_length=200, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    closing = forms.CharField(
        label=_("A reply ends with"), max_length=200, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    manner = Words(
        label=_("What writers keep in mind"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=INPUT | {"rows": 3}),
    )
