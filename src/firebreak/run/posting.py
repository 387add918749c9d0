"""How does one of several loops take a mail that is due, and what becomes of it when it is sent or refused?"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from firebreak.connect.channels.email import Email
from firebreak.connect.contract import Message
from firebreak.console import bulk
from firebreak.console.govern.models import Brand
from firebreak.console.govern.seats import seated_at
from firebreak.core.errors import ChannelRefused
from firebreak.run.deliver import CLAIM, NO_SEAT, TRIES

log = logging.getLogger(__name__)
Settle = Callable[[str], None]  # writes down that it got out, or under which code it never will


@transaction.atomic
def claim(rows: QuerySet[Any], *, at: datetime) -> Any:
    """Take one due row so that no other loop sends it too; one that died with it leaves it to the next."""
    ordered = rows.filter(next_at__lte=at).order_by("next_at", "pk")
    ordered = ordered.select_for_update(skip_locked=True, of=("self",)) if bulk.is_postgres() else ordered
    found = ordered.first()
    if found:
        rows.model.objects.filter(pk=found.pk).update(next_at=at + CLAIM, tries=F("tries") + 1)
        found.refresh_from_db(fields=["tries", "next_at"])
    return found


def send_one(
    channel: Email, one: Any, brand: Brand, write: Callable[[], Message], settle: Settle, at: datetime
) -> bool:
    """Send to a person who still has a seat. The same mail has the same Message-ID, however often it is sent."""
    if not seated_at(brand, at=at).filter(person=one.person).exists():
        settle(NO_SEAT)
        return False
    try:
        channel.send(write(), one.person.email)
    except ChannelRefused as refused:
        log.warning("mail %s %s refused, permanent %s", type(one).__name__, one.pk, refused.permanent)
        if refused.permanent or one.tries >= TRIES:
            settle(refused.code)
        else:
            type(one).objects.filter(pk=one.pk).update(next_at=at + timedelta(seconds=15 * 2**one.tries))
        return False
    settle("")
    return True
