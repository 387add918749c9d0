"""Has each watch a range of its own, and is a matter that several watches hear told once?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from firebreak.console.access import take_seat
from firebreak.console.alert import learning, narrow
from firebreak.console.alert.hearing import heard_by
from firebreak.console.alert.learning import forget_learnt
from firebreak.console.alert.models import Alert, WatchLearnt
from firebreak.console.alert.narrow import watches_now
from firebreak.console.alert.page import AlertPage
from firebreak.console.alert.rivals import rivals_alerts
from firebreak.console.assess.saying import correct_reading
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Source, Watch
from firebreak.console.listen.services import set_watches
from firebreak.console.listen.watching import save_watch
from firebreak.core.terms import Signal, WatchKind
from firebreak.core.terms import Watch as CoreWatch
from firebreak.run.pipeline import alert_event, judge
from tests.cast import Cast
from tests.posts import KIND, LEAK, hand_in, post
from tests.run.conftest import forget

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FILTER = "明泉的濾心第 {n} 次發霉發臭，客服說不能退，氣死"
RIVAL = "山嵐的飲水機第 {n} 台漏電，家人被電到，太離譜"
WATCHES = (
    CoreWatch(name="濾心", kind=WatchKind.PRODUCT, query="明泉 AND 濾心"),
    CoreWatch(name="發霉", kind=WatchKind.CONTROVERSY, query="明泉 AND 發霉"),
)


@pytest.fixture
def usual(brand: Brand, via: Source, at: datetime) -> Brand:
    """A brand that hears six posts a day for twelve days, of which one is of its filters and one of its rival."""
    set_watches(brand=brand, watches=WATCHES, at=at)
    posts = []
    for day in range(12, 0, -1):
        for hour in range(0, 24, 4):
            number = day * 100 + hour
            text = {4: "明泉的濾心該多久換一次？", 8: "山嵐出了新的飲水機"}.get(hour, LEAK if hour == 16 else KIND)
            posts.append(post(number, f"{text} {number}", at - day * DAY + hour * HOUR))
    hand_in(brand, posts, via=via, at=at)
    return brand


def wave(brand: Brand, text: str, at: datetime, *, number: int, first: int = 9000) -> None:
    """Hand in complaints of different people, each in words of their own, published shortly before `at`."""
    words = ("昨天", "今早", "我家", "鄰居", "公司", "阿姨", "同事", "弟弟")
    said = [f"{words[one % 8]}{text.format(n=one)}，{words[one * 5 % 8]}也是" for one in range(number)]
    hand_in(brand, [post(first + n, one, at - n * MINUTE) for n, one in enumerate(said)], via=None, at=at)


def looked(brand: Brand, at: datetime) -> list[Alert]:
    """Look twice, as the service does every few seconds: what is usual for a watch is learnt between the two."""
    for _ in range(2):
        judge(brand, at=at, numbers=())
    return list(Alert.objects.filter(brand=brand).order_by("pk"))


def of(brand: Brand, name: str, at: datetime) -> Any:
    watches = watches_now(brand, told=(), at=at)
    return next(one for one in watches if one.name == name)


def told(alerts: Sequence[Alert]) -> list[tuple[str, str]]:
    return [(alert.watch_name, alert.severity) for alert in alerts]


def test_the_crisis_of_a_competitor_is_told_as_its_own_with_its_range(usual: Brand, at: datetime) -> None:
    """R2.35: the crisis of a rival is on record."""
    judge(usual, at=at, numbers=())
    wave(usual, RIVAL, at, number=9)

    (alert,) = looked(usual, at)

    assert told([alert]) == [("山嵐", "S4")]
    assert list(rivals_alerts(usual)) == [alert]
    assert alert.high is not None and alert.observed is not None and alert.observed > alert.high
    assert len(alert.evidence) == 9
    assert alert_event(alert, at).facts["watch"] == "山嵐"


def test_its_posts_are_no_talk_of_the_brand_which_is_heard_beside_it(usual: Brand, at: datetime) -> None:
    wave(usual, RIVAL, at, number=9)
    looked(usual, at)
    wave(usual, LEAK + " {n}", at + HOUR, number=9, first=9500)

    rival, own = looked(usual, at + HOUR)

    assert (rival.watch_name, own.watch_name) == ("山嵐", "")
    assert own.observed == 9
    assert not set(rival.evidence) & set(own.evidence)


def test_a_post_that_two_watches_hear_raises_one_alert_of_the_whole_brand(usual: Brand, at: datetime) -> None:
    wave(usual, FILTER, at, number=9)

    (alert,) = [one for one in looked(usual, at) if one.story is None and not one.first_terms]

    assert alert.watch_name == ""
    (line,) = [one for one in alert.reasons if one["code"] == "watch_too"]
    assert line["facts"]["watch"] in ("濾心", "發霉")


def test_what_is_small_for_the_brand_may_be_much_for_a_product(brand: Brand, via: Source, at: datetime) -> None:
    """Four posts an hour are usual for the brand, one in two days for its filters."""
    set_watches(brand=brand, watches=WATCHES, at=at)
    past = [
        post(n, "明泉的濾心該多久換一次？" if n % 180 == 0 else f"{LEAK if n % 3 else KIND} {n}", at - n * 15 * MINUTE)
        for n in range(30, 9 * 96)
    ]
    hand_in(brand, past, via=via, at=at)
    wave(brand, FILTER, at - 2 * MINUTE, number=5)

    judge(brand, at=at, numbers=())
    found = of(brand, "濾心", at).unusual

    assert found is not None and found.signal is Signal.NEGATIVE_VOLUME
    assert found.range.high < found.observed


def test_who_forgets_the_last_look_finds_the_same(usual: Brand, at: datetime) -> None:
    wave(usual, RIVAL, at, number=6)
    looked(usual, at)
    wave(usual, RIVAL, at + 40 * MINUTE, number=4, first=9300)

    remembered = of(usual, "山嵐", at + 40 * MINUTE)
    forget()

    assert of(usual, "山嵐", at + 40 * MINUTE) == remembered
    assert remembered.unusual is not None


def test_of_a_watch_that_nobody_speaks_of_nothing_is_learnt_or_asked(usual: Brand, at: datetime) -> None:
    later = at + 3 * HOUR
    judge(usual, at=later, numbers=())
    forget()

    with CaptureQueriesContext(connection) as asked:
        watches_now(usual, told=(), at=later)

    assert not WatchLearnt.objects.exists()
    assert len(asked) <= 3  # whether anything was told since, which watches there are, and what they heard


def test_a_watch_that_listens_for_something_else_begins_anew(usual: Brand, cast: Cast, at: datetime) -> None:
    """What was usual before the change says nothing of what it hears now: it is a break, and no alarm."""
    wave(usual, RIVAL, at, number=2)
    looked(usual, at)
    row = Watch.objects.get(name="山嵐")
    before = WatchLearnt.objects.get(watch=row)
    seat = take_seat(cast.alice, usual.slug, at=at)

    save_watch(seat=seat, watch=CoreWatch(name="山嵐", kind=WatchKind.COMPETITOR, any=("山嵐", "飲水機")), row=row)
    wave(usual, RIVAL, at + 10 * MINUTE, number=9, first=9300)
    alerts = looked(usual, at + 10 * MINUTE)

    after = WatchLearnt.objects.get(watch=row)
    assert before.since == 0 < after.since <= after.begun
    assert "山嵐" not in {one.watch_name for one in alerts}


def test_a_tone_that_a_person_puts_right_counts(usual: Brand, cast: Cast, at: datetime) -> None:
    wave(usual, FILTER, at, number=6)
    looked(usual, at)
    before = of(usual, "濾心", at).unusual
    seat = take_seat(cast.alice, usual.slug, at=at)

    for row in Post.objects.filter(external_id__startswith="t900"):
        correct_reading(seat=seat, post=row, changes={"sentiment": "positive"})

    found = of(usual, "濾心", at).unusual
    assert before is not None and before.negative > 0
    assert found is None or found.negative == 0


def test_a_brand_is_looked_at_whatever_its_short_name(usual: Brand, at: datetime) -> None:
    """The subjects of its episodes are kept beside those of its watches."""
    usual.slug = "watch-house"
    usual.save(update_fields=["slug"])
    wave(usual, LEAK + " {n}", at, number=9)

    (alert,) = looked(usual, at)

    assert looked(usual, at + HOUR) == [alert]


def test_what_broke_off_while_a_watch_was_learnt_is_learnt_at_the_next_look(
    usual: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave(usual, RIVAL, at, number=9)
    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(narrow, "keep_fresh", Mock(side_effect=OperationalError))
        judge(usual, at=at, numbers=())

    judge(usual, at=at, numbers=())

    assert [row.watch.name for row in WatchLearnt.objects.all()] == ["山嵐"]


def test_it_is_learnt_day_by_day_as_if_all_were_read_at_once(
    usual: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    wave(usual, RIVAL, at - 30 * HOUR, number=4, first=9300)
    wave(usual, RIVAL, at, number=9)
    read = Mock(side_effect=heard_by)
    monkeypatch.setattr(narrow, "heard_by", read)
    narrow.learn_watches_ahead(usual, at=at)
    by_day = WatchLearnt.objects.values("begun", "until", "state").get()
    assert max(call.args[2] - call.args[1] for call in read.call_args_list) <= DAY

    forget_learnt(usual, at=at)
    forget()
    monkeypatch.setattr(narrow, "DAY", 60 * learning.DAY)
    narrow.learn_watches_ahead(usual, at=at)

    assert WatchLearnt.objects.values("begun", "until", "state").get() == by_day


def test_the_page_names_the_watch(usual: Brand, cast: Cast, at: datetime) -> None:
    wave(usual, RIVAL, at, number=9)
    looked(usual, at)

    (card,) = AlertPage(take_seat(cast.alice, usual.slug, at=at)).open

    assert "山嵐" in card.title
    assert "山嵐" in card.reasons[0]
    assert "alert.watch" in card.how.version
