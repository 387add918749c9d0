"""Who was woken, and who answers?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.alert import services
from firebreak.console.alert.forms import SPANS, AlertForm, SnoozeForm, snooze_until
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import AlertPage
from firebreak.console.formats import short_time
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import who_may
from firebreak.core.terms import Act


@require_GET
@for_brand(Act.READ)
def alerts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what is unanswered, what was answered today, and how much was noise."""
    context = {"seat": seat, "page": AlertPage(seat), "spans": SPANS}
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


def checked(form: AlertForm) -> AlertForm:
    if not form.is_valid():
        raise BadInput(fields=sorted(form.errors))
    return form


def alert_of(seat: Seat, pk: int) -> Alert:
    return get_object_or_404(Alert.objects.select_related("brand"), brand=seat.brand, pk=pk)
