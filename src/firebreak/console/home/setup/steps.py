"""What is listened for, where, and who is alerted? Steps two to four, each saved at once and each skippable."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.govern.people import add_person
from firebreak.console.home.settings.forms import FeedForm, WebhookForm
from firebreak.console.home.settings.problems import blame
from firebreak.console.home.settings.sampling import PASTED, RECENT, SampleForm
from firebreak.console.home.settings.trials import trial_page
from firebreak.console.home.setup.forms import KINDS, ColleagueForm, WordsForm
from firebreak.console.home.setup.frame import show_step
from firebreak.console.home.setup.plan import digest_of, lists_of, planned, shown, spoken, write_plan
from firebreak.console.listen import intake
from firebreak.console.listen.health import checked
from firebreak.console.listen.models import Overheard, Post, Source, Watch
from firebreak.console.listen.waived import Waiver
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, Role

WATCHES, SOURCES, ALERTS = "setup_watches", "setup_sources", "setup_alerts"


def words_page(seat: Seat, form: WordsForm | None = None) -> dict[str, Any]:
    """Give the words that the brand has, and what they may be tried on."""
    rows = list(Watch.objects.filter(brand=seat.brand).order_by("pk"))
    standing = shown(rows)
    lists = {name: "\n".join(words) for name, words in lists_of(standing).items()}
    waived = list(Waiver.objects.filter(brand=seat.brand).values_list("kind", flat=True))
    name = seat.brand.name if rows else spoken(seat.brand.name)
    begun = {"title": name, "waive": waived, "seen": digest_of(rows)} | lists
    begun |= {} if rows else {"brand": name}
    heard = Post.objects.filter(brand=seat.brand).exists() or Overheard.objects.filter(via__brand=seat.brand).exists()
    return {
        "form": form or WordsForm(initial=begun),
        "elsewhere": len(rows) - len(standing),
        "sample": SampleForm(initial={"over": RECENT if heard else PASTED}),
        "try_url": reverse("setup_try", args=[seat.brand.slug]),
        "may_name": seat.may(Act.ADMINISTER),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@for_brand(Act.CONFIGURE)
def words(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Write the brand's watches as words of each kind, then go on."""
    if request.method == "GET":
        return show_step(request, seat, WATCHES, words_page(seat))
    form = WordsForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            write_plan(seat=seat, title=given["title"], lists=form.lists(), waived=given["waive"], seen=given["seen"])
        except BadInput as wrong:
            blame(form, wrong)
        else:
            return redirect(SOURCES, seat.brand.slug)
    seat.brand.refresh_from_db()
    return show_step(request, seat, WATCHES, words_page(seat, form), status=400)


@require_POST
@for_brand(Act.CONFIGURE)
def try_words(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Try the words in the form on posts, without writing anything."""
    given = {name: request.POST.get(name, "") for name in ("title", "seen", *KINDS, "none")}
    form = WordsForm(initial=given | {"waive": request.POST.getlist("waive")})
    draft = planned(str(form["title"].value()), form.lists())
    page = words_page(seat, form) | trial_page(request, seat, draft, standing=(), others=())
    if getattr(request, "htmx", False):
        return render(request, "setup/trialanswer.html", page)
    return show_step(request, seat, WATCHES, page)


def sources_page(seat: Seat, **more: Any) -> dict[str, Any]:
    page = {
        "found": checked(seat.brand, at=seat.at),
        "feed_form": FeedForm(prefix="feed"),
        "webhook_form": WebhookForm(prefix="hook"),
    }
    return page | more


@never_cache
@require_http_methods(["GET", "POST"])
@for_brand(Act.CONFIGURE)
def sources(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Add feeds and webhooks one by one; a webhook's secret is shown on this answer only."""
    if request.method == "GET":
        return show_step(request, seat, SOURCES, sources_page(seat))
    by_hook = request.POST.get("do") == "hook"
    form: FeedForm | WebhookForm = (
        WebhookForm(request.POST, prefix="hook") if by_hook else FeedForm(request.POST, prefix="feed")
    )
    if form.is_valid():
        try:
            add = intake.add_webhook if by_hook else intake.add_feed
            source: Source = add(seat=seat, **form.cleaned_data)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            return show_secret(request, seat, source) if by_hook else added(request, seat, source)
    name = "webhook_form" if by_hook else "feed_form"
    return show_step(request, seat, SOURCES, sources_page(seat, **{name: form}), status=400)


def added(request: HttpRequest, seat: Seat, source: Source) -> HttpResponse:
    messages.success(
        request,
        _("%(name)s is saved and visited at once. Whether it answers shows under “What we hear”.")
        % {"name": source.name},
    )
    return redirect(SOURCES, seat.brand.slug)


def show_secret(request: HttpRequest, seat: Seat, source: Source) -> HttpResponse:
    url = request.build_absolute_uri(reverse("api:receive", args=[source.pk]))
    page = sources_page(seat, secret=source.secret, secret_of=source, secret_url=url)
    return show_step(request, seat, SOURCES, page, secret=True)


@never_cache
@require_http_methods(["GET", "POST"])
@for_brand(Act.CONFIGURE)
def alerts(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Say who would be called now, and let colleagues in; the link of a new one is shown on this answer only."""
    page: dict[str, Any] = {"form": ColleagueForm(), "may_administer": seat.may(Act.ADMINISTER)}
    if request.method == "GET":
        return show_step(request, seat, ALERTS, page)
    form = ColleagueForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        try:
            one = add_person(seat=seat, house=seat.brand.organisation, **given)
        except BadInput as wrong:
            blame(form, wrong)
        else:
            link = reverse("enter", args=[one.person.pk, one.password]) if one.password else ""
            once = request.build_absolute_uri(link) if link else ""
            return show_step(request, seat, ALERTS, page | {"once": once, "once_for": one.person}, secret=True)
    return show_step(request, seat, ALERTS, page | {"form": form}, status=400)
