"""What must be looked at again although nothing came in? Stories that cool, silent sources, clocks that run out."""

import logging
from datetime import datetime

from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import told_of
from firebreak.run.pipeline import Event, judge
from firebreak.run.still import is_calm, is_left_to_others, note_look, was_judged

log = logging.getLogger(__name__)


def look_again(*, at: datetime) -> list[Event]:
    """Look at each brand as it stands; one that fails is logged and keeps no other waiting.

    What comes in is judged as it comes: all stories are judged once a minute, for they cool, and some seconds after
    something was told of the brand.
    """
    events: list[Event] = []
    for brand in Brand.objects.order_by("pk"):
        try:
            told = told_of(brand)
            whole = not was_judged(brand, at=at)
            if is_calm(brand, told=told, at=at) or (not whole and is_left_to_others(brand, at=at)):
                continue
            events += judge(brand, at=at, numbers=None if whole else ())
            if whole:
                note_look(brand, told=told, at=at)
        except Exception:
            log.exception("brand %s could not be judged", brand.pk)
    return events
