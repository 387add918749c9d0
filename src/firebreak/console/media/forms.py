"""What does a person say about the press: who asks, what, until when, and what is said to it?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import mediawords
from firebreak.console.cases.forms import Choice, EraseForm, Line, Minute, VersionForm, chosen_from
from firebreak.console.media.models import GROUNDS, Journalist
from firebreak.console.media.people import Known
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import LONGEST_QUESTION, LONGEST_TEXT

__all__ = ["AnswerForm", "EraseForm", "VersionForm"]
INPUT = {"class": "input"}


def words_of(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs=INPUT | {"rows": rows})


class KnownForm(forms.Form):
    """Somebody of the press, as they gave it to us or made it known themselves."""

    outlet = Line(label=_("Outlet"), most=80)
    name = Line(label=_("Name of the journalist"), most=80, required=False)
    beat = Line(label=_("Beat"), most=60, required=False)
    phone = Line(label=_("Phone"), most=40, required=False)
    mail = Line(label=_("E-mail"), most=120, required=False)
    ground = Choice(chosen_from(mediawords.GROUNDS_OF_PRESS, GROUNDS), label=_("Where do we have it from?"))
    notes = forms.CharField(label=_("Notes"), max_length=1000, required=False, widget=words_of(2))

    def known(self) -> Known:
        return Known(**{name: self.cleaned_data[name] for name in Known.__slots__})


class ChangeForm(KnownForm):
    """The same of somebody who is there already; while they are masked, a field left empty changes nothing."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    shown = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, journalist: Journalist, lifted: bool) -> None:
        self.journalist = journalist
        first = {
            name: getattr(journalist, name) for name in Known.__slots__ if lifted or name not in Journalist.PERSONAL
        }
        super().__init__(data, initial=first | {"version": journalist.version, "shown": lifted})

    def known(self) -> Known:
        said = {name: self.cleaned_data[name] for name in Known.__slots__}
        hidden = () if self.cleaned_data["shown"] else Journalist.PERSONAL
        kept = {name: getattr(self.journalist, name) for name in hidden if not said[name]}
        return Known(**(said | kept))


class EnquiryForm(forms.Form):
    """A question of the press: from whom of the list, or from whom else."""

    journalist = Choice([], label=_("Who asks?"), required=False)
    outlet = Line(label=_("Outlet, if not on the list"), most=80, required=False)
    name = Line(label=_("Name of the journalist"), most=80, required=False)
    phone = Line(label=_("Phone"), most=40, required=False)
    question = forms.CharField(label=_("What do they ask?"), max_length=1000, widget=words_of(2))
    received_at = Minute(label=_("When did it come?"))
    due_at = Minute(label=_("Until when do they need it?"))
    incident = Choice([], label=_("Incident"), required=False)

    def __init__(
        self, data: Any = None, *, people: list[tuple[int, str]], incidents: list[Incident], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.known = {str(one.number): one for one in incidents}
        fill(self.fields["journalist"], [("", _("Somebody else")), *((str(pk), name) for pk, name in people)])
        names = [(number, f"{one.code} {one.name}") for number, one in self.known.items()]
        fill(self.fields["incident"], [("", _("None")), *names])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("journalist") and not said.get("outlet"):
            self.add_error("outlet", _("Choose somebody of the list, or write the outlet."))
        return said

    def incident_named(self) -> Incident | None:
        return self.known.get(self.cleaned_data["incident"])

    def newcomer(self) -> Known:
        said = self.cleaned_data
        return Known(outlet=said["outlet"], name=said["name"], phone=said["phone"])


def fill(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class AnswerForm(forms.Form):
    """An entry of the Q&A."""

    question = Line(label=pgettext_lazy("Q&A", "Question"), most=LONGEST_QUESTION)
    text = forms.CharField(label=_("What we say to it"), max_length=LONGEST_TEXT, widget=words_of(4))


class StatementForm(forms.Form):
    statement = forms.IntegerField(widget=forms.HiddenInput)


class GiveForm(StatementForm, VersionForm):
    """With which words: those that were on the screen."""

    statement_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    reason = Line(label=_("Reason"), most=300)


class PostponeForm(ReasonForm):
    due_at = Minute(label=_("New deadline"))


class PlaceForm(VersionForm):
    incident = forms.IntegerField(min_value=1)


class EmbargoForm(forms.Form):
    """Which text may not go out before which hour."""

    statement = Choice([], label=_("Which text?"))
    until = Minute(label=_("Not before"))
    agreed = Line(label=_("Who has agreed to it?"), most=200, required=False)

    def __init__(self, data: Any = None, *, texts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        fill(self.fields["statement"], [(str(pk), name) for pk, name in texts])


class LiftForm(StatementForm):
    reason = Line(label=_("Reason"), most=300)
