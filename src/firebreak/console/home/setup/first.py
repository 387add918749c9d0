"""How does an empty installation get its organisation and its first administrator?"""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import clock
from firebreak.console.govern.views import BACKEND
from firebreak.console.home.setup.forms import FirstForm
from firebreak.console.home.setup.opening import is_invited, known_house, open_house
from firebreak.core.errors import BadInput

FIELDS = ("key", "house", "name", "email", "password")


@never_cache
@require_safe
def first_run(request: HttpRequest, key: str) -> HttpResponse:
    """Show the first step to who has the link; looking uses nothing up."""
    if not is_invited(key):
        return closed(request)
    house = known_house()
    return render(
        request, "setup/first.html", {"form": FirstForm(initial={"key": key, "house": house}), "known": house}
    )


@never_cache
@sensitive_post_parameters("key", "password", "again")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make organisation and administrator, and go on with the brand; the key is in no address that a log would keep."""
    form = FirstForm(request.POST)
    if not is_invited(str(form["key"].value() or "")):
        return closed(request)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            opened = open_house(**given, at=clock.now())
        except BadInput as wrong:
            if wrong.context.get("field") == "key":
                return closed(request)
            form.blame(wrong)
        else:
            login(request, opened.person, backend=BACKEND)
            return redirect("setup_watches", opened.brand.slug)
    return render(request, "setup/first.html", {"form": form, "known": known_house()}, status=400)


def closed(request: HttpRequest) -> HttpResponse:
    """Say that the link opens nothing: it was used, or a newer one was printed."""
    return render(request, "setup/closed.html", status=404)
