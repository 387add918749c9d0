"""Do the steps of a plan reach a running incident, and do people work through them without losing one?"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from firebreak.console import clock
from firebreak.console.access import take_seat
from firebreak.console.assess.models import StoryPost
from firebreak.console.govern.models import Entry, Person
from firebreak.console.plans.models import PlanVersion
from firebreak.console.plans.services import write_version
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_by_hand, open_from_story
from firebreak.console.respond.plan.packs import merge_plan
from firebreak.console.respond.plan.page import Steps
from firebreak.console.respond.plan.records import Step
from firebreak.core.respond.revision import content_of
from firebreak.core.respond.workdays import TAIPEI
from firebreak.core.terms import Category, Role, Severity
from firebreak.knowledge.playbooks import BASE, playbooks, write_plan
from tests.cast import Cast, one_of_each_role
from tests.records import post, story

SignIn = Callable[[Person], Client]


@pytest.fixture
def running(cast: Cast) -> Incident:
    """An S1 incident about something eaten, opened now by Bob."""
    seat = take_seat(cast.bob, cast.brand.slug, at=clock.now())
    return open_by_hand(seat=seat, title="吃完拉肚子", category=Category.PRODUCT_SAFETY, severity=Severity.S1)


def steps_of(cast: Cast, one: Incident, *, after: timedelta = timedelta()) -> Steps:
    one.refresh_from_db()
    return Steps(take_seat(cast.alice, cast.brand.slug, at=clock.now() + after), one)


def settle(client: Client, one: Incident, code: str, to: str, **data: str) -> int:
    address = reverse("settle_incident_step", args=[one.brand.slug, one.number, code])
    return client.post(address, {"was": "open", "to": to} | data).status_code


def test_an_opened_incident_has_the_steps_of_the_plan_that_fits(running: Incident, cast: Cast) -> None:
    """R1.48 in part: the plan for food safety is open with the incident."""
    steps = steps_of(cast, running)

    assert [pack.plan.code for pack in steps.packs] == ["food_safety"]
    assert {"name_owner", "hold_batch", "review"} <= {line.step.code for line in steps.lines}
    assert running.moments.filter(kind="plan").count() == 1


def test_what_people_say_chooses_the_plan_where_the_name_does_not(cast: Cast, at: datetime) -> None:
    about = story(cast.brand, at=at, title="出事了", category="product_safety")
    for text in ("女兒喝到碎片，嘴巴割傷", "燕麥奶裡有玻璃", "還能喝嗎"):
        StoryPost.objects.create(post=post(cast.brand, at=at, text=text), story=about)

    opened = open_from_story(seat=take_seat(cast.bob, cast.brand.slug, at=at), story=about)

    assert [pack.plan.code for pack in steps_of(cast, opened).packs] == ["food_safety"]


def listed(client: Client, one: Incident) -> list[tuple[str, str]]:
    """Give code and words of each step that a page shows, in its order."""
    page = client.get(reverse("incident", args=[one.brand.slug, one.number]), {"tab": "plan"}).content.decode()
    return re.findall(r'id="step-([^"]+)".*?class="strong plan-do">([^<]+)<', page, re.DOTALL)


def test_everybody_works_from_the_same_steps_in_the_same_order(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    """R1.49: two of one agency, the brand, legal and who watches; also after one of them has done something."""
    people = [cast.bob, cast.alice, cast.carol, *one_of_each_role(cast.brand).values()]
    settle(signed_in(cast.bob), running, "stop_schedule", "done")

    found = [listed(signed_in(one), running) for one in people]

    wanted = [(one.code, one.do["zh"]) for one in running.plan.all()]
    assert len(wanted) > 12
    assert found == [wanted] * len(people)


def test_a_plan_that_is_put_in_is_in_the_log_by_name_version_and_number_of_steps(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    """R2.93: who put it in, and only once."""
    where = reverse("merge_incident_plan", args=[running.brand.slug, running.number])

    for _ in range(2):
        signed_in(cast.bob).post(where, {"pack": "leak"})

    entry = Entry.objects.get(action="merge_plan", detail__plan="leak")
    assert (entry.actor, entry.subject) == (f"person:{cast.bob.pk}", f"incident:{running.pk}")
    assert entry.detail == {"plan": "leak", "version": "1", "steps": 7}


def test_a_plan_that_is_put_in_twice_adds_nothing(running: Incident, cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)

    first, second = (merge_plan(seat=seat, incident=running, code="leak") for _ in range(2))

    assert (first, second) == (7, 0)  # the steps of the base were there already


def test_two_plans_that_call_different_things_by_one_code_lose_neither(
    running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)
    content = content_of(playbooks()["leak"])
    row = next(one for one in content["tasks"] if one["code"] == "cut_access")
    text = write_plan(content).replace("code: cut_access", "code: hold_batch")
    made = write_version(seat=take_seat(cast.alice, cast.brand.slug, at=at), text=text, reason="x", was=0, code="leak")
    PlanVersion.objects.filter(pk=made.pk).update(in_force_at=at)

    first, second = (merge_plan(seat=seat, incident=running, code="leak") for _ in range(2))

    both = {one.code: one.do["zh"] for one in running.plan.filter(code__startswith="hold_batch")}
    assert both.keys() == {"hold_batch", "hold_batch-2"} and both["hold_batch-2"] == row["do"]["zh"]
    assert (first, second) == (7, 0)
    assert settle(signed_in(cast.bob), running, "hold_batch-2", "done") == 302
    assert running.plan.get(code="hold_batch").state == "open"


def test_a_later_version_of_the_base_puts_no_step_in_twice(running: Incident, cast: Cast, at: datetime) -> None:
    alice = take_seat(cast.alice, cast.brand.slug, at=at)
    text = write_plan(content_of(playbooks()[BASE])).replace("兩方一起檢討", "兩邊一起檢討")
    made = write_version(seat=alice, text=text, reason="x", was=0, code=BASE)
    PlanVersion.objects.filter(pk=made.pk).update(in_force_at=at)

    merge_plan(seat=alice, incident=running, code="leak")

    assert "兩方" in running.plan.get(code__startswith="review").do["zh"]


def test_limits_of_a_plan_that_comes_late_run_from_the_start(running: Incident, cast: Cast) -> None:
    late = take_seat(cast.bob, cast.brand.slug, at=clock.now() + timedelta(hours=3))

    merge_plan(seat=late, incident=running, code="leak")

    assert set(running.plan.values_list("starts_at", flat=True)) == {running.first_seen_at}


def test_the_limits_of_plans_that_came_late_before_are_put_right(running: Incident) -> None:
    running.plan.filter(code="hold_batch").update(starts_at=running.first_seen_at + timedelta(hours=3))

    migration = import_module("firebreak.console.respond.migrations.0011_limits_from_the_start")
    migration.begin_with_the_matter(apps, None)

    assert running.plan.get(code="hold_batch").starts_at == running.first_seen_at


def test_legal_settles_the_steps_that_are_legals_and_no_other(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    """R1.58: each role has its own acts in the room."""
    client = signed_in(one_of_each_role(cast.brand)[Role.LEGAL])
    steps = list(running.plan.all())
    theirs = next(one for one in steps if "legal" in (one.who["A"], *one.who["R"]) and not one.gate)
    other = next(one for one in steps if "legal" not in (one.who["A"], *one.who["R"]))

    assert settle(client, running, theirs.code, "done") == 302
    assert settle(client, running, other.code, "done") == 403
    page = client.get(reverse("incident", args=[running.brand.slug, running.number]), {"tab": "plan"}).content.decode()
    addresses = [reverse("settle_incident_step", args=[running.brand.slug, running.number, one.code]) for one in steps]
    mine = {one.code for one in steps if "legal" in (one.who["A"], *one.who["R"])}
    assert {one.code for one, address in zip(steps, addresses, strict=True) if address in page} == mine


def test_in_a_closed_incident_only_what_comes_after_the_closing_is_done(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    Incident.objects.filter(pk=running.pk).update(phase="closed")
    client = signed_in(cast.bob)
    after = running.plan.filter(phase="closed")[0]

    assert settle(client, running, "hold_batch", "done") == 409
    assert settle(client, running, after.code, "done") == 302


def test_what_was_done_stays_when_another_plan_is_put_in(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)
    settle(client, running, "stop_schedule", "done")

    client.post(reverse("merge_incident_plan", args=[running.brand.slug, running.number]), {"pack": "leak"})

    assert running.plan.get(code="stop_schedule").state == "done"
    assert running.plan.filter(code="cut_access").exists()


def test_a_step_keeps_who_did_it_and_when(running: Incident, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.57, R2.66."""
    settle(signed_in(cast.bob), running, "hold_batch", "done")

    step = running.plan.get(code="hold_batch")
    assert (step.state, step.settled_by, step.settled_at) == ("done", cast.bob, at)
    assert Entry.objects.filter(action="step_done", actor=f"person:{cast.bob.pk}").count() == 1


