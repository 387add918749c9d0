"""What does a person fill in who writes a message to be approved ahead?"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.forms import levels
from firebreak.console.respond.ready.records import LONGEST_TITLE, ReadyText
from firebreak.console.respond.ready.writing import Wording
from firebreak.console.respond.reply_forms import INPUT, Words
from firebreak.console.respond.send.forms import MINUTE
from firebreak.console.respond.speak.forms import KINDS
from firebreak.console.respond.speak.records import LONGEST_SOURCE, LONGEST_TEXT
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Severity

USUAL = timedelta(days=180)


def moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MINUTE, attrs=INPUT | {"type": "datetime-local"})
    return forms.DateTimeField(label=label, input_formats=[MINUTE], widget=widget)


class ReadyForm(forms.Form):
    """The words and their bounds; `was` is the version that was on the screen."""

    was = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )
    text = Words(
        label=_("The text"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs=INPUT | {"rows": 9}),
        help_text=_(
            "A fact stands where {{ place }} is written: batch, time, place, scope, cause, remedy, contact, "
            "next_update, brand."
        ),
    )
    kind = forms.ChoiceField(label=_("Kind of text"), choices=KINDS, widget=forms.Select(attrs=INPUT))
    posture = forms.ChoiceField(
        label=_("How we stand to it"), choices=list(words.POSTURES.items()), widget=forms.Select(attrs=INPUT)
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Audience"),
        choices=list(words.AUDIENCES.items()),
        widget=forms.Select(attrs=INPUT),
    )
    gravest = forms.ChoiceField(label=_("At this level or milder"), widget=forms.Select(attrs=INPUT))
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=list(words.CHANNELS.items()),
        widget=forms.CheckboxSelectMultiple(INPUT | {"class": "box"}),
    )
    begins = moment(_("Valid from"))
    ends = moment(_("Valid until"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["gravest"]
        if isinstance(field, forms.ChoiceField):
            field.choices = levels()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(gettext("Write something here."))
        return text.strip()

    @property
    def wording(self) -> Wording:
        """Give what was filled in; asked only of a form that is whole."""
        given = self.cleaned_data
        return Wording(
            title=given["title"],
            text=given["text"],
            channels=[Channel(one) for one in given["channels"]],
            audience=Audience(given["audience"]),
            gravest=Severity(given["gravest"]),
            kind=DraftKind(given["kind"]),
            posture=Posture(given["posture"]),
            begins=given["begins"],
            ends=given["ends"],
        )


def first_of(ready: ReadyText | None, *, at: datetime) -> dict[str, Any]:
    """Give what a form begins with: the version that is changed, or the usual bounds."""
    if ready is None:
        now = timezone.localtime(at).replace(second=0, microsecond=0)
        usual = {"was": 0, "kind": DraftKind.HOLDING.value, "gravest": Severity.S3.value}
        return usual | {"channels": [Channel.WEBSITE.value], "begins": now, "ends": now + USUAL}
    same = ("title", "text", "kind", "posture", "audience", "gravest", "channels")
    kept = {name: getattr(ready, name) for name in same}
    return kept | {"was": ready.version, "begins": ready.begins_at, "ends": ready.ends_at}


class WhyForm(forms.Form):
    """Why a message is sent back or taken out of force."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_SOURCE, widget=forms.TextInput(attrs=INPUT))


class UseForm(forms.Form):
    """On which channel a message is to go out."""

    channel = forms.ChoiceField(choices=list(words.CHANNELS.items()))

    def clean_channel(self) -> Channel:
        return Channel(self.cleaned_data["channel"])
