"""What does a person say when evidence is captured, taken out or kept?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.console.govern.forms import ConfirmedForm
from firebreak.console.listen.capturing import MOST_BYTES, checked
from firebreak.console.listen.forms import REASONS
from firebreak.core.errors import BadInput
from firebreak.core.govern.evidence import Ground

PROBLEMS = {
    "picture_too_large": _("The picture is larger than 8 MB, so nothing was captured. Choose a smaller one."),
    "not_a_picture": _("The file is no PNG, JPEG or WebP picture, so nothing was captured. Choose a screenshot."),
}
GROUNDS = {
    Ground.COMPLAINT.value: _("Criminal complaint: 6 months"),
    Ground.DAMAGES.value: _("Damages in court: 2 years"),
    Ground.AUTHORITY.value: _("Inquiry of an authority or a court: 1 year"),
}


class CaptureForm(forms.Form):
    """A picture of the mention, if somebody took one; `picture` is its bytes."""

    picture = forms.FileField(required=False)

    def clean_picture(self) -> bytes:
        given = self.cleaned_data["picture"]
        try:
            content = given.read(MOST_BYTES + 1) if given else b""
            checked(content)
        except BadInput as wrong:
            raise forms.ValidationError(PROBLEMS[str(wrong.context["problem"])]) from wrong
        return content


class HandOutForm(ConfirmedForm):
    """Why a person takes evidence out, and the password once more: it holds personal data as published."""

    reason = forms.ChoiceField(choices=list(REASONS.items()))
    nonce = forms.RegexField(r"^[0-9a-f]{1,16}\Z", required=False)  # told back when the file is there: download.js


class KeepForm(forms.Form):
    """For which legal need a capture is kept; none lets it go."""

    ground = forms.ChoiceField(choices=list(GROUNDS.items()), required=False)
