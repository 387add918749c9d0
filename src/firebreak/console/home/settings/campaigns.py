"""When will a brand be talked about because it wants to be? Campaigns are announced here, so that they do not alarm."""

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
from firebreak.console.alert.campaigning import announce_campaign, end_campaign
from firebreak.console.alert.campaigns import Campaign
from firebreak.console.home.settings.forms import INPUT
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import blame
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

TAB = "settings_campaigns"
SHOWN = 50
MINUTE = "%Y-%m-%dT%H:%M"  # as a browser's own field gives it


class Moment(forms.DateTimeField):
    """A time to the minute, on the clock of the house."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=MINUTE, attrs=INPUT | {"type": "datetime-local"})
        super().__init__(input_formats=[MINUTE], widget=widget, **kwargs)


class CampaignForm(forms.Form):
    """What is announced: a name, and from when to when."""

    name = forms.CharField(label=pgettext_lazy("campaign", "Name"), max_length=80, widget=forms.TextInput(attrs=INPUT))
    begins = Moment(label=gettext_lazy("From"))
    ends = Moment(label=gettext_lazy("Until"))


def page_of(seat: Seat, form: CampaignForm | None = None) -> dict[str, Any]:
    rows = Campaign.objects.filter(brand=seat.brand).select_related("person")[:SHOWN]
    may = seat.may(Act.CONFIGURE)
    return {
        "rows": [(row, state_of(row, seat)) for row in rows],
        "form": form or CampaignForm() if may else None,
    }


def state_of(row: Campaign, seat: Seat) -> str:
    if row.over <= seat.at:
        return "over"
    return "running" if row.begins <= seat.at else "coming"


@require_safe
@never_cache
@for_brand(Act.READ)
def campaigns(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show what is announced and what was."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@for_brand(Act.CONFIGURE)
def announce(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Announce a campaign."""
    form = CampaignForm(request.POST)
    if form.is_valid():
        try:
            made = announce_campaign(seat=seat, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("“%(name)s” is announced: its noise alarms nobody.") % {"name": made.name})
            return redirect(TAB, seat.brand.slug)
    return show(request, seat, TAB, page_of(seat, form), status=400)


@require_POST
@for_brand(Act.CONFIGURE)
def end(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Call a campaign off."""
    row = get_object_or_404(Campaign, brand=seat.brand, pk=pk)
    end_campaign(seat=seat, campaign=row)
    messages.success(request, _("“%(name)s” is over: from now on its noise counts.") % {"name": row.name})
    return redirect(TAB, seat.brand.slug)
