"""What may a signed-in person's program read of a brand? The same as on the pages, masked, newest first."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.security import SessionAuth

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.api.shapes import (
    AlertOut,
    BrandOut,
    IncidentOut,
    MentionOut,
    Problem,
    StoryOut,
    alert_out,
    incident_out,
    mention_out,
    story_out,
)
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Assignment, Brand, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Act

MOST = 200


class Signed(SessionAuth):
    """The session of the console; cookies need the CSRF token wherever something is changed."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if isinstance(request.user, Person) else None


router = Router(auth=Signed(), tags=["brand"])
ERRORS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem}
Limit = Annotated[int, Query(ge=1, le=MOST)]
Before = Annotated[int | None, Query(ge=1, description="Only records older than the one of this id.")]


def seat_at(request: HttpRequest, slug: str, act: Act = Act.READ) -> Seat:
    """Give the seat, 404 without one, 403 where the role does not allow `act`."""
    assert isinstance(request.user, Person)
    seat = take_seat(request.user, slug, at=clock.now())
    seat.need(act)
    return seat


@router.get("/", response=list[BrandOut], summary="Brands that you may enter")
def brands(request: HttpRequest) -> list[BrandOut]:
    assert isinstance(request.user, Person)
    rows = Brand.objects.reachable_by(request.user, at=clock.now())
    roles = dict(Assignment.objects.filter(person=request.user).values_list("brand", "role"))
    return [BrandOut(slug=one.slug, name=one.name, role=roles[one.pk]) for one in rows]


@router.get("/{slug}/alerts", response={200: list[AlertOut], **ERRORS}, summary="Alerts")
def alerts(request: HttpRequest, slug: str, limit: Limit = 50, before: Before = None) -> list[AlertOut]:
    seat = seat_at(request, slug)
    rows = Alert.objects.filter(brand=seat.brand).select_related("story").order_by("-pk")
    return [alert_out(one) for one in older(rows, before)[:limit]]


@router.get("/{slug}/incidents", response={200: list[IncidentOut], **ERRORS}, summary="Incidents with their clocks")
def incidents(request: HttpRequest, slug: str, limit: Limit = 50, before: Before = None) -> list[IncidentOut]:
    seat = seat_at(request, slug)
    linked = ("brand", "story__ruling__person", "alert", "owner")
    rows = Incident.objects.filter(brand=seat.brand).select_related(*linked).prefetch_related("moments__person")
    return [incident_out(one) for one in older(rows.order_by("-pk"), before)[:limit]]


@router.get("/{slug}/stories", response={200: list[StoryOut], **ERRORS}, summary="Stories")
def stories(request: HttpRequest, slug: str, limit: Limit = 50, before: Before = None) -> list[StoryOut]:
    seat = seat_at(request, slug)
    rows = Story.objects.filter(brand=seat.brand).shown().select_related("ruling__person").order_by("-pk")
    return [story_out(one) for one in older(rows, before)[:limit]]


@router.get("/{slug}/mentions", response={200: list[MentionOut], **ERRORS}, summary="Mentions, personal data hidden")
def mentions(request: HttpRequest, slug: str, limit: Limit = 50, before: Before = None) -> list[MentionOut]:
    seat = seat_at(request, slug)
    rows = Post.objects.filter(brand=seat.brand).select_related("reading", "place__story").order_by("-pk")
    return [mention_out(one, seat.role) for one in older(rows, before)[:limit]]


def older(rows: Any, before: int | None) -> Any:
    return rows.filter(pk__lt=before) if before else rows
