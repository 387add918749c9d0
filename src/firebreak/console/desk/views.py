"""Who looks at the desk of all their brands, and who takes what on?"""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import clock, words
from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.models import Alert
from firebreak.console.desk import holding
from firebreak.console.desk.line import DeskLine
from firebreak.console.desk.page import Desk
from firebreak.console.desk.places import places_of
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post
from firebreak.console.live.marks import write_mark
from firebreak.console.live.views import answer, follow
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

Step = Callable[..., None]
STEPS: Mapping[str, Step] = {"hold": holding.hold, "let_go": holding.let_go}


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Show what must be dealt with at every brand this person may enter."""
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    at = clock.now()
    places = places_of(request.user, at=at)
    if not places:
        return redirect("my_settings")
    heard = write_mark(DeskLine(request, request.user, places).state())
    return render(request, "desk/desk.html", {"desk": Desk(places, at=at, asked=request.GET.dict()), "heard": heard})


@require_safe
@never_cache
def stream(request: HttpRequest) -> HttpResponse:
    """Open the stream of all the brands that this person may enter now."""
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    return follow(request, DeskLine(request, request.user, places_of(request.user, at=clock.now())))


@require_safe
@never_cache
def changes(request: HttpRequest) -> HttpResponse:
    """Answer once what the stream would tell."""
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path())
    return answer(request, DeskLine(request, request.user, places_of(request.user, at=clock.now())))


@require_POST
@for_brand(Act.INCIDENT)
def hold_incident(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Take an incident on, or let go of it."""
    found = get_object_or_404(Incident, brand=seat.brand, number=number)
    steps = {name: partial(step, kind="incident", pk=found.pk) for name, step in STEPS.items()}
    return done(request, seat, steps, found.code)


@require_POST
@for_brand(Act.ALERT)
def hold_alert(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take an alert on, or let go of it; that it is answered is said on its own page."""
    found = get_object_or_404(Alert, brand=seat.brand, pk=pk)
    steps = {name: partial(step, kind="alert", pk=found.pk) for name, step in STEPS.items()}
    return done(request, seat, steps, str(words.SIGNALS[found.signal]))


@require_POST
@for_brand(Act.TRIAGE)
def hold_mention(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take a mention on, or let go of it."""
    found = get_object_or_404(Post.objects.select_related("brand", "handling__holder"), brand=seat.brand, pk=pk)
    steps = {"hold": partial(holding.hold_mention, post=found), "let_go": partial(holding.let_go_mention, post=found)}
    return done(request, seat, steps, _("the mention"))


def done(request: HttpRequest, seat: Seat, steps: Mapping[str, Step], name: str) -> HttpResponse:
    """Do what the button says, and go back to the desk as it stood; who was second is told who was first."""
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise BadInput(field="do", problem="unknown")
    try:
        step(seat=seat)
    except Conflict as conflict:
        first = conflict.context.get("holder") or _("Somebody else")
        messages.warning(request, _("%(who)s was first: %(what)s is being dealt with.") % {"who": first, "what": name})
    return redirect(f"{reverse('desk')}?{request.GET.urlencode()}")
