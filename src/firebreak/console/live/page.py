"""How far has a page heard when it is made? Its stream begins there, so that nothing between the two is missed."""

from functools import cache

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from firebreak.console.live.marks import Counts, write_mark
from firebreak.console.live.news import state
from firebreak.console.work.saying import NOTHING, notice_of
from firebreak.console.work.services import topic_of


def heard(request: HttpRequest) -> dict[str, object]:
    """Give templates `heard`, the mark of this moment, and `works`, the sign of the reader's long works.

    Both are only read where a page will listen. Who never asked for a work costs no question about works.
    """
    seat = getattr(request, "seat", None)
    if seat is None:
        return {"heard": "", "works": NOTHING}

    @cache
    def counts() -> Counts:
        return state(seat)

    return {
        "heard": SimpleLazyObject(lambda: write_mark(counts())),
        "works": SimpleLazyObject(lambda: notice_of(seat) if topic_of(seat.person.pk) in counts() else NOTHING),
    }
