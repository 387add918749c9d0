"""Do brand and agency write, sign and follow one plan, each version once and for good?"""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Engagement, Entry, Person
from firebreak.console.plans.library import plans_in_force
from firebreak.console.plans.models import PlanVersion
from firebreak.console.plans.page import PlanPage, Shelf
from firebreak.console.plans.services import sign_version, write_version
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_by_hand
from firebreak.console.respond.plan.packs import merge_plan
from firebreak.console.respond.plan.page import Steps
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.revision import content_of
from firebreak.core.terms import Category, Severity
from firebreak.knowledge.playbooks import playbooks, write_plan
from tests.cast import Cast

SignIn = Callable[[Person], Client]
WHY = "門市回報拆成三區"


def text_of(code: str, was: str = "", now: str = "") -> str:
    return write_plan(content_of(playbooks()[code])).replace(was, now)


def sooner(seat: Seat, limit: str = "15m", *, was: int = 0) -> PlanVersion:
    """Write a version of the plan on food in which the batch is stopped sooner."""
    text = text_of("food_safety", "due: 30m 60m 4h 24h", f"due: {limit} 60m 4h 24h")
    return write_version(seat=seat, text=text, reason=WHY, was=was, code="food_safety")


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def signed_by(version: PlanVersion, *seats: Seat) -> PlanVersion:
    for seat in seats:
        version = sign_version(seat=seat, code=version.code, number=version.number)
    return version


def held(cast: Cast) -> str:
    """Give until when a batch is stopped at S1 by the plan that holds."""
    plan = plans_in_force(cast.brand)["food_safety"]
    return next(task for task in plan.tasks if task.code == "hold_batch").due[Severity.S1]


def test_a_plan_that_somebody_wrote_is_kept_with_who_when_and_why(seat: Seat, at: datetime) -> None:
    made = sooner(seat)

    assert (made.number, made.written_by, made.written_at, made.reason) == (2, seat.person, at, WHY)
    line = Entry.objects.get(action="write_plan")
    assert line.detail == {"plan": "food_safety", "version": 2, "digest": made.digest}


def test_a_version_holds_only_after_both_organisations_signed_it(seat: Seat, bobs: Seat, cast: Cast) -> None:
    """R1.64."""
    made = sooner(seat)

    before = held(cast)
    signed_by(made, seat)
    half = held(cast)
    signed_by(made, bobs)

    assert (before, half, held(cast)) == ("30m", "30m", "15m")


def test_a_signature_keeps_who_signed_for_whom_and_when(seat: Seat, bobs: Seat, cast: Cast, at: datetime) -> None:
    made = signed_by(sooner(seat), seat, bobs)

    found = [(one.organisation, one.person, one.at) for one in made.signatures.all()]
    assert found == [(cast.brand.organisation, cast.alice, at), (cast.agency, cast.bob, at)]
    lines = [one.detail["in_force"] for one in Entry.objects.filter(action="sign_plan").order_by("number")]
    assert lines == [False, True]


def test_an_edit_voids_both_signatures_and_the_version_that_holds_stays(seat: Seat, bobs: Seat, cast: Cast) -> None:
    signed_by(sooner(seat), seat, bobs)
    half = signed_by(sooner(seat, "20m", was=2), seat)
    sooner(seat, "25m", was=3)

    with pytest.raises(Conflict):
        signed_by(half, bobs)
    assert held(cast) == "15m"
    assert PlanPage(seat, "food_safety").has_signed is False


def test_nobody_signs_twice_for_one_organisation(seat: Seat) -> None:
    made = signed_by(sooner(seat), seat)

    with pytest.raises(Conflict) as refused:
        signed_by(made, seat)

    assert refused.value.context["problem"] == "signed_already"


def test_without_an_agency_the_brand_signs_alone(seat: Seat, cast: Cast) -> None:
    Engagement.objects.filter(agency=cast.agency).delete()

    signed_by(sooner(seat), seat)

    assert held(cast) == "15m"


def test_an_agency_that_may_not_approve_is_not_waited_for_and_the_page_says_so(
    seat: Seat, cast: Cast, signed_in: SignIn
) -> None:
    Engagement.objects.filter(agency=cast.agency).update(scopes=["read", "triage"])
    made = sooner(seat)

    page = signed_in(cast.alice).get(reverse("plan", args=["spring", "food_safety"])).content.decode()
    signed_by(made, seat)

    assert "不等聽潮顧問簽署" in page
    assert held(cast) == "15m"
    assert PlanPage(seat, "food_safety").left_out == []  # it holds, nobody is waited for


def test_what_was_half_signed_when_the_agency_left_can_still_hold(seat: Seat, cast: Cast) -> None:
    made = signed_by(sooner(seat), seat)
    Engagement.objects.filter(agency=cast.agency).delete()

    signed_by(made, seat)

    assert held(cast) == "15m"


