"""What may a person write into a watch?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.core.listen.limits import NAME, QUERY
from firebreak.core.terms import WatchKind

INPUT = {"class": "input"}


class Lines(forms.CharField):
    """Several words or phrases, one a line; the page turns them into chips where it can."""

    widget = forms.Textarea(attrs=INPUT | {"rows": 3, "data-chips": ""})

    def to_python(self, value: Any) -> Any:
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def lines_in(form: forms.Form, name: str) -> list[str]:
    """Give the lines of a field as they stand, also while other fields are still wrong."""
    found: list[str] = list(Lines(required=False).to_python(form[name].value()))
    return found


class WatchForm(forms.Form):
    """A named thing to listen for, by words, by a query, or by both."""

    name = forms.CharField(label=pgettext_lazy("watch", "Name"), max_length=NAME, widget=forms.TextInput(attrs=INPUT))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, words.WATCH_KINDS[kind.value]) for kind in WatchKind],
        widget=forms.Select(attrs=INPUT),
    )
    query = forms.CharField(
        label=_("Query"),
        required=False,
        max_length=QUERY,
        widget=forms.Textarea(
            attrs={"class": "input mono", "rows": 2, "spellcheck": "false", "autocapitalize": "off", "placeholder": " "}
        ),
        help_text=_("AND, OR, NOT, NEAR/8, parentheses and quotation marks. Operators in capitals."),
    )
    words = Lines(
        label=_("Counts (names, aliases, misspellings)"),
        required=False,
        help_text=_("One a line. Simplified and traditional count as one."),
    )
    none = Lines(
        label=_("Does not count"),
        required=False,
        widget=forms.Textarea(attrs=INPUT | {"rows": 3, "data-chips": "plain"}),
        help_text=_("One a line: what looks alike and is not meant."),
    )
