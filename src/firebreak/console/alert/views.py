"""Who was woken, and who answers?"""

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
from firebreak.console.alert.page import DAYS, AlertPage
from firebreak.console.formats import short_time
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def alerts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what is unanswered, what was answered lately, and how much was noise."""
    days = request.GET.get("days", "")
    page = AlertPage(seat, days=int(days) if days.isascii() and days.isdigit() else DAYS[0])
    context = {"seat": seat, "page": page, "spans": SPANS, "quiet_spans": QUIET_SPANS, "all_days": DAYS}
    context |= {
        "may_alert": seat.may(Act.ALERT),
        "may_incident": seat.may(Act.INCIDENT),
        "who_answers": who_may(Act.ALERT),
    }
    return render(request, "alert/alerts.html", context)


@require_POST
@for_brand(Act.ALERT)
def acknowledge(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take an alert."""
    form = checked(AlertForm(request.POST))
    services.acknowledge(seat=seat, alert=alert_of(seat, pk), version=form.cleaned_data["version"])
    messages.success(request, _("You have taken this alert; nobody else is called."))
    return redirect("alerts", seat.brand.slug)


@require_POST
@for_brand(Act.ALERT)
def snooze(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Put an alert off until a named time."""
    form = checked(SnoozeForm(request.POST))
    until = snooze_until(form.cleaned_data["span"], at=seat.at)
    services.snooze(seat=seat, alert=alert_of(seat, pk), version=form.cleaned_data["version"], until=until)
    messages.success(request, _("Put off until %(time)s.") % {"time": short_time(until, at=seat.at)})
    return redirect("alerts", seat.brand.slug)


@require_POST
@for_brand(Act.ALERT)
def close(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Say that an alert needs nothing more."""
    form = checked(AlertForm(request.POST))
    services.close(seat=seat, alert=alert_of(seat, pk), version=form.cleaned_data["version"])
    messages.success(request, _("Closed: this alert needs nothing more."))
    return redirect("alerts", seat.brand.slug)


@require_POST
@for_brand(Act.ALERT)
def call_next(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Call whoever is next on the ladder now."""
    form = checked(AlertForm(request.POST))
    answering.call_next(seat=seat, alert=alert_of(seat, pk), version=form.cleaned_data["version"])
    messages.success(request, _("The next on the ladder is called now."))
    return redirect("alerts", seat.brand.slug)


@require_POST
@for_brand(Act.ALERT)
def silence(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Let nobody be called about this matter until a named time, with a reason."""
    said = checked(SilenceForm(request.POST)).cleaned_data
    until = silent_until(said["span"], at=seat.at)
    answering.silence(seat=seat, alert=alert_of(seat, pk), version=said["version"], until=until, reason=said["reason"])
    messages.success(
        request, _("Silenced until %(time)s, unless it gets worse.") % {"time": short_time(until, at=seat.at)}
    )
    return redirect("alerts", seat.brand.slug)


@require_POST
@for_brand(Act.ALERT)
def lift(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """End a silence before its time."""
    answering.lift(seat=seat, silence=get_object_or_404(Silence, brand=seat.brand, pk=pk))
    messages.success(request, _("The silence is lifted; what goes on is told again."))
    return redirect("alerts", seat.brand.slug)


def checked(form: AlertForm) -> AlertForm:
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    return form


def alert_of(seat: Seat, pk: int) -> Alert:
    return get_object_or_404(Alert.objects.select_related("brand"), brand=seat.brand, pk=pk)
