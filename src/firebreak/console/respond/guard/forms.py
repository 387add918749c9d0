"""What may a person ask to be done to a mention, and why is it declined?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.guard.records import LONGEST_REASON
from firebreak.console.respond.reply_forms import INPUT

LONGEST_CODE = 40
OTHER = "other"  # how what is on no list is kept; nobody chooses it


def choice(label: Any, names: dict[str, object]) -> forms.CharField:
    """Ask for one of a list; whatever else is sent reaches the guard, which refuses it and says why."""
    asked = [(code, name) for code, name in names.items() if code != OTHER]
    return forms.CharField(label=label, max_length=LONGEST_CODE, widget=forms.Select(attrs=INPUT, choices=asked))


class AskForm(forms.Form):
    """What is asked for, and on which of the closed grounds."""

    act = choice(_("What is to be done on the platform"), words.REMOVALS)
    ground = choice(_("Because it is"), words.MODERATION_GROUNDS)


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why it is not done"), max_length=LONGEST_REASON)
