"""What does a person write about why it happened and what changes?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console import words
from firebreak.console.learn.models import LONGEST_LINE, LONGEST_ROOT
from firebreak.console.learn.services import MOST_BYTES
from firebreak.core.resolve.cause import WATCHED_FOR, WHYS

WHY_FIELDS = tuple(f"why{place}" for place in range(1, WHYS + 1))
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"})


def branches(first: tuple[str, Any] | None = None) -> list[tuple[str, Any]]:
    return [*([first] if first else []), *words.BRANCHES.items()]


class CauseForm(forms.Form):
    """The five whys and what they lead to."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    root = forms.CharField(
        max_length=LONGEST_ROOT, required=False, label=_("Root cause"), help_text=_("One sentence: what must change?")
    )
    branch = forms.ChoiceField(choices=[], required=False, label=_("Where it lies"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, name in enumerate(WHY_FIELDS, start=1):
            label = _("Why did it happen?") if place == 1 else _("Why was that so?")
            self.fields[name] = forms.CharField(max_length=LONGEST_LINE, required=False, label=label)
        self.fields["branch"].choices = branches(("", _("Not decided yet")))  # type: ignore[attr-defined]
        self.order_fields(["version", *WHY_FIELDS, "root", "branch"])

    @property
    def whys(self) -> list[str]:
        return [self.cleaned_data[name] for name in WHY_FIELDS]


class FactorForm(forms.Form):
    """What contributed, and on which bone."""

    branch = forms.ChoiceField(choices=[], label=_("Where it lies"))
    text = forms.CharField(max_length=LONGEST_LINE, label=_("What contributed?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].choices = branches()  # type: ignore[attr-defined]


class ActionForm(FactorForm):
    """What changes, whose it is, and by when."""

    owner = forms.TypedChoiceField(coerce=int, label=_("Who answers for it"))
    due = forms.DateField(label=_("By when"), widget=DAY)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = people  # type: ignore[attr-defined]
        self.fields["text"].label = _("What changes?")
        self.order_fields(["text", "branch", "owner", "due"])


class ProofForm(forms.Form):
    """What shows that an action is done."""

    action = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    proof = forms.CharField(max_length=LONGEST_ROOT, required=False, label=_("What shows it"))
    file = forms.FileField(required=False, label=_("File"))

    @property
    def content(self) -> bytes:
        given = self.cleaned_data["file"]
        return given.read(MOST_BYTES + 1) if given else b""

    @property
    def name(self) -> str:
        given = self.cleaned_data["file"]
        return str(given.name) if given else ""


class CheckForm(forms.Form):
    """Whether an action works."""

    check = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    works = forms.TypedChoiceField(
        choices=[("yes", _("Works")), ("no", _("Does not work"))], coerce=lambda said: said == "yes", label=_("Works?")
    )
    note = forms.CharField(max_length=LONGEST_LINE, required=False, label=_("What was seen"))


class AfterForm(forms.Form):
    """When it is looked at again, how long it is watched, and which text was its public result."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    review_on = forms.DateField(required=False, label=_("Day of the review"), widget=DAY)
    watch_days = forms.TypedChoiceField(coerce=int, label=_("Watched after the end for"))
    result = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=_("Public result"))

    def __init__(self, *args: Any, texts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watch_days"].choices = [(days, _("%(days)s days") % {"days": days}) for days in WATCHED_FOR]  # type: ignore[attr-defined]
        self.fields["result"].choices = [("", _("None yet")), *texts]  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Why no result is made public."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=LONGEST_LINE, label=_("Why is no result made public?"))
