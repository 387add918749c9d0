"""Is reputation health worked out from the records, and is each crossing of a red line counted?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.home.board import Board
from firebreak.console.home.health import facts_of, forget_slow
from firebreak.console.home.period import period_of
from firebreak.console.home.recent import Recent
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.models import Source
from firebreak.console.respond.guard.asking import ask_moderation
from firebreak.console.respond.models import Moment
from tests.cast import Cast
from tests.records import MINUTE, alert, brief, incident, post, quiet_days, story

DAY = timedelta(days=1)
SignedIn = Callable[[Person], Client]


def board(seat: Seat) -> Board:
    return Board(seat, period_of("24h"))


def test_health_is_worked_out_from_the_stored_counts(seat: Seat, ready: Source) -> None:
    for number in range(30):
        post(seat.brand, at=seat.at - timedelta(hours=1), sentiment="negative" if number < 6 else "positive")

    facts = facts_of(Recent(seat.brand, seat.at))

    assert (facts.mentions, facts.negative, facts.recent) == (30, 6, 30)
    assert (facts.month_positive, facts.month_negative) == (24, 6)
    assert facts.usual_high is None


def test_health_counts_the_clocks_that_were_kept_and_missed(seat: Seat, ready: Source) -> None:
    began = seat.at - timedelta(hours=2)
    Moment.objects.create(incident=incident(seat.brand, at=began), at=began + MINUTE, kind="owner")

    assert facts_of(Recent(seat.brand, seat.at)).kept == 1  # taken after a minute
    assert facts_of(Recent(seat.brand, seat.at)).missed == 1  # half an hour to begin was not kept


def test_criticism_is_handled_once_somebody_has_taken_its_story(seat: Seat, ready: Source) -> None:
    taken = story(seat.brand, at=seat.at, posts=4)
    story(seat.brand, at=seat.at, posts=3)
    incident(seat.brand, at=seat.at, about=taken)

    facts = facts_of(Recent(seat.brand, seat.at))

    assert (facts.open_negative, facts.story_negative) == (3, 7)


def test_a_mention_that_somebody_closed_by_itself_is_handled_too(seat: Seat, ready: Source) -> None:
    about = story(seat.brand, at=seat.at, posts=4)
    closed, held = (place.post for place in about.places.select_related("post").order_by("pk")[:2])
    Handling.objects.create(post=closed, brand=seat.brand, closed_at=seat.at, closed_by=seat.person)
    Handling.objects.create(post=held, brand=seat.brand, holder=seat.person, held_at=seat.at)

    facts = facts_of(Recent(seat.brand, seat.at))

    assert (facts.open_negative, facts.story_negative) == (2, 4)
    assert board(seat).numbers.untriaged == 2


def test_a_storm_is_not_calm_although_its_own_hours_are_in_the_counts(seat: Seat, ready: Source) -> None:
    quiet_days(seat.brand, at=seat.at, days=9)
    usual = facts_of(Recent(seat.brand, seat.at)).usual_high
    forget_slow()
    for _ in range(200):
        post(seat.brand, at=seat.at - timedelta(hours=2))

    facts = facts_of(Recent(seat.brand, seat.at))

    assert facts.usual_high == usual
    assert usual is not None
    assert usual < 60 < facts.recent


def test_the_board_says_too_few_instead_of_a_number(cast: Cast, at: datetime, signed_in: SignedIn) -> None:
    post(cast.brand, at=at - MINUTE)

    page = signed_in(cast.alice).get("/b/spring/?piece=health").content.decode()

    assert "還不能給分數" in page
    assert "近 24 小時 1 則，至少要 20 則" in page


def test_the_board_says_that_the_parts_weigh_too_little_where_mentions_are_enough(
    cast: Cast, at: datetime, signed_in: SignedIn
) -> None:
    for _ in range(20):
        post(cast.brand, at=at - MINUTE)

    page = signed_in(cast.alice).get("/b/spring/?piece=health").content.decode()

    assert "權重合計不到一半" in page
    assert "至少要 20 則" not in page


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


def test_r1_102_criticism_that_somebody_wanted_hidden_is_counted(seat: Seat, ready: Source) -> None:
    """R1.102: the guard refuses it, and that it was asked for stays a red line for a month."""
    assert lines_of_red(seat)["deletion"] == 0
    said = post(seat.brand, at=seat.at - MINUTE)

    ask_moderation(seat=seat, post=said, act="hide", ground="negative")

    assert lines_of_red(seat)["deletion"] == 1


def test_r1_102_leaked_data_that_nobody_has_taken_in_time_is_counted(seat: Seat, ready: Source) -> None:
    """R1.102 (part): a leak that waits is a red line; one that was just heard is not yet."""
    story(seat.brand, at=seat.at - MINUTE, posts=2, category="privacy_leak")
    assert lines_of_red(seat)["carelessness"] == 0

    waits = story(seat.brand, at=seat.at - timedelta(hours=2), category="privacy_leak")
    assert lines_of_red(seat)["carelessness"] == 1

    alert(seat.brand, at=seat.at - timedelta(hours=1), about=waits, acknowledged_at=seat.at)
    assert lines_of_red(seat)["carelessness"] == 0
