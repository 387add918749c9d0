"""Is somebody called before a clock of an incident runs out, again when it has, once each, and about nothing else?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.page import title_of
from firebreak.console.alert.services import acknowledge, set_default_routes
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.calling import incident_called_for
from firebreak.console.respond.clocks import clocks_of
from firebreak.console.respond.late import look_after_clocks
from firebreak.console.respond.law.saying import say_of_law
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import log_progress, move, set_severity, take
from firebreak.core.respond.statute import Word
from firebreak.core.terms import Phase, Severity
from firebreak.run import late
from firebreak.run.deliver import message_of
from firebreak.run.late import look_after_all_clocks
from tests.affected import later
from tests.cast import Cast
from tests.conftest import forget_looks
from tests.records import incident

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def about(cast: Cast, seat: Seat) -> Incident:
    """An S2 that was taken on at once: its first word is due after 4 hours, the full one after 12, golden after 24."""
    set_default_routes(cast.brand)
    made = incident(cast.brand, at=seat.at)
    take(seat=seat, incident=made, owner=cast.alice, version=made.version)
    move(seat=seat, incident=made, to=Phase.TRIAGE, version=made.version, reason="已確認")
    return made


def look(at: datetime, *hours: float) -> list[list[str]]:
    """Look at so many hours; gives what each look called about, as stage and clock."""
    found, known = [], set(Alert.objects.values_list("pk", flat=True))
    for each in hours:
        look_after_all_clocks(at=at + each * HOUR)
        new = [one for one in Alert.objects.order_by("pk") if one.pk not in known]
        known |= {one.pk for one in new}
        found.append([f"{why['code']} {name}" for one in new for why in one.reasons for name in why["facts"]["clocks"]])
    return found


def test_a_first_word_that_is_not_said_calls_before_its_time_is_over_and_again_after_it(
    about: Incident, at: datetime
) -> None:
    """R1.27: breach escalates, each once, and there is a notice before it."""
    assert look(at, 2.9, 3, 3.5, 4, 4.01, 5, 8) == [
        [],
        ["clock_near holding"],
        [],
        [],
        ["clock_missed holding"],
        [],
        [],
    ]


def test_the_golden_24_hours_call_though_nobody_ever_looks_in(about: Incident, at: datetime) -> None:
    """R1.27: the outer limit, by itself."""
    assert "clock_missed golden" in look(at, 23, 24.01)[1]


def test_clocks_that_end_together_call_once(cast: Cast, about: Incident, seat: Seat, at: datetime) -> None:
    set_severity(seat=seat, incident=about, to=Severity.S3, version=about.version, reason="僅一人反映")

    found = look(at, 18, 24.01)

    assert [len(one) for one in found] == [3, 3] and Alert.objects.count() == 2


def test_a_call_goes_to_who_leads_and_up_the_route_of_its_level(cast: Cast, about: Incident, at: datetime) -> None:
    """R1.27: by mail and on the screen, with the ladder of an alert."""
    look(at, 4.01)

    called = Alert.objects.get()
    due = dict(Delivery.objects.filter(alert=called).values_list("person__name", "next_at"))
    assert called.severity == "S2" and set(due) == {"Alice", "Bob"} and due["Alice"] == called.at
    assert about.code in title_of(called) and "首次公開回應" in title_of(called)
    letter = message_of(called.deliveries.get(person=cast.alice), at=at)
    assert about.code in letter.subject and "硬規則" not in letter.subject
    assert Entry.objects.filter(action="call_about_clocks").count() == 1


def test_nothing_pauses_it_and_an_answer_to_the_notice_stops_no_breach(
    about: Incident, seat: Seat, at: datetime
) -> None:
    """R1.27: pause impossible."""
    look(at, 3)
    acknowledge(seat=later(seat, hours=3), alert=(one := Alert.objects.get()), version=one.version)

    assert look(at, 4.01) == [["clock_missed holding"]]


def test_a_word_to_the_public_ends_the_call_and_nobody_else_is_woken(about: Incident, seat: Seat, at: datetime) -> None:
    look(at, 3)
    log_progress(seat=later(seat, hours=3.2), incident=about, text="我們正在查", kind="outward")

    assert look(at, 3.3) == [[]]
    call = Alert.objects.get()
    assert call.closed_at == at + 3.3 * HOUR
    assert not Delivery.objects.filter(alert=call, next_at__isnull=False).exists()


def test_a_missed_update_as_promised_calls(about: Incident, seat: Seat, at: datetime) -> None:
    """R1.32: the time that was promised in public holds, where it is sooner than the level asks for."""
    said = later(seat, hours=1)
    log_progress(seat=said, incident=about, text="我們正在查\n下次更新：今天 14:00", kind="outward")

    cadence = next(one for one in clocks_of(about) if one.name == "cadence")
    assert (cadence.due - at).total_seconds() // 60 == 145  # it is 11:34 when it begins
    assert look(at, 2, 2.3, 2.5) == [[], ["clock_near cadence"], ["clock_missed cadence"]]


def test_a_limit_of_the_law_calls_also_after_the_close(about: Incident, seat: Seat, at: datetime) -> None:
    say_of_law(seat=seat, incident=about, code="complaint", word=Word.APPLIES, when=at)
    Incident.objects.filter(pk=about.pk).update(phase="closed", version=9)

    assert look(at, 24, 24 * 12, 24 * 16, 24 * 17) == [
        [],
        ["clock_near law:complaint"],
        ["clock_missed law:complaint"],
        [],
    ]


def test_a_raised_level_calls_about_each_clock_once_more_at_most_when_it_is_missed(
    about: Incident, seat: Seat, at: datetime
) -> None:
    look(at, 3)
    set_severity(seat=later(seat, hours=3.1), incident=about, to=Severity.S1, version=about.version, reason="有人送醫")

    (found,) = look(at, 3.2)

    assert "clock_missed holding" in found and "clock_near holding" not in found


def test_what_a_lower_level_gives_more_time_for_calls_when_that_is_over_too(
    about: Incident, seat: Seat, at: datetime
) -> None:
    """The call of the graver level has ended; without a second one the miss would reach nobody."""
    Incident.objects.filter(pk=about.pk).update(severity="S1")
    assert look(at, 1.01) == [["clock_missed holding"]]
    about.refresh_from_db()
    set_severity(
        seat=later(seat, hours=1.1), incident=about, to=Severity.S2, version=about.version, reason="僅一人反映"
    )

    assert look(at, 1.2, 3, 4.01) == [[], ["clock_near holding"], ["clock_missed holding"]]


def test_an_earlier_post_that_is_found_calls_nobody_again_about_the_golden_hours(about: Incident, at: datetime) -> None:
    look(at, 24.01)

    for minutes in (10, 20, 30):
        began, version = at - minutes * MINUTE, about.version + minutes
        Incident.objects.filter(pk=about.pk).update(golden_start=began, version=version)
        assert look(at, 24.01 + minutes / 600) == [[]]


def test_an_incident_that_cannot_be_read_keeps_no_other_waiting_and_is_looked_at_again(
    cast: Cast, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = incident(cast.brand, at=at)

    def broken(one: Incident, *, on_duty: Sequence[Person], at: datetime) -> Alert | None:
        if one.pk == about.pk:
            raise ValueError
        return look_after_clocks(one, on_duty=on_duty, at=at)

    with monkeypatch.context() as broke:
        broke.setattr(late, "look_after_clocks", broken)
        look(at, 4.01)
    assert incident_called_for(Alert.objects.get()) == other

    look_after_all_clocks(at=at + 4.01 * HOUR + MINUTE)

    assert incident_called_for(Alert.objects.latest("pk")) == about


def test_a_process_that_was_killed_calls_nobody_twice(about: Incident, at: datetime) -> None:
    look(at, 4.01)
    forget_looks()

    assert look(at, 4.02) == [[]]


def test_taking_the_lead_answers_the_calls(cast: Cast, about: Incident, seat: Seat, at: datetime) -> None:
    look(at, 4.01)

    about.refresh_from_db()
    take(seat=later(seat, hours=4.1), incident=about, owner=cast.bob, version=about.version)

    assert Alert.objects.get().acknowledged_by == cast.bob


def test_a_brand_that_rests_costs_few_questions(
    about: Incident, at: datetime, django_assert_max_num_queries: object
) -> None:
    look(at, 1, 1.01)

    with django_assert_max_num_queries(3):  # type: ignore[operator]
        look_after_all_clocks(at=at + 1.02 * HOUR)
