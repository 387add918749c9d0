"""Does the board say what must be dealt with first, and is each of its numbers what the records say?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Person
from firebreak.console.home.board import PIECES, Board
from firebreak.console.home.health import facts_of, forget_slow
from firebreak.console.home.period import PERIODS, period_of
from firebreak.console.home.urgent import Urgent
from firebreak.console.home.volume import Volume
from firebreak.console.listen.habit import forget_habits
from firebreak.console.listen.models import Rollup, Source, Watch
from firebreak.console.respond.models import Moment
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import MINUTE, alert, brief, feed, incident, post, quiet_days, story

DAY = timedelta(days=1)
SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def remember_nothing() -> None:
    forget_habits()
    forget_slow()


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return Seat(brand=cast.brand, person=cast.alice, role=Role.BRAND_PR, at=at)


@pytest.fixture
def ready(cast: Cast, at: datetime) -> Source:
    """A brand that is set up: something to listen for, somewhere to listen."""
    Watch.objects.create(brand=cast.brand, name="明泉", kind="brand", any=["明泉"])
    return feed(cast.brand, at=at)


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


def test_health_is_worked_out_from_the_stored_counts(seat: Seat, ready: Source) -> None:
    for number in range(30):
        post(seat.brand, at=seat.at - timedelta(hours=1), sentiment="negative" if number < 6 else "positive")

    facts = facts_of(seat.brand, at=seat.at)

    assert (facts.mentions, facts.negative, facts.recent) == (30, 6, 30)
    assert (facts.month_positive, facts.month_negative) == (24, 6)
    assert facts.usual_high is None


def test_health_counts_the_clocks_that_were_kept_and_missed(seat: Seat, ready: Source) -> None:
    began = seat.at - timedelta(hours=2)
    Moment.objects.create(incident=incident(seat.brand, at=began), at=began + MINUTE, kind="owner")

    assert facts_of(seat.brand, at=seat.at).kept == 1  # taken after a minute
    assert facts_of(seat.brand, at=seat.at).missed == 1  # half an hour to begin was not kept


def test_criticism_is_handled_once_somebody_has_taken_its_story(seat: Seat, ready: Source) -> None:
    taken = story(seat.brand, at=seat.at, posts=4)
    story(seat.brand, at=seat.at, posts=3)
    incident(seat.brand, at=seat.at, about=taken)

    facts = facts_of(seat.brand, at=seat.at)

    assert (facts.open_negative, facts.story_negative) == (3, 7)


def test_a_storm_is_not_calm_although_its_own_hours_are_in_the_counts(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=9)
    usual = facts_of(seat.brand, at=seat.at).usual_high
    forget_slow()
    for _ in range(200):
        post(seat.brand, at=seat.at - timedelta(hours=2))

    facts = facts_of(seat.brand, at=seat.at)

    assert facts.usual_high == usual
    assert usual is not None
    assert usual < 60 < facts.recent


def test_the_board_says_too_few_instead_of_a_number(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    post(cast.brand, at=at - MINUTE)

    page = signed_in(cast.alice).get("/b/spring/?piece=health").content.decode()

    assert "還不能給分數" in page
    assert "近 24 小時 1 則，至少要 20 則" in page


def test_the_number_stands_with_its_interval_its_count_and_its_version(
    cast: Cast, at: datetime, signed_in: SignedIn
) -> None:
    for number in range(40):
        post(cast.brand, at=at - 10 * MINUTE, sentiment="positive" if number % 4 else "negative")
    quiet_days(cast.brand, at=at - DAY, days=9)

    page = signed_in(cast.alice).get("/b/spring/?piece=health").content.decode()

    assert "95% 區間" in page
    assert "40 則提及" in page
    assert "health 1" in page
    assert "30%" in page  # the weight of mood


def test_the_change_is_told_against_the_last_brief(seat: Seat, ready: Source) -> None:
    for number in range(40):
        post(seat.brand, at=seat.at - 10 * MINUTE, sentiment="positive" if number % 4 else "negative")
    quiet_days(seat.brand, at=seat.at - DAY, days=9)
    made = brief(seat.brand, at=seat.at - timedelta(hours=3))
    made.facts["health"] = {"score": 90.0, "mood": 95.0}
    made.save()

    card = board(seat).health

    assert card.score is not None
    assert card.change == card.score - 90
    assert next(row.change for row in card.rows if row.part.code == "mood") == 75 - 95


def lines_of_red(seat: Seat) -> dict[str, int]:
    return {line.code: line.count for line in board(seat).red_lines}


def test_r1_102_silence_is_counted_once_the_time_for_the_first_word_is_over(seat: Seat, ready: Source) -> None:
    """R1.102 (part): silence, lack of empathy and carelessness with data are live counts; the aim is none."""
    late = incident(seat.brand, at=seat.at - timedelta(hours=5))
    incident(seat.brand, at=seat.at - timedelta(hours=3))  # an S2 has four hours

    assert lines_of_red(seat)["silence"] == 1
    Moment.objects.create(
        incident=late, at=seat.at - MINUTE, kind="outward", text="我們看到了，正在查，晚上八點前說明。"
    )
    assert lines_of_red(seat)["silence"] == 0


def test_r1_102_a_mocking_word_to_the_public_is_counted_and_a_warm_one_is_not(seat: Seat, ready: Source) -> None:
    """R1.102 (part): what was said in public is read by the tone rules."""
    running = incident(seat.brand, at=seat.at - timedelta(hours=1))
    warm = "讓您和家人擔心了，我們很抱歉。已請門市停售同批產品，今晚八點前說明調查進度。"
    Moment.objects.create(incident=running, at=seat.at - 2 * MINUTE, kind="outward", text=warm)
    assert lines_of_red(seat)["coldness"] == 0

    Moment.objects.create(incident=running, at=seat.at - MINUTE, kind="outward", text="酸民就是愛吵，玻璃心不要買。")

    assert lines_of_red(seat)["coldness"] == 1


def test_r1_102_leaked_data_that_nobody_has_taken_in_time_is_counted(seat: Seat, ready: Source) -> None:
    """R1.102 (part): a leak that waits is a red line; one that was just heard is not yet."""
    story(seat.brand, at=seat.at - MINUTE, posts=2, category="privacy_leak")
    assert lines_of_red(seat)["carelessness"] == 0

    waits = story(seat.brand, at=seat.at - timedelta(hours=2), category="privacy_leak")
    assert lines_of_red(seat)["carelessness"] == 1

    alert(seat.brand, at=seat.at - timedelta(hours=1), about=waits, acknowledged_at=seat.at)
    assert lines_of_red(seat)["carelessness"] == 0


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
