"""Does every dollar for affected people have somebody who stands for it, and is none ever lost or given twice?"""

import threading
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firebreak.console.access import Seat, take_seat
from firebreak.console.cases.catalogue import add_item, change_budget, items_of, retire_item
from firebreak.console.cases.models import Case
from firebreak.console.cases.money import Budget, Item, Line, Offer
from firebreak.console.cases.opening import Affected, open_case
from firebreak.console.cases.owed import count_owed, ledgers_differ
from firebreak.console.cases.promising import close_case
from firebreak.console.cases.spending import (
    approve_offer,
    decline_offer,
    offer,
    pay_offer,
    refuse_offer,
    reverse_offer,
)
from firebreak.console.govern.models import Entry
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, FirebreakError, NotAllowed, StepSkipped
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.records import incident

BUDGET = 100_000


@pytest.fixture
def running(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at)


@pytest.fixture
def case(seat: Seat, running: Incident) -> Case:
    """Somebody of an incident that has a budget."""
    change_budget(seat=seat, incident=running, by=BUDGET)
    return open_case(seat=seat, affected=Affected(name="陳先生"), way="phone", received_at=seat.at, incident=running)


@pytest.fixture
def bob(cast: Cast, at: datetime) -> Seat:
    """An agency's lead: NT$5,000."""
    return take_seat(cast.bob, cast.brand.slug, at=at)


def given_by(seat: Seat, case: Case, amount: int, *, key: str = "", code: str = "A-1", **said: Any) -> Offer:
    return offer(seat=seat, case=case, code=code, amount=amount, key=key or f"k{Offer.objects.count()}", **said)


def left(running: Incident) -> int:
    return Budget.objects.get(incident=running).left


def spent() -> int:
    return Line.objects.exclude(account="budget").aggregate(total=Sum("amount"))["total"] or 0


def test_within_ones_limit_it_is_promised_at_once(bob: Seat, case: Case, running: Incident) -> None:
    made = given_by(bob, case, 5_000)

    assert (made.state, made.is_automatic, left(running)) == ("approved", True, BUDGET - 5_000)


def test_beyond_it_waits_for_somebody_who_stands_for_it(bob: Seat, seat: Seat, case: Case, running: Incident) -> None:
    """R1.39: beyond the limit of a role."""
    made = given_by(bob, case, 5_001)
    assert (made.state, left(running)) == ("offered", BUDGET)
    with pytest.raises(NotAllowed) as refused:
        approve_offer(seat=bob, made=made)
    assert refused.value.context["problem"] == "own_offer"

    approve_offer(seat=seat, made=made)

    made.refresh_from_db()
    assert (made.state, made.approved_by, left(running)) == ("approved", seat.person, BUDGET - 5_001)


def test_nobody_stands_for_more_than_their_role_may(bob: Seat, seat: Seat, case: Case, cast: Cast) -> None:
    made = given_by(bob, case, 6_000)
    lead = one_of_each_role(cast.brand)[Role.AGENCY_LEAD]

    with pytest.raises(NotAllowed) as refused:
        approve_offer(seat=take_seat(lead, cast.brand.slug, at=seat.at), made=made)

    assert refused.value.context["problem"] == "over_limit"


def test_many_small_sums_to_one_person_are_judged_as_one(bob: Seat, case: Case) -> None:
    first, second = given_by(bob, case, 3_000), given_by(bob, case, 3_000)

    assert (first.state, second.state) == ("approved", "offered")


def test_what_was_declined_counts_no_more(bob: Seat, case: Case, running: Incident) -> None:
    decline_offer(seat=bob, made=given_by(bob, case, 3_000), reason="不要錢，要道歉")

    assert given_by(bob, case, 3_000).state == "approved"
    assert left(running) == BUDGET - 3_000


def test_a_second_click_gives_nothing_twice(seat: Seat, case: Case, running: Incident) -> None:
    first = given_by(seat, case, 900, key="abc")

    assert given_by(seat, case, 900, key="abc") == first
    assert left(running) == BUDGET - 900


def test_no_more_is_given_than_the_budget_holds(seat: Seat, case: Case, running: Incident) -> None:
    change_budget(seat=seat, incident=running, by=1_000 - BUDGET)

    with pytest.raises(BadInput) as refused:
        given_by(seat, case, 1_001)

    assert refused.value.context["problem"] == "over_budget"
    assert not Offer.objects.exists()
    assert left(running) == 1_000


def test_what_is_promised_is_not_taken_out_of_the_budget(seat: Seat, case: Case, running: Incident) -> None:
    given_by(seat, case, 40_000)

    with pytest.raises(BadInput):
        change_budget(seat=seat, incident=running, by=-60_001)
    change_budget(seat=seat, incident=running, by=-60_000)
    assert left(running) == 0


def test_a_payment_that_came_back_is_reversed_and_both_stay(seat: Seat, case: Case, running: Incident) -> None:
    made = pay_offer(seat=seat, made=given_by(seat, case, 1_440), reference="T-88")
    reverse_offer(seat=seat, made=made, reason="帳號缺一碼")

    told = Line.objects.filter(offer=made).order_by("pk").values_list("account", "amount")
    assert list(told) == [("promised", 1_440), ("promised", -1_440), ("paid", 1_440), ("paid", -1_440)]
    assert (left(running), ledgers_differ()) == (BUDGET, [])


