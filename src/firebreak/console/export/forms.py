"""How is a list taken along: as which file, with or without personal data, and why?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.listen.forms import TakeForm

KINDS = (("csv", _("CSV")), ("xlsx", _("Excel (XLSX)")))


class ExportForm(TakeForm):
    """What a person asks for."""

    how = forms.ChoiceField(label=_("File"), choices=KINDS, initial="csv", widget=forms.RadioSelect)
