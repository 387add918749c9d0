"""How does a person change a plan: one step of it, what stands above the steps, or its whole text?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firebreak.console.access import Seat, for_brand
from firebreak.console.faults import explain_error
from firebreak.console.plans.forms import HeadForm, ReasonForm, StepForm, TextForm, as_head, as_step
from firebreak.console.plans.library import plans_in_force
from firebreak.console.plans.models import PlanVersion
from firebreak.console.plans.page import PlanPage
from firebreak.console.plans.problems import blame, problem_of
from firebreak.console.plans.services import last_number, write_version
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.revision import content_of, drop_task, put_task
from firebreak.core.terms import Act
from firebreak.knowledge.playbooks import parse_plan, write_plan

Content = dict[str, Any]
either = require_http_methods(["GET", "HEAD", "POST"])


@either
@for_brand(Act.CONFIGURE)
def head(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Change what stands above the steps."""
    page, others = PlanPage(seat, plan), {code: one for code, one in plans_in_force(seat.brand).items() if code != plan}
    form = HeadForm(request.POST or None, initial={"was": page.seen, **as_head(page.plan)}, plans=others)

    def wanted() -> Content:
        kept = {name: value for name, value in content_of(page.plan).items() if name in ("code", "version", "tasks")}
        return {**form.head(), **kept}

    return change(request, page, form, wanted, "plans/head.html")


@either
@for_brand(Act.CONFIGURE)
def add_step(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Put a step behind the others of its phase."""
    page = PlanPage(seat, plan)
    form = StepForm(request.POST or None, initial={"was": page.seen}, is_new=True)

    def wanted() -> Content:
        task = form.task("")
        if any(one.code == task["code"] for one in page.reading.tasks):
            raise BadInput(field="code", problem="twice", value=task["code"])
        return put_task(content_of(page.plan), task)

    return change(request, page, form, wanted, "plans/step.html")


@either
@for_brand(Act.CONFIGURE)
def edit_step(request: HttpRequest, seat: Seat, plan: str, step: str) -> HttpResponse:
    """Change a step; one that comes from another plan is this plan's own from then on."""
    page = PlanPage(seat, plan)
    line = next((one for one in page.reading.lines if one.code == step), None)
    if line is None:
        raise Http404
    form = StepForm(request.POST or None, initial={"was": page.seen, **as_step(line.task)})
    said = {"line": line, "dropping": ReasonForm(initial={"was": page.seen}, auto_id="drop_%s")}
    return change(
        request, page, form, lambda: put_task(content_of(page.plan), form.task(step)), "plans/step.html", said
    )


@require_POST
@for_brand(Act.CONFIGURE)
def drop_step(request: HttpRequest, seat: Seat, plan: str, step: str) -> HttpResponse:
    """Leave a step of the plan's own out of its next version."""
    page, form = PlanPage(seat, plan), ReasonForm(request.POST)
    line = next((one for one in page.reading.lines if one.code == step), None)
    if line is None:
        raise Http404
    filled = StepForm(initial={"was": page.seen, **as_step(line.task)})
    said = {"line": line, "dropping": form, "form": filled}

    def wanted() -> Content:
        if line.origin:
            raise BadInput(field="", problem="not_own_step")
        return drop_task(content_of(page.plan), step)

    return change(request, page, form, wanted, "plans/step.html", said)


@either
@for_brand(Act.CONFIGURE)
def text(request: HttpRequest, seat: Seat, plan: str) -> HttpResponse:
    """Write the whole of a plan as YAML."""
    page = PlanPage(seat, plan)
    form = TextForm(
        request.POST or None,
        request.FILES or None,
        initial={"was": page.seen, "text": write_plan(content_of(page.plan))},
    )
    return keep_text(request, seat, form, page)


@either
@for_brand(Act.CONFIGURE)
def new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Bring a plan in: a new one, or a version of one that is there."""
    return keep_text(request, seat, TextForm(request.POST or None, request.FILES or None, initial={"was": 0}), None)


def change(
    request: HttpRequest,
    page: PlanPage,
    form: ReasonForm,
    wanted: Callable[[], Content],
    template: str,
    said: Content | None = None,
) -> HttpResponse:
    """Keep what a form asks for as the next version; else show the form with what stands against it."""
    shown: Content = {"seat": page.seat, "page": page, "form": form} | (said or {})
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                said_text = write_plan(wanted())
                return kept(request, write(page.seat, form, said_text, page.code))
        except BadInput as wrong:
            blame(form, wrong)
        except Conflict as newer:
            shown, status = shown | {"problem": explain_error(newer)}, 409
            form.data = on_top(request, newer)
    return render(request, template, shown, status=status)


def keep_text(request: HttpRequest, seat: Seat, form: TextForm, page: PlanPage | None) -> HttpResponse:
    """Keep the text of a plan; what is wrong with it is shown with its line."""
    shown: Content = {"seat": seat, "page": page, "form": form}
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                return kept(request, write(seat, form, form.whole(), page.code if page else ""))
        except BadInput as wrong:
            shown |= {"wrong": problem_of(wrong)}
        except Conflict as newer:
            shown, status = shown | {"problem": explain_error(newer)}, 409
            form.data = on_top(request, newer)
    return render(request, "plans/text.html", shown, status=status)


def on_top(request: HttpRequest, newer: Conflict) -> QueryDict:
    """Give what was sent, as an answer to the version that came meanwhile: sent again, it is written on top of it."""
    sent = request.POST.copy()
    sent["was"] = str(newer.context["version"])
    return sent


def write(seat: Seat, form: ReasonForm, said: str, code: str) -> PlanVersion:
    """Write the next version; a plan that is brought in goes on top of what there is of it, and nothing is lost."""
    was = form.cleaned_data["was"] if code else last_number(seat, parse_plan(said).code)
    return write_version(seat=seat, text=said, reason=form.cleaned_data["reason"], was=was, code=code)


def kept(request: HttpRequest, made: PlanVersion) -> HttpResponse:
    messages.success(request, _("Kept as version %(number)s. It holds once it is signed.") % {"number": made.number})
    return redirect("plan", made.brand.slug, made.code)
