"""What may a person write into the forms of the door?"""

from django import forms
from django.utils.translation import gettext_lazy as _

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
