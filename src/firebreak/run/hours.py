"""What is counted when an hour has begun? What pages of a big brand show and could not count while somebody waits."""

import logging
from datetime import datetime
from typing import Any

from firebreak.console.alert.lead import LEAD
from firebreak.console.assess.hindsight import HINDSIGHT
from firebreak.console.assess.pairs import PAIRS
from firebreak.console.assess.weak import WEAK
from firebreak.console.govern.models import Brand
from firebreak.console.listen.habit import PAST
from firebreak.console.listen.hourly import Count, Hourly, hour_of, is_small

log = logging.getLogger(__name__)

COUNTS: tuple[Count[Any], ...] = (PAST, WEAK, PAIRS, LEAD, HINDSIGHT)  # what alerts wait for comes first


def count_hours(*, at: datetime) -> None:
    """Count for each big brand what is not there yet of this hour; a count that fails rests, and keeps none waiting."""
    done = set(Hourly.objects.filter(hour=hour_of(at)).values_list("brand", "name"))
    for brand in Brand.objects.order_by("pk"):
        left = [one for one in COUNTS if (brand.pk, one.name) not in done and not one.rests(brand, at=at)]
        for one in left if left and not is_small(brand) else ():
            try:
                one.keep(brand, at=at)
            except Exception:
                log.exception("%s of brand %s could not be counted", one.name, brand.pk)
                one.note_failure(brand, at=at)
