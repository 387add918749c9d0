"""What work of our own does an alert call for, and on which page is it done?"""

from dataclasses import dataclass

from django.urls import reverse

from firebreak.console.alert.models import CALLS, Alert
from firebreak.console.govern.models import Brand

PAGES = {"incident": "incident", "enquiry": "media_enquiry"}  # which fact names it → the page that its number opens


@dataclass(frozen=True, slots=True)
class Errand:
    """The incident or enquiry that waits, and its page."""

    code: str
    url: str


def errand_of(alert: Alert, brand: Brand) -> Errand | None:
    """Give what waits for somebody; None for an alert of what the public says."""
    if alert.key.partition(":")[0] not in CALLS:
        return None
    facts = alert.reasons[0]["facts"]
    for fact, page in PAGES.items():
        if code := str(facts.get(fact, "")):
            return Errand(code, reverse(page, args=[brand.slug, int(code.rpartition("-")[2])]))
    return None
