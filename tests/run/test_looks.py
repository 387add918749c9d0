"""Does a look ask little where nothing has changed, and does one that remembers say what one that forgets says?"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from firebreak.console.access import take_seat
from firebreak.console.alert.campaigning import announce_campaign
from firebreak.console.alert.models import Alert, Episode, Learnt
from firebreak.console.assess.models import Story
from firebreak.console.assess.saying import correct_reading
from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat
from firebreak.console.listen.models import Post, Rollup, Source
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.services import set_severity
from firebreak.core.terms import Severity
from firebreak.run import digest, pipeline
from firebreak.run.pipeline import Event, judge
from firebreak.run.resting import to_look_at
from tests.cast import Cast
from tests.conftest import forget_looks
from tests.posts import KIND, LEAK, MINUTE, SICK, hand_in, post
from tests.records import alert, feed, incident
from tests.run.conftest import forget

BUCKETS = 288  # a day of five minutes
STEPS = 14
SECOND = timedelta(seconds=1)
TOLD = ("story", "incident", "was", "severity", "score", "signal", "category", "clock", "state")


@pytest.fixture
def usual(brand: Brand, via: Source, at: datetime) -> Brand:
    """A brand with two posts an hour for nine days, of which one in ten complains."""
    now = int(at.timestamp()) // 300
    Rollup.objects.bulk_create(
        Rollup(brand=brand, bucket=one, source="ptt", sentiment="negative" if one % 10 == 0 else "neutral",
               category="other", count=1)
        for one in range(now - 9 * BUCKETS, now, 6)
    )  # fmt: skip
    return brand


def asked(brand: Brand, *, at: datetime) -> int:
    """Count what a look asks, but for the brackets of its transactions."""
    with CaptureQueriesContext(
        connection,
    ) as told:
        judge(brand, at=at, numbers=())
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in told)


def test_a_look_at_which_nothing_changed_asks_little(usual: Brand, at: datetime) -> None:
    incident(usual, at=at)
    for minute in range(3):
        judge(usual, at=at + minute * MINUTE, numbers=())

    assert asked(usual, at=at + 3 * MINUTE) <= 13  # two of them ask about watches
    assert asked(usual, at=at + 4 * MINUTE) <= 13


def test_only_incidents_of_which_something_was_told_are_looked_at(usual: Brand, at: datetime) -> None:
    made = [incident(usual, at=at) for _ in range(4)]
    judge(usual, at=at + MINUTE, numbers=())
    judge(usual, at=at + 2 * MINUTE, numbers=())  # the breaches of the first look are lines of their own
    Moment.objects.create(incident=made[2], at=at + 2 * MINUTE, kind="progress", text="已公告")

    assert [one.incident.pk for one in to_look_at(usual, at=at + 3 * MINUTE)] == [made[2].pk]


def test_an_incident_whose_story_grew_is_looked_at(brand: Brand, via: Source, at: datetime) -> None:
    hand_in(brand, [post(1, LEAK, at)], via=via, at=at)
    story = Story.objects.get()
    about, other = incident(brand, at=at, about=story), incident(brand, at=at)
    for minute in (1, 2):
        judge(brand, at=at + minute * MINUTE, numbers=())
    hand_in(brand, [post(2, LEAK, at - MINUTE)], via=via, at=at + 3 * MINUTE)

    assert about.pk != other.pk
    assert [one.incident.pk for one in to_look_at(brand, at=at + 3 * MINUTE)] == [about.pk]


def test_all_stories_are_judged_once_a_minute_and_a_brand_of_which_nothing_is_told_not_before(
    usual: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []

    def judged(brand: Brand, *, numbers: tuple[int, ...] | None = None, at: datetime) -> list[Event]:
        looks.extend([numbers is None] if brand == usual else [])
        return judge(brand, at=at, numbers=numbers)

    monkeypatch.setattr(digest, "judge", judged)
    for second in (0, 5):
        digest.look_again(at=at + timedelta(seconds=second))
    beat(usual, "posts")
    for second in (10, 14, 20, 30, 85):
        digest.look_again(at=at + timedelta(seconds=second))

    assert looks == [True, False, False, True, True]


def test_a_brand_that_another_loop_looked_at_just_now_is_left_to_it(
    usual: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[datetime] = []
    monkeypatch.setattr(digest, "judge", lambda brand, *, at, **rest: looks.append(at) or judge(brand, at=at, **rest))
    digest.look_again(at=at)
    looks.clear()
    beat(usual, "posts")
    judge(usual, at=at + 4 * SECOND, numbers=(), pouring=True)
    beat(usual, "posts")

    digest.look_again(at=at + 5 * SECOND)
    assert looks == []

    digest.look_again(at=at + 9 * SECOND)
    assert looks == [at + 9 * SECOND]


def test_what_came_in_after_that_is_looked_at_by_the_next_turn(
    usual: Brand, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[datetime] = []
    monkeypatch.setattr(digest, "judge", lambda brand, *, at, **rest: looks.append(at) or judge(brand, at=at, **rest))
    digest.look_again(at=at)
    looks.clear()
    for second in (3, 4):
        beat(usual, "posts")
        judge(usual, at=at + second * SECOND, numbers=(), pouring=True)

    digest.look_again(at=at + 5 * SECOND)

    assert looks == [at + 5 * SECOND]


def test_while_posts_pour_in_the_brand_is_looked_at_every_other_second_and_grave_stories_each_time(
    usual: Brand, via: Source, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[datetime] = []
    really = pipeline.raise_alerts

    def raise_alerts(*, at: datetime, **rest: Any) -> list[Alert]:
        whole.append(at)
        return really(at=at, **rest)

    monkeypatch.setattr(pipeline, "raise_alerts", raise_alerts)
    judge(usual, at=at, numbers=(), pouring=True)
    taken = hand_in(usual, [post(1, SICK, at, photo=True)], via=via, at=at + SECOND)

    events = judge(usual, at=at + SECOND, numbers=taken.stories, pouring=True)

    assert whole == [at]
    assert [one.facts["signal"] for one in events if one.type == "alert"] == ["hard_rule"]
    judge(usual, at=at + 2 * SECOND, numbers=(), pouring=True)
    assert whole == [at, at + 2 * SECOND]
    judge(usual, at=at + 3 * SECOND, numbers=())
    assert whole == [at, at + 2 * SECOND, at + 3 * SECOND]  # posts that do not pour in are judged beside all there is


def test_a_clock_that_runs_out_between_two_looks_is_told(usual: Brand, at: datetime) -> None:
    open_now = incident(usual, at=at, severity="S1")
    for minute in range(3):
        judge(usual, at=at + minute * MINUTE, numbers=())
    before = set(open_now.moments.filter(kind="breach").values_list("key", flat=True))

    judge(usual, at=at + timedelta(hours=30), numbers=())

    assert set(open_now.moments.filter(kind="breach").values_list("key", flat=True)) > before


def test_the_end_of_a_silence_is_seen_although_nothing_was_told(usual: Brand, at: datetime) -> None:
    source = feed(usual, at=at - timedelta(days=2), gave_at=at - timedelta(hours=9))
    told = alert(usual, at=at - timedelta(hours=1), severity="", signal="source_silent", source=source,
                 reasons=[{"code": "no_posts", "points": 0.0, "facts": {}}])  # fmt: skip
    for minute in range(2):
        judge(usual, at=at + minute * MINUTE, numbers=())
    assert Alert.objects.get(pk=told.pk).closed_at is None

    Source.objects.filter(pk=source.pk).update(gave_at=at + MINUTE, last_ok_at=at + MINUTE)
    judge(usual, at=at + 2 * MINUTE, numbers=())

    assert Alert.objects.get(pk=told.pk).closed_at is not None


def codes_of(event: Event) -> list[str]:
    """Name the lines of a judgement; their figures are means, which no database adds up in the same order twice."""
    return [one["code"] if isinstance(one, dict) else one.code for one in event.facts.get("reasons", [])]


@contextmanager
def taken_back() -> Iterator[None]:
    """Let everything within be as if it had never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Life:
    """What happens to a brand, by the dice: the same ones lead to the same."""

    def __init__(self, cast: Cast, via: Source, *, seed: int, at: datetime, before: Callable[[], None]) -> None:
        self.brand, self.cast, self.via, self.before = cast.brand, cast, via, before
        self.dice, self.now, self.number = random.Random(seed), at, 0
        self.events: list[Event] = []

    @property
    def seat(self) -> Any:
        return take_seat(self.cast.alice, self.brand.slug, at=self.now)

    def live(self) -> None:
        deeds = [self.hear, self.hear, self.hear_late, self.correct, self.erase, self.announce, self.lift, self.wait]
        for _ in range(STEPS):
            self.dice.choice(deeds)()
            self.now += timedelta(minutes=self.dice.choice((1, 3, 14, 61, 200)))
            for numbers in ((), None):
                self.before()
                self.events += judge(self.brand, at=self.now, numbers=numbers)

    def hear(self, late: timedelta = timedelta()) -> None:
        texts = self.dice.choices((LEAK, KIND, SICK), weights=(6, 3, 1), k=self.dice.randrange(1, 9))
        posts = []
        for text in texts:
            self.number += 1
            posts.append(post(self.number, f"{text} {self.number}", self.now - late, photo=text is SICK))
        hand_in(self.brand, posts, via=self.via, at=self.now)

    def hear_late(self) -> None:
        self.hear(timedelta(hours=self.dice.randrange(1, 9)))

    def some_post(self) -> Post | None:
        rows = list(Post.objects.order_by("published_at", "external_id"))
        return self.dice.choice(rows) if rows else None

    def correct(self) -> None:
        if chosen := self.some_post():
            correct_reading(
                seat=self.seat, post=chosen, changes={"sentiment": self.dice.choice(("positive", "negative"))}
            )

    def erase(self) -> None:
        if chosen := self.some_post():
            erase_post(brand=self.brand, post=chosen, actor="machine:test", at=self.now, why="author_request")

    def announce(self) -> None:
        begins = self.now - timedelta(hours=self.dice.randrange(3))
        announce_campaign(seat=self.seat, name="週年慶", begins=begins, ends=self.now + timedelta(hours=5))

    def lift(self) -> None:
        if chosen := Incident.objects.running().order_by("number").first():
            set_severity(seat=self.seat, incident=chosen, to=Severity.S1, version=chosen.version, reason="看過了")

    def wait(self) -> None:
        self.now += timedelta(hours=self.dice.randrange(1, 30))

    def outcome(self) -> list[Any]:
        """Give what was told, and what is in the tables, without the numbers of the rows."""
        state = Learnt.objects.values_list("begun", "until", "anew_at", "state").first()
        return [
            [(one.type, one.at, *(one.facts.get(name) for name in TOLD), codes_of(one)) for one in self.events],
            list(Alert.objects.order_by("at", "key").values_list("at", "signal", "severity", "observed", "closed_at")),
            list(Episode.objects.order_by("subject").values_list("began", "last")),
            list(Moment.objects.order_by("at", "kind", "key").values_list("at", "kind", "text")),
            state and (*state[:3], sha256(bytes(state[3])).hexdigest()),
        ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_look_that_remembers_says_what_one_that_forgets_says(
    usual: Brand, cast: Cast, via: Source, at: datetime, seed: int
) -> None:
    """Whatever comes between: posts, late ones, corrections, erasures, campaigns, levels by hand, long waits."""
    found = []
    for before in (forget_looks, lambda: None):
        forget()  # also what stories and copies there were, which were taken back
        with taken_back():
            life = Life(cast, via, seed=seed, at=at, before=before)
            life.live()
            found.append(life.outcome())

    assert found[0][1]
    assert found[0] == found[1]
