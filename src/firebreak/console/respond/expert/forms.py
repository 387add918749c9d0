"""What may be written into the form by which an outside expert is called in?"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.respond.expert.services import LONGEST, LONGEST_ADVICE, Called
from firebreak.console.respond.reply_forms import Words
from firebreak.core.errors import BadInput

INPUT = {"class": "input"}
USUAL = timedelta(days=14)
PROBLEMS = {
    "not_signed": _("An expert comes in only with a signed NDA."),
    "ends_early": _("The last day lies in the past."),
    "ends_late": _("Access lasts 90 days at most; it can be given again."),
    "of_the_house": _("Works for the brand's own organisation: give them a role under Settings › People."),
    "has_a_seat": _("Has a role at this brand already and sees this incident."),
    "is_in": _("Was called in to this incident already."),
    "own_house": _("This is the brand's own organisation."),
    "empty": _("Write something here."),
}


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs=INPUT | {"type": "date"})


class ExpertForm(ConfirmedForm):
    """Who is called in, as what, and until which day."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"})
    )
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=80, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    firm = forms.CharField(
        label=_("Firm or laboratory"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
        help_text=_("Name and firm are asked for where the address has no account here yet."),
    )
    expertise = forms.ChoiceField(
        label=_("Called in as"), choices=list(words.EXPERTISE.items()), widget=forms.Select(attrs=INPUT)
    )
    nda_signed = forms.DateField(label=_("NDA signed"), input_formats=["%Y-%m-%d"], widget=day_input())
    ends = forms.DateField(
        label=_("Last day"),
        input_formats=["%Y-%m-%d"],
        widget=day_input(),
        help_text=_("At most 90 days from now. It also ends when the incident is closed."),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        today = timezone.localtime(at).date()
        self.fields["ends"].initial = today + USUAL
        self.fields["ends"].widget.attrs |= {"min": str(today), "max": str(today + LONGEST - timedelta(days=1))}

    @property
    def called(self) -> Called:
        given = self.cleaned_data
        return Called(
            email=given["email"],
            name=given["name"],
            firm=given["firm"],
            expertise=given["expertise"],
            nda_signed_at=on(given["nda_signed"], time.min),
            ends=on(given["ends"], time(23, 59, 59)),
        )

    def blame(self, wrong: BadInput) -> None:
        """Put what is wrong beside its field."""
        field = str(wrong.context.get("field", ""))
        self.add_error(field if field in self.fields else None, PROBLEMS[str(wrong.context["problem"])])


class AdviceForm(forms.Form):
    """What an expert says of the incident."""

    text = Words(max_length=LONGEST_ADVICE)


def on(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
