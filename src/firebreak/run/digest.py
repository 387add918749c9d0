"""What must be looked at again although nothing came in? Stories that cool, silent sources, clocks that run out."""

import logging
from datetime import datetime

from firebreak.console.govern.models import Brand
from firebreak.run.pipeline import Event, judge

log = logging.getLogger(__name__)


def look_again(*, at: datetime) -> list[Event]:
    """Judge every brand as it stands now; one that fails is logged and keeps no other waiting."""
    events: list[Event] = []
    for brand in Brand.objects.order_by("pk"):
        try:
            events += judge(brand, at=at)
        except Exception:
            log.exception("brand %s could not be judged", brand.pk)
    return events
