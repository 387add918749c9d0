"""How fast does the clock of a demo run? Whoever is signed in to one may hurry it, and slow it down."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from firebreak.console import clock
from firebreak.console.govern.models import Person


@require_POST
def set_pace(request: HttpRequest) -> HttpResponse:
    """Run the demo's clock at another pace, and go back; where time is real there is no such page."""
    pace = request.POST.get("pace", "")
    if clock.is_real() or not isinstance(request.user, Person) or pace not in map(str, clock.PACES):
        raise Http404
    clock.keep_pace(int(pace))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if is_ours else "/")
