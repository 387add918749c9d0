"""Does who comes second see what stands now beside what they wanted, with nothing that they wrote lost?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Moment
from tests.cast import Cast
from tests.records import alert, incident, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def test_who_comes_second_to_an_alert_reads_who_was_first(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at - 2 * MINUTE, about=story(cast.brand, at=at))
    address = reverse("acknowledge_alert", args=[cast.brand.slug, one.pk])
    signed_in(cast.bob).post(address, {"version": 0})

    late = signed_in(cast.alice).post(address, {"version": 0})

    assert late.status_code == 409
    html = late.content.decode()
    assert "Bob 在 11:34 接手了" in html
    assert "conflict · 11:34:08" in html


def test_what_the_second_of_two_wrote_stands_beside_what_the_first_did(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = incident(cast.brand, at=at - 10 * MINUTE, about=story(cast.brand, at=at))
    address = reverse("set_severity", args=[cast.brand.slug, one.number])
    signed_in(cast.bob).post(address, {"version": 0, "to": "S1", "reason": "主管機關來電"})

    late = signed_in(cast.alice).post(address, {"version": 0, "to": "S3", "reason": "品保說是冰塊"})

    html = late.content.decode()
    assert late.status_code == 409
    theirs, yours = html.index('id="h-theirs"'), html.index('id="h-yours"')
    assert "主管機關來電" in html[theirs:yours]
    assert "品保說是冰塊" in html[yours:]
    assert "S3 中風險" in html[yours:]
    assert Moment.objects.filter(kind="severity").count() == 1


def test_a_refusal_that_is_no_conflict_shows_no_second_version(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = incident(cast.brand, at=at, about=story(cast.brand, at=at))

    refused = signed_in(cast.bob).post(
        reverse("move_incident", args=[cast.brand.slug, one.number]), {"version": 0, "to": "remedy"}
    )

    assert refused.status_code == 409
    assert 'id="h-yours"' not in refused.content.decode()


def test_a_brand_that_never_had_an_alert_is_told_where_alerts_come_from(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.alice).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "還沒有監測關鍵字" in page
    assert "警報來自聽到的品牌提及" in page
