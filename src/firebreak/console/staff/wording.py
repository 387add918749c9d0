"""Which words has a report of the staff, for who reports and for who works on it?"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.console import words
from firebreak.console.formats import listed
from firebreak.console.staff.models import GOES_ON, Ending, Hurt
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

HURT = {
    Hurt.NOBODY.value: _("Nobody"),
    Hurt.ONE.value: _("One person"),
    Hurt.SEVERAL.value: _("Several people"),
    Hurt.UNKNOWN.value: _("I do not know"),
}
ENDINGS = {
    Ending.MENTION.value: _("Goes on as a mention"),
    Ending.INCIDENT.value: _("Goes on as an incident"),
    Ending.CASE.value: _("Goes on as a case"),
    Ending.SOLVED.value: _("Solved on the spot"),
    Ending.DOUBLE.value: _("Reported before"),
    Ending.NOT_OURS.value: _("Not about this brand"),
    Ending.UNCLEAR.value: _("Cannot be followed up: too little is known"),
    Ending.TEST.value: _("Was a test"),
}
REASONS = {one.value: ENDINGS[one.value] for one in Ending if one not in GOES_ON}
# What the reporter reads: whether somebody looks after it, and nothing of what is done inside.
STAGES = {
    "received": (pgettext_lazy("report", "Received"), _("It is here and waits to be taken up.")),
    "taken": (_("Taken up"), _("Somebody looks after it now.")),
    "done": (pgettext_lazy("report", "Done"), _("It was dealt with. If it goes on, report it again.")),
}


def roles_for(act: Act) -> str:
    """Name the roles that may do `act`."""
    return listed(words.ROLES[role.value] for role in who_may(act))
