"""Which agency works for this brand, for what and until when, and who may see what?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import words
from firebreak.console.access import Seat, for_brand
from firebreak.console.formats import listed
from firebreak.console.govern import engagements as services
from firebreak.console.govern.models import Engagement
from firebreak.console.govern.seats import Desk, desks_at
from firebreak.console.home.settings.agreed import CoverForm, InviteForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.people import link_of
from firebreak.console.home.settings.problems import blame, sentence_of
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import WRITES
from firebreak.core.terms import Act

TAB = "settings_engagements"
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Card:
    """One engagement as the page tells it; `form` changes it where this seat may and it is not over."""

    engagement: Engagement
    state: str  # running coming over
    people: int
    covers: str
    ends_soon: bool
    form: CoverForm | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see and do here, in words."""

    desk: Desk
    sees: str
    does: str


def state_of(engagement: Engagement, *, at: datetime) -> str:
    if engagement.ends is not None and engagement.ends <= at:
        return "over"
    return "running" if engagement.starts <= at else "coming"


def cards_of(seat: Seat, desks: list[Desk], *, tried: CoverForm | None = None) -> list[Card]:
    """Give the engagements, the newest first; `tried` is a form that was sent and refused."""
    rows = Engagement.objects.filter(brand=seat.brand).select_related("agency").order_by("-starts", "-pk")
    may_change, cards = seat.may(Act.ADMINISTER), []
    for row in rows:
        state = state_of(row, at=seat.at)
        form = tried if tried and tried.pk == row.pk else CoverForm(pk=row.pk, initial=CoverForm.said_by(row))
        cards.append(
            Card(
                engagement=row,
                state=state,
                people=sum(desk.person.organisation_id == row.agency_id for desk in desks) if state == "running" else 0,
                covers=acts_in_words(Act(scope) for scope in row.scopes),
                ends_soon=state == "running" and row.ends is not None and row.ends < seat.at + SOON,
                form=form if may_change and state != "over" else None,
            )
        )
    return cards


def acts_in_words(acts: Iterable[Act]) -> str:
    chosen = set(acts)
    return listed(words.ACTS[act.value] for act in Act if act in chosen)


def sights_of(desks: list[Desk]) -> list[Sight]:
    return [
        Sight(desk, sees=acts_in_words(desk.acts - WRITES), does=acts_in_words(desk.acts & WRITES)) for desk in desks
    ]


def page_of(seat: Seat, *, tried: CoverForm | None = None, **more: Any) -> dict[str, Any]:
    desks = desks_at(seat.brand, at=seat.at)
    cards = cards_of(seat, desks, tried=tried)
    page = {
        "cards": cards,
        "running": [card for card in cards if card.state == "running"],
        "sights": sights_of(desks),
        "form": InviteForm(person=seat.person, at=seat.at) if seat.may(Act.ADMINISTER) else None,
    }
    return page | more


@require_safe
@never_cache
@for_brand(Act.READ)
def engagements(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show every engagement, and what each person may see and do now."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.ADMINISTER)
def invite(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Let an agency in; the link for a new account is shown on this answer only."""
    form = InviteForm(request.POST, person=seat.person, at=seat.at)
    if form.is_valid():
        try:
            made = services.invite_agency(seat=seat, name=form.called, terms=form.terms, first=form.first)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            if made.added and made.added.password:
                link = link_of(request, made.added.person, made.added.password)
                page = page_of(seat, once=link, once_for=made.added.person)
                return show(request, seat, TAB, page, secret=True)
            messages.success(request, _("%(name)s works for the brand.") % {"name": made.engagement.agency.name})
            return redirect(TAB, seat.brand.slug)
    page = page_of(seat, form=form, problem=_("The agency was not let in: correct what is marked."))
    return show(request, seat, TAB, page, status=400)


@require_POST
@for_brand(Act.ADMINISTER)
def edit(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Change what an engagement covers and its end, or end it now."""
    row = get_object_or_404(Engagement.objects.select_related("agency"), brand=seat.brand, pk=pk)
    if request.POST.get("do") == "end":
        return end(request, seat, row)
    form = CoverForm(request.POST, pk=row.pk)
    if form.is_valid():
        try:
            services.change_engagement(seat=seat, engagement=row, covers=form.acts, ends=form.end)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("The engagement is changed."))
            return redirect(TAB, seat.brand.slug)
    page = page_of(seat, tried=form, problem=_("The engagement was not changed: correct what is marked."))
    return show(request, seat, TAB, page, status=400)


def end(request: HttpRequest, seat: Seat, row: Engagement) -> HttpResponse:
    name = row.agency.name
    try:
        services.end_engagement(seat=seat, engagement=row)
    except BadInput as wrong:
        return show(request, seat, TAB, page_of(seat, problem=sentence_of(wrong)), status=400)
    messages.success(request, _("%(name)s sees nothing of this brand any more.") % {"name": name})
    return redirect(TAB, seat.brand.slug)