def test_the_second_of_two_is_told_that_a_step_is_done(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    settle(signed_in(cast.alice), running, "hold_batch", "done")

    refused = settle(signed_in(cast.bob), running, "hold_batch", "skipped", reason="不是這批")

    assert refused == 409
    assert running.plan.get(code="hold_batch").settled_by == cast.alice


def test_a_step_is_not_left_out_without_a_reason(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    refused = settle(signed_in(cast.bob), running, "hold_batch", "skipped", reason=" ")

    assert (refused, running.plan.get(code="hold_batch").state) == (400, "open")


def test_what_was_written_is_shown_again_when_it_is_refused(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    address = reverse("settle_incident_step", args=[running.brand.slug, running.number, "assess"])

    page = signed_in(cast.bob).post(address, {"was": "open", "to": "skipped", "reason": "上週已研判"})

    assert "上週已研判" in page.content.decode()


def test_judging_and_leading_are_left_out_only_with_authority(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    helper = settle(signed_in(cast.bob), running, "assess", "skipped", reason="已知")
    owner = settle(signed_in(cast.alice), running, "assess", "skipped", reason="同一件，上週已研判")

    assert (helper, owner) == (409, 302)
    told = running.moments.get(kind="step_skipped")
    assert (told.person, told.facts["override"]) == (cast.alice, True)


def test_nobody_has_named_a_lead_until_somebody_leads(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)

    before = settle(client, running, "name_owner", "done")
    Incident.objects.filter(pk=running.pk).update(owner=cast.bob)
    after = settle(client, running, "name_owner", "done")

    assert (before, after) == (409, 302)


def test_a_step_is_opened_again(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)
    settle(client, running, "hold_batch", "done")

    settle(client, running, "hold_batch", "open", was="done")

    step = running.plan.get(code="hold_batch")
    assert (step.state, step.settled_by) == ("open", None)


def test_limits_follow_the_severity(running: Incident, cast: Cast, at: datetime) -> None:
    step = running.plan.get(code="hold_batch")

    assert step.due("S1") == running.first_seen_at + timedelta(minutes=30)
    assert step.due("S2") == running.first_seen_at + timedelta(minutes=60)
    assert running.plan.get(code="holding").due("S4") is None


def test_working_days_of_a_step_leave_out_holidays_as_the_clocks_do() -> None:
    eve = datetime(2026, 2, 13, 18, tzinfo=TAIPEI)  # the last working day before the lunar new year

    assert Step(limits={"S1": "1wd"}, starts_at=eve).due("S1") == datetime(2026, 2, 23, 18, tzinfo=TAIPEI)


def test_an_open_step_is_late_after_its_limit(running: Incident, cast: Cast) -> None:
    assert steps_of(cast, running).late == 0
    assert steps_of(cast, running, after=timedelta(minutes=31)).late > 3


def test_a_role_that_nobody_has_is_named_as_a_gap(running: Incident, cast: Cast) -> None:
    held = {row.role for row in cast.brand.assignments.all()}

    gaps = steps_of(cast, running).gaps

    assert "legal" not in held
    assert gaps


def test_the_overview_shows_the_next_step(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.carol).get(reverse("incident", args=[running.brand.slug, running.number]))

    assert "停掉排程貼文、廣告與自動回覆" in page.content.decode()


def test_who_only_watches_sees_the_steps_and_settles_none(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.carol)

    page = client.get(reverse("incident", args=[running.brand.slug, running.number]), {"tab": "plan"})

    assert "絕對不做" in page.content.decode()
    assert settle(client, running, "hold_batch", "done") == 403
