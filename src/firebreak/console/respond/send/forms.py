"""What does a person say who lets a text go out, or lets nothing go out any more?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.respond.forms import VersionForm
from firebreak.console.respond.reply_forms import INPUT
from firebreak.console.respond.speak.forms import SubmitForm
from firebreak.console.respond.speak.records import LONGEST_SOURCE

MINUTE = "%Y-%m-%dT%H:%M"  # as a browser's own field gives it


class SendForm(VersionForm):
    """A text as the page showed it, when it goes out, and why it does despite a warning."""

    due = forms.DateTimeField(
        label=_("When it goes out"),
        required=False,
        input_formats=[MINUTE],
        widget=forms.DateTimeInput(format=MINUTE, attrs=INPUT | {"type": "datetime-local"}),
        help_text=_("Empty: now."),
    )
    reason = SubmitForm.base_fields["reason"]


class FreezeForm(forms.Form):
    """Why nothing may go out any more."""

    reason = forms.CharField(
        label=_("Why nothing may go out"), max_length=LONGEST_SOURCE, widget=forms.TextInput(attrs=INPUT)
    )
