"""How does a person capture a mention, and what happens to the captures there are?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.listen.capture_forms import CaptureForm, HandOutForm, KeepForm
from firebreak.console.listen.capture_page import CapturePage
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import capture_post, hand_out, keep_capture, let_go
from firebreak.console.listen.views import address, post_of
from firebreak.core.errors import BadInput
from firebreak.core.govern.evidence import Ground
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def captures(request: HttpRequest, seat: Seat) -> HttpResponse:
    """List what was captured, newest first."""
    before = request.GET.get("before", "")
    page = CapturePage(seat, before=int(before) if before.isdecimal() and len(before) < 9 else None)
    return render(request, "listen/captures.html", {"seat": seat, "page": page})


@require_POST
@for_brand(Act.TRIAGE)
def capture(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Keep a mention as it is now, with a picture if one was given."""
    post, form = post_of(seat.brand, pk), CaptureForm(request.POST, request.FILES)
    if form.is_valid():
        made = capture_post(seat=seat, post=post, picture=form.cleaned_data["picture"])
        messages.success(request, _("Captured as %(code)s.") % {"code": made.code})
    else:
        messages.error(request, str(form.errors["picture"][0]))
    return redirect(f"{address(seat, pk, request)}#captures")


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.EXPORT)
def hand_out_capture(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Give a capture out as an archive, for a reason that is written down and the password once more."""
    found, form = capture_of(seat, pk), HandOutForm(request.POST, person=seat.person, at=seat.at)
    if set(form.errors) == {"confirm"}:
        messages.error(request, str(form.errors["confirm"][0]))
        return redirect("captures", seat.brand.slug)
    if not form.is_valid():
        raise BadInput(field="reason", problem="unknown")
    content = hand_out(seat=seat, capture=found, reason=form.cleaned_data["reason"])
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.code}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    if nonce := form.cleaned_data["nonce"]:
        answer.set_cookie("firebreak_took", nonce, max_age=60, samesite="Lax")
    return answer


@require_POST
@for_brand(Act.ERASE)
def keep(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Keep a capture for a legal need, or say that it is needed no longer."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise BadInput(field="ground", problem="unknown")
    found, ground = capture_of(seat, pk), form.cleaned_data["ground"]
    if ground:
        keep_capture(seat=seat, capture=found, ground=Ground(ground))
        messages.success(request, _("%(code)s is kept, even if its mention is erased.") % {"code": found.code})
    else:
        code = found.code
        let_go(seat=seat, capture=found)
        messages.success(request, _("%(code)s is kept no longer than its mention.") % {"code": code})
    return redirect("captures", seat.brand.slug)


def capture_of(seat: Seat, pk: int) -> Capture:
    rows = Capture.objects.select_related("brand", "person")
    return get_object_or_404(rows, brand=seat.brand, pk=pk)
