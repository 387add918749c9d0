"""What does the command bar answer?"""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from firebreak.console import clock
from firebreak.console.access import Seat, for_brand
from firebreak.console.desk.places import places_of
from firebreak.console.govern.models import Person
from firebreak.console.palette.finding import groups_of
from firebreak.console.shell import Shell
from firebreak.core.terms import Act


@require_safe
@never_cache
@for_brand(Act.READ)
def palette(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give what fits what was typed, at this brand first."""
    return found(request, seat.person)


@require_safe
@never_cache
def desk_palette(request: HttpRequest) -> HttpResponse:
    """Give what fits what was typed, over all the brands this person may enter."""
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    return found(request, request.user)


def found(request: HttpRequest, person: Person) -> HttpResponse:
    text = request.GET.get("q", "")
    groups = groups_of(Shell(request), places_of(person, at=clock.now()), text)
    page = {"groups": groups, "text": text, "count": sum(len(group.commands) for group in groups)}
    return render(request, "palette/found.html", page)
