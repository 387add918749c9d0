"""What must be looked at again although nothing came in? Stories that cool, silent sources, clocks that run out."""

from datetime import datetime

from firebreak.console.govern.models import Brand
from firebreak.run.pipeline import Event, judge


def look_again(*, at: datetime) -> list[Event]:
    """Judge every brand as it stands now."""
    return [event for brand in Brand.objects.order_by("pk") for event in judge(brand, at=at)]
