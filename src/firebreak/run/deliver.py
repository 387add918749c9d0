"""How does an alert reach a person outside the console, again and again until it does?"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from firebreak.connect.channels.email import Email, server_at
from firebreak.connect.contract import Message
from firebreak.console import bulk, words
from firebreak.console.alert.calling import MAIL_OF_END
from firebreak.console.alert.models import CALLS, Alert, Delivery
from firebreak.console.govern.seats import seated_at
from firebreak.console.govern.services import beat, lock_brand, machine_actor, write_entry
from firebreak.console.sentences import reason_parts, reason_sentence
from firebreak.core.errors import ChannelRefused

log = logging.getLogger(__name__)
TRIES = 8
MOST = 5
NO_SEAT = "no_seat"  # the person's assignment, or their house's engagement, is over
CLAIM = timedelta(minutes=2)  # a claimed row is nobody else's for so long


def deliver_due(*, at: datetime) -> int:
    """Send what is due; gives how many got out. Without a mail server nothing is due."""
    if not settings.EMAIL_URL:
        return 0
    channel = mail_server(settings.EMAIL_URL)
    sent = 0
    for _again in range(MOST):  # then the loop comes again with a clock that has gone on
        delivery = claim(at=at)
        if delivery is None:
            break
        sent += send_one(channel, delivery, at=at)
    return sent


def mail_server(url: str) -> Email:
    """Read the operator's mail server, with the sender that it accepts."""
    return server_at(url, sender=settings.EMAIL_FROM)


@transaction.atomic
def claim(*, at: datetime) -> Delivery | None:
    """Take one due delivery so that no other loop sends it too."""
    rows = Delivery.objects.filter(next_at__lte=at, sent_at__isnull=True, failed="").order_by("next_at", "pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",)) if bulk.is_postgres() else rows
    found = rows.select_related("alert__brand", "alert__story", "alert__source", "person").first()
    if found:
        Delivery.objects.filter(pk=found.pk).update(next_at=at + CLAIM, tries=F("tries") + 1)
        found.refresh_from_db(fields=["tries", "next_at"])
    return found


def send_one(channel: Email, delivery: Delivery, *, at: datetime) -> bool:
    """Send to a person who still has a seat; days may lie between an alert and the step at which it is due."""
    if not seated_at(delivery.alert.brand, at=at).filter(person=delivery.person).exists():
        give_up(delivery, NO_SEAT, at=at)
        return False
    try:
        channel.send(message_of(delivery, at=at), delivery.person.email)
    except ChannelRefused as refused:
        put_off(delivery, refused, at=at)
        return False
    mark_sent(delivery, at=at)
    return True


@transaction.atomic
def mark_sent(delivery: Delivery, *, at: datetime) -> None:
    lock_brand(delivery.alert.brand)
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=at, next_at=None)
    record(delivery, "deliver_alert", at=at)


@transaction.atomic
def put_off(delivery: Delivery, refused: ChannelRefused, *, at: datetime) -> None:
    """Try again later, at doubling distance, or give up where the other side said never."""
    log.warning("delivery %s refused, permanent %s", delivery.pk, refused.permanent)
    if refused.permanent or delivery.tries >= TRIES:
        give_up(delivery, refused.code, at=at)
        return
    again = at + timedelta(seconds=15 * 2**delivery.tries)
    Delivery.objects.filter(pk=delivery.pk).update(next_at=again)


@transaction.atomic
def give_up(delivery: Delivery, code: str, *, at: datetime) -> None:
    """Never try this delivery again, and say why."""
    lock_brand(delivery.alert.brand)
    Delivery.objects.filter(pk=delivery.pk).update(next_at=None, failed=code)
    record(delivery, "deliver_failed", at=at)


def record(delivery: Delivery, action: str, *, at: datetime) -> None:
    alert = delivery.alert
    write_entry(
        brand=alert.brand,
        actor=machine_actor("deliver"),
        action=action,
        subject=f"alert:{alert.pk}",
        detail={"person": delivery.person_id, "channel": delivery.channel, "tries": delivery.tries},
        at=at,
    )
    beat(alert.brand, "alerts")


def message_of(delivery: Delivery, *, at: datetime) -> Message:
    """Write the mail: level, brand, why and when; no words of a post, no personal data."""
    alert, ends = delivery.alert, delivery.channel == MAIL_OF_END
    with translation.override(delivery.person.language):
        subject, text = (end_subject_of(alert), end_text_of(alert)) if ends else (subject_of(alert), text_of(alert))
    occasion = "end" if ends else alert.severity
    return Message(key=f"alert-{alert.pk}-{occasion}-{delivery.person_id}", subject=subject, text=text, at=at)


def subject_of(alert: Alert) -> str:
    level = f"{alert.severity} {words.SEVERITIES[alert.severity]}" if alert.severity else ""
    what = why_of(alert)[0] if is_call(alert) else str(words.SIGNALS[alert.signal])
    return " ".join(filter(None, (f"[{alert.brand.name}]", level, what)))


def is_call(alert: Alert) -> bool:
    """Tell whether it calls people about their own work; its reasons then name codes and clocks only."""
    return alert.key.partition(":")[0] in CALLS


def why_of(alert: Alert) -> list[str]:
    return [reason_sentence(*reason_parts(one)) for one in alert.reasons]


def text_of(alert: Alert) -> str:
    lines = [subject_of(alert), ""]
    lines += why_of(alert)[1:] if is_call(alert) else []
    if alert.story:
        lines.append(
            _("Story %(code)s, %(count)s mentions") % {"code": alert.story.code, "count": alert.story.post_count}
        )
    if alert.watch_name:
        lines.append(_("Watch: %(watch)s") % {"watch": alert.watch_name})
    if alert.observed is not None:
        lines.append(
            _("Seen %(observed)g, usual at most %(high)g")
            % {"observed": alert.observed, "high": alert.high if alert.high is not None else 0}
        )
    lines += ["", settings.PUBLIC_URL + f"/b/{alert.brand.slug}/alerts/"]
    return "\n".join(lines)


def end_subject_of(alert: Alert) -> str:
    what = why_of(alert)[0] if is_call(alert) else words.SIGNALS[alert.signal]
    return f"[{alert.brand.name}] " + _("Over: %(signal)s") % {"signal": what}


def end_text_of(alert: Alert) -> str:
    """Say that an alert has ended by itself, of which source it spoke and why it is over."""
    last = alert.reasons[-1]
    lines = [end_subject_of(alert), ""]
    if alert.source:
        lines.append(alert.source.name)
    lines += [reason_sentence(*reason_parts(last)), _("Nobody needs to do anything about it any more.")]
    return "\n".join([*lines, "", settings.PUBLIC_URL + f"/b/{alert.brand.slug}/alerts/"])
