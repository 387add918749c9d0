"""What may be written into the forms of an engagement?"""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.govern.engagements import Newcomer, Terms
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.govern.models import Engagement
from firebreak.core.govern.role import AGENCY_ACTS, AGENCY_ROLES
from firebreak.core.terms import Act, Role

INPUT = {"class": "input"}
COVERABLE = [act for act in Act if act in AGENCY_ACTS and act is not Act.READ]  # reading is always part of it


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    """Give the last second of a day: an engagement that ends on a day lasts all of it."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class Day(forms.DateField):
    """A day, as a browser's own calendar gives it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs=INPUT | {"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


class Covered(forms.MultipleChoiceField):
    """The acts that an engagement covers, beside reading."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=pgettext_lazy("engagement", "For"),
            choices=[(act.value, words.ACTS[act.value]) for act in COVERABLE],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Reading is always part of it. Taking data out, overriding rules and administering never are."),
            **kwargs,
        )


class CoverForm(forms.Form):
    """What an engagement that is there covers, and when it ends."""

    covers = Covered()
    ends = Day(label=pgettext_lazy("engagement", "Last day"), required=False, help_text=_("Empty: open."))

    def __init__(self, *args: Any, pk: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pk, self.auto_id = pk, f"id_{pk}_%s"

    @staticmethod
    def said_by(engagement: Engagement) -> dict[str, Any]:
        last = timezone.localtime(engagement.ends).date() if engagement.ends else None
        return {"covers": engagement.scopes, "ends": last}

    @property
    def acts(self) -> frozenset[Act]:
        return frozenset(Act(one) for one in self.cleaned_data["covers"])

    @property
    def end(self) -> datetime | None:
        day = self.cleaned_data["ends"]
        return end_of(day) if day else None


class InviteForm(ConfirmedForm):
    """An agency, what is agreed with it, and its first person."""

    agency = forms.CharField(
        label=_("Agency"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=_("Its name as it is known here, or a new one."),
    )
    nda_signed = Day(label=_("NDA signed"))
    starts = Day(label=pgettext_lazy("engagement", "First day"))
    ends = Day(label=pgettext_lazy("engagement", "Last day"), required=False, help_text=_("Empty: open."))
    covers = Covered(initial=[act.value for act in COVERABLE])
    email = forms.EmailField(
        label=_("E-mail of its first person"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=_("A new agency needs one; further people are let in under People."),
    )
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=80, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, words.ROLES[role.value]) for role in AGENCY_ROLES],
        initial=Role.AGENCY_LEAD.value,
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        self.fields["starts"].initial = timezone.localtime(at).date()

    @property
    def called(self) -> str:
        return str(self.cleaned_data["agency"])

    @property
    def terms(self) -> Terms:
        given = self.cleaned_data
        return Terms(
            covers=frozenset(Act(one) for one in given["covers"]),
            nda_signed_at=start_of(given["nda_signed"]),
            starts=start_of(given["starts"]),
            ends=end_of(given["ends"]) if given["ends"] else None,
        )

    @property
    def first(self) -> Newcomer | None:
        given = self.cleaned_data
        if not given["email"]:
            return None
        return Newcomer(email=given["email"], name=given["name"], role=Role(given["role"]))
