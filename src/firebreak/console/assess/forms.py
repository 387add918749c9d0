"""Into which story does one go, and which posts are taken out?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.assess.models import Story


class MergeForm(forms.Form):
    """The story in which this one goes on."""

    into = forms.TypedChoiceField(coerce=int, label=_("Goes on in"))

    def __init__(self, data: Any = None, *, others: list[Story]) -> None:
        super().__init__(data)
        field = self.fields["into"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(one.number, f"{one.code} {one.title}") for one in others]


class SplitForm(forms.Form):
    """The posts that tell something else."""

    posts = forms.TypedMultipleChoiceField(
        coerce=int, label=_("Posts"), error_messages={"required": _("Choose the posts that tell something else.")}
    )

    def __init__(self, data: Any, *, members: list[int]) -> None:
        super().__init__(data)
        self.members = members
        field = self.fields["posts"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(pk, str(pk)) for pk in members]

    def clean_posts(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["posts"]
        if set(chosen) == set(self.members):
            raise forms.ValidationError(_("Leave at least one post in the story."))
        return chosen
