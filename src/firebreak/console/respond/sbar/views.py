"""Who reads the brief of one page, of a story or of an incident, and takes it along?"""

import re
from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.assess.views import story_of
from firebreak.console.plans.views import DOCX
from firebreak.console.respond.sbar.page import Sbar
from firebreak.console.respond.sbar.services import take_brief
from firebreak.console.respond.views import incident_of
from firebreak.core.terms import Act

NONCE = re.compile("[0-9a-f]{8}")


@require_safe
@never_cache
@for_brand(Act.READ)
def of_story(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show the brief of a story; one that has an incident is told with it."""
    return show(request, brief_of_story(seat, number))


@require_safe
@never_cache
@for_brand(Act.READ)
def of_incident(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Show the brief of an incident."""
    return show(request, Sbar(seat, story=None, incident=incident_of(seat, number)))


@require_POST
@never_cache
@for_brand(Act.EXPORT)
def take_of_story(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Hand the brief of a story out as a document for Word."""
    return taken(request, brief_of_story(seat, number))


@require_POST
@never_cache
@for_brand(Act.EXPORT)
def take_of_incident(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """Hand the brief of an incident out as a document for Word."""
    return taken(request, Sbar(seat, story=None, incident=incident_of(seat, number)))


def brief_of_story(seat: Seat, number: int) -> Sbar:
    found = story_of(seat, number)
    story = found.merged_into or found
    return Sbar(seat, story=story, incident=getattr(story, "incident", None))


def show(request: HttpRequest, page: Sbar) -> HttpResponse:
    seat = page.seat
    shown = {"seat": seat, "page": page, "may_take": seat.may(Act.EXPORT), "nonce": token_hex(4)}
    return render(request, "respond/sbar.html", shown)


def taken(request: HttpRequest, page: Sbar) -> HttpResponse:
    """Give the file, with the cookie by which the page sees that it is there."""
    name = content_disposition_header(True, f"{page.code}-SBAR.docx")
    answer = HttpResponse(take_brief(page), content_type=DOCX, headers={"Content-Disposition": str(name)})
    if NONCE.fullmatch(nonce := request.POST.get("nonce", "")):
        answer.set_cookie("firebreak_took", nonce, max_age=60, samesite="Lax")
    return answer
