"""How does a person come in and go out?"""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firebreak.console import clock
from firebreak.console.govern import door
from firebreak.console.govern.forms import LinkForm, NewPasswordForm, SignInForm
from firebreak.console.govern.models import Person
from firebreak.core.errors import BadInput

WAITING = "renewing"  # session: who has shown a password given once and now chooses one
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password; a page of ours that was asked for comes next."""
    if isinstance(request.user, Person):
        return redirect(next_of(request))
    form = SignInForm(request.POST or None)
    page: dict[str, Any] = {"next": next_of(request), "email": request.POST.get("email", "")}
    if not form.is_valid():
        page["nobody"] = not Person.objects.exists()
        return render(request, "sign_in.html", page, status=400 if form.is_bound else 200)
    answer = knock(request, **form.cleaned_data)
    if answer.person is None:
        page |= {"tries_left": answer.tries_left, "wait_minutes": answer.wait_minutes}
        return render(request, "sign_in.html", page, status=429 if answer.wait_minutes else 400)
    if answer.must_renew:
        return ask_for_own(request, answer.person)
    login(request, answer.person, backend=BACKEND)
    return HttpResponseRedirect(next_of(request))


def knock(request: HttpRequest, *, email: str, password: str) -> door.Answer:
    client = request.META.get("REMOTE_ADDR", "")
    return door.try_door(email=email, password=password, client=client, real=clock.real_now(), at=clock.now())


def ask_for_own(request: HttpRequest, person: Person) -> HttpResponse:
    """Lead somebody who came by what was given once to choose a password of their own."""
    request.session.cycle_key()
    request.session[WAITING] = person.pk
    return redirect("new_password")


@never_cache
@require_safe
def enter(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show the door to who has a link for one time; looking uses nothing up, so that no program spoils it."""
    return render(request, "govern/enter.html", {"form": LinkForm({"person": pk, "key": key})})


@never_cache
@sensitive_post_parameters("key")
@require_POST
def come_in(request: HttpRequest) -> HttpResponse:
    """Open the door by a link for one time; its key is in no address that a log would keep."""
    form = LinkForm(request.POST)
    person = Person.objects.filter(pk=form.cleaned_data["person"]).first() if form.is_valid() else None
    answer = door.Answer()
    if person and door.once_note(person):
        answer = knock(request, email=person.email, password=form.cleaned_data["key"])
    if answer.person and answer.must_renew:
        return ask_for_own(request, answer.person)
    status = 429 if answer.wait_minutes else 400
    return render(request, "govern/enter.html", {"wait_minutes": answer.wait_minutes}, status=status)


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Let somebody who came with a password given once choose their own."""
    person = Person.objects.filter(pk=request.session.get(WAITING) or 0, is_active=True).first()
    if person is None or door.is_void(person, real=clock.real_now()):
        return redirect("sign_in")
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            door.renew_password(person=person, password=form.cleaned_data["password"], at=clock.now())
        except BadInput as wrong:
            form.blame(wrong)
        else:
            del request.session[WAITING]
            login(request, person, backend=BACKEND)
            return redirect("home")
    page = {"form": form, "email": person.email}
    return render(request, "govern/new_password.html", page, status=400 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, Person):
        door.audit_door(request.user, "sign_out", at=clock.now())
    logout(request)
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"storage"'  # with it goes the card that the browser keeps for without a network
    return response


def next_of(request: HttpRequest) -> str:
    """Give the page that was asked for if it is one of ours, else the start."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
