"""How is a list taken along: as which file, with or without personal data, and why?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.listen.forms import REASONS

KINDS = (("csv", _("CSV")), ("xlsx", _("Excel (XLSX)")))


class ExportForm(ConfirmedForm):
    """What a person asks for; personal data needs a reason and the password once more."""

    how = forms.ChoiceField(label=_("File"), choices=KINDS, initial="csv", widget=forms.RadioSelect)
    lift = forms.BooleanField(label=_("With personal data"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *REASONS.items()], required=False
    )
    nonce = forms.RegexField(r"^[0-9a-f]{8}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].required = False

    def clean_confirm(self) -> str:
        if not self.cleaned_data.get("lift"):
            return ""
        if not self.cleaned_data["confirm"]:
            raise forms.ValidationError(self.fields["confirm"].error_messages["required"])
        return super().clean_confirm()

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("lift") and not said.get("reason"):
            self.add_error("reason", _("Personal data is only given with a reason: choose one."))
        return said

    @property
    def why(self) -> str:
        """Give the reason for personal data, nothing where none is asked for."""
        return self.cleaned_data["reason"] if self.cleaned_data["lift"] else ""
