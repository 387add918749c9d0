"""How does a person want to be spoken to, and who came through their door?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from firebreak.console import words
from firebreak.console.access import Seat, for_brand
from firebreak.console.alert.models import Route
from firebreak.console.govern import own
from firebreak.console.govern.forms import OwnPasswordForm
from firebreak.console.govern.models import Entry, Organisation, Person
from firebreak.console.home.settings.frame import show
from firebreak.console.shell import LANGUAGES, THEMES, YEAR_SECONDS, Shell
from firebreak.core.errors import BadInput
from firebreak.core.terms import Act, Severity

TAB = "settings_me"
TRIES_SHOWN = 6
FROM = {
    Severity.S4: gettext_lazy("Every alert that my role is called for"),
    Severity.S3: gettext_lazy("S3 and graver"),
    Severity.S2: gettext_lazy("S1 and S2 only"),
}


class WishesForm(forms.Form):
    """How a person wants to be spoken to."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(code, name) for code, (_tag, name) in LANGUAGES.items()],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Of the screen here, and of the mails that you get."),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Appearance"),
        choices=list(THEMES.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("On this device. Auto follows the device."),
    )
    shortcuts = forms.BooleanField(label=gettext_lazy("Keyboard shortcuts of one key"), required=False)
    phone = forms.RegexField(
        own.PHONE,
        label=gettext_lazy("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy(
            "For colleagues at your brands. It stands on the card that their devices keep for without a network."
        ),
        error_messages={"invalid": gettext_lazy("Write digits, with + before a country and # before an extension.")},
    )
    mail_from = forms.ChoiceField(
        label=gettext_lazy("Mails"),
        choices=[(level.value, FROM[level]) for level in Person.MAY_BEGIN],
        widget=forms.Select(attrs={"class": "input"}),
        help_text=gettext_lazy("Alerts of S1 and S2 are always mailed. What is not mailed still stands under Alerts."),
    )

    @property
    def wishes(self) -> own.Wishes:
        given = self.cleaned_data
        return own.Wishes(given["language"], given["shortcuts"], Severity(given["mail_from"]), given["phone"])


@dataclass(frozen=True, slots=True)
class Call:
    """When this seat's role is called for a severity."""

    severity: str
    after: timedelta
    mailed: bool


@dataclass(frozen=True, slots=True)
class Try:
    """One line of the log about a person's own door."""

    entry: Entry
    word: str
    strange: bool


def page_of(request: HttpRequest, person: Person, *, house: Organisation, at: datetime, **more: Any) -> dict[str, Any]:
    """Give what is a person's own at every brand and at none; `house` tells what came through their door."""
    screen = Shell(request)
    said = {"shortcuts": person.shortcuts, "mail_from": person.mail_from, "phone": person.phone}
    said |= {"language": screen.language, "theme": screen.theme}  # as they are before the reader's eyes
    tries = list(own.at_the_door(person, house)[:TRIES_SHOWN])
    page = {
        "form": WishesForm(initial=said),
        "password_form": OwnPasswordForm(person=person, at=at),
        "tries": [Try(one, str(words.ACTIONS[one.action]), is_strange(one, person)) for one in tries],
    }
    return page | more


def is_strange(entry: Entry, person: Person) -> bool:
    """Tell whether the person should look twice: somebody failed at their door, or another gave a password."""
    return entry.action in ("sign_in_failed", "confirm_failed") or not own.by_oneself(entry, person)


def calls_of(seat: Seat) -> list[Call]:
    rows = Route.objects.filter(brand=seat.brand, role=seat.role.value).order_by("severity")
    return [
        Call(row.severity, timedelta(seconds=row.after_seconds), seat.person.wants_mail(Severity(row.severity)))
        for row in rows
    ]


def show_mine(request: HttpRequest, seat: Seat, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show a person's own settings at a brand, with when they are called there."""
    page = page_of(request, seat.person, house=seat.brand.organisation, at=seat.at, **more)
    page |= {
        "calls": calls_of(seat),
        "mail_is_set_up": bool(settings.EMAIL_URL),
        "wishes_url": reverse("set_mine", args=[seat.brand.slug]),
        "password_url": reverse("set_own_password", args=[seat.brand.slug]),
    }
    return show(request, seat, TAB, page, status=status)


def keep_wishes(request: HttpRequest, person: Person, *, at: datetime, back: str) -> HttpResponse | WishesForm:
    """Keep what a person wishes, speak to them so from now on, and go back; gives the form where it cannot be kept."""
    form = WishesForm(request.POST)
    if not form.is_valid():
        return form
    own.set_wishes(person=person, wishes=form.wishes, at=at)
    messages.success(request, _("Your settings are kept."))
    response = redirect(back)
    for name in ("language", "theme"):
        keep_cookie(request, response, f"firebreak_{name}", form.cleaned_data[name])
    return response


def keep_cookie(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    secure = request.is_secure()
    response.set_cookie(name, value, max_age=YEAR_SECONDS, samesite="Lax", secure=secure, httponly=True)


def keep_password(request: HttpRequest, person: Person, *, at: datetime, back: str) -> HttpResponse | OwnPasswordForm:
    """Change a person's password and go back: this session goes on, every other one ends. Gives the form if refused."""
    form = OwnPasswordForm(request.POST, person=person, at=at)
    if not form.is_valid():
        return form
    try:
        own.change_password(person=person, password=form.cleaned_data["password"], at=at)
    except BadInput as wrong:
        form.blame(wrong)
        return form
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
    return redirect(back)


@require_safe
@never_cache
@for_brand(Act.READ)
def me(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Show a person's own settings."""
    return show_mine(request, seat)


@require_POST
@for_brand(Act.READ)
def set_mine(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keep a person's own settings."""
    kept = keep_wishes(request, seat.person, at=seat.at, back=reverse(TAB, args=[seat.brand.slug]))
    return kept if isinstance(kept, HttpResponse) else show_mine(request, seat, form=kept, status=400)


@require_POST
@sensitive_post_parameters("confirm", "password", "again")
@for_brand(Act.READ)
def set_password(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Change one's own password."""
    kept = keep_password(request, seat.person, at=seat.at, back=reverse(TAB, args=[seat.brand.slug]))
    return kept if isinstance(kept, HttpResponse) else show_mine(request, seat, password_form=kept, status=400)
