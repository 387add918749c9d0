"""How do affected people come on the stage of a test, and what does somebody do for them?"""

from datetime import timedelta
from typing import Any

from firebreak.console.access import Seat
from firebreak.console.cases.contacting import log_contact, note_consent
from firebreak.console.cases.models import Case, Consent, Contact
from firebreak.console.cases.opening import Affected, open_case
from firebreak.console.govern.models import Entry
from firebreak.console.respond.models import Incident

HOUR = timedelta(hours=1)


def came(seat: Seat, about: Incident | None, *, hours_ago: float = 0, **known: Any) -> Case:
    when = seat.at - hours_ago * HOUR
    return open_case(seat=seat, affected=Affected(**known), way="message", received_at=when, incident=about)


def later(seat: Seat, **by: float) -> Seat:
    return Seat(brand=seat.brand, person=seat.person, role=seat.role, at=seat.at + timedelta(**by))


def call(seat: Seat, case: Case, **said: Any) -> Contact:
    usual = {"way": "phone", "inward": False, "reached": True, "text": "已致電關心"}
    return log_contact(seat=seat, case=case, **(usual | said))


def allow(seat: Seat, case: Case, *ways: str) -> Consent:
    return note_consent(seat=seat, case=case, ground="consent", ways=list(ways or ("phone",)), proof="私訊截圖")


def actions(case: Case) -> list[str]:
    return list(Entry.objects.filter(subject=f"case:{case.pk}").order_by("number").values_list("action", flat=True))
