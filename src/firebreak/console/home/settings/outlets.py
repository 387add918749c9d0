"""Through which channels of its own does the brand publish, and do they work?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import words
from firebreak.console.access import Seat, for_brand
from firebreak.console.home.settings.forms import INPUT
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import blame
from firebreak.console.respond.send import outlets as services
from firebreak.console.respond.send.records import LONGEST_ADDRESS, LONGEST_TITLE, Kind, Outlet
from firebreak.console.sendwords import NOT_OUT
from firebreak.core.errors import BadInput
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Act

TAB = "settings_outlets"
PLACES = [(code, name) for code, name in words.CHANNELS.items() if code != Channel.SCRIPT]


class OutletForm(forms.Form):
    """A channel of the brand's own: what it is for, where it is, and with which key."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=PLACES, widget=forms.Select(attrs=INPUT))
    audience = forms.ChoiceField(
        label=gettext_lazy("Audience"), choices=list(words.AUDIENCES.items()), widget=forms.Select(attrs=INPUT)
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it gets there"), choices=Kind.choices, widget=forms.Select(attrs=INPUT)
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=gettext_lazy("Of WordPress the site, of a webhook its address, of e-mail the mailbox or list."),
    )
    title = forms.CharField(
        label=gettext_lazy("Heading or subject"),
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
        help_text=gettext_lazy("Stands above every text there. Empty: the name of the brand."),
    )
    user = forms.CharField(
        label=gettext_lazy("User of WordPress"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Application password of WordPress"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs=INPUT | {"autocomplete": "off"}),
        help_text=gettext_lazy("Made on that site under the user's profile. It is stored sealed and shown to nobody."),
    )

    def clean_channel(self) -> Channel:
        return Channel(self.cleaned_data["channel"])

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


def page_of(seat: Seat, form: OutletForm | None = None, **more: Any) -> dict[str, Any]:
    rows = [(row, NOT_OUT.get(row.problem.get("problem", ""))) for row in services.outlets_of(seat.brand)]
    asked = form or (OutletForm() if seat.may(Act.CONFIGURE) else None)
    return {"rows": rows, "form": asked} | more


def outlet_of(seat: Seat, pk: int) -> Outlet:
    return get_object_or_404(Outlet.objects.select_related("brand"), brand=seat.brand, pk=pk, removed_at__isnull=True)


@require_safe
@never_cache
@for_brand(Act.READ)
def outlets(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show the channels and what their last test said."""
    return show(request, seat, TAB, page_of(seat))


@require_POST
@sensitive_post_parameters("secret")
@for_brand(Act.CONFIGURE)
def add_outlet(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Set a channel up; the secret that is made for a webhook is shown on this answer only."""
    form = OutletForm(request.POST)
    if not form.is_valid():
        return show(request, seat, TAB, page_of(seat, form), status=400)
    try:
        secret = services.set_outlet(seat=seat, **form.cleaned_data)[1]
    except BadInput as wrong:
        blame(form, wrong)
        return show(request, seat, TAB, page_of(seat, form), status=400)
    if secret:
        return show(request, seat, TAB, page_of(seat, once=secret), secret=True)
    messages.success(request, _("The channel is set up. Test it before a text depends on it."))
    return redirect(TAB, seat.brand.slug)


@require_POST
@for_brand(Act.CONFIGURE)
def check_outlet(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Try a channel without publishing anything."""
    if services.check_outlet(seat=seat, outlet=outlet_of(seat, pk)):
        messages.warning(request, _("The test did not pass: the channel says why."))
    else:
        messages.success(request, _("The test passed: a text could be published there now."))
    return redirect(TAB, seat.brand.slug)


@require_POST
@for_brand(Act.CONFIGURE)
def remove_outlet(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Publish through a channel no more."""
    services.remove_outlet(seat=seat, outlet=outlet_of(seat, pk))
    messages.success(request, _("The channel is taken away, and its key with it."))
    return redirect(TAB, seat.brand.slug)
