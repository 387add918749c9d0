"""What did I ask for that takes long, how far is it, and what came of it?"""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.work import services
from firebreak.console.work.models import Work
from firebreak.console.work.saying import Notice, Told, notice_of, works_of
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

ENDS = {"cancel": services.cancel_work, "drop": services.drop_work}


def show_works(
    request: HttpRequest, seat: Seat, *, wrong: int = 0, problem: str = "", status: int = 200
) -> HttpResponse:
    """Show a person's works, or only the list of them; `problem` stands at the work `wrong`."""
    told = works_of(seat)
    moving = [one.work.pk for one in told if one.work.is_under_way]
    page = {"told": told, "moving": moving, "wrong": wrong, "problem": problem}
    part = "#list" if request.GET.get("piece") == "list" else ""
    return render(request, f"work/works.html{part}", page, status=status)


@require_safe
@never_cache
@for_brand(Act.READ)
def works(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what this person asked for."""
    return show_works(request, seat)


@require_safe
@never_cache
@for_brand(Act.READ)
def work_notice(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the sign in the top of a page anew; what has ended since the sign that stands there is told aloud."""
    notice = notice_of(seat)
    response = render(request, "parts/works.html", {"works": notice, "renewed": True})
    known = request.GET.get("ended", "")
    if notice.newest and known.isdigit() and notice.ended > int(known):
        response["HX-Trigger"] = json.dumps({"toast": toast_of(seat, notice, notice.newest)})
    return response


def toast_of(seat: Seat, notice: Notice, newest: Told) -> dict[str, str]:
    done = newest.work.state == Work.State.DONE
    text = _("%(what)s: the file is ready") if done else _("%(what)s did not work")
    url = f"{reverse('works', args=[seat.brand.slug])}#work-{newest.work.pk}"
    return {"text": text % {"what": newest.title}, "url": url, "action": _("Go there")}


@require_POST
@for_brand(Act.READ)
def end_work(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Call one's own work off, or let it go once it has ended: what the button said that was pressed, nothing else."""
    work = get_object_or_404(Work, brand=seat.brand, person=seat.person, pk=pk)
    act = request.POST.get("act", "")
    if act not in ENDS:
        raise BadInput(field="act", problem="unknown")
    try:
        ENDS[act](seat=seat, work=work)
    except Conflict:
        messages.warning(request, _("The work had ended by then, so nothing was changed. Look at what came of it."))
    return redirect("works", seat.brand.slug)
