"""How is somebody of the press written down, changed, looked at, and forgotten when they ask for it?"""

from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.media.lines import told
from firebreak.console.media.models import GROUNDS, Journalist
from firebreak.console.work.services import forget_files
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody of the press."""

    outlet: str
    name: str = ""
    beat: str = ""
    phone: str = ""
    mail: str = ""
    ground: str = "given"
    notes: str = ""


def check(known: Known) -> None:
    if not known.outlet.strip():
        raise BadInput(field="outlet", problem="empty")
    if known.ground not in GROUNDS:
        raise BadInput(field="ground", problem="unknown")


@transaction.atomic
def add_journalist(*, seat: Seat, known: Known) -> Journalist:
    """Write down somebody of the press; what is known of them they gave us, or made known themselves."""
    seat.need(Act.INCIDENT)
    check(known)
    lock_brand(seat.brand)
    given = {one.name: getattr(known, one.name).strip() for one in fields(known)}
    made = Journalist.objects.create(brand=seat.brand, added_at=seat.at, added_by=seat.person, **given)
    told(seat, f"journalist:{made.pk}", action="add_journalist", detail={"ground": known.ground})
    return made


@transaction.atomic
def change_journalist(*, seat: Seat, journalist: Journalist, known: Known, version: int) -> None:
    """Write down what is known now; the log names the fields that changed, not their words."""
    seat.need(Act.INCIDENT)
    check(known)
    lock_brand(seat.brand)
    given = {one.name: getattr(known, one.name).strip() for one in fields(known)}
    differ = {name: value for name, value in given.items() if getattr(journalist, name) != value}
    rows = Journalist.objects.filter(pk=journalist.pk, brand=seat.brand, version=version)
    if not rows.update(version=F("version") + 1, **differ):
        raise Conflict(journalist=journalist.pk)
    told(seat, f"journalist:{journalist.pk}", action="change_journalist", detail={"fields": sorted(differ)})


@transaction.atomic
def see_journalist(*, seat: Seat, journalist: Journalist, reason: str) -> None:
    """Write down who looks at the data of somebody of the press and why; `reason` is a code."""
    seat.need(Act.UNMASK)
    lock_brand(seat.brand)
    told(seat, f"journalist:{journalist.pk}", action="unmask_journalist", detail={"reason": reason})


@transaction.atomic
def forget_journalist(*, seat: Seat, journalist: Journalist, reason: str) -> None:
    """Erase who somebody was and every word about them; outlet, times and what was answered stay."""
    seat.need(Act.ERASE)
    lock_brand(seat.brand)
    gone = dict.fromkeys(Journalist.PERSONAL, "")
    rows = Journalist.objects.filter(pk=journalist.pk, brand=seat.brand)
    rows.update(erased_at=seat.at, version=F("version") + 1, **gone)
    journalist.enquiries.update(question="", reason="")
    forget_files(seat.brand, kind="export")
    told(seat, f"journalist:{journalist.pk}", action="forget_journalist", detail={"reason": reason})
