"""Does a source that had fallen silent talk again? Then its alert ends by itself, and says after how long.

Who was called by mail is told by mail. A source that somebody removed owes nothing any more: its alert ends, too.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from firebreak.console.alert.calling import drop_end, queue_end
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, machine_actor, told_of, write_entry
from firebreak.core.terms import Signal

BACK = "back_after"
REMOVED = "source_removed"
Rows = Sequence[dict[str, Any]]

_none_open: dict[int, int] = {}  # brands without such an alert, and how much had been told of them then


def end_silences(brand: Brand, *, standing: Collection[str], at: datetime) -> None:
    """Close the alerts of sources that talk again; `standing` are the keys of the alarms that go on."""
    told = told_of(brand)
    if _none_open.get(brand.pk) == told:
        return
    rows = Alert.objects.filter(brand=brand, signal=Signal.SOURCE_SILENT.value, closed_at__isnull=True)
    found = list(rows.select_related("source"))
    if not found:
        _none_open[brand.pk] = told
    for alert in found:
        if alert.key not in standing and (ended := how_it_ended(alert)):
            change(alert, reasons=[*alert.reasons, ended], closed_at=at, action="end_silence", at=at)
            Delivery.objects.filter(alert=alert, sent_at__isnull=True).update(next_at=None)
            queue_end(alert, at=at)


def forget_silences() -> None:
    _none_open.clear()


def how_it_ended(alert: Alert) -> dict[str, Any] | None:
    """Give the line that says why a silence is over; None while it is not known to be."""
    if alert.source and alert.source.removed_at:
        return {"code": REMOVED, "points": 0.0, "facts": {}}
    back = talked_at(alert)
    if back is None or back <= alert.at:
        return None
    minutes = int((back - alert.at).total_seconds() // 60)
    return {"code": BACK, "points": 0.0, "facts": {"minutes": minutes}}


def talked_at(alert: Alert) -> datetime | None:
    """Give the last sign of what was missed: an answer, or posts."""
    if alert.source is None:
        return None
    answers = any(one["code"] == "no_answer" for one in alert.reasons)
    return alert.source.last_ok_at if answers else alert.source.gave_at


def silent_again(alert: Alert, reasons: Rows, *, at: datetime) -> None:
    """Open an alert that had ended by itself, when its source falls silent in the same episode; nobody is called."""
    if alert.closed_at and any(one["code"] == BACK for one in alert.reasons):
        change(alert, reasons=list(reasons), closed_at=None, action="raise_alert", at=at)
        drop_end(alert)


def change(
    alert: Alert, *, reasons: list[dict[str, Any]], closed_at: datetime | None, action: str, at: datetime
) -> None:
    alert.reasons, alert.closed_at = reasons, closed_at
    alert.version += 1
    alert.save(update_fields=["reasons", "closed_at", "version"])
    write_entry(
        brand=alert.brand,
        actor=machine_actor("alert"),
        action=action,
        subject=f"alert:{alert.pk}",
        detail={"signal": alert.signal, "source": alert.source_id},
        at=at,
    )
    beat(alert.brand, "alerts")
