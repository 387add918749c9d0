"""What may a person write into a reply, into where it was published, and into the voice of the brand?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.replies import LONGEST_URL

INPUT = {"class": "input"}
LONGEST = 4000


class ReplyForm(forms.Form):
    """The words of a reply and how the brand stands to what happened; without a version there was no draft."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Our words"), max_length=LONGEST, strip=False, widget=forms.Textarea(attrs=INPUT | {"rows": 10})
    )
    posture = forms.ChoiceField(
        label=_("How we stand to it"), choices=list(words.POSTURES.items()), widget=forms.Select(attrs=INPUT)
    )


class PublishForm(forms.Form):
    """Where a reply can be read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    url = forms.URLField(
        label=_("Where it can be read"),
        max_length=LONGEST_URL,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT | {"placeholder": "https://"}),
    )


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
    manner = forms.CharField(
        label=_("What writers keep in mind"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=INPUT | {"rows": 3}),
    )
