"""What does a person see first?"""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.models import Brand, Person
from firebreak.console.home.board import PIECES, Board
from firebreak.console.home.period import period_of
from firebreak.console.respond.expert.records import Expert
from firebreak.core.terms import Act


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Go to the board of the first brand this person may enter, to the incident they were called in to, or to the page
    of who may enter none."""
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    at = clock.now()
    if brand := Brand.objects.reachable_by(request.user, at=at).first():
        return redirect("board", brand.slug)
    called_in = Expert.objects.live(at=at).filter(person=request.user).select_related("incident__brand")
    if expert := called_in.order_by("-starts", "-pk").first():
        return redirect("expert_room", expert.incident.brand.slug, expert.incident.number)
    return redirect("my_settings")


@require_safe
@never_cache
@for_brand(Act.READ)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the situation board, or the one piece of it that has moved."""
    page = {"board": Board(seat, period_of(request.GET.get("range", "")))}
    piece = request.GET.get("piece", "")
    template = f"home/board.html#{piece}" if piece in PIECES else "home/board.html"
    return render(request, template, page)
