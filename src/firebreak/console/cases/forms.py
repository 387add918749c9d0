"""What does a person say about an affected person, a contact, a promise, and money?"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import casewords
from firebreak.console.cases.models import ANSWERS, GROUNDS, POST, WAYS, Case, Promise
from firebreak.console.cases.money import KINDS
from firebreak.console.cases.opening import Affected
from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.listen.forms import ERASE_REASONS
from firebreak.console.respond.models import Incident
from firebreak.core.resolve.ledger import MOST

INPUT = {"class": "input"}
MINUTE = "%Y-%m-%dT%H:%M"  # as a browser's own field gives it
LONGEST = 4000


def chosen_from(table: Mapping[str, Any], codes: tuple[str, ...]) -> list[tuple[str, Any]]:
    return [(code, table[code]) for code in codes]


class Minute(forms.DateTimeField):
    """A time to the minute, on the clock of the house."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=MINUTE, attrs=INPUT | {"type": "datetime-local"})
        super().__init__(input_formats=[MINUTE], widget=widget, **kwargs)


class Line(forms.CharField):
    """One line of words."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most, widget=forms.TextInput(attrs=INPUT), **kwargs)


class Choice(forms.ChoiceField):
    def __init__(self, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=forms.Select(attrs=INPUT), **kwargs)


class Money(forms.IntegerField):
    """A sum in whole NT$."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs=INPUT | {"inputmode": "numeric"})
        super().__init__(min_value=least, max_value=MOST, widget=widget, **kwargs)


class Details(forms.Form):
    """What is known of a person; while they are masked, a field that is left empty changes nothing."""

    name = Line(label=_("Name of the person"), most=80, required=False)
    phone = Line(label=_("Phone"), most=40, required=False)
    mail = Line(label=_("E-mail"), most=120, required=False)
    what = forms.CharField(
        label=_("What happened?"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs=INPUT | {"rows": 3})
    )
    wants = Line(label=_("What do they need?"), most=300, required=False)
    avoids = Line(label=_("What do they not want?"), most=300, required=False)
    matter = Line(label=_("Product, batch or shop"), most=80, required=False)
    injured = forms.BooleanField(label=_("Bodily harm"), required=False)

    def affected(self) -> Affected:
        return Affected(**{name: self.cleaned_data[name] for name in Affected.__slots__})


