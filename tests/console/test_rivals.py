"""R2.35: the crises of competitors are on record, each with its range and the posts it rests on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.alert.rivals import ON_A_PAGE, RivalLog
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post, Watch
from firebreak.core.alert.narrow import key_of
from firebreak.core.terms import Signal, WatchKind
from tests.cast import Cast
from tests.records import alert, post

SignIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)
CALL = "山嵐的飲水機漏電，請打 0912-345-678 找我"


def watch(brand: Brand, name: str, kind: WatchKind = WatchKind.COMPETITOR) -> Watch:
    return Watch.objects.create(brand=brand, name=name, kind=kind.value, any=[name])


def crisis(of: Watch, *, at: datetime, posts: tuple[Post, ...] = (), severity: str = "S4", observed: int = 9) -> Alert:
    line = {"code": "of_watch", "points": 0, "facts": {"watch": of.name, "posts": observed, "low": 0, "high": 3}}
    return alert(
        of.brand,
        at=at,
        severity=severity,
        key=f"volume:{key_of(of.pk)}:{int(at.timestamp())}",
        signal=Signal.VOLUME.value,
        reasons=[line],
        evidence=[one.pk for one in posts],
        observed=float(observed),
        expected=1.0,
        low=0.0,
        high=3.0,
    )


@pytest.fixture
def rival(cast: Cast) -> Watch:
    return watch(cast.brand, "山嵐")


@pytest.fixture
def carols(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.carol, cast.brand.slug, at=at)


def page(reader: Client, brand: Brand, **asked: str) -> str:
    return reader.get(reverse("rivals", args=[brand.slug]), asked).content.decode()


def test_each_crisis_says_when_of_whom_how_loud_beside_its_usual_and_in_which_words(
    cast: Cast, rival: Watch, at: datetime, signed_in: SignIn
) -> None:
    said = post(cast.brand, at=at, text="山嵐的飲水機漏電，太離譜")
    crisis(rival, at=at, posts=(said,))

    shown = page(signed_in(cast.carol), cast.brand)

    assert "山嵐" in shown and "太離譜" in shown
    assert reverse("mention", args=[cast.brand.slug, said.pk]) in shown
    assert "9 則" in shown and "平常 0–3" in shown


def test_personal_data_is_masked_in_the_log_and_on_the_card_of_an_alert(
    cast: Cast, rival: Watch, at: datetime, signed_in: SignIn
) -> None:
    said = post(cast.brand, at=at, text=CALL)
    begins = CALL.index("0912")
    said.reading.detail |= {"pii": [{"field": "text", "start": begins, "end": begins + 12, "kind": "phone"}]}
    said.reading.save()
    crisis(rival, at=at, posts=(said,))

    shown = page(signed_in(cast.carol), cast.brand)
    cards = signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    for where in (shown, cards):
        assert "山嵐的飲水機漏電" in where and "345-678" not in where


def test_the_newest_stands_first_and_what_is_asked_of_one_leaves_out_the_others(
    cast: Cast, rival: Watch, at: datetime, carols: Seat
) -> None:
    other = watch(cast.brand, "泉好")
    crisis(rival, at=at - HOUR)
    crisis(other, at=at)

    assert [one.alert.watch_name for one in RivalLog(carols).crises] == ["泉好", "山嵐"]
    assert [one.alert.watch_name for one in RivalLog(carols, who="山嵐").crises] == ["山嵐"]
    assert [(name, count) for name, count, _url in RivalLog(carols).names] == [("山嵐", 1), ("泉好", 1)]


def test_what_is_unusual_about_the_brands_own_watch_is_no_crisis_of_others(
    cast: Cast, at: datetime, carols: Seat
) -> None:
    crisis(watch(cast.brand, "濾心", WatchKind.PRODUCT), at=at)
    alert(cast.brand, at=at, severity="S4")

    assert RivalLog(carols).crises == []


def test_a_crisis_stays_when_nobody_listens_to_that_rival_any_more(rival: Watch, at: datetime, carols: Seat) -> None:
    crisis(rival, at=at)
    rival.delete()

    assert [one.alert.watch_name for one in RivalLog(carols).crises] == ["山嵐"]


def test_another_brands_log_holds_none_of_it(cast: Cast, rival: Watch, at: datetime) -> None:
    crisis(rival, at=at)
    far = take_seat(cast.mallory, cast.others_brand.slug, at=at)

    assert RivalLog(far).crises == []


def test_a_long_log_is_turned_page_by_page(
    rival: Watch, at: datetime, carols: Seat, cast: Cast, signed_in: SignIn
) -> None:
    for number in range(ON_A_PAGE + 1):
        crisis(rival, at=at - number * HOUR)

    assert len(RivalLog(carols).crises) == ON_A_PAGE
    assert len(RivalLog(carols, page="2").crises) == 1
    assert "下一頁" in page(signed_in(cast.carol), cast.brand)


@pytest.mark.parametrize(("listened", "said"), [(True, "目前沒有異常"), (False, "還沒有監測競爭對手")])
def test_an_empty_log_says_whether_anybody_is_listened_to(
    listened: bool, said: str, cast: Cast, signed_in: SignIn
) -> None:
    if listened:
        watch(cast.brand, "山嵐")

    assert said in page(signed_in(cast.carol), cast.brand)
