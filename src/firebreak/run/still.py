"""Is there anything to do for a brand's incidents? Not while nothing is told of it and no clock runs out."""

from datetime import datetime

from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import told_of
from firebreak.console.respond.speak.approving import has_waiting_texts
from firebreak.run.resting import FAR, first_rest, forget_rest

_still: dict[int, tuple[int, datetime]] = {}


def is_still(brand: Brand, *, told: int, at: datetime) -> bool:
    """Tell whether all is as it was when there was nothing left to do, and every clock still runs."""
    held = _still.get(brand.pk)
    return held is not None and held[0] == told and at <= held[1]


def note_still(brand: Brand, *, told: int, at: datetime) -> None:
    """Remember that a look which began when so much was `told` has found nothing to do, and until when that holds.

    A process that forgets it, or never knew, looks again and finds the same.
    """
    _still.pop(brand.pk, None)
    if told_of(brand) == told and not has_waiting_texts(brand):
        _still[brand.pk] = told, first_rest(brand) or at + FAR


def forget_still() -> None:
    _still.clear()
    forget_rest()