def test_the_second_of_two_writers_is_told_and_nothing_is_overwritten(seat: Seat, bobs: Seat) -> None:
    sooner(seat)

    with pytest.raises(Conflict):
        sooner(bobs, "10m")

    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("was", "now", "field", "problem"),
    [
        ("A: brand_pr", "A: brand_pr legal", "tasks.1.who", "not_one_accountable"),
        ("due: 30m", "due: soon", "tasks.1.due", "duration"),
        ("with: stop_bleeding", "with: food_safety", "with", "plan_not_there"),  # no plan builds on itself
        ("code: food_safety", "code: leak", "code", "other_plan"),
        ("xx", "xx", "", "nothing_changed"),
    ],
)
def test_a_plan_that_cannot_be_kept_says_where(seat: Seat, was: str, now: str, field: str, problem: str) -> None:
    with pytest.raises(BadInput) as wrong:
        write_version(seat=seat, text=text_of("food_safety", was, now), reason=WHY, was=0, code="food_safety")

    assert (wrong.value.context["field"], wrong.value.context["problem"]) == (field, problem)
    assert not PlanVersion.objects.exists()


def test_a_plan_that_is_longer_once_it_is_written_down_than_can_be_read_is_not_kept(seat: Seat) -> None:
    content = content_of(playbooks()["leak"])
    tasks = [one | {"how": {"zh": "\ufeff" * 300, "en": "\ufeff" * 300}} for one in content["tasks"]]
    many = [tasks[0] | {"code": f"step_{place}"} for place in range(40 - len(tasks))]
    text = json.dumps(content | {"tasks": tasks + many}, ensure_ascii=False)

    with pytest.raises(BadInput) as wrong:
        write_version(seat=seat, text=text, reason=WHY, was=0, code="leak")

    assert wrong.value.context["problem"] == "words_too_long"
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize(("reason", "problem"), [(" ", "reason_missing"), ("長" * 201, "too_long")])
def test_a_version_has_a_reason(seat: Seat, reason: str, problem: str) -> None:
    with pytest.raises(BadInput) as wrong:
        write_version(seat=seat, text=text_of("leak", "30m", "5m"), reason=reason, was=0, code="leak")

    assert wrong.value.context["problem"] == problem


def test_a_plan_that_lacks_too_much_is_kept_and_cannot_be_signed(seat: Seat) -> None:
    bare = content_of(playbooks()["leak"])
    bare = {name: value for name, value in bare.items() if name not in ("with", "never", "signs")}
    made = write_version(seat=seat, text=write_plan(bare), reason=WHY, was=0, code="leak")

    with pytest.raises(BadInput) as refused:
        signed_by(made, seat)

    assert {"signs", "never", "owner_step"} <= set(refused.value.context["lacks"])
    assert not made.signatures.exists()


def test_who_may_not_write_or_sign_does_neither(cast: Cast, seat: Seat, at: datetime) -> None:
    carols = take_seat(cast.carol, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        sooner(carols)
    with pytest.raises(NotAllowed):
        signed_by(sooner(seat), carols)


def test_a_plan_of_the_brands_own_stands_beside_those_that_ship(seat: Seat, bobs: Seat, cast: Cast) -> None:
    text = text_of("food_safety", "code: food_safety", "code: oat_milk")
    made = write_version(seat=seat, text=text, reason=WHY, was=0)

    begun = [row.reading.plan.code for row in Shelf(seat).rows if row.is_begun]
    signed_by(made, seat, bobs)

    assert (made.number, begun) == (1, ["oat_milk"])
    assert "oat_milk" in plans_in_force(cast.brand)
    assert "oat_milk" not in plans_in_force(cast.others_brand)


def opened(seat: Seat) -> Incident:
    return open_by_hand(seat=seat, title="吃完拉肚子", category=Category.PRODUCT_SAFETY, severity=Severity.S1)


def stopped_by(one: Incident) -> tuple[str, str]:
    step = one.plan.get(code="hold_batch")
    return step.limits["S1"], step.version


def test_an_incident_takes_the_version_that_holds_and_keeps_it(seat: Seat, bobs: Seat) -> None:
    """R1.49 in part: the steps of an incident are those of one version."""
    shipped = opened(seat)
    signed_by(sooner(seat), seat, bobs)
    first = opened(seat)
    signed_by(sooner(seat, "10m", was=2), seat, bobs)
    second = opened(seat)

    assert [stopped_by(one) for one in (shipped, first, second)] == [("30m", "1"), ("15m", "2"), ("10m", "3")]
    assert [pack.plan.version for one in (shipped, first, second) for pack in Steps(seat, one).packs] == ["1", "2", "3"]


def test_a_draft_reaches_no_incident(seat: Seat) -> None:
    sooner(seat)

    assert stopped_by(opened(seat)) == ("30m", "1")


def test_a_plan_of_the_brands_own_is_merged_into_a_running_incident(seat: Seat, bobs: Seat) -> None:
    """R2.93: the timeline tells it."""
    text = text_of("leak", "code: leak", "code: member_data").replace("code: cut_access", "code: freeze_accounts")
    running = opened(seat)
    signed_by(write_version(seat=seat, text=text, reason=WHY, was=0), seat, bobs)

    merge_plan(seat=seat, incident=running, code="member_data")

    assert running.plan.filter(code="freeze_accounts", pack="member_data", version="1").exists()
    told = running.moments.filter(kind="plan").order_by("-pk")[0]
    assert told.facts["name"]["en"] == "Leak of personal data"
