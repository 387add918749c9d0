"""What does a person say who lets a text go out?"""

from firebreak.console.respond.forms import VersionForm
from firebreak.console.respond.speak.forms import SubmitForm


class SendForm(VersionForm):
    """A text as the page showed it, and why it goes out despite a warning."""

    reason = SubmitForm.base_fields["reason"]
