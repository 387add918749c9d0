"""What does a person fill in who words a template?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.reply_forms import INPUT, Words
from firebreak.console.respond.speak.forms import TemplateForm
from firebreak.console.respond.speak.templates import OCCASION
from firebreak.console.respond.wording.records import LONGEST_REASON
from firebreak.core.respond.template import BLOCKS
from firebreak.core.respond.wording import LONGEST, PARTS


class WordingForm(forms.Form):
    """The words of each part, and the occasion that they are for; `was` is the version that was on the screen."""

    was = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=LONGEST_REASON,
        required=False,  # whoever only looks how it reads gives none
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in OCCASION:
            known = [(code, code) for code in sorted(TemplateForm.known(name))]
            self.fields[name] = forms.ChoiceField(choices=known, widget=forms.HiddenInput)
        for part in PARTS:
            self.fields[part] = Words(
                label=words.TEMPLATE_PARTS[part],
                max_length=LONGEST,
                strip=False,
                required=part in BLOCKS,
                widget=forms.Textarea(attrs=INPUT | {"rows": 4 if part in ("know", "now") else 2}),
            )

    @property
    def hidden(self) -> list[forms.BoundField]:
        return [self[name] for name in ("was", *OCCASION)]

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[part] for part in PARTS]

    @property
    def words(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in PARTS}
