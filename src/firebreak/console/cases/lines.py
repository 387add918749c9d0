"""How is what is done for an affected person written into the log, and which case may still be worked on?"""

from typing import Any

from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.cases.models import Case
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.core.errors import Conflict

TOPIC = "cases"


def told(seat: Seat, case: Case, *, action: str, detail: dict[str, Any] | None = None) -> None:
    """Write it into the log, tell open pages, and take it for a sign of life where its holder did it.

    The log holds ids, codes and field names, never a word about the person.
    """
    Case.objects.filter(pk=case.pk, holder=seat.person).update(held_at=seat.at)
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"case:{case.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, TOPIC)


def need_open(seat: Seat, case: Case) -> Case:
    """Give the case as it stands now, under the brand's lock; Conflict where it is closed or goes on in another."""
    lock_brand(seat.brand)
    found = Case.objects.select_related("incident", "brand").get(pk=case.pk, brand=seat.brand)
    if found.merged_into_id:
        raise Conflict(case=found.code, problem="case_merged")
    if found.closed_at:
        raise Conflict(case=found.code, problem="case_closed")
    return found


def change(case: Case, *, version: int, **fields: Any) -> None:
    """Write `fields` unless somebody was first."""
    if not Case.objects.filter(pk=case.pk, version=version).update(version=F("version") + 1, **fields):
        raise Conflict(case=case.code)
    case.refresh_from_db()
