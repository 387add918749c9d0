"""Which lists can be taken along, by the name that their addresses, the log and a work know them by?"""

from collections.abc import Callable, Mapping

from firebreak.console.export.costs import costs
from firebreak.console.export.listing import Asked, Listing
from firebreak.console.export.mentions import mentions
from firebreak.console.export.people import cases, compensation
from firebreak.console.export.press import enquiries, journalists
from firebreak.console.export.records import alerts, entries, incidents, stories

LISTS: Mapping[str, Callable[[Asked], Listing]] = {
    "mentions": mentions,
    "stories": stories,
    "alerts": alerts,
    "incidents": incidents,
    "audit": entries,
    "cases": cases,
    "compensation": compensation,
    "costs": costs,
    "enquiries": enquiries,
    "journalists": journalists,
}
