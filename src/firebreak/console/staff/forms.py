"""What does somebody say about what they saw, in under a minute, and what does a person decide about it?"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console.formats import local
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.listen.capturing import MOST_BYTES
from firebreak.console.listen.forms import ERASE_REASONS, REASONS
from firebreak.console.staff import wording
from firebreak.console.staff.models import LONGEST, Ending, Hurt
from firebreak.console.staff.receiving import Seen

INPUT = {"class": "input"}
PICTURES = "image/jpeg,image/png,image/webp"
OLDEST = timedelta(days=366)


def words(label: Any, name: str, *, required: bool = False, rows: int = 0, **attrs: str) -> forms.CharField:
    kept = INPUT | {key.replace("_", "-"): value for key, value in attrs.items()}
    widget = forms.Textarea(attrs=kept | {"rows": rows}) if rows else forms.TextInput(attrs=kept)
    return forms.CharField(label=label, max_length=LONGEST[name], required=required, widget=widget)


class SeenForm(forms.Form):
    """What, where, when, who is hurt; the rest may stay empty."""

    what = words(_("What did you see?"), "what", required=True, rows=4)
    place = words(_("Where? Store, shelf or address"), "place", required=True, autocomplete="off")
    seen_at = forms.DateTimeField(
        label=_("When?"), widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=INPUT | {"type": "datetime-local"})
    )
    hurt = forms.ChoiceField(label=_("Is anybody hurt?"), choices=list(wording.HURT.items()), widget=forms.RadioSelect)
    victims = words(_("Who, and how badly?"), "victims")
    photo: Any = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.ClearableFileInput(attrs=INPUT | {"accept": PICTURES}),
        help_text=_("JPEG, PNG or WebP, at most 8 MB."),
    )
    name = words(_("Your name"), "name", autocomplete="name")
    contact = words(_("Where we reach you"), "contact", autocomplete="tel")
    nonce = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.initial = {"seen_at": local(at).replace(tzinfo=None), "nonce": secrets.token_hex(16)}

    def clean_seen_at(self) -> datetime:
        seen: datetime = self.cleaned_data["seen_at"]
        if seen - self.at > timedelta(minutes=1):
            raise forms.ValidationError(_("This time is still to come."))
        if self.at - seen > OLDEST:
            raise forms.ValidationError(_("This is more than a year ago: look at the date again."))
        return min(seen, self.at)

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in ("what", "place", "seen_at")]

    @property
    def contacts(self) -> list[Any]:
        return [self[name] for name in ("name", "contact")]

    def seen(self) -> Seen:
        said = self.cleaned_data
        told = {name: said[name].strip() for name in LONGEST}
        return Seen(seen_at=said["seen_at"], hurt=Hurt(said["hurt"]), **told)

    def picture(self) -> bytes:
        given = self.cleaned_data["photo"]
        return bytes(given.read(MOST_BYTES + 1)) if given else b""


class LookUpForm(forms.Form):
    """A receipt as somebody types it."""

    code = forms.CharField(
        label=_("Receipt code"), max_length=20, widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"})
    )


class ActForm(forms.Form):
    """What a person decides about a report, and which state of it they saw."""

    act = forms.ChoiceField(choices=[(code, code) for code in ("take", "close", "mention", "incident", "case")])
    version = forms.IntegerField(min_value=0)
    reason = forms.ChoiceField(
        label=pgettext_lazy("closing", "Why"), choices=list(wording.REASONS.items()), required=False
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("act") == "close" and not said.get("reason"):
            self.add_error("reason", _("Choose why."))
        return said

    @property
    def ending(self) -> Ending:
        return Ending(self.cleaned_data["reason"] or self.cleaned_data["act"])


class LiftForm(forms.Form):
    """Why somebody must see who it is."""

    reason = forms.ChoiceField(choices=list(REASONS.items()))


class EraseForm(ConfirmedForm):
    """Why the words of a report must go."""

    reason = forms.ChoiceField(
        label=_("Why must it be erased?"), choices=list(ERASE_REASONS.items()), widget=forms.Select(attrs=INPUT)
    )
