"""What does a person fill in who writes another matrix of authority, or asks who would approve something?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.matrixwords import CLAIM_NAMES
from firebreak.console.respond.forms import levels, offer
from firebreak.console.respond.matrix.records import LONGEST_REASON
from firebreak.console.respond.reply_forms import INPUT
from firebreak.core.respond.authority import Matter
from firebreak.core.respond.matrix import HARD, KNOWN, LONGEST, MOST, PLACES, SHORTEST, Matrix
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Role, Severity

WRITERS = (Role.CS_AGENT, Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE, Role.ADMIN)
SUMS = ("cs_agent", "agency_lead", "brand_pr")
NUMBER = INPUT | {"inputmode": "numeric", "autocomplete": "off"}


def minutes() -> forms.IntegerField:
    return forms.IntegerField(min_value=SHORTEST, max_value=LONGEST, widget=forms.NumberInput(attrs=NUMBER))


def field_of(part: str, place: str) -> str:
    return f"{part}-{place}"


class MatrixForm(forms.Form):
    """A whole matrix: for each place the roles, then minutes and sums; `was` is the version that was on the screen.

    What the hard rules ask for is no field: it is in every matrix that this form gives.
    """

    was = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    extra_within = minutes()
    reason = forms.CharField(
        label=_("Why it is changed"),
        max_length=LONGEST_REASON,
        required=False,  # whoever only looks who would approve gives none
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for part, places in PLACES.items():
            for place in places:
                known = [(role.value, role.value) for role in KNOWN[part]]
                self.fields[field_of(part, place)] = forms.MultipleChoiceField(choices=known, required=False)
        for level in Severity:
            self.fields[field_of("within", level)] = minutes()
        for role in SUMS:
            self.fields[field_of("money", role)] = forms.IntegerField(
                label=words.ROLES[role], min_value=0, max_value=MOST, widget=forms.NumberInput(attrs=NUMBER)
            )

    @property
    def matrix(self) -> Matrix:
        """Give what was filled in; asked only of a form that is whole."""
        given = self.cleaned_data
        parts: dict[str, Any] = {
            part: {
                place: frozenset(map(Role, given[field_of(part, place)])) | HARD.get((part, place), frozenset())
                for place in places
            }
            for part, places in PLACES.items()
        }
        first, second, third = (given[field_of("money", role)] for role in SUMS)
        return Matrix(
            **parts,
            within={level.value: given[field_of("within", level)] for level in Severity},
            extra_within=given["extra_within"],
            money=(first, second, third),
        )

    @property
    def sums(self) -> list[forms.BoundField]:
        return [self[field_of("money", role)] for role in SUMS]


def first_of(matrix: Matrix, *, was: int) -> dict[str, Any]:
    """Give what a form begins with."""
    found: dict[str, Any] = {"was": was, "extra_within": matrix.extra_within}
    for part, places in PLACES.items():
        for place in places:
            found[field_of(part, place)] = [role.value for role in getattr(matrix, part)[place]]
    found |= {field_of("within", level): matrix.within[level] for level in Severity}
    return found | {field_of("money", role): most for role, most in zip(SUMS, matrix.money, strict=True)}


class MatterForm(forms.Form):
    """A text that somebody thinks of: who writes it, how grave the matter is, where it goes and what it promises."""

    usual: Mapping[str, Any] = {
        "severity": Severity.S2.value,
        "writer": Role.AGENCY_LEAD.value,
        "channel": Channel.WEBSITE.value,
        "audience": Audience.PUBLIC.value,
        "money": 0,
        "claims": [],
    }

    writer = forms.ChoiceField(
        label=_("Who writes it"),
        choices=[(role.value, words.ROLES[role.value]) for role in WRITERS],
        widget=forms.Select(attrs=INPUT),
    )
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.Select(attrs=INPUT))
    channel = forms.ChoiceField(
        label=_("Channel"), choices=list(words.CHANNELS.items()), widget=forms.Select(attrs=INPUT)
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Audience"),
        choices=list(words.AUDIENCES.items()),
        widget=forms.Select(attrs=INPUT),
    )
    money = forms.IntegerField(
        label=_("Promises one person (NT$)"), min_value=0, max_value=MOST, widget=forms.NumberInput(attrs=NUMBER)
    )
    claims = forms.MultipleChoiceField(
        label=_("Speaks of"),
        choices=list(CLAIM_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(INPUT | {"class": "box"}),
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        offer(self, "severity", levels())

    @property
    def matter(self) -> Matter:
        """Give what was filled in; asked only of a form that is whole."""
        given = self.cleaned_data
        return Matter(
            Severity(given["severity"]),
            Channel(given["channel"]),
            Audience(given["audience"]),
            Decimal(given["money"]),
            frozenset(given["claims"]),
        )

    @property
    def writes_as(self) -> Role:
        return Role(self.cleaned_data["writer"])
