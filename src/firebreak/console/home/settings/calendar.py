"""On which days do our words weigh more? The sensitive days of a year, and a brand's own among them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.calendar import add_date, days_ahead, drop_date
from firebreak.console.alert.dates import OwnDate
from firebreak.console.home.settings.forms import INPUT
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import blame
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

TAB = "settings_calendar"


class DateForm(forms.Form):
    """What is added: what it is, when, and whether every year."""

    name = forms.CharField(
        label=pgettext_lazy("sensitive day", "What is it?"), max_length=80, widget=forms.TextInput(attrs=INPUT)
    )
    day = forms.DateField(
        label=pgettext_lazy("sensitive day", "Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=INPUT | {"type": "date"}),
    )
    yearly = forms.BooleanField(label=gettext_lazy("Every year"), required=False)


def page_of(seat: Seat, form: DateForm | None = None) -> dict[str, Any]:
    may = seat.may(Act.CONFIGURE)
    return {"days": days_ahead(seat.brand, at=seat.at), "form": form or DateForm() if may else None}


@require_safe
@never_cache
@for_brand(Act.READ)
def calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the sensitive days of the year ahead."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@for_brand(Act.CONFIGURE)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Add a date of the brand's own."""
    form = DateForm(request.POST)
    if form.is_valid():
        try:
            made = add_date(seat=seat, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("“%(name)s” is on the calendar.") % {"name": made.name})
            return redirect(TAB, seat.brand.slug)
    return show(request, seat, TAB, page_of(seat, form), status=400)


@require_POST
@for_brand(Act.CONFIGURE)
def drop(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Take a date of the brand's own off the calendar."""
    row = get_object_or_404(OwnDate, brand=seat.brand, pk=pk)
    drop_date(seat=seat, row=row)
    messages.success(request, _("“%(name)s” is no longer on the calendar.") % {"name": row.name})
    return redirect(TAB, seat.brand.slug)
