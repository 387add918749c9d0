"""Who sits at which brand's desk? Every page and every stream of a brand asks here first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from firebreak.console import clock
from firebreak.console.govern.models import Assignment, Brand, Person
from firebreak.core.errors import NotAllowed
from firebreak.core.terms import Act, Role

P = ParamSpec("P")


@dataclass(frozen=True)
class Seat:
    """A person at a brand's desk at one moment; `at` is read once per request."""

    brand: Brand
    person: Person
    role: Role
    at: datetime

    def may(self, act: Act) -> bool:
        return act in self.acts

    @cached_property
    def acts(self) -> frozenset[Act]:
        """Name what this person may do, in the role in which the seat was taken: a page asks many times."""
        return self.brand.acts_of(self.person, self.role, at=self.at)

    @property
    def may_report(self) -> bool:
        """Tell whether this person may say what they saw: everybody but an auditor, who writes nothing."""
        return self.role is not Role.AUDITOR

    def need(self, act: Act) -> None:
        """Raise NotAllowed unless this person may do `act`; the role is read anew, for something will be written."""
        if not self.brand.allows(self.person, act, at=self.at):
            raise NotAllowed(act=act.value)


def take_seat(person: Person, slug: str, *, at: datetime) -> Seat:
    """Give the seat, or 404 when the brand does not exist for this person."""
    found = Assignment.objects.filter(person=person, brand__slug=slug).select_related("brand__organisation").first()
    if found is None or not found.brand.admits(person, at=at):
        raise Http404
    return Seat(brand=found.brand, person=person, role=Role(found.role), at=at)


View = Callable[Concatenate[HttpRequest, Seat, P], HttpResponse]


def for_brand(act: Act, *, or_turn: Act | None = None) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Give the view a Seat instead of the slug; 404 without one, 403 where the role does not allow `act`.

    With `or_turn` whoever may do that comes in too, and the service says whether it is their turn.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, Person):
                return redirect_to_login(request.get_full_path())
            seat = take_seat(request.user, slug, at=clock.now())
            request.seat = seat  # type: ignore[attr-defined]  # the shell around every page reads it
            if not seat.may(act) and (or_turn is None or not seat.may(or_turn)):
                raise NotAllowed(act=act.value)
            return view(request, seat, *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined]  # the cast walks every URL and asks what it takes
        return guarded

    return decorate
