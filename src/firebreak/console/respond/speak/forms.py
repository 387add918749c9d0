"""What may a person write onto the fact sheet and into a text of an incident?"""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.respond.forms import VersionForm
from firebreak.console.respond.reply_forms import INPUT, PublishForm, Words
from firebreak.console.respond.speak.forgetting import LONGEST, SHORTEST
from firebreak.console.respond.speak.records import LONGEST_SOURCE, LONGEST_TEXT, LONGEST_VALUE
from firebreak.console.respond.speak.sheet import OPEN, SETTLED
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Status
from firebreak.core.respond.statement import DraftKind, Posture

KINDS = [(code, name) for code, name in words.DRAFT_KINDS.items() if code != DraftKind.REPLY]


class FactForm(forms.Form):
    """One line of the fact sheet; without a version there was none."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    value = forms.CharField(
        label=_("What we know"), max_length=LONGEST_VALUE, widget=forms.Textarea(attrs=INPUT | {"rows": 2})
    )
    source = forms.CharField(
        label=_("How we know it"), max_length=LONGEST_SOURCE, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(one.value, words.FACT_STATUSES[one.value]) for one in OPEN],
        initial=Status.UNVERIFIED.value,
        widget=forms.Select(attrs=INPUT),
    )

    def clean_status(self) -> Status:
        return Status(self.cleaned_data["status"])


class SettleForm(VersionForm):
    """Is a line true?"""

    status = forms.ChoiceField(choices=[(one.value, one.value) for one in SETTLED])

    def clean_status(self) -> Status:
        return Status(self.cleaned_data["status"])


class BeginForm(forms.Form):
    """Where a text is to be published, for whom, and as what."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=list(words.CHANNELS.items()), widget=forms.Select(attrs=INPUT)
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Audience"),
        choices=list(words.AUDIENCES.items()),
        widget=forms.Select(attrs=INPUT),
    )
    kind = forms.ChoiceField(label=_("Kind of text"), choices=KINDS, widget=forms.Select(attrs=INPUT))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        kinds = {"channel": Channel, "audience": Audience, "kind": DraftKind}
        return given | {name: kinds[name](given[name]) for name in kinds if name in given}


TONGUES = {"zh-Hant": _("Chinese"), "en": _("English")}
CHOICES: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "category": (_("Category"), list(words.CATEGORIES.items())),
    "severity": (_("Severity"), list(words.SEVERITIES.items())),
    "audience": (pgettext_lazy("of a text", "Audience"), list(words.AUDIENCES.items())),
    "channel": (_("Channel"), list(words.CHANNELS.items())),
    "kind": (_("Kind of text"), KINDS),
    "lang": (pgettext_lazy("of a text", "Language"), list(TONGUES.items())),
}


class BeginFromForm(BeginForm):
    """The same from a template that was chosen: of another category or language than would be taken by itself."""

    category = forms.ChoiceField(choices=CHOICES["category"][1], required=False)
    lang = forms.ChoiceField(choices=CHOICES["lang"][1], required=False)


class TemplateForm(forms.Form):
    """Which template is looked at, and which incident it is filled from."""

    usual = {
        "category": "product_safety",
        "severity": "S2",
        "audience": "public",
        "channel": "website",
        "kind": "holding",
    }

    def __init__(self, incidents: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        none = ("0", gettext("None"))
        self.fields["incident"] = chosen(_("Filled from"), [*incidents, none])
        for name, (label, choices) in CHOICES.items():
            self.fields[name] = chosen(label, choices)

    @classmethod
    def known(cls, name: str) -> set[str]:
        return {code for code, _name in CHOICES[name][1]}


def chosen(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs=INPUT))


class TextForm(VersionForm):
    """The words of a text, and how the brand stands to what happened."""

    posture = forms.ChoiceField(
        label=_("How we stand to it"), choices=list(words.POSTURES.items()), widget=forms.Select(attrs=INPUT)
    )
    text = Words(
        label=_("The text"), max_length=LONGEST_TEXT, strip=False, widget=forms.Textarea(attrs=INPUT | {"rows": 14})
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(gettext("Write something here."))
        return text

    def clean_posture(self) -> Posture:
        return Posture(self.cleaned_data["posture"])


class ForgetForm(forms.Form):
    """Which words about a person are to go from an incident."""

    words = forms.CharField(
        label=_("Words about the person, as they are written"),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )


class SubmitForm(VersionForm):
    """A text that is handed in, and why it may go out despite a warning."""

    reason = forms.CharField(
        label=_("Why it may go out despite warnings, if there are any"),
        max_length=LONGEST_SOURCE,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
    )


class SendBackForm(VersionForm):
    reason = forms.CharField(
        label=_("What is to be changed"), max_length=LONGEST_SOURCE, widget=forms.TextInput(attrs=INPUT)
    )


class StatementPublishForm(PublishForm):
    """Where a text can be read, and why it went out despite a warning."""

    reason = SubmitForm.base_fields["reason"]
