"""How does an update to the brand read as a mail? Its words without personal data, and where to confirm it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.connect.contract import Message
from firebreak.console.duty.drafting import hidden
from firebreak.console.duty.models import Notice
from firebreak.console.formats import full_time


def message_of(notice: Notice) -> Message:
    """Write an update to one person in their language; its words stay as they were told."""
    line = notice.moment
    incident = line.incident
    where = reverse("incident", args=[incident.brand.slug, incident.number])
    with translation.override(notice.person.language):
        facts = {"brand": incident.brand.name, "code": incident.code, "level": incident.severity}
        subject = _("[%(brand)s] %(code)s %(level)s: how it stands") % facts
        said = {"who": line.person.name if line.person else "", "time": full_time(line.at)}
        lines = [
            _("%(who)s, %(time)s") % said,
            "",
            hidden(line.text),
            "",
            _("Say there that you have read it:"),
            f"{settings.PUBLIC_URL}{where}?tab=duty#tell",
        ]
    return Message(key=f"word-{line.pk}-{notice.person_id}", subject=subject, text="\n".join(lines), at=line.at)
