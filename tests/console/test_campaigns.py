"""Does a campaign that a person announced alarm nobody by its noise, and do complaints in it still?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.campaigning import LONGEST, announce_campaign, end_campaign
from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.evidence import posts_of
from firebreak.console.alert.finding import unusual_now
from firebreak.console.alert.learning import HOUR, bucket_of, counts_of, unusual_of
from firebreak.console.alert.models import Learnt
from firebreak.console.alert.told import told_stories
from firebreak.console.govern.models import Brand, Entry, Person
from firebreak.console.listen.models import Rollup
from firebreak.core.alert.detect.watching import Unusual
from firebreak.core.alert.rule import BrandNow, alarms
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Alarm, Signal
from tests.cast import Cast
from tests.records import post

SignIn = Callable[[Person], Client]
AN_HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def brand(seat: Seat) -> Brand:
    """A brand of two posts an hour for three weeks, and of a crowd in the last two hours that says nothing bad."""
    now = bucket_of(seat.at)
    Rollup.objects.bulk_create(
        Rollup(brand=seat.brand, bucket=one, source="ptt", sentiment="neutral" if one % 20 else "negative",
               category="other", count=1)
        for one in range(now - 21 * 24 * HOUR, now - 2 * HOUR, HOUR // 2)
    )  # fmt: skip
    post(seat.brand, at=seat.at - 4 * AN_HOUR, sentiment="neutral")
    for number in range(60):
        post(seat.brand, at=seat.at - number * timedelta(minutes=2), sentiment="neutral")
    return seat.brand


def announce(seat: Seat, begins: datetime, ends: datetime, name: str = "週年慶") -> Campaign:
    return announce_campaign(seat=seat, name=name, begins=begins, ends=ends)


def signals(brand: Brand, at: datetime) -> list[Signal]:
    return [one.signal for one in unusual_now(brand, told=told_stories(brand, at=at), at=at)]


def test_a_crowd_that_was_announced_alarms_nobody(brand: Brand, seat: Seat) -> None:
    assert signals(brand, seat.at) == [Signal.VOLUME]

    announce(seat, seat.at - 3 * AN_HOUR, seat.at + DAY)

    assert signals(brand, seat.at) == []


def test_complaints_in_it_are_told_as_always(brand: Brand, seat: Seat) -> None:
    announce(seat, seat.at - 3 * AN_HOUR, seat.at + DAY)

    for number in range(20):
        post(brand, at=seat.at - number * timedelta(minutes=1))

    assert signals(brand, seat.at) == [Signal.NEGATIVE_VOLUME]


@pytest.mark.parametrize(("begins", "ends"), [(-5, -3), (0, 30)])
def test_before_and_after_it_a_crowd_is_one(brand: Brand, seat: Seat, begins: int, ends: int) -> None:
    fields = {"name": "x", "person": seat.person, "at": seat.at}
    Campaign.objects.create(brand=brand, begins=seat.at + begins * AN_HOUR, ends=seat.at + ends * AN_HOUR, **fields)

    (one,) = unusual_now(brand, told=told_stories(brand, at=seat.at), at=seat.at)
    shown = posts_of(brand, alarm_of(one, seat.at), None, at=seat.at)
    assert one.signal is Signal.VOLUME
    assert shown.filter(published_at__lt=seat.at - 3 * AN_HOUR).exists() is (begins >= 0)


def alarm_of(one: Unusual, at: datetime) -> Alarm:
    (found,), _episodes = alarms(BrandNow("x", unusual=(one,)), at)
    return found


def test_another_brands_campaign_is_none_of_ours(brand: Brand, seat: Seat, cast: Cast) -> None:
    row = announce(seat, seat.at - 3 * AN_HOUR, seat.at + DAY)
    other = Brand.objects.exclude(pk=brand.pk).order_by("pk")[0]
    Campaign.objects.filter(pk=row.pk).update(brand=other)

    assert signals(brand, seat.at) == [Signal.VOLUME]


def test_one_that_is_called_off_counts_until_then(brand: Brand, seat: Seat, cast: Cast) -> None:
    row = announce(seat, seat.at - AN_HOUR, seat.at + DAY)
    later = take_seat(cast.alice, brand.slug, at=seat.at + AN_HOUR)

    end_campaign(seat=later, campaign=row)

    now = bucket_of(seat.at)
    marks = counts_of(brand, now - 3 * HOUR, now + 3 * HOUR, at=seat.at).announced
    assert marks.sum() == pytest.approx(2 * HOUR, abs=1)  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        end_campaign(seat=later, campaign=row)


def test_what_began_already_is_learnt_anew(brand: Brand, seat: Seat) -> None:
    unusual_of(brand, at=seat.at)
    announce(seat, seat.at + AN_HOUR, seat.at + DAY)
    assert Learnt.objects.get().state

    announce(seat, seat.at - DAY, seat.at + DAY)
    assert not Learnt.objects.get().state


def test_each_word_on_a_campaign_is_one_line_of_the_log(brand: Brand, seat: Seat) -> None:
    end_campaign(seat=seat, campaign=announce(seat, seat.at, seat.at + DAY))

    lines = Entry.objects.filter(subject__startswith="campaign:").order_by("number")
    assert [line.action for line in lines] == ["announce_campaign", "end_campaign"]


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [(1, 1, "ends_early"), (-5, -1, "ends_early"), (0, 24 * LONGEST.days + 1, "too_long")],
)
def test_a_time_that_cannot_be_is_refused(seat: Seat, begins: int, ends: int, problem: str) -> None:
    with pytest.raises(BadInput) as wrong:
        announce(seat, seat.at + begins * AN_HOUR, seat.at + ends * AN_HOUR)

    assert wrong.value.context["problem"] == problem
    assert not Campaign.objects.exists()


def test_who_only_looks_announces_nothing(cast: Cast, at: datetime) -> None:
    carol = take_seat(cast.carol, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        announce(carol, at, at + DAY)


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_it_is_announced_on_its_page_by_the_clock_of_the_house(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    alice, url = signed_in(cast.alice), reverse("settings_campaigns", args=[cast.brand.slug])
    begins = (at + DAY).replace(second=0, microsecond=0)
    given = {"name": "週年慶", "begins": moment(begins), "ends": moment(begins + DAY)}

    answer = alice.post(reverse("announce_campaign", args=[cast.brand.slug]), given)

    row = Campaign.objects.get()
    assert answer.status_code == 302
    assert (row.begins, row.ends, row.person) == (begins, begins + DAY, cast.alice)
    assert "週年慶" in alice.get(url).content.decode()

    alice.post(reverse("end_campaign", args=[cast.brand.slug, row.pk]))
    assert "已結束" in alice.get(url).content.decode()


def test_what_was_written_stays_when_it_is_refused(cast: Cast, signed_in: SignIn) -> None:
    given = {"name": "週年慶", "begins": "2026-11-25T10:00", "ends": "2026-11-25T09:00"}

    answer = signed_in(cast.alice).post(reverse("announce_campaign", args=[cast.brand.slug]), given)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "週年慶" in page
    assert "2026-11-25T09:00" in page
    assert "結束" in page
