"""Is there anything to do for a brand? For its incidents not while nothing is told of it and no clock runs out."""

from datetime import datetime, timedelta

from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import told_of
from firebreak.console.respond.speak.approving import has_waiting_texts
from firebreak.run.resting import FAR, first_rest, forget_rest

EACH = timedelta(minutes=1)  # what cools, falls silent or is over is seen so late,
SOON = timedelta(seconds=15)  # … and what a person or another loop has changed since

HASTE = timedelta(seconds=2)  # while posts pour in, a brand as a whole is looked at so often; their stories each time
JUST = timedelta(seconds=4)  # whoever looks at all brands in turn leaves those that another loop looked at so lately

_still: dict[int, tuple[int, datetime]] = {}
_looks: dict[int, tuple[int, datetime]] = {}
_heard: dict[int, datetime] = {}
_owed: set[int] = set()  # brands of which something came in after that, and only stories were looked at


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


def is_calm(brand: Brand, *, told: int, at: datetime) -> bool:
    """Tell whether nothing was told of a brand since all was judged, a minute ago at most, and no clock ran out."""
    held = _looks.get(brand.pk)
    return (
        bool(held and held[0] == told) and was_judged(brand, within=EACH, at=at) and is_still(brand, told=told, at=at)
    )


def was_judged(brand: Brand, *, within: timedelta = SOON, at: datetime) -> bool:
    """Tell whether all stories of a brand were judged a short while ago."""
    held = _looks.get(brand.pk)
    return held is not None and held[1] <= at < held[1] + within


def was_heard(brand: Brand, *, within: timedelta, at: datetime) -> bool:
    """Tell whether the brand as a whole was looked at a short while ago."""
    held = _heard.get(brand.pk)
    return held is not None and held <= at < held + within


def note_heard(brand: Brand, *, at: datetime) -> None:
    _owed.discard(brand.pk)
    _heard[brand.pk] = at


def owe_look(brand: Brand) -> None:
    """Remember that the brand as a whole was left for later."""
    _owed.add(brand.pk)


def is_left_to_others(brand: Brand, *, at: datetime) -> bool:
    """Tell whether another loop looked at the brand as a whole just now, and nothing came in since."""
    return brand.pk not in _owed and was_heard(brand, within=JUST, at=at)


def note_look(brand: Brand, *, told: int, at: datetime) -> None:
    """Remember when all stories of a brand were judged, and how much had been `told` before that."""
    _looks[brand.pk] = told, at


def forget_still() -> None:
    _still.clear()
    _looks.clear()
    _heard.clear()
    _owed.clear()
    forget_rest()
