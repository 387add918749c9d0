"""Who is told in the morning what changed overnight? Writes each brand's brief once a day, and mails it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from firebreak.connect.channels.email import Email
from firebreak.console import bulk
from firebreak.console.govern.models import Brand
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import lock_brand, machine_actor, write_entry
from firebreak.console.home.briefs import is_due, write_brief
from firebreak.console.home.letters import message_of
from firebreak.console.home.models import Brief, Letter
from firebreak.core.errors import ChannelRefused
from firebreak.run.deliver import CLAIM, NO_SEAT, TRIES, mail_server

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
        sent += send_one(channel, letter, at=at)
    return sent


@transaction.atomic
def claim(*, at: datetime) -> Letter | None:
    """Take one due letter so that no other loop sends it too; one that died with it leaves it to the next."""
    rows = Letter.objects.filter(next_at__lte=at, brief__until__gt=at - STALE).order_by("next_at", "pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",)) if bulk.is_postgres() else rows
    found = rows.select_related("brief__brand", "person").first()
    if found:
        Letter.objects.filter(pk=found.pk).update(next_at=at + CLAIM, tries=F("tries") + 1)
        found.refresh_from_db(fields=["tries", "next_at"])
    return found


def send_one(channel: Email, letter: Letter, *, at: datetime) -> bool:
    """Send to a person who still has a seat. The same letter has the same Message-ID, however often it is sent."""
    if not seated_at(letter.brief.brand, at=at).filter(person=letter.person).exists():
        settle(letter, at=at, failed=NO_SEAT)
        return False
    try:
        channel.send(message_of(letter, at=at), letter.person.email)
    except ChannelRefused as refused:
        log.warning("letter %s refused, permanent %s", letter.pk, refused.permanent)
        if refused.permanent or letter.tries >= TRIES:
            settle(letter, at=at, failed=refused.code)
        else:
            Letter.objects.filter(pk=letter.pk).update(next_at=at + timedelta(seconds=15 * 2**letter.tries))
        return False
    settle(letter, at=at)
    return True


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
