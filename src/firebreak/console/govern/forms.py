"""What may a person write into the forms of the door, and what does an act ask that must not happen by mistake?"""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firebreak.console import clock
from firebreak.console.govern import door
from firebreak.console.govern.models import Person
from firebreak.core.errors import BadInput


class SignInForm(forms.Form):
    """E-mail and password."""

    email = forms.CharField(max_length=254)
    password = forms.CharField(max_length=256, strip=False)


class LinkForm(forms.Form):
    """What a link for one time holds."""

    person = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = forms.CharField(max_length=256, strip=False, widget=forms.HiddenInput)


class NewPasswordForm(forms.Form):
    """A password of one's own, twice."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not one that everybody uses."),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        found: dict[str, str] = super().clean() or {}
        if found.get("password") != found.get("again"):
            self.add_error("again", _("The two are not the same."))
        return found

    def blame(self, wrong: BadInput) -> None:
        """Say what is wrong with the password."""
        for problem in wrong.context.get("problems", (_("Choose another one than the one you were given."),)):
            self.add_error("password", problem)


class ConfirmedForm(forms.Form):
    """An act that asks for the person's password once more, in its last field."""

    confirm = forms.CharField(
        label=_("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
        help_text=_("Once more, because this must not happen by mistake or at somebody else's desk."),
    )

    def __init__(self, *args: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.at = person, at
        self.order_fields([name for name in self.fields if name != "confirm"])

    def clean_confirm(self) -> str:
        given = str(self.cleaned_data["confirm"])
        try:
            if door.confirm_password(self.person, given, real=clock.real_now(), at=self.at):
                return ""
        except BadInput as locked:
            raise forms.ValidationError(too_many(int(locked.context["minutes"]))) from locked
        raise forms.ValidationError(_("This is not your password."))


class OwnPasswordForm(ConfirmedForm, NewPasswordForm):
    """Another password for oneself; whoever sits at the desk must know the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].label = _("Your password until now")
        self.fields["confirm"].help_text = ""
        self.order_fields(["confirm", "password", "again"])

    def blame(self, wrong: BadInput) -> None:
        for problem in wrong.context.get("problems", (_("That is the one you have already."),)):
            self.add_error("password", problem)


def too_many(minutes: int) -> str:
    told = ngettext(
        "Too many tries. Wait %(n)d minute, then try again.",
        "Too many tries. Wait %(n)d minutes, then try again.",
        minutes,
    )
    return told % {"n": minutes}
