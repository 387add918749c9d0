"""How does a person take the evidence of an incident along?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.listen.forms import TakeForm
from firebreak.console.respond.evidence.services import take_evidence
from firebreak.console.respond.tabs import FILES
from firebreak.console.respond.views import ROOM, context_of, incident_of
from firebreak.core.terms import Act


@require_POST
@never_cache
@sensitive_post_parameters("confirm")
@for_brand(Act.EXPORT)
def take(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Give the evidence pack as a file, or the room with what stood against it."""
    found, form = incident_of(seat, number), TakeForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        fresh = context_of(request, seat, found, tab=FILES)
        fresh["files"].form = form  # type: ignore[attr-defined]
        return render(request, ROOM, fresh, status=400)
    pack = take_evidence(seat=seat, incident=found, reason=form.why)
    answer = HttpResponse(pack.content, content_type="application/zip")
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, pack.name))
    answer.headers["X-SHA256"] = pack.digest
    if nonce := form.cleaned_data["nonce"]:
        answer.set_cookie("firebreak_took", nonce, max_age=60, samesite="Lax")
    return answer
