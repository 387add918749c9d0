"""R2.93: a plan leaves a running incident again, with its reason in the log, and nothing of what was done is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_by_hand
from firebreak.console.respond.plan.packs import merge_plan, withdraw_plan
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import settle_step
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Category, Severity
from firebreak.knowledge.playbooks import BASE
from tests.cast import Cast

SignIn = Callable[[Person], Client]
WHY = "查過了，沒有個資外洩"


@pytest.fixture
def bobs(cast: Cast) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=clock.now())


@pytest.fixture
def running(bobs: Seat) -> Incident:
    """An incident about something eaten into which somebody put the plan for leaks too."""
    made = open_by_hand(seat=bobs, title="吃完拉肚子", category=Category.PRODUCT_SAFETY, severity=Severity.S1)
    merge_plan(seat=bobs, incident=made, code="leak")
    return made


def later(cast: Cast, minutes: int) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=clock.now() + timedelta(minutes=minutes))


def states(about: Incident, pack: str) -> dict[str, str]:
    return {step.code: step.state for step in about.plan.filter(pack=pack)}


def followed(seat: Seat, about: Incident) -> list[str]:
    return [pack.plan.code for pack in Steps(seat, about).packs]


def test_its_open_steps_are_left_out_with_the_reason_and_the_other_plan_goes_on(running: Incident, bobs: Seat) -> None:
    before = states(running, "food_safety")

    left = withdraw_plan(seat=bobs, incident=running, code="leak", reason=f" {WHY} ")

    assert left == 7 and set(states(running, "leak").values()) == {Step.SKIPPED}
    assert set(running.plan.filter(pack="leak").values_list("reason", "settled_by")) == {(WHY, bobs.person.pk)}
    assert states(running, "food_safety") == before
    assert followed(bobs, running) == ["food_safety"]


def test_it_is_on_the_timeline_and_in_the_audit_log(running: Incident, bobs: Seat) -> None:
    withdraw_plan(seat=bobs, incident=running, code="leak", reason=WHY)

    line, entry = running.moments.get(kind="plan_out"), Entry.objects.get(action="withdraw_plan")
    assert (line.text, line.facts["steps"]) == (WHY, 7)
    assert entry.detail == {"plan": "leak", "version": "1", "steps": 7}
    assert (entry.actor, entry.subject) == (f"person:{bobs.person.pk}", f"incident:{running.pk}")


def test_what_was_done_stays_done(running: Incident, bobs: Seat) -> None:
    settle_step(seat=bobs, incident=running, code="cut_access", was="open", to="done")

    assert withdraw_plan(seat=bobs, incident=running, code="leak", reason=WHY) == 6
    assert states(running, "leak")["cut_access"] == Step.DONE


def test_what_all_plans_ask_for_and_what_cannot_be_left_out_stays(running: Incident, bobs: Seat) -> None:
    withdraw_plan(seat=bobs, incident=running, code="food_safety", reason="不是食物的問題")

    now = states(running, "food_safety")
    assert now["name_owner"] == now["review"] == Step.OPEN
    assert now["hold_batch"] == Step.SKIPPED
    assert not running.plan.filter(state=Step.SKIPPED).exclude(gate="").exists()


def test_put_in_again_its_steps_come_back_but_for_those_that_somebody_left_out_alone(
    running: Incident, bobs: Seat, cast: Cast
) -> None:
    settle_step(seat=bobs, incident=running, code="cut_access", was="open", to="skipped", reason="已經停用")
    withdraw_plan(seat=later(cast, 1), incident=running, code="leak", reason=WHY)

    new = merge_plan(seat=later(cast, 2), incident=running, code="leak")

    now = states(running, "leak")
    assert new == 6 and now.pop("cut_access") == Step.SKIPPED and set(now.values()) == {Step.OPEN}
    assert followed(bobs, running) == ["food_safety", "leak"]
    assert running.moments.filter(kind="plan").order_by("-pk")[0].facts["steps"] == 6


@pytest.mark.parametrize("reason", ["", "  ", "長" * 501])
def test_without_a_reason_it_stays(reason: str, running: Incident, bobs: Seat) -> None:
    with pytest.raises(BadInput):
        withdraw_plan(seat=bobs, incident=running, code="leak", reason=reason)
    assert set(states(running, "leak").values()) == {Step.OPEN}


@pytest.mark.parametrize("code", ["rumour", "", BASE])
def test_a_plan_that_is_not_there_cannot_leave(code: str, running: Incident, bobs: Seat) -> None:
    with pytest.raises(Conflict):
        withdraw_plan(seat=bobs, incident=running, code=code, reason=WHY)


def test_whoever_comes_second_is_told_that_it_left(running: Incident, bobs: Seat) -> None:
    withdraw_plan(seat=bobs, incident=running, code="leak", reason=WHY)

    with pytest.raises(Conflict):
        withdraw_plan(seat=bobs, incident=running, code="leak", reason=WHY)


def test_only_who_runs_incidents_takes_a_plan_out(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    where = reverse("withdraw_incident_plan", args=[running.brand.slug, running.number])
    with pytest.raises(NotAllowed):
        withdraw_plan(
            seat=take_seat(cast.carol, cast.brand.slug, at=clock.now()), incident=running, code="leak", reason=WHY
        )

    assert signed_in(cast.carol).post(where, {"pack": "leak", "reason": WHY}).status_code == 403
    assert signed_in(cast.bob).post(where, {"pack": "leak", "reason": WHY}).status_code == 302
    assert set(states(running, "leak").values()) == {Step.SKIPPED}


def test_the_room_offers_it_and_keeps_the_words_of_who_came_second(
    running: Incident, cast: Cast, signed_in: SignIn, bobs: Seat
) -> None:
    room, where = (
        reverse(name, args=[running.brand.slug, running.number]) for name in ("incident", "withdraw_incident_plan")
    )
    page = signed_in(cast.bob).get(room, {"tab": "plan"}).content.decode()
    withdraw_plan(seat=bobs, incident=running, code="leak", reason=WHY)

    refused = signed_in(cast.bob).post(where, {"pack": "leak", "reason": "我也覺得不用"})

    assert "移出這份計畫" in page and f'action="{where}"' in page
    assert refused.status_code == 409 and "我也覺得不用" in refused.content.decode()