class DetailsForm(Details):
    """The same of a case that is there already, in the state that was on the screen; `shown`: unmasked there."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    shown = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, case: Case, lifted: bool) -> None:
        self.case = case
        shown = {name: getattr(case, name) for name in Affected.__slots__ if lifted or name not in Case.PERSONAL}
        super().__init__(data, initial=shown | {"version": case.version, "shown": lifted})

    def affected(self) -> Affected:
        said = {name: self.cleaned_data[name] for name in Affected.__slots__}
        kept = () if self.cleaned_data["shown"] else [name for name in Case.PERSONAL if not said[name]]
        return Affected(**(said | {name: getattr(self.case, name) for name in kept}))


class OpenForm(Details):
    """A person who came to us in another way than by a post."""

    way = Choice(chosen_from(casewords.WAYS, WAYS), label=_("How did they come to us?"), initial="phone")
    received_at = Minute(label=_("When?"))
    incident = Choice([], label=_("Incident"), required=False)

    def __init__(self, data: Any = None, *, incidents: list[Incident], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = {str(one.number): one for one in incidents}
        field = self.fields["incident"]
        if isinstance(field, forms.ChoiceField):
            names = [(number, f"{one.code} {one.name}") for number, one in self.known.items()]
            field.choices = [("", _("None")), *names]
        self.order_fields(["name", "phone", "mail", "way", "received_at", "incident"])

    def incident_named(self) -> Incident | None:
        return self.known.get(self.cleaned_data["incident"])


class ConsentForm(forms.Form):
    ground = Choice(chosen_from(casewords.GROUNDS, GROUNDS), label=_("On which ground?"))
    ways = forms.MultipleChoiceField(
        choices=chosen_from(casewords.WAYS, WAYS), label=_("By which ways?"), widget=forms.CheckboxSelectMultiple
    )
    proof = Line(label=_("Where can it be seen?"), most=300)


class ContactForm(forms.Form):
    """Something that was said, by them or by us."""

    direction = Choice(
        chosen_from(casewords.DIRECTIONS, ("out", "tried", "in")), label=_("Who spoke to whom?"), initial="out"
    )
    way = Choice(chosen_from(casewords.WAYS, (*WAYS, POST)), label=_("How?"))
    text = forms.CharField(
        label=_("What was said?"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs=INPUT | {"rows": 3})
    )
    complaint = forms.BooleanField(label=_("They complained again"), required=False)


class PromiseForm(forms.Form):
    text = Line(label=_("What do we promise?"), most=300)
    due_at = Minute(label=_("Until when?"))


class SettleForm(forms.Form):
    promise = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(choices=[(Promise.KEPT, ""), (Promise.DROPPED, "")])
    reason = Line(label=_("Reason"), most=300, required=False)


class EndForm(forms.Form):
    consent = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    answer = Choice(chosen_from(casewords.ANSWERS, ANSWERS), label=_("What does the person say?"))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MergeForm(forms.Form):
    into = forms.IntegerField(label=_("Into which case?"), min_value=1)


class PartForm(forms.Form):
    gone = forms.IntegerField(min_value=1)


class LinkForm(forms.Form):
    """A mention, by its number or the address of its page."""

    post = forms.RegexField(r"^(?:.*/mentions/)?(\d+)/?(?:\?.*)?$", max_length=300, label=_("Address of a mention"))

    def number(self) -> int:
        return int(self.cleaned_data["post"].partition("?")[0].rstrip("/").rpartition("/")[2])


class ProposalForm(forms.Form):
    proposal = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    reason = Line(label=_("Reason"), most=300)


class OfferForm(forms.Form):
    """Something of the catalogue; the key keeps a second click from giving it twice."""

    code = Choice([], label=_("What?"))
    amount = Money(label=_("NT$"))
    note = Line(label=_("Note"), most=300, required=False)
    key = forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, items: list[Any], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, f"{one.code} {one.name}") for one in items]


class OfferDeedForm(forms.Form):
    """What is done to an offer; paying names the payment, everything else but approving a reason."""

    offer = forms.IntegerField(widget=forms.HiddenInput)
    said = Line(label=_("Reason"), most=300, required=False)


class ItemForm(forms.Form):
    code = Line(label=_("Code"), most=12)
    name = Line(label=pgettext_lazy("catalogue", "Name"), most=60)
    kind = Choice(chosen_from(casewords.REMEDY_KINDS, KINDS), label=_("Kind"))
    most = Money(label=_("At most, NT$"))


class BudgetForm(forms.Form):
    """More money, or less where a minus stands before it."""

    incident = Choice([], label=_("For which incident?"), required=False)
    by = Money(label=_("NT$ more, or less with a minus"), least=-MOST)

    def __init__(self, data: Any = None, *, incidents: list[Incident], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = {str(one.number): one for one in incidents}
        field = self.fields["incident"]
        if isinstance(field, forms.ChoiceField):
            names = [(number, f"{one.code} {one.name}") for number, one in self.known.items()]
            field.choices = [("", _("People of no incident")), *names]

    def incident_named(self) -> Incident | None:
        return self.known.get(self.cleaned_data["incident"])


class EraseForm(ConfirmedForm):
    """Why an affected person's data is erased."""

    reason = forms.ChoiceField(choices=list(ERASE_REASONS.items()), label=_("Reason"), widget=forms.Select(attrs=INPUT))


def minute(at: Any) -> str:
    """Write a time as a field of the browser shows it."""
    return f"{timezone.localtime(at):{MINUTE}}"
