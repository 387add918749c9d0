"""Who is told in the morning what changed overnight? Writes each brand's brief once a day, and mails it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from firebreak.connect.channels.email import Email
from firebreak.connect.contract import Message
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import lock_brand, machine_actor, write_entry
from firebreak.console.home.briefs import is_due, write_brief
from firebreak.console.home.letters import message_of
from firebreak.console.home.models import Brief, Letter
from firebreak.run import posting
from firebreak.run.deliver import mail_server

log = logging.getLogger(__name__)
MOST = 5  # letters of one turn; then the loop comes again with a clock that has gone on
STALE = timedelta(hours=20)  # no mail tells of a morning that is over


def write_due(*, at: datetime) -> list[Brief]:
    """Write the briefs that are due; a brand that fails is logged and keeps no other waiting."""
    written = []
    for brand in Brand.objects.order_by("pk"):
        try:
            brief = write_brief(brand=brand, at=at) if is_due(brand, at=at) else None
        except Exception:
            log.exception("the brief of brand %s could not be written", brand.pk)
            continue
        written += [brief] if brief else []
    return written


def mail_due(*, at: datetime) -> int:
    """Send the letters that are due; gives how many got out. Without a mail server nothing is due."""
    if not settings.EMAIL_URL:
        return 0
    channel = mail_server(settings.EMAIL_URL)
    sent = 0
    for _again in range(MOST):
        letter = claim(at=at)
        if letter is None:
            break
        sent += send_letter(channel, letter, at=at)
    return sent


def claim(*, at: datetime) -> Letter | None:
    rows = Letter.objects.filter(brief__until__gt=at - STALE).select_related("brief__brand", "person")
    found: Letter | None = posting.claim(rows, at=at)
    return found


def send_letter(channel: Email, letter: Letter, *, at: datetime) -> bool:
    def write() -> Message:
        return message_of(letter, at=at)

    return posting.send_one(
        channel, letter, letter.brief.brand, write, lambda code: settle(letter, at=at, failed=code), at
    )


@transaction.atomic
def settle(letter: Letter, *, at: datetime, failed: str = "") -> None:
    """Write down that a letter got out, or never will."""
    brand = letter.brief.brand
    lock_brand(brand)
    Letter.objects.filter(pk=letter.pk).update(sent_at=None if failed else at, next_at=None, failed=failed)
    write_entry(
        brand=brand,
        actor=machine_actor("brief"),
        action="brief_failed" if failed else "send_brief",
        subject=f"brief:{letter.brief_id}",
        detail={"person": letter.person_id, "tries": letter.tries},
        at=at,
    )
