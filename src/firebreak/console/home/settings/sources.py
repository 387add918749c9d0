"""What is heard and what is not? The sources of a brand, and how to add, pause and mend one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.home.period import DAY
from firebreak.console.home.settings.forms import FeedForm, PolicyForm, WebhookForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.problems import blame
from firebreak.console.listen import intake
from firebreak.console.listen.health import Health, checked, heard_by_platform, in_trouble
from firebreak.console.listen.models import Source
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act

TAB = "settings"
WISHES = {
    "pause": intake.pause_source,
    "resume": intake.resume_source,
    "visit": intake.visit_now,
    "retry": intake.retry_parcels,
    "drop": intake.drop_parcels,
}


def page_of(seat: Seat, request: HttpRequest, *, wanted: str = "", **more: Any) -> dict[str, Any]:
    found = checked(seat.brand, at=seat.at)
    wanted = wanted or request.GET.get("source", "")
    chosen = next((one for one in found if str(one.source.pk) == wanted), found[0] if found else None)
    page = {
        "found": found,
        "trouble": in_trouble(found),
        "in_order": sum(one.health is Health.OK for one in found),
        "chosen": chosen,
        "platforms": heard_by_platform(seat.brand, since=seat.at - DAY, at=seat.at),
        "feed_form": FeedForm(prefix="feed"),
        "webhook_form": WebhookForm(prefix="hook"),
        "policy_form": PolicyForm(kind=chosen.source.kind, initial=policy_of(chosen.source)) if chosen else None,
        "hook_url": hook_url(request, chosen.source) if chosen and chosen.source.kind == "webhook" else "",
    }
    return page | more


def policy_of(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in ("keep_days", "must_honour_deletes", "may_store", "may_act")}


def hook_url(request: HttpRequest, source: Source) -> str:
    return request.build_absolute_uri(reverse("api:receive", args=[source.pk]))


@require_safe
@never_cache
@for_brand(Act.READ)
def sources(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show every source with its health, and one of them in full."""
    return show(request, seat, TAB, page_of(seat, request))


@require_POST
@for_brand(Act.CONFIGURE)
def add_feed(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = FeedForm(request.POST, prefix="feed")
    if form.is_valid():
        try:
            source = intake.add_feed(seat=seat, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("%(name)s is visited from now on.") % {"name": source.name})
            return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?source={source.pk}")
    return show(request, seat, TAB, page_of(seat, request, feed_form=form, adding="feed"), status=400)


@require_POST
@for_brand(Act.CONFIGURE)
def add_webhook(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Make a webhook and show its secret, once: this answer is the only place where it stands."""
    form = WebhookForm(request.POST, prefix="hook")
    if form.is_valid():
        try:
            source = intake.add_webhook(seat=seat, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            return show_secret(request, seat, source, source.secret)
    return show(request, seat, TAB, page_of(seat, request, webhook_form=form, adding="hook"), status=400)


def show_secret(request: HttpRequest, seat: Seat, source: Source, secret: str) -> HttpResponse:
    page = page_of(seat, request, secret=secret, secret_of=source, secret_url=hook_url(request, source))
    return show(request, seat, TAB, page, secret=True)


@require_POST
@for_brand(Act.CONFIGURE)
def change_source(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Do one of the wishes, or give a webhook a new secret."""
    source = get_object_or_404(Source, brand=seat.brand, pk=pk)
    wish = request.POST.get("do", "")
    if wish == "secret":
        return show_secret(request, seat, source, intake.renew_secret(seat=seat, source=source))
    if wish not in WISHES:
        raise BadInput(field="do", problem="unknown")
    WISHES[wish](seat=seat, source=source)
    return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?source={source.pk}")


@require_POST
@for_brand(Act.CONFIGURE)
def change_policy(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    source = get_object_or_404(Source, brand=seat.brand, pk=pk)
    form = PolicyForm(request.POST, kind=source.kind, initial=policy_of(source))
    if form.is_valid():
        try:
            intake.set_policy(seat=seat, source=source, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("The policy record is written."))
            return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?source={source.pk}")
    return show(request, seat, TAB, page_of(seat, request, wanted=str(source.pk), policy_form=form), status=400)
