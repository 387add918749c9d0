"""How do the brand's people get by mail what they were told of an incident?"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from firebreak.connect.channels.email import Email
from firebreak.console.duty.letters import message_of
from firebreak.console.duty.models import Notice
from firebreak.console.govern.services import lock_brand, machine_actor
from firebreak.console.respond.lines import record
from firebreak.run.deliver import mail_server
from firebreak.run.posting import claim, send_one

MOST = 5  # mails of one turn; then the loop comes again with a clock that has gone on
STALE = timedelta(hours=20)  # no mail tells how it stood yesterday


def mail_updates(*, at: datetime) -> int:
    """Send the updates that are due; gives how many got out. Without a mail server nothing is due."""
    if not settings.EMAIL_URL:
        return 0
    channel = mail_server(settings.EMAIL_URL)
    rows = Notice.objects.filter(moment__at__gt=at - STALE)
    rows = rows.select_related("moment__incident__brand", "moment__person", "person")
    sent = 0
    for _again in range(MOST):
        one: Notice | None = claim(rows, at=at)
        if one is None:
            break
        sent += send_update(channel, one, at=at)
    return sent


def send_update(channel: Email, one: Notice, *, at: datetime) -> bool:
    brand = one.moment.incident.brand
    return send_one(channel, one, brand, lambda: message_of(one), lambda code: settle(one, code, at=at), at)


@transaction.atomic
def settle(one: Notice, code: str, *, at: datetime) -> None:
    """Write down that an update got out, or never will."""
    incident = one.moment.incident
    lock_brand(incident.brand)
    Notice.objects.filter(pk=one.pk).update(sent_at=None if code else at, next_at=None, failed=code)
    detail = {"person": one.person_id, "tries": one.tries}
    record(incident, actor=machine_actor("duty"), action="word_failed" if code else "send_word", at=at, detail=detail)
