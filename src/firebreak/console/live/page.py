"""How far has a page heard when it is made? Its stream begins there, so that nothing between the two is missed."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from firebreak.console.live.marks import write_mark
from firebreak.console.live.news import state


def heard(request: HttpRequest) -> dict[str, object]:
    """Give templates `heard`, the mark of this moment; it is only read where a page will listen."""
    seat = getattr(request, "seat", None)
    return {"heard": SimpleLazyObject(lambda: write_mark(state(seat)) if seat else "")}
