"""How long is an alert put off or silenced, and which state of it did the person see?"""

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
QUIET_SPANS = {
    "4h": (_("4 hours"), timedelta(hours=4)),
    "1d": (_("1 day"), timedelta(days=1)),
    "7d": (_("7 days"), timedelta(days=7)),
    "30d": (_("30 days"), timedelta(days=30)),
}


class AlertForm(forms.Form):
    """The state that was on the screen when the button was pressed."""

    version = forms.IntegerField(min_value=0)


class SnoozeForm(AlertForm):
    span = forms.ChoiceField(choices=[(code, text) for code, (text, _span) in SPANS.items()])


class SilenceForm(AlertForm):
    span = forms.ChoiceField(choices=[(code, text) for code, (text, _span) in QUIET_SPANS.items()])
    reason = forms.CharField(max_length=200)


def snooze_until(code: str, *, at: datetime) -> datetime:
    """Give when an alert that is put off at `at` comes back."""
    span = SPANS[code][1]
    if span is not None:
        return at + span
    tomorrow = timezone.localtime(at) + timedelta(days=1)
    return tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)


def silent_until(code: str, *, at: datetime) -> datetime:
    """Give when a silence that begins at `at` ends."""
    return at + QUIET_SPANS[code][1]
