"""How is a list taken along: as which file, with or without personal data, and why?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.listen.forms import REASONS

KINDS = (("csv", _("CSV")), ("xlsx", _("Excel (XLSX)")))


class ExportForm(forms.Form):
    """What a person asks for; personal data needs a reason."""

    how = forms.ChoiceField(label=_("File"), choices=KINDS, initial="csv", widget=forms.RadioSelect)
    lift = forms.BooleanField(label=_("With personal data"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[("", _("Choose a reason")), *REASONS.items()], required=False
    )
    nonce = forms.RegexField(r"^[0-9a-f]{8}$", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("lift") and not said.get("reason"):
            self.add_error("reason", _("Personal data is only given with a reason: choose one."))
        return said

    @property
    def why(self) -> str:
        """Give the reason for personal data, nothing where none is asked for."""
        return self.cleaned_data["reason"] if self.cleaned_data["lift"] else ""
