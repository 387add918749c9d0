"""Is a source that fell silent told once, by its own rhythm, and is it told when it talks again?"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from firebreak.console.access import take_seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Brand, Entry, Note
from firebreak.console.listen.intake import pause_source, resume_source
from firebreak.console.listen.models import Source, SourceHour
from firebreak.console.listen.silence import AWAKE, BREAK, awake_since, forget_rhythms, hour_of
from firebreak.run.pipeline import judge
from firebreak.run.tidy import tidy
from tests.cast import Cast
from tests.posts import MINUTE, hand_in, listening, post
from tests.records import feed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TAIPEI = timedelta(hours=8)
BUSY = 34  # moments of an hour at which a source that gives fifty posts gives some
Judge = Callable[..., list[Alert]]


@pytest.fixture(autouse=True)
def learn_anew() -> Iterator[None]:
    forget_rhythms()
    yield
    forget_rhythms()


@pytest.fixture
def source(brand: Brand, at: datetime) -> Source:
    set_default_routes(brand)
    return feed(brand, at=at, gave_at=at)


@pytest.fixture
def after(source: Source, at: datetime) -> Judge:
    """Let so much time pass in which the service listens and the source answers; gives the alerts on silence."""

    def later(passed: timedelta, *, looks: int = 5) -> list[Alert]:
        for look in range(1, looks + 1):
            answer(source, awake=at, at=at + passed * look / looks)
        return list(Alert.objects.filter(signal="source_silent"))

    return later


def answer(source: Source, *, awake: datetime, at: datetime) -> None:
    """Answer without anything new, to a service that has been awake since then, and be judged."""
    Note.objects.update_or_create(pk=AWAKE, defaults={"value": {"since": awake.isoformat(), "seen": at.isoformat()}})
    Source.objects.filter(pk=source.pk, kind="rss").update(last_ok_at=at, next_at=at)
    judge(source.brand, at=at, numbers=())


def rhythm(source: Source, *, at: datetime, moments: int, every: int = 1, night: int | None = None) -> None:
    """Let a source have given something for five weeks, every so many hours; less at night if so wished."""
    last = hour_of(at)
    SourceHour.objects.bulk_create(
        SourceHour(source=source, hour=hour, moments=night if night is not None and is_night(hour) else moments)
        for hour in range(last - 35 * 24, last, every)
    )


def is_night(hour: int) -> bool:
    return (hour + 8) % 24 < 8


def talk(source: Source, number: int, *, at: datetime) -> None:
    hand_in(source.brand, [post(number, "明泉", at)], via=source, at=at)


def test_a_busy_source_that_gives_nothing_is_told_although_its_visits_succeed(
    source: Source, after: Judge, at: datetime
) -> None:
    rhythm(source, at=at, moments=BUSY)

    assert after(55 * MINUTE) == []
    alert = after(75 * MINUTE, looks=1)[0]

    said = alert.reasons[0]
    assert (alert.source, alert.severity, said["code"]) == (source, "", "no_posts")
    assert said["facts"] == {"minutes": 75, "usual": pytest.approx(BUSY * 1.25, rel=0.1)}


def test_it_is_told_once_however_long_it_lasts(source: Source, after: Judge, at: datetime) -> None:
    rhythm(source, at=at, moments=BUSY)

    assert len(after(12 * HOUR)) == 1


@pytest.mark.parametrize(("passed", "told"), [(10 * HOUR, 0), (5 * DAY, 1)])
def test_a_source_that_gives_little_may_be_silent_for_longer(
    source: Source, after: Judge, at: datetime, passed: timedelta, told: int
) -> None:
    rhythm(source, at=at, moments=1, every=6)

    assert len(after(passed)) == told


def test_a_source_that_sleeps_at_night_is_not_woken(source: Source, at: datetime) -> None:
    evening = at.replace(hour=15, minute=59, second=0)  # a minute to midnight in Taipei
    rhythm(source, at=evening, moments=10, night=0)
    Source.objects.filter(pk=source.pk).update(gave_at=evening)

    for hours in range(1, 9):
        answer(source, awake=evening, at=evening + hours * HOUR)
    assert not Alert.objects.filter(signal="source_silent").exists()

    answer(source, awake=evening, at=evening + 12 * HOUR)
    assert Alert.objects.filter(signal="source_silent").count() == 1


def test_of_a_source_whose_rhythm_nobody_knows_no_silence_is_told(after: Judge) -> None:
    assert after(12 * HOUR) == []


def test_posts_that_come_together_are_one_moment(source: Source, at: datetime) -> None:
    listening(source.brand, at=at)
    Source.objects.filter(pk=source.pk).update(gave_at=None)
    hour = at.replace(minute=0, second=0)

    for second in (0, 1, 59, 60, 200):
        hand_in(
            source.brand,
            [post(second * 9 + n, "明泉", at) for n in range(9)],
            via=source,
            at=hour + second * MINUTE / 60,
        )

    row = SourceHour.objects.get(source=source)
    assert (row.hour, row.moments) == (hour_of(at), 3)


def test_posts_that_nobody_watches_for_are_a_sign_of_life(source: Source, at: datetime) -> None:
    later = at + HOUR

    talk(source, 1, at=later)

    source.refresh_from_db()
    assert (source.unmatched, source.gave_at) == (1, later)


def test_a_visit_that_finds_nothing_new_is_none(source: Source, at: datetime) -> None:
    hand_in(source.brand, [], via=source, at=at + HOUR)

    source.refresh_from_db()
    assert (source.last_ok_at, source.gave_at) == (at + HOUR, at)


def test_its_alert_ends_by_itself_when_it_talks_again(
    source: Source, brand: Brand, cast: Cast, after: Judge, at: datetime
) -> None:
    rhythm(source, at=at, moments=BUSY)
    alert = after(2 * HOUR)[0]
    assert alert.deliveries.filter(next_at__isnull=False).exists()

    talk(source, 1, at=at + 3 * HOUR)
    judge(brand, at=at + 3 * HOUR, numbers=())

    alert.refresh_from_db()
    minutes = int((at + 3 * HOUR - alert.at) / MINUTE)
    assert alert.closed_at == at + 3 * HOUR
    assert alert.reasons[-1] == {"code": "back_after", "points": 0.0, "facts": {"minutes": minutes}}
    assert not alert.deliveries.filter(sent_at__isnull=True, next_at__isnull=False).exists()
    entry = Entry.objects.get(action="end_silence")
    assert (entry.subject, entry.detail["source"]) == (f"alert:{alert.pk}", source.pk)


def test_silence_in_the_same_episode_opens_its_alert_again_and_calls_nobody(
    source: Source, brand: Brand, after: Judge, at: datetime
) -> None:
    rhythm(source, at=at, moments=BUSY)
    alert = after(2 * HOUR)[0]
    talk(source, 1, at=at + 2 * HOUR)
    called = Delivery.objects.count()

    alerts = after(5 * HOUR)

    assert alerts == [alert]
    assert alerts[0].closed_at is None
    assert [one["code"] for one in alerts[0].reasons] == ["no_posts"]
    assert Delivery.objects.count() == called


def test_an_alert_that_a_person_closed_stays_closed(source: Source, after: Judge, at: datetime) -> None:
    rhythm(source, at=at, moments=BUSY)
    Alert.objects.filter(pk=after(2 * HOUR)[0].pk).update(closed_at=at + 2 * HOUR)

    assert after(4 * HOUR)[0].closed_at == at + 2 * HOUR


def test_a_source_that_answers_again_ends_its_alert_too(source: Source, brand: Brand, at: datetime) -> None:
    judge(brand, at=at + 9 * MINUTE, numbers=())
    alert = Alert.objects.get(signal="source_silent")
    assert alert.reasons[0]["code"] == "no_answer"

    hand_in(brand, [], via=source, at=at + 20 * MINUTE)
    judge(brand, at=at + 20 * MINUTE, numbers=())

    alert.refresh_from_db()
    assert alert.closed_at == at + 20 * MINUTE
    assert alert.reasons[-1]["facts"] == {"minutes": 11}


def test_a_webhook_that_is_no_longer_called_is_told(source: Source, after: Judge, at: datetime) -> None:
    Source.objects.filter(pk=source.pk).update(kind="webhook", next_at=None, last_ok_at=at)
    rhythm(source, at=at, moments=BUSY)

    assert [alert.reasons[0]["code"] for alert in after(3 * HOUR)] == ["no_posts"]


def test_files_are_handed_in_when_somebody_likes(source: Source, after: Judge, at: datetime) -> None:
    Source.objects.filter(pk=source.pk).update(kind="upload", next_at=None)
    rhythm(source, at=at, moments=BUSY)

    assert after(12 * HOUR) == []


def test_a_paused_source_is_not_silent_and_counts_anew_when_resumed(
    source: Source, brand: Brand, cast: Cast, after: Judge, at: datetime
) -> None:
    rhythm(source, at=at, moments=BUSY)
    pause_source(seat=take_seat(cast.alice, brand.slug, at=at), source=source)
    assert after(4 * HOUR) == []

    resume_source(seat=take_seat(cast.alice, brand.slug, at=at + 4 * HOUR), source=source)

    assert after(4 * HOUR + 55 * MINUTE) == []
    assert len(after(6 * HOUR)) == 1


def test_a_service_that_was_away_hears_first_before_it_calls_a_source_silent(
    source: Source, brand: Brand, at: datetime
) -> None:
    rhythm(source, at=at, moments=BUSY)
    judge(brand, at=at, numbers=())
    back = at + 9 * HOUR

    Source.objects.filter(pk=source.pk).update(last_ok_at=back, next_at=back)
    judge(brand, at=back, numbers=())
    assert not Alert.objects.filter(signal="source_silent").exists()

    answer(source, awake=back, at=back + 75 * MINUTE)
    assert Alert.objects.filter(signal="source_silent").exists()


def test_an_alert_does_not_end_because_the_service_was_away(source: Source, after: Judge, at: datetime) -> None:
    rhythm(source, at=at, moments=BUSY)
    alert, back = after(2 * HOUR)[0], at + 9 * HOUR

    answer(source, awake=back, at=back)

    alert.refresh_from_db()
    assert alert.closed_at is None


def test_the_service_knows_since_when_it_has_been_awake(db: None, at: datetime) -> None:
    for minute in range(0, 60, 9):
        assert awake_since(at=at + minute * MINUTE) == at

    again = at + 54 * MINUTE + BREAK + MINUTE
    assert awake_since(at=again) == again
    assert awake_since(at=again + MINUTE) == again
    assert awake_since(at=at) == at  # a clock that was set back


def test_hours_too_old_to_learn_from_are_dropped(source: Source, at: datetime) -> None:
    for days in (1, 55, 57):
        SourceHour.objects.create(source=source, hour=hour_of(at - days * DAY), moments=1)

    tidy(at=at)

    assert SourceHour.objects.count() == 2
