"""Who listens to what: what has moved for them, what is told of it, and may they still look?"""

from typing import Protocol

from django.contrib.auth import HASH_SESSION_KEY
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.crypto import constant_time_compare

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.live.marks import Counts, write_mark
from firebreak.console.live.news import ALERT, News, pulse, state, toasts
from firebreak.core.terms import Act


class Line(Protocol):
    """What one open page hears. `brands` are those whose changes ring its bell.

    `state` says how far somebody has heard who knows all; `news` what to tell, a pulse first, to who has heard less;
    `may_still_look` whether person and rights are as they were when the line was opened.
    """

    brands: frozenset[int]

    def state(self) -> Counts: ...
    def news(self, now: Counts, heard: Counts) -> list[News]: ...
    def may_still_look(self) -> bool: ...


class BrandLine:
    """The line of a page below one brand."""

    def __init__(self, request: HttpRequest, seat: Seat) -> None:
        self.request = request
        self.seat = seat
        self.language = translation.get_language() or "zh-hant"
        self.brands = frozenset({seat.brand.pk})

    def state(self) -> Counts:
        return state(self.seat)

    def news(self, now: Counts, heard: Counts) -> list[News]:
        told = [pulse(self.request, self.seat, now, heard)]
        if now[ALERT] > heard.get(ALERT, now[ALERT]):
            told += toasts(self.seat, after=heard[ALERT], language=self.language, mark=write_mark(now))
        return told

    def may_still_look(self) -> bool:
        """Tell whether the person is still signed in and still has a seat, which is this line's from here on."""
        person = still_signed_in(self.request, self.seat.person)
        if person is None:
            return False
        try:
            self.seat = take_seat(person, self.seat.brand.slug, at=clock.now())
        except Http404:
            return False
        return self.seat.may(Act.READ)


def still_signed_in(request: HttpRequest, person: Person) -> Person | None:
    """Give the person as they are now, or None once their session has ended or their password is another one."""
    key = request.session.session_key
    found = Person.objects.filter(pk=person.pk, is_active=True).first()
    if found is None or key is None or not request.session.exists(key):
        return None
    same = constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), found.get_session_auth_hash())
    return found if same else None
