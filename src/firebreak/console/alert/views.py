"""Who was woken, and who answers?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.alert import answering, services
from firebreak.console.alert.forms import (
    QUIET_SPANS,
    SPANS,
    AlertForm,
    SilenceForm,
    SnoozeForm,
    silent_until,
    snooze_until,
)
from firebreak.console.alert.models import Alert, Silence
from firebreak.console.alert.page import DAYS, AlertPage, how_it_stands
from firebreak.console.alert.rivals import RivalLog
from firebreak.console.faults import explain_error
from firebreak.console.formats import short_time
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act

PAGE = "alert/alerts.html"
Said = dict[str, Any]


@require_GET
@for_brand(Act.READ)
def alerts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what is unanswered, what was answered lately, and how much was noise."""
    return render(request, PAGE, context_of(request, seat))


@require_GET
@for_brand(Act.READ)
def rivals(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show which crises others had."""
    asked = {name: request.GET.get(name, "") for name in ("who", "page")}
    return render(request, "alert/rivals.html", {"seat": seat, "log": RivalLog(seat, **asked)})


@require_POST
@for_brand(Act.ALERT)
def acknowledge(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take an alert."""

    def act(alert: Alert, said: Said) -> str:
        services.acknowledge(seat=seat, alert=alert, version=said["version"])
        return _("You have taken this alert; nobody else is called.")

    return done(request, seat, pk, AlertForm(request.POST), act)


@require_POST
@for_brand(Act.ALERT)
def snooze(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Put an alert off until a named time."""

    def act(alert: Alert, said: Said) -> str:
        until = snooze_until(said["span"], at=seat.at)
        services.snooze(seat=seat, alert=alert, version=said["version"], until=until)
        return _("Put off until %(time)s.") % {"time": short_time(until, at=seat.at)}

    return done(request, seat, pk, SnoozeForm(request.POST), act)


@require_POST
@for_brand(Act.ALERT)
def close(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that an alert needs nothing more."""

    def act(alert: Alert, said: Said) -> str:
        services.close(seat=seat, alert=alert, version=said["version"])
        return _("Closed: this alert needs nothing more.")

    return done(request, seat, pk, AlertForm(request.POST), act)


@require_POST
@for_brand(Act.ALERT)
def call_next(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Call whoever is next on the ladder now."""

    def act(alert: Alert, said: Said) -> str:
        answering.call_next(seat=seat, alert=alert, version=said["version"])
        return _("The next on the ladder is called now.")

    return done(request, seat, pk, AlertForm(request.POST), act)


@require_POST
@for_brand(Act.ALERT)
def silence(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let nobody be called about this matter until a named time, with a reason."""

    def act(alert: Alert, said: Said) -> str:
        until = silent_until(said["span"], at=seat.at)
        answering.silence(seat=seat, alert=alert, version=said["version"], until=until, reason=said["reason"])
        return _("Silenced until %(time)s, unless it gets worse.") % {"time": short_time(until, at=seat.at)}

    return done(request, seat, pk, SilenceForm(request.POST), act)


@require_POST
@for_brand(Act.ALERT)
def lift(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """End a silence before its time."""
    answering.lift(seat=seat, silence=get_object_or_404(Silence, brand=seat.brand, pk=pk))
    messages.success(request, _("The silence is lifted; what goes on is told again."))
    return redirect("alerts", seat.brand.slug)


def done(request: HttpRequest, seat: Seat, pk: int, form: AlertForm, act: Callable[[Alert, Said], str]) -> HttpResponse:
    """Do what a button asks for and go back to the page, or show the page with who was first."""
    alert = alert_of(seat, pk)
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    try:
        told = act(alert, form.cleaned_data)
    except Conflict as refused:
        problem = {"error": explain_error(refused), "stands": how_it_stands(alert_of(seat, pk), at=seat.at)}
        return render(request, PAGE, context_of(request, seat) | {"problem": problem}, status=409)
    messages.success(request, told)
    return redirect("alerts", seat.brand.slug)


def context_of(request: HttpRequest, seat: Seat) -> Said:
    """Gather what the page shows."""
    days = request.GET.get("days", "")
    sound = days.isascii() and days.isdigit() and len(days) < 19  # Python refuses thousands of digits with an error
    return {
        "seat": seat,
        "page": AlertPage(seat, days=int(days) if sound else DAYS[0]),
        "spans": SPANS,
        "quiet_spans": QUIET_SPANS,
        "all_days": DAYS,
        "may_alert": seat.may(Act.ALERT),
        "may_incident": seat.may(Act.INCIDENT),
        "who_answers": who_may(Act.ALERT),
    }


def alert_of(seat: Seat, pk: int) -> Alert:
    rows = Alert.objects.select_related("brand", "story", "source", "acknowledged_by", "silence__person")
    return get_object_or_404(rows, brand=seat.brand, pk=pk)
