"""What would the watch in the form take? It is tried while somebody writes, and nothing is kept of it."""

from dataclasses import dataclass
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.formats import listed
from firebreak.console.home.settings.drafting import WatchForm, lines_in
from firebreak.console.home.settings.frame import show
from firebreak.console.home.settings.querying import diagnose
from firebreak.console.home.settings.sampling import PASTED, SampleForm, words_in
from firebreak.console.home.settings.trying import Trial, run_trial, taken_by, told_change
from firebreak.console.home.settings.watches import TAB, chosen, page_of
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.console.listen.reader import watches_of
from firebreak.core.errors import BadInput, BadWatch
from firebreak.core.terms import Act, Watch, WatchKind

LACKS = {
    "text": gettext_lazy("the words"),
    "published_at": gettext_lazy("the time"),
    "source": gettext_lazy("the platform"),
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What a person pasted or brought in a file, and what was wrong with the file."""

    form: SampleForm
    by_file: bool = False
    problem: str = ""


def brought(request: HttpRequest) -> Brought:
    """Read what a trial goes over; the posts of a file take the place of what was pasted."""
    file = request.FILES.get("file")
    if not file:
        return Brought(SampleForm(request.POST))
    try:
        words, problem = words_in(file), ""
    except BadInput as wrong:
        words, problem = request.POST.get("pasted", ""), told_of(wrong)
    form = SampleForm({"over": PASTED, "pasted": words})
    return Brought(form, by_file=True, problem=problem)


def told_of(wrong: BadInput) -> str:
    """Say why no posts came out of a file, and what to do."""
    if wrong.context.get("problem") == "missing_columns":
        return told_of_columns(str(wrong.context["missing"]).split(","), str(wrong.context["present"]).split(","))
    if wrong.context.get("problem") == "too_large":
        return _("The file has more than %(most)s MB. Bring a part of it.") % wrong.context
    told = explain_error(wrong)
    return f"{told.what} {told.next}"


def told_of_columns(missing: list[str], present: list[str]) -> str:
    """Name what a file has no column for, its own columns, and names that are known."""
    lacks = listed(str(LACKS.get(name, name)) for name in missing)
    return _(
        "The file has no column for %(lacks)s. Its columns are: %(present)s. Name them text, published_at and source."
    ) % {"lacks": lacks, "present": listed(present)}


def trial_page(
    request: HttpRequest, seat: Seat, draft: list[Watch], *, standing: tuple[Watch, ...], others: tuple[Watch, ...]
) -> dict[str, Any]:
    """Try a draft on what the form names, and give what the tester shows."""
    given = brought(request)
    sample = given.form.sample(seat.brand, at=seat.at)
    noise, wanted = request.POST.getlist("noise"), request.POST.getlist("wanted")
    trial: Trial | None
    try:
        trial = run_trial(sample, draft, standing=standing, others=others, noise=noise, wanted=wanted)
    except BadWatch:  # a word that is nothing but signs
        trial = None
    told = told_change(trial) if trial else ""
    return {"sample": given.form, "brought": given, "posts": sample, "trial": trial, "told": told}


@require_POST
@for_brand(Act.CONFIGURE)
def try_watch(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Try the watch in the form beside what listens now; as a piece for who is writing, else as the whole page."""
    row = chosen(seat, request.POST.get("watch", ""))
    given = {name: request.POST.get(name, "") for name in ("name", "kind", "words", "none")}
    form = WatchForm(initial=given | {"query": request.POST.get("instead") or request.POST.get("query", "")})
    every, name = watches_of(seat.brand), row.name if row else ""
    page = page_of(seat, row=row, form=form) | trial_page(
        request,
        seat,
        draft_of(form),
        standing=tuple(one for one in every if one.name == name),
        others=tuple(one for one in every if one.name != name),
    )
    page["counts"] = list(zip(page["rows"], taken_by(page["posts"], every), strict=False))
    if getattr(request, "htmx", False):
        return render(request, "settings/trialanswer.html", page)
    return show(request, seat, TAB, page)


def draft_of(form: WatchForm) -> list[Watch]:
    """Give the watch in the form with the mistakes of its query put right; none where nothing is to be listened for."""
    query = diagnose(str(form["query"].value()).strip()).usable
    words, none = lines_in(form, "words"), lines_in(form, "none")
    if not words and not query:
        return []
    kind = str(form["kind"].value())
    known = WatchKind(kind) if kind in set(WatchKind) else WatchKind.BRAND
    return [Watch(name="draft", kind=known, any=tuple(words), none=tuple(none), query=query)]


@require_safe
@never_cache
@for_brand(Act.READ)
def export_watches(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the watches as the watch file that the command line takes."""
    rows = WatchRow.objects.filter(brand=seat.brand).order_by("pk")
    watches = [{"name": row.name, "kind": row.kind} | parts_of(row) for row in rows]
    told = yaml.safe_dump({"brand": seat.brand.name, "watches": watches}, allow_unicode=True, sort_keys=False)
    response = HttpResponse(told, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="watch.yaml"'
    return response


def parts_of(row: WatchRow) -> dict[str, Any]:
    parts = {"any": list(row.any), "none": list(row.none), "query": row.query}
    return {name: part for name, part in parts.items() if part}
