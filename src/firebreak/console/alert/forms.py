"""How long is an alert put off, and which state of it did the person see?"""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SPANS = {
    "30m": (_("30 minutes"), timedelta(minutes=30)),
    "1h": (_("1 hour"), timedelta(hours=1)),
    "4h": (_("4 hours"), timedelta(hours=4)),
    "morning": (_("Tomorrow 09:00"), None),
}


class AlertForm(forms.Form):
    """The state that was on the screen when the button was pressed."""

    version = forms.IntegerField(min_value=0)


class SnoozeForm(AlertForm):
    span = forms.ChoiceField(choices=[(code, text) for code, (text, _span) in SPANS.items()])


def snooze_until(code: str, *, at: datetime) -> datetime:
    """Give when an alert that is put off at `at` comes back."""
    span = SPANS[code][1]
    if span is not None:
        return at + span
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    return tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
