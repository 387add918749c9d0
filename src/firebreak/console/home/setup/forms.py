"""What may be written into the steps of the first run?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.govern.forms import NewPasswordForm
from firebreak.console.home.settings.drafting import INPUT, Lines, lines_in
from firebreak.console.listen.coverage import NEEDED
from firebreak.core.listen.limits import BRAND
from firebreak.core.terms import WatchKind

KINDS = tuple(kind.value for kind in NEEDED)


class FirstForm(NewPasswordForm):
    """The organisation, and its first administrator."""

    key = forms.CharField(max_length=256, widget=forms.HiddenInput)
    house = forms.CharField(
        label=_("Name of your organisation"),
        max_length=120,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "organization", "autofocus": True}),
        help_text=_("The company whose brand is to be protected."),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs=INPUT | {"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "username"})
    )
    field_order = ["key", "house", "name", "email", "password", "again"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label, self.fields["again"].label = _("Password"), _("Password again")


class WordsForm(forms.Form):
    """A brand, and the words of each kind that it is heard by."""

    title = forms.CharField(label=_("Name of the brand"), max_length=BRAND, widget=forms.TextInput(attrs=INPUT))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the watches that the page was made from
    brand = Lines(label=words.WATCH_KINDS["brand"], required=False)
    product = Lines(label=words.WATCH_KINDS["product"], required=False)
    person = Lines(label=words.WATCH_KINDS["person"], required=False)
    competitor = Lines(label=words.WATCH_KINDS["competitor"], required=False)
    controversy = Lines(label=words.WATCH_KINDS["controversy"], required=False)
    none = Lines(
        label=_("Does not count"),
        required=False,
        widget=forms.Textarea(attrs=INPUT | {"rows": 3, "data-chips": "plain"}),
    )
    waive = forms.MultipleChoiceField(
        choices=[(kind, kind) for kind in KINDS], required=False, widget=forms.CheckboxSelectMultiple
    )

    @property
    def kinds(self) -> list[tuple[forms.BoundField, bool, bool]]:
        """Give the field of each kind, whether it can be gone without, and whether it is."""
        waived = set(self["waive"].value() or ())
        return [(self[kind], kind != WatchKind.BRAND.value, kind in waived) for kind in KINDS]

    def lists(self) -> dict[str, list[str]]:
        """Give the words of each kind as they stand, also while other fields are still wrong."""
        return {name: lines_in(self, name) for name in (*KINDS, "none")}

    def clean_brand(self) -> list[str]:
        found: list[str] = self.cleaned_data["brand"]
        if not found:
            raise forms.ValidationError(_("Give at least one word by which people call the brand."))
        return found


class ColleagueForm(forms.Form):
    """Somebody of the own organisation who is to be called."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"})
    )
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=80, widget=forms.TextInput(attrs=INPUT))
    role = forms.ChoiceField(label=_("Role"), choices=list(words.ROLES.items()), widget=forms.Select(attrs=INPUT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", "brand_pr")
