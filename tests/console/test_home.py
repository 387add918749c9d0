"""Does the board say what must be dealt with first, and is each of its numbers what the records say?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Person
from firebreak.console.home.board import PIECES, Board
from firebreak.console.home.period import PERIODS, period_of
from firebreak.console.home.urgent import Urgent
from firebreak.console.home.volume import Volume
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.models import Post, Reading, Rollup, Source, Watch
from firebreak.console.respond.models import Moment
from firebreak.console.respond.replies import Reply
from tests.cast import Cast
from tests.records import MINUTE, alert, incident, post, quiet_days, story

DAY = timedelta(days=1)
SignedIn = Callable[[Person], Client]


def board(seat: Seat, code: str = "24h") -> Board:
    return Board(seat, period_of(code))


def urgent(seat: Seat) -> Urgent:
    return board(seat).urgent


def test_a_brand_without_watches_is_told_to_name_what_to_listen_for(seat: Seat) -> None:
    assert "/settings/watches/" in urgent(seat).url


def test_a_brand_without_sources_is_told_to_add_one(seat: Seat) -> None:
    Watch.objects.create(brand=seat.brand, name="明泉", kind="brand", any=["明泉"])

    assert urgent(seat).url.endswith("/settings/")


def test_when_nothing_waits_the_board_says_so_and_when_something_was_heard(seat: Seat, ready: Source) -> None:
    found = urgent(seat)

    assert found.look == "ok"
    assert "5 分" in found.detail


def test_a_complaint_that_nobody_has_taken_waits_though_it_raised_no_alert(seat: Seat, ready: Source) -> None:
    waiting = story(seat.brand, at=seat.at - 30 * MINUTE, posts=4, severity="S4")

    with translation.override("zh-hant"):
        found = urgent(seat)
        assert (found.look, found.sentence) == ("info", "4 則負面提及還沒有人接手")
        assert "/mentions/" in found.url

        Reading.objects.filter(post__place__story=waiting, post=waiting.places.first().post).update(urgent=True)
        found = urgent(seat)
        assert (found.look, found.sentence) == ("warn", "1 則緊急提及還沒有人接手")

    Handling.objects.bulk_create(
        Handling(brand=seat.brand, post=place.post, closed_at=seat.at) for place in waiting.places.all()
    )
    assert urgent(seat).look == "ok"


def test_a_source_that_is_not_heard_comes_before_quiet(seat: Seat, ready: Source) -> None:
    Source.objects.update(last_ok_at=seat.at - timedelta(minutes=20))

    assert urgent(seat).look == "warn"


def test_an_unanswered_alert_is_told_until_somebody_answers(seat: Seat, ready: Source) -> None:
    raised = alert(seat.brand, at=seat.at - MINUTE, about=story(seat.brand, at=seat.at), severity="S3")

    assert "S3" in urgent(seat).sentence
    Alert.objects.filter(pk=raised.pk).update(acknowledged_at=seat.at)
    assert urgent(seat).look == "ok"


def test_a_running_incident_is_told_with_the_clock_that_runs_out_first(seat: Seat, ready: Source) -> None:
    incident(seat.brand, at=seat.at - timedelta(minutes=5))

    found = urgent(seat)

    assert "INC-0001" in found.sentence
    assert found.due == seat.at + timedelta(minutes=10)  # taking an S2: a quarter of an hour
    assert found.url == "/b/spring/incidents/1/"


def test_what_is_overdue_comes_before_what_still_runs(seat: Seat, ready: Source) -> None:
    incident(seat.brand, at=seat.at - timedelta(minutes=1))
    incident(seat.brand, at=seat.at - timedelta(hours=1))

    assert "INC-0002" in urgent(seat).sentence


def test_a_worse_level_comes_before_an_overdue_lesser_one(seat: Seat, ready: Source) -> None:
    incident(seat.brand, at=seat.at - timedelta(hours=3), severity="S3")
    incident(seat.brand, at=seat.at - timedelta(minutes=1), severity="S1")

    assert "INC-0002" in urgent(seat).sentence


def test_the_numbers_are_sums_of_the_stored_counts(seat: Seat, ready: Source) -> None:
    for minutes, tone in ((10, "negative"), (20, "negative"), (30, "neutral"), (40, "positive")):
        post(seat.brand, at=seat.at - timedelta(minutes=minutes), sentiment=tone)
    post(seat.brand, at=seat.at - DAY - timedelta(hours=1), sentiment="neutral")

    numbers = board(seat).numbers

    assert (numbers.mentions, numbers.mentions_before) == (4, 1)
    assert numbers.mentions_change == 300
    assert (numbers.negative_share, numbers.share_change) == (0.5, 50)


def test_untriaged_are_the_negative_posts_of_stories_that_nobody_has_taken(seat: Seat, ready: Source) -> None:
    waiting = story(seat.brand, at=seat.at - 30 * MINUTE, posts=4)
    taken = story(seat.brand, at=seat.at, posts=3)
    incident(seat.brand, at=seat.at, about=taken)
    answered = story(seat.brand, at=seat.at, posts=2)
    alert(seat.brand, at=seat.at, about=answered, acknowledged_at=seat.at)

    numbers = board(seat).numbers

    assert numbers.untriaged == 4
    assert numbers.untriaged_since == waiting.first_post_at


def test_the_first_reply_is_the_median_from_first_seen_to_the_first_word(seat: Seat, ready: Source) -> None:
    for hours, took in ((9, 30), (8, 60), (7, 90)):
        began = seat.at - timedelta(hours=hours)
        one = incident(seat.brand, at=began)
        Moment.objects.create(incident=one, at=began + took * MINUTE, kind="outward", text="…")
    incident(seat.brand, at=seat.at - MINUTE)  # not answered yet: no time to count

    assert board(seat).numbers.answer == timedelta(hours=1)


def replied(seat: Seat, to: Post, *, after: timedelta | None) -> None:
    """Answer a mention so long after it; without a time it stays a draft."""
    at = to.published_at + after if after is not None else None
    Reply.objects.create(
        brand=seat.brand,
        post=to,
        text="…",
        posture="rebuild",
        written_by=seat.person,
        written_at=to.published_at,
        published_at=at,
        published_by=seat.person if at else None,
    )


def test_replies_are_counted_of_negative_mentions_and_timed_to_the_first_one(seat: Seat, ready: Source) -> None:
    """R2.77: rate and median time."""
    said = [post(seat.brand, at=seat.at - timedelta(hours=hours)) for hours in (9, 8, 7, 6)]
    praise = post(seat.brand, at=seat.at - timedelta(hours=5), sentiment="positive")
    replied(seat, said[0], after=timedelta(hours=1))
    replied(seat, said[0], after=timedelta(hours=4))  # the first one counts
    replied(seat, said[1], after=timedelta(hours=3))
    replied(seat, said[2], after=None)
    replied(seat, praise, after=timedelta(minutes=1))

    found = board(seat).numbers.replies

    assert (found.negative, found.count, found.share) == (4, 2, 0.5)
    assert found.middle == timedelta(hours=2)


def test_where_nobody_complained_there_is_no_rate_of_replies(seat: Seat, ready: Source) -> None:
    found = board(seat).numbers.replies

    assert (found.share, found.middle) == (None, None)


def test_the_clock_table_counts_what_waits_presses_and_is_overdue(seat: Seat, ready: Source) -> None:
    incident(seat.brand, at=seat.at - timedelta(minutes=12))

    row = next(one for one in board(seat).clocks if one.severity == "S2")

    assert row.soon == 1  # 12 of 15 minutes to take it are gone
    assert row.breached == 0
    assert row.waiting == 5  # golden 24 hours, take, triage, first reply, full update
    assert row.kept is None


@pytest.mark.parametrize("code", PERIODS)
def test_the_buckets_of_a_period_end_with_now(seat: Seat, ready: Source, code: str) -> None:
    post(seat.brand, at=seat.at)
    volume = Volume(seat.brand, period_of(code), seat.at)

    total, negative = volume.sums

    assert total[-1] == negative[-1] == 1
    assert volume.over.begins(volume.over.count - 1) <= seat.at < volume.over.begins(volume.over.count)
    assert volume.over.every * volume.over.count == period_of(code).length


def test_the_volume_of_a_period_is_what_the_stored_counts_hold(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=9)
    volume = Volume(seat.brand, period_of("7d"), seat.at)
    first = int(volume.over.start.timestamp()) // 300

    total, _negative = volume.sums

    assert sum(total) == sum(Rollup.objects.filter(bucket__gte=first).values_list("count", flat=True))


def test_no_band_is_drawn_before_a_day_was_heard(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=1)

    volume = Volume(seat.brand, period_of("6h"), seat.at)

    assert not volume.has_band
    assert volume.anomalies == []


def test_a_storm_stands_out_of_the_band_that_its_own_past_lets_expect(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=9)
    for _ in range(30):
        post(seat.brand, at=seat.at - timedelta(minutes=5))

    volume = Volume(seat.brand, period_of("24h"), seat.at)

    assert volume.anomalies == [volume.over.place(seat.at - timedelta(minutes=5))]
    assert volume.factor is not None
    assert volume.factor > 5


def test_the_band_of_a_day_is_not_moved_by_what_came_later(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=9)
    before = Volume(seat.brand, period_of("24h"), seat.at).band
    for _ in range(200):
        post(seat.brand, at=seat.at - timedelta(minutes=5))

    assert Volume(seat.brand, period_of("24h"), seat.at).band == before


def test_rising_stories_are_those_with_most_posts_in_the_last_hour(seat: Seat, ready: Source) -> None:
    story(seat.brand, at=seat.at - timedelta(hours=3), posts=9, title="舊的")
    fresh = story(seat.brand, at=seat.at, posts=4, title="新的")

    first = board(seat).stories[0]

    assert first.story == fresh
    assert first.last_hour == sum(first.line) == 4


@pytest.mark.parametrize("piece", PIECES)
def test_each_piece_of_the_board_can_be_fetched_alone(
    piece: str, cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    text = signed_in(cast.alice).get(f"/b/spring/?piece={piece}").content.decode()

    assert f'id="{piece}"' in text
    assert "<html" not in text


def test_r1_26_an_incident_without_a_public_word_is_marked_as_silent(
    cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    """R1.26 (part): the board names the silence; the room counts it."""
    assert "尚未對外回應" in signed_in(cast.alice).get("/b/spring/").content.decode()


def test_the_board_shows_the_source_that_is_not_heard_beside_the_numbers(
    cast: Cast, stage: dict[str, Any], at: datetime, signed_in: Callable[[Person], Client]
) -> None:
    """R1.5 (part), R1.19 (part): what is missing is said where the figures stand."""
    Source.objects.filter(kind="rss").update(last_ok_at=at - timedelta(minutes=14))

    page = signed_in(cast.alice).get("/b/spring/").content.decode()

    assert "14 分" in page
    assert "缺 1 個來源" in page


def test_an_alert_that_waits_can_be_taken_from_the_board(
    cast: Cast, stage: dict[str, Any], signed_in: SignedIn
) -> None:
    page = signed_in(cast.alice).get("/b/spring/?piece=waiting").content.decode()

    assert f"/b/spring/alerts/{stage['waiting_alert'].pk}/acknowledge/" in page
    assert "/acknowledge/" not in signed_in(cast.carol).get("/b/spring/?piece=waiting").content.decode()


def test_a_board_that_never_heard_anything_names_the_next_step(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    page = signed_in(cast.alice).get("/b/spring/?piece=volume").content.decode()

    assert "還沒有收到任何提及" in page
    assert "/b/spring/settings/" in page


def test_a_range_without_mentions_offers_the_next_wider_one(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    post(cast.brand, at=at - timedelta(hours=8))

    assert "?range=24h" in signed_in(cast.alice).get("/b/spring/?piece=volume&range=6h").content.decode()