def test_no_line_is_ever_changed_or_taken_out(seat: Seat, case: Case) -> None:
    given_by(seat, case, 10)

    with pytest.raises(TypeError):
        Line.objects.filter(amount=10).update(amount=11)
    with pytest.raises(TypeError):
        Line.objects.all().delete()


def test_an_incident_and_its_case_wait_for_the_money(seat: Seat, case: Case, running: Incident) -> None:
    made = given_by(seat, case, 10)
    assert count_owed(running) == 1
    with pytest.raises(StepSkipped):
        close_case(seat=seat, case=case, answer="satisfied", version=case.version)

    pay_offer(seat=seat, made=made, reference="T-1")

    assert count_owed(running) == 0
    close_case(seat=seat, case=case, answer="satisfied", version=case.version)


@pytest.mark.parametrize(
    ("amount", "code", "problem"),
    [(0, "A-1", "amount"), (2_001, "C-1", "over_item"), (5, "Z-9", "unknown_item")],
)
def test_what_cannot_be_given_is_refused(seat: Seat, case: Case, amount: int, code: str, problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        given_by(seat, case, amount, code=code)

    assert refused.value.context["problem"] == problem


def test_each_step_is_one_line_of_the_log(bob: Seat, seat: Seat, case: Case) -> None:
    made = given_by(bob, case, 6_000)
    approve_offer(seat=seat, made=made)
    pay_offer(seat=bob, made=made, reference="T-1")
    refused = given_by(bob, case, 9_000)
    refuse_offer(seat=seat, made=refused, reason="超出慣例")

    said = Entry.objects.filter(action__endswith="_remedy").order_by("number")
    assert [one.action for one in said] == [
        "offer_remedy", "approve_remedy", "pay_remedy", "offer_remedy", "refuse_remedy"
    ]  # fmt: skip
    assert said[0].detail == {"offer": made.pk, "kind": "refund", "amount": 6_000, "alone": False}


def test_a_brand_changes_its_own_catalogue(seat: Seat, bob: Seat, case: Case) -> None:
    assert "M-1" in [one.code for one in items_of(seat.brand)]

    add_item(seat=seat, code="K-1", kind="coupon", name="咖啡券", most=300)
    retire_item(seat=seat, code="M-1")

    codes = [one.code for one in items_of(seat.brand)]
    assert "K-1" in codes and "M-1" not in codes
    assert Item.objects.get(code="M-1").retired_at
    with pytest.raises(BadInput):
        add_item(seat=seat, code="K-1", kind="coupon", name="又一張", most=300)
    with pytest.raises(NotAllowed):
        add_item(seat=bob, code="K-2", kind="coupon", name="自己加", most=300)
    with pytest.raises(NotAllowed):
        change_budget(seat=bob, incident=None, by=1)


def test_a_dollar_that_is_missing_is_found(seat: Seat, case: Case, running: Incident) -> None:
    given_by(seat, case, 300)
    Budget.objects.filter(incident=running).update(left=BUDGET - 299)

    assert ledgers_differ() == [f"spring {running.code}: left {BUDGET - 299}, added up {BUDGET - 300}"]


DEEDS = ("offer", "approve", "refuse", "pay", "decline", "reverse", "fund")


@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 3), st.integers(1, 60_000)), max_size=14))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_is_the_budget_less_what_is_left_in_any_order_of_deeds(
    seat: Seat, bob: Seat, case: Case, running: Incident, deeds: list[tuple[str, int, int]]
) -> None:
    """R1.39: the ledger adds up."""
    for deed, which, amount in deeds:
        made = Offer.objects.order_by("pk")[which : which + 1].first()
        with suppress(FirebreakError):  # refused whole: nothing of it is in the ledger
            do(deed, seat, bob, case, made, amount)

        funded = Line.objects.filter(account="budget").aggregate(total=Sum("amount"))["total"]
        assert spent() == funded - left(running)
        assert ledgers_differ() == []


def do(deed: str, seat: Seat, bob: Seat, case: Case, made: Offer | None, amount: int) -> None:
    if deed == "fund":
        change_budget(seat=seat, incident=case.incident, by=amount - 30_000)
    elif deed == "offer":
        given_by(bob, case, amount)
    elif made and deed == "pay":
        pay_offer(seat=bob, made=made, reference="T")
    elif made:
        acts: dict[str, Any] = {"refuse": refuse_offer, "decline": decline_offer, "reverse": reverse_offer}
        approve_offer(seat=seat, made=made) if deed == "approve" else acts[deed](seat=seat, made=made, reason="因為")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_give_the_same_dollar(cast: Cast, at: datetime) -> None:
    seat, running = take_seat(cast.alice, cast.brand.slug, at=at), incident(cast.brand, at=at)
    change_budget(seat=seat, incident=running, by=1_000)
    people = [
        open_case(seat=seat, affected=Affected(name=name), way="phone", received_at=at, incident=running)
        for name in "甲乙丙丁"
    ]
    start = threading.Barrier(len(people))

    def give(one: Case) -> None:
        try:
            start.wait()
            offer(seat=seat, case=one, code="A-1", amount=400, key="k")
        except FirebreakError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (Offer.objects.count(), left(running), spent()) == (2, 200, 800)
    assert ledgers_differ() == []
