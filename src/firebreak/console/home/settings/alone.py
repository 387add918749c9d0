"""What is somebody's own who works for no brand, and who can let them in to one?"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import clock
from firebreak.console.govern.models import Brand, Organisation, Person
from firebreak.console.govern.reach import who_lets_in
from firebreak.console.home.settings.me import TAB, keep_password, keep_wishes, page_of

PAGE = "my_settings"

View = Callable[[HttpRequest, Person, datetime], HttpResponse]


def without_brand(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view a person to whom no brand is open; everybody else has these settings at their brand."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, Person):
            return redirect_to_login(request.get_full_path())
        at = clock.now()
        brand = Brand.objects.reachable_by(request.user, at=at).first()
        return redirect(TAB, brand.slug) if brand else view(request, request.user, at)

    return guarded


def house_of(person: Person) -> Organisation:
    """Give the house whose chain tells of a person's door: that of a brand they worked for, else their own."""
    worked = Brand.objects.filter(assignments__person=person).select_related("organisation").order_by("pk").first()
    return worked.organisation if worked else person.organisation


def show(request: HttpRequest, person: Person, at: datetime, *, status: int = 200, **more: Any) -> HttpResponse:
    page = page_of(request, person, house=house_of(person), at=at, **more)
    page |= {
        "lets_in": who_lets_in(person),
        "is_of_agency": person.organisation.kind == Organisation.Kind.AGENCY,
        "wishes_url": reverse("my_wishes"),
        "password_url": reverse("my_password"),
    }
    return render(request, "settings/alone.html", page, status=status)


@require_safe
@never_cache
@without_brand
def mine(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """Say that no brand is open and who can change that, and show what the person sets for themselves."""
    return show(request, person, at)


@require_POST
@without_brand
def set_wishes(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """Keep a person's own settings."""
    kept = keep_wishes(request, person, at=at, back=reverse(PAGE))
    return kept if isinstance(kept, HttpResponse) else show(request, person, at, form=kept, status=400)


@require_POST
@sensitive_post_parameters("confirm", "password", "again")
@without_brand
def set_password(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    """Change one's own password."""
    kept = keep_password(request, person, at=at, back=reverse(PAGE))
    return kept if isinstance(kept, HttpResponse) else show(request, person, at, password_form=kept, status=400)
