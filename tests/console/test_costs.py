"""R2.31: hours and NT$ of an incident, to the dollar, and nobody sees the other side's unless it shows them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.cases import catalogue, spending
from firebreak.console.export.costs import costs
from firebreak.console.export.listing import Asked
from firebreak.console.govern.models import Assignment, Engagement, Entry, Person
from firebreak.console.learn.cost import page, services
from firebreak.console.learn.cost.page import CostBoard
from firebreak.console.learn.cost.records import Outlay
from firebreak.console.learn.services import day_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.console.work.models import Work
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import case, incident

SignIn = Callable[[Person], Client]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def one(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - DAY, owner=cast.alice)


@pytest.fixture
def alice(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


@pytest.fixture
def bob(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def work(seat: Seat, about: Incident, *, minutes: int = 90, key: str = "a", person: Person | None = None) -> Outlay:
    who = person or seat.person
    return services.note_hours(
        seat=seat, incident=about, person=who.pk, kind="write", minutes=minutes, day=day_of(seat.at), key=key
    )


def spend(seat: Seat, about: Incident, *, amount: int = 5_000, key: str = "b", what: str = "") -> Outlay:
    day = day_of(seat.at)
    return services.note_expense(seat=seat, incident=about, kind="lab", amount=amount, day=day, key=key, what=what)


def test_the_sum_is_hours_at_their_rates_what_was_paid_and_other_costs(
    one: Incident, alice: Seat, cast: Cast, at: datetime
) -> None:
    services.set_rate(seat=alice, role="", per_hour=500)
    services.set_rate(seat=alice, role=Role.BRAND_PR.value, per_hour=800)
    work(alice, one, minutes=90)
    spend(alice, one)
    catalogue.change_budget(seat=alice, incident=one, by=2_000)
    affected = case(one, by=cast.alice, at=at)
    code = catalogue.items_of(cast.brand)[0].code
    given = spending.offer(seat=alice, case=affected, code=code, amount=300, key="k")
    spending.pay_offer(seat=alice, made=given, reference="F-1")

    board = CostBoard(alice, one)

    assert (board.total.labour, board.total.other, board.ledger["paid"]) == (1_200, 5_000, 300)
    assert board.money == 6_500


def test_of_more_lines_than_are_shown_all_are_in_the_sums(
    one: Incident, alice: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "SHOWN", 1)
    services.set_rate(seat=alice, role="", per_hour=500)
    for key in ("a", "b", "c"):
        work(alice, one, minutes=61, key=key)  # NT$508 each, rounded line by line

    board = CostBoard(alice, one)

    assert (len(board.lines), board.more, board.money, board.hours) == (1, 2, 3 * 508, 3 * 61 / 60)


def test_hours_without_a_rate_are_counted_and_are_in_no_sum(one: Incident, alice: Seat) -> None:
    work(alice, one)

    board = CostBoard(alice, one)

    assert (board.hours, board.unpriced, board.money) == (1.5, 1.5, 0)


def test_neither_side_sees_the_other_s_until_it_shows_them(one: Incident, alice: Seat, bob: Seat) -> None:
    services.set_rate(seat=bob, role="", per_hour=1_000)
    work(bob, one)
    spend(alice, one)

    hidden = CostBoard(alice, one)
    assert (hidden.money, hidden.hours, hidden.hidden) == (5_000, 0, [bob.person.organisation.name])
    assert CostBoard(bob, one).money == 1_500

    services.disclose(seat=bob, shows=True)

    assert CostBoard(alice, one).money == 6_500
    assert CostBoard(bob, one).money == 1_500

    made = Work.objects.create(brand=one.brand, person=alice.person, kind="export", state=Work.State.DONE, at=alice.at)

    services.disclose(seat=bob, shows=False)

    assert CostBoard(alice, one).money == 5_000
    assert not Work.objects.filter(pk=made.pk).exists()  # a file that was made while it was shown


def test_no_agency_sees_another_one(one: Incident, alice: Seat, bob: Seat, cast: Cast, at: datetime) -> None:
    Engagement.objects.filter(agency=cast.eve.organisation).update(ends=None)
    eve = take_seat(cast.eve, cast.brand.slug, at=at)
    services.disclose(seat=eve, shows=True)
    work(eve, one)

    theirs = CostBoard(bob, one)

    assert [side.name for side in theirs.sides] == [cast.brand.organisation.name, cast.agency.name]
    assert (theirs.hours, CostBoard(alice, one).hours) == (0, 1.5)


def test_a_page_of_the_other_side_holds_neither_sum_nor_name_nor_word(
    one: Incident, alice: Seat, cast: Cast, signed_in: SignIn
) -> None:
    spend(alice, one, amount=54_321, what="東區實驗室")

    url = reverse("incident", args=[cast.brand.slug, one.number]) + "?tab=cost"
    theirs, ours = (signed_in(who).get(url).content.decode() for who in (cast.bob, cast.alice))

    assert "54,321" in ours and "東區實驗室" in ours
    assert "54,321" not in theirs and "東區實驗室" not in theirs
    assert "此組織未公開" in theirs


def test_a_file_of_costs_holds_what_its_reader_may_see(one: Incident, alice: Seat, bob: Seat) -> None:
    work(bob, one)
    services.set_rate(seat=alice, role="", per_hour=600)
    work(alice, one, minutes=50)

    lifted = costs(Asked(alice, {}, lifted=True))
    rows = [[*lifted.row(row)] for row in lifted.found]

    assert [(row[4], row[7], row[8], row[9]) for row in rows] == [("Alice", 50, 600, 500)]


def test_a_file_of_costs_without_a_reason_names_nobody_whose_hours_they_are(one: Incident, alice: Seat) -> None:
    made = work(alice, one)
    made.what = "致電 0912-345-678"

    told = costs(Asked(alice, {}))

    assert told.personal
    assert not {"Alice", made.what} & set(told.row(made))


def test_the_log_says_that_something_was_noted_and_never_how_much(one: Incident, alice: Seat) -> None:
    work(alice, one, minutes=77)
    spend(alice, one, amount=54_321, what="東區實驗室")
    services.set_rate(seat=alice, role="", per_hour=4_321)

    told = {entry.action: str(entry.detail) for entry in Entry.objects.filter(brand=one.brand)}

    assert {"note_hours", "note_expense", "set_rate"} <= told.keys()
    assert not any(secret in text for text in told.values() for secret in ("77", "54321", "4321", "東區"))


def test_the_trail_suggests_hours_and_only_what_is_not_noted_yet(
    one: Incident, alice: Seat, cast: Cast, signed_in: SignIn, at: datetime
) -> None:
    for step in (0, 20, 40):
        Moment.objects.create(incident=one, at=at - step * MINUTE, kind="progress", person=cast.alice)
    guess = CostBoard(alice, one).guesses[0]
    assert (guess.person, guess.acts, guess.minutes, guess.left) == (cast.alice, 3, 50, 50)

    url = reverse("change_incident_cost", args=[cast.brand.slug, one.number])
    said = {"act": "guess", "person": cast.alice.pk, "key": "g"}
    answers = [signed_in(cast.alice).post(url, said).status_code for _click in range(2)]

    made = Outlay.objects.get()
    assert answers == [302, 302]
    assert (made.minutes, made.is_estimate) == (50, True)
    assert all(one.left < 50 for one in CostBoard(alice, one).guesses)


def test_nobody_notes_hours_for_the_other_house(one: Incident, alice: Seat, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        work(alice, one, person=cast.bob)


def test_who_may_not_work_on_incidents_notes_their_own_hours_only(one: Incident, cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.carol).update(role=Role.LEGAL.value)
    carol = take_seat(cast.carol, cast.brand.slug, at=at)

    assert work(carol, one).role == "legal"
    with pytest.raises(NotAllowed):
        work(carol, one, person=cast.alice, key="c")
    with pytest.raises(NotAllowed):
        spend(carol, one)


def test_counsel_notes_own_hours_on_the_page_and_nothing_else(
    one: Incident, cast: Cast, signed_in: SignIn, at: datetime
) -> None:
    Assignment.objects.filter(person=cast.carol).update(role=Role.LEGAL.value)
    url = reverse("note_own_hours", args=[cast.brand.slug, one.number])
    said = {"act": "hours", "key": "h", "person": cast.carol.pk, "kind": "law", "hours": "1.5", "day": day_of(at)}

    carol = signed_in(cast.carol)

    assert carol.post(url, said).status_code == 302
    assert carol.post(url, said | {"act": "expense", "amount": "5", "kind": "lab"}).status_code == 400
    assert Outlay.objects.get().minutes == 90


def test_a_viewer_notes_nothing_and_still_reads_the_sum(one: Incident, cast: Cast, at: datetime) -> None:
    carol = take_seat(cast.carol, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        work(carol, one)
    assert CostBoard(carol, one).people == []


def test_the_same_form_sent_twice_notes_once(one: Incident, alice: Seat) -> None:
    work(alice, one)
    work(alice, one)

    assert Outlay.objects.count() == 1


def test_what_was_taken_back_stays_to_be_read_and_is_in_no_sum(one: Incident, alice: Seat, bob: Seat) -> None:
    made = spend(alice, one)
    with pytest.raises(Conflict):
        services.undo_outlay(seat=bob, incident=one, outlay=made.pk)

    services.undo_outlay(seat=alice, incident=one, outlay=made.pk)

    board = CostBoard(alice, one)
    assert (board.money, len(board.lines)) == (0, 1)
    with pytest.raises(Conflict):
        services.undo_outlay(seat=alice, incident=one, outlay=made.pk)


@pytest.mark.parametrize("days", [-2, 1])
def test_no_hours_before_the_matter_began_or_on_a_day_to_come(one: Incident, alice: Seat, days: int) -> None:
    with pytest.raises(BadInput):
        services.note_hours(
            seat=alice,
            incident=one,
            person=alice.person.pk,
            kind="law",
            minutes=10,
            day=day_of(alice.at) + days * DAY,
            key="d",
        )


def test_a_form_that_cannot_be_read_comes_back_with_what_was_written(
    one: Incident, cast: Cast, signed_in: SignIn
) -> None:
    said = {"act": "expense", "key": "x", "kind": "lab", "amount": "-5", "day": "2026-11-20", "what": "東區實驗室"}

    answer = signed_in(cast.alice).post(reverse("change_incident_cost", args=[cast.brand.slug, one.number]), said)

    assert answer.status_code == 400
    assert "東區實驗室" in answer.content.decode()


def test_words_about_a_person_go_from_costs_too(one: Incident, alice: Seat, cast: Cast, at: datetime) -> None:
    spend(alice, one, what="王小明的檢驗")
    Assignment.objects.filter(person=cast.carol).update(role=Role.LEGAL.value)

    forget_words(seat=take_seat(cast.carol, cast.brand.slug, at=at), incident=one, words="王小明")

    assert Outlay.objects.get().what == "█的檢驗"


def test_the_review_of_a_closed_incident_shows_the_sum(
    one: Incident, alice: Seat, cast: Cast, signed_in: SignIn
) -> None:
    spend(alice, one)
    Incident.objects.update(phase="closed")

    url = reverse("incident", args=[cast.brand.slug, one.number]) + "?tab=learn"

    assert "NT$5,000" in signed_in(cast.alice).get(url).content.decode()
