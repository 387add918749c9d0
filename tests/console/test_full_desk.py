"""Does what is gravest stand on the desk however much else waits there, and without going through all of it?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.desk.gravest import MENTIONS_OF_A_BRAND, gravest
from firebreak.console.desk.matters import ALERTS_OF_A_BRAND, Matter, matters_of
from firebreak.console.desk.places import places_of
from firebreak.console.govern.models import Assignment
from firebreak.console.home.board import Board
from firebreak.console.home.period import period_of
from firebreak.console.home.urgent import gravest_alert, gravest_among
from firebreak.console.listen import inbox
from firebreak.console.listen.models import Reading
from firebreak.core.terms import Role, Signal
from tests.cast import Cast, engage
from tests.records import MINUTE, alert, incident, story

MANY = 210
HOUR = timedelta(hours=1)


def on_desk(cast: Cast, at: datetime) -> list[Matter]:
    return matters_of(places_of(cast.bob, at=at), at=at)


@pytest.fixture
def ignored(cast: Cast, at: datetime) -> None:
    """Alerts of the lowest level, more than anybody reads, at another brand that Bob works for and at this one."""
    engage(cast.others_brand, cast.agency, at=at)
    Assignment.objects.create(person=cast.bob, brand=cast.others_brand, role=Role.AGENCY_LEAD.value)
    for brand in (cast.brand, cast.others_brand):
        Alert.objects.bulk_create(
            Alert(
                brand=brand, key=f"old:{step}", signal=Signal.VOLUME.value, severity="S4", at=at - HOUR - step * MINUTE
            )
            for step in range(MANY)
        )


@pytest.mark.usefixtures("ignored")
def test_the_newest_grave_alert_stands_before_all_that_were_ignored(cast: Cast, at: datetime) -> None:
    alert(cast.brand, at=at, severity="")
    newest = alert(cast.brand, at=at, severity="S1")

    found = on_desk(cast, at)

    assert [one.level for one in found[:3]] == ["S1", "S3", "S4"]
    assert found[0].pk == newest.pk
    assert [one.place.brand for one in found].count(cast.others_brand) == ALERTS_OF_A_BRAND
    seat = Seat(brand=cast.brand, person=cast.bob, role=Role.AGENCY_LEAD, at=at)
    assert gravest_alert(seat) == gravest_among(Board(seat, period_of("")).waiting) == newest


def test_an_alert_of_an_incident_is_told_as_its_incident(cast: Cast, at: datetime) -> None:
    seat = Seat(brand=cast.brand, person=cast.alice, role=Role.BRAND_PR, at=at)
    told, about = alert(cast.brand, at=at, severity="S1"), story(cast.brand, at=at, severity="S2")
    incident(cast.brand, at=at, raised=told)
    incident(cast.brand, at=at, about=about)
    alert(cast.brand, at=at, severity="S2", about=about)
    free = alert(cast.brand, at=at, severity="S4")

    assert gravest_alert(seat) == gravest_among(Board(seat, period_of("")).waiting) == free


@pytest.mark.parametrize("few", [0, 8, 14])  # all levels have many; one has few; together they have many
@pytest.mark.parametrize("urgent", [0, 2, 5])
def test_a_brand_with_many_shows_what_it_would_among_few(
    few: int, urgent: int, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = story(cast.brand, at=at, severity="S1", posts=5), story(cast.brand, at=at, severity="S2", posts=11)
    for about in (lead, other):
        old = about.places.order_by("-pk").values("post")[:urgent]
        Reading.objects.filter(post__in=list(old.values_list("post", flat=True))).update(urgent=True)
    lead.places.filter(post=lead.places.order_by("pk")[0].post_id).update(by=cast.alice)
    at_brand = {place.brand.pk: place for place in places_of(cast.bob, at=at)}
    expected = {post.pk for post in gravest(at_brand, at=at)}

    monkeypatch.setattr(inbox, "FEW", few)
    with CaptureQueriesContext(connection) as asked:
        found = gravest(at_brand, at=at)

    assert {post.pk for post in found} == expected
    assert len(found) == len(expected) == MENTIONS_OF_A_BRAND
    assert sorted_as_told(found)
    assert not [one for one in asked.captured_queries if "ROW_NUMBER" in one["sql"] and "WHERE 0" not in one["sql"]]


def sorted_as_told(found: list[Any]) -> bool:
    keys = [(one.place.story.severity, not one.reading.urgent, -one.published_at.timestamp()) for one in found]
    return keys == sorted(keys)
