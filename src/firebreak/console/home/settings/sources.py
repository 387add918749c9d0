"""What is heard and what is not? The sources of a brand, and how to add, pause and mend one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import words
from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.models import Alert
from firebreak.console.formats import listed, thousands
from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.period import DAY
from firebreak.console.home.settings.forms import FeedForm, PolicyForm, RemoveForm, SourceForm, WebhookForm
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.hearing import Hearing
from firebreak.console.home.settings.problems import blame
from firebreak.console.listen import closer, intake, upkeep
from firebreak.console.listen.health import Checked, Health, checked, heard_by_platform, in_trouble
from firebreak.console.listen.models import Source
from firebreak.console.listen.upkeep import Fate, fate_of, may_remove, needed_to_remove
from firebreak.core.errors import BadInput
from firebreak.core.govern.role import may
from firebreak.core.terms import Act, Role

TAB = "settings"
WISHES = {
    "pause": intake.pause_source,
    "resume": intake.resume_source,
    "visit": intake.visit_now,
    "closer": closer.visit_closer,
    "as_before": closer.visit_as_before,
    "retry": intake.retry_parcels,
    "drop": intake.drop_parcels,
}


def page_of(seat: Seat, request: HttpRequest, *, wanted: str = "", **more: Any) -> dict[str, Any]:
    found = checked(seat.brand, at=seat.at)
    wanted = wanted or request.GET.get("source", "")
    chosen = next((one for one in found if str(one.source.pk) == wanted), found[0] if found else None)
    hearing = Hearing(seat, found)
    page = {
        "found": found,
        "hearing": hearing,
        "trouble": in_trouble(found),
        "in_order": sum(one.health is Health.OK for one in found),
        "chosen": chosen,
        "platforms": heard_by_platform(seat.brand, since=seat.at - DAY, at=seat.at),
        "feed_form": FeedForm(prefix="feed"),
        "webhook_form": WebhookForm(prefix="hook"),
    }
    return page | (chosen_page(seat, request, hearing, chosen) if chosen else {}) | more


def chosen_page(seat: Seat, request: HttpRequest, hearing: Hearing, chosen: Checked) -> dict[str, Any]:
    """Give what stands beside the table: one source in full, with what may be done to it."""
    source = chosen.source
    page: dict[str, Any] = {
        "chart": hearing.chart(chosen),
        "closer": closer.closer_of([source], at=seat.at),
        "hook_url": hook_url(request, source) if source.kind == "webhook" else "",
        "written": last_written(seat, source),
        "standing_alert": standing_alert(seat, source),
        "fate": fate_of(source),
        "may_remove": may_remove(seat, source),
        "remove_needs": who_may_all(needed_to_remove(source)),
    }
    if seat.may(Act.CONFIGURE):
        page |= {
            "policy_form": PolicyForm(kind=source.kind, initial=policy_of(source)),
            "source_form": SourceForm(source=source),
            "remove_form": RemoveForm(person=seat.person, at=seat.at),
        }
    return page


def who_may_all(acts: Iterable[Act]) -> str:
    """Name the roles that may do all of these acts."""
    needed = tuple(acts)
    return listed(words.ROLES[role.value] for role in Role if all(may(role, act) for act in needed))


def last_written(seat: Seat, source: Source) -> tuple[str, datetime] | None:
    """Say who had the last word on a source's policy record, and when."""
    rows = Entry.objects.filter(organisation=seat.brand.organisation_id, subject=f"source:{source.pk}")
    entry = rows.filter(action__in=("add_source", "set_policy")).order_by("-number").first()
    if entry is None:
        return None
    person = Person.objects.filter(pk=int(entry.actor.removeprefix("person:") or 0)).first()
    return (person.name, entry.at) if person else None


def standing_alert(seat: Seat, source: Source) -> Alert | None:
    """Give the alert on a silence that goes on."""
    rows = Alert.objects.filter(brand=seat.brand, source=source, closed_at__isnull=True)
    return rows.select_related("acknowledged_by").order_by("-at").first()


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


@require_POST
@for_brand(Act.CONFIGURE)
def edit_source(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Give a source another name, address or rhythm."""
    source = get_object_or_404(Source, brand=seat.brand, pk=pk)
    form = SourceForm(request.POST, source=source)
    if form.is_valid():
        try:
            changed = upkeep.change_source(seat=seat, source=source, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("The source is changed.") if changed else _("Everything is as it was."))
            return redirect(f"{reverse(TAB, args=[seat.brand.slug])}?source={source.pk}")
    return show(request, seat, TAB, page_of(seat, request, wanted=str(source.pk), source_form=form), status=400)


@require_POST
@sensitive_post_parameters("confirm")
@for_brand(Act.CONFIGURE)
def remove_source(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Hear a source no more, and say what becomes of its mentions."""
    source = get_object_or_404(Source, brand=seat.brand, pk=pk)
    form = RemoveForm(request.POST, person=seat.person, at=seat.at)
    if not form.is_valid():
        return show(request, seat, TAB, page_of(seat, request, wanted=str(source.pk), remove_form=form), status=400)
    fate = upkeep.remove_source(seat=seat, source=source)
    messages.success(request, fate_in_words(source, fate))
    return redirect(TAB, seat.brand.slug)


def fate_in_words(source: Source, fate: Fate) -> str:
    if not fate.posts:
        told = _("%(name)s is removed. It has left no mentions.")
    elif fate.erased:
        told = _("%(name)s is removed. Its %(n)s mentions are being erased, as its policy record asks.")
    elif fate.keep_days:
        told = _("%(name)s is removed. Its %(n)s mentions stay, each for %(days)s days, as its policy record says.")
    else:
        told = _("%(name)s is removed. Its %(n)s mentions stay, as its policy record says.")
    return told % {"name": source.name, "n": thousands(fate.posts), "days": fate.keep_days}
