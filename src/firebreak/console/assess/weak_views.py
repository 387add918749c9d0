"""What is still small and rises, and which words go with criticism?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess import pairs, weak
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def weak_signals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List the stories and words that are still small and rise, and the words that go with criticism."""
    page = {
        "seat": seat,
        "weak": weak.WeakPage(seat.brand, at=seat.at),
        "pairs": pairs.PairsPage(seat.brand, at=seat.at),
    }
    return render(request, "assess/weak.html", page)
