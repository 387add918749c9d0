"""Does a seat say what its person may do now, however long it is held?"""

from dataclasses import replace
from datetime import datetime

from django.test import Client, RequestFactory

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Assignment, Engagement
from firebreak.console.live.line import BrandLine
from firebreak.core.terms import Act, Role
from tests.cast import Cast


def test_a_seat_asks_once_and_another_seat_asks_anew(cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)
    assert seat.may(Act.READ)

    Engagement.objects.filter(agency=cast.agency).update(ends=at)

    assert seat.may(Act.READ)
    assert not replace(seat, at=at).may(Act.READ)


def test_the_line_of_an_open_page_goes_on_in_the_role_that_its_person_has_now(
    cast: Cast, client: Client, at: datetime
) -> None:
    client.force_login(cast.carol)
    request = RequestFactory().get("/")
    request.session = client.session
    line = BrandLine(request, take_seat(cast.carol, cast.brand.slug, at=at))

    Assignment.objects.filter(person=cast.carol).update(role=Role.BRAND_PR.value)

    assert line.may_still_look()
    assert line.seat.role is Role.BRAND_PR
