"""Do the short ways into the database give what the long ones would?"""

from datetime import datetime, timedelta

import pytest

from firebreak.console.bulk import timed
from firebreak.console.listen import habit
from firebreak.console.listen.inbox import LATEST, newest_id
from firebreak.console.listen.models import Post, Rollup
from firebreak.console.listen.origins import sources_of
from tests.cast import Cast
from tests.records import post

DAY = timedelta(days=1)


@pytest.mark.parametrize("beside", [0, 3, 40_000])
def test_thousands_of_ids_are_one_question(beside: int, cast: Cast, at: datetime) -> None:
    wanted = [post(cast.brand, at=at).pk for _ in range(2)]
    post(cast.brand, at=at)
    unknown = range(10**6, 10**6 + beside)

    found = Post.objects.filter(pk__among=[*wanted, *unknown]).values_list("pk", flat=True)

    assert sorted(found) == wanted
    assert not Post.objects.filter(pk__among=[]).exists()


def test_the_newest_of_a_brand_is_its_own_however_much_others_hear(cast: Cast, at: datetime) -> None:
    mine = post(cast.brand, at=at)
    post(cast.others_brand, at=at)
    assert newest_id(cast.brand) == mine.pk

    said = {
        "source": "ptt",
        "external_id": "far",
        "kind": "post",
        "text": "明泉",
        "published_at": at,
        "first_seen_at": at,
    }
    Post.objects.create(pk=mine.pk + 2 * LATEST, brand=cast.others_brand, **said)

    assert newest_id(cast.brand) == mine.pk


def test_the_sources_of_a_brand_are_its_own_and_each_once(cast: Cast, at: datetime) -> None:
    for source in ("threads", "dcard", "ptt", "dcard"):
        post(cast.brand, at=at, source=source)
    post(cast.others_brand, at=at, source="google")

    assert sources_of(cast.brand) == ["dcard", "ptt", "threads"]


def test_a_past_of_days_is_read_once_an_hour_and_a_short_one_each_time(cast: Cast, at: datetime) -> None:
    def past(now: datetime) -> float:
        return float(habit.past_of(cast.brand, ends=habit.hour_of(at), days=7, at=now).sum())

    def hear(hours: int) -> None:
        bucket = int((at - timedelta(hours=hours)).timestamp()) // 300
        said = {"source": "ptt", "sentiment": "negative", "category": "other"}
        Rollup.objects.create(brand=cast.brand, bucket=bucket, count=1, **said)

    hear(3)
    assert past(at) == 1
    hear(50)
    assert past(at) == 2, "less than a day: looked at anew"
    hear(40)
    assert past(at) == 2
    assert past(at + timedelta(hours=1)) == 3


def test_instants_read_in_bulk_are_those_that_the_orm_gives(cast: Cast, at: datetime) -> None:
    for moment in (at, at.replace(microsecond=250_000), at - 3 * DAY):
        post(cast.brand, at=moment)
    rows = Post.objects.order_by("pk")

    found = list(timed(rows, "published_at", "pk", "text"))

    assert found == list(rows.values_list("published_at", "pk", "text"))
    assert [moment.microsecond for moment, *_rest in found] == [at.microsecond, 250_000, at.microsecond]
