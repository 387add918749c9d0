"""Does each plan say when it was drilled last, in red when that is too long ago, and who wrote that down? (R1.3 in part)"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.plans.drilling import Drilled, record_drill, strike_drill
from firebreak.console.plans.models import Drill, PlanVersion
from firebreak.console.plans.page import PlanPage, Shelf
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.workdays import day_of
from firebreak.knowledge.playbooks import playbooks
from tests.cast import Cast
from tests.records import drill, plan

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
PLAN = "food_safety"
LEARNT = "門市找不到停售表，改放收銀台"


def where(name: str, *more: Any) -> str:
    return reverse(name, args=["spring", PLAN, *more])


def told(seat: Seat, **fields: Any) -> Drilled:
    usual: dict[str, Any] = {"on": day_of(seat.at), "people": [seat.person], "others": "", "learnt": LEARNT}
    return Drilled(**(usual | fields))


def written(page: Client, **fields: Any) -> Any:
    return page.post(where("record_plan_drill"), {"others": "", "learnt": LEARNT} | fields)


def test_every_plan_of_a_new_brand_says_that_it_was_never_drilled(seat: Seat, signed_in: SignIn) -> None:
    """One banner says it in red; a chip is red where the house signed the plan itself."""
    page = signed_in(seat.person).get(reverse("plans", args=["spring"])).content.decode()

    assert len(Shelf(seat).stale) == len(playbooks())
    assert page.count("從未演練") == len(playbooks())
    assert page.count("chip bad") == 0
    assert f"{len(playbooks())} 份計畫 90 天內沒有演練" in page


def test_a_plan_that_the_house_signed_and_never_drilled_says_so_in_red(seat: Seat, signed_in: SignIn) -> None:
    row = plan(seat.brand, by=seat.person, at=seat.at)
    row.in_force_at = seat.at
    row.save(update_fields=["in_force_at"])

    page = signed_in(seat.person).get(reverse("plans", args=["spring"])).content.decode()

    assert page.count("chip bad") == 1
    assert "chip bad" in page[page.index("淨水器漏水") :]


@pytest.mark.parametrize(("days", "said"), [(90, "chip plain"), (91, "chip bad")])
def test_the_last_drill_turns_red_after_ninety_days(seat: Seat, signed_in: SignIn, days: int, said: str) -> None:
    for ago in (days + 30, days):
        drill(seat.brand, by=seat.person, at=seat.at, code=PLAN, days=ago, on=day_of(seat.at) - ago * DAY)
    day = (day_of(seat.at) - days * DAY).strftime("%Y/%m/%d")

    for address in (reverse("plans", args=["spring"]), where("plan"), where("plan_drills")):
        page = signed_in(seat.person).get(address).content.decode()
        chip = page[: page.index(f"上次演練 {day}")].rpartition('<span class="')[2]
        assert chip.startswith(said)
        assert (f"上次演練 {day}，已逾 90 天" in page) is (days > 90)


def test_a_drill_is_written_down_with_who_took_part_and_what_was_learnt(
    cast: Cast, seat: Seat, signed_in: SignIn
) -> None:
    on = day_of(seat.at) - 3 * DAY

    answer = written(signed_in(cast.alice), on=on.isoformat(), people=[cast.alice.pk, cast.bob.pk], others="三家門市")

    made = Drill.objects.get()
    assert answer.status_code == 302
    assert (made.on, made.version, made.by, made.learnt) == (on, playbooks()[PLAN].version, cast.alice, LEARNT)
    assert set(made.people.all()) == {cast.alice, cast.bob}
    page = signed_in(cast.carol).get(where("plan_drills")).content.decode()
    assert all(said in page for said in (LEARNT, "Bob", "三家門市"))


def test_the_log_has_the_drill_and_none_of_its_words(seat: Seat) -> None:
    made = record_drill(seat=seat, code=PLAN, drilled=told(seat))
    strike_drill(seat=seat, drill=made)

    said = [(one.action, one.subject, one.detail["plan"], one.detail["day"]) for one in Entry.objects.order_by("pk")]
    day = day_of(seat.at).isoformat()
    assert said[-2:] == [(act, f"drill:{made.pk}", PLAN, day) for act in ("record_drill", "strike_drill")]
    assert not any("停售表" in str(one.detail) for one in Entry.objects.all())


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"learnt": "  "}, "nothing_learnt"),
        ({"people": []}, "nobody_drilled"),
        ({"learnt": "字" * 1001}, "drill_too_long"),
        ({"others": "字" * 201}, "drill_too_long"),
    ],
)
def test_half_a_drill_is_refused(seat: Seat, fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as refused:
        record_drill(seat=seat, code=PLAN, drilled=told(seat, **fields))

    assert refused.value.context["problem"] == problem
    assert not Drill.objects.exists()


def test_a_drill_that_is_still_to_come_is_refused_and_no_word_is_lost(seat: Seat, signed_in: SignIn) -> None:
    ahead = (day_of(seat.at) + DAY).isoformat()

    answer = written(signed_in(seat.person), on=ahead, people=[seat.person.pk])

    page = answer.content.decode()
    assert (answer.status_code, "這場演練還沒舉行。" in page, LEARNT in page) == (400, True, True)
    assert not Drill.objects.exists()


def test_somebody_of_another_brand_took_no_part(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    with pytest.raises(NotAllowed):
        record_drill(seat=seat, code=PLAN, drilled=told(seat, people=[cast.mallory]))

    answer = written(signed_in(cast.alice), on=day_of(seat.at).isoformat(), people=[cast.mallory.pk])
    assert (answer.status_code, Drill.objects.count()) == (400, 0)


def test_a_drill_that_was_struck_stays_and_counts_no_more(seat: Seat, signed_in: SignIn) -> None:
    made = record_drill(seat=seat, code=PLAN, drilled=told(seat))
    client = signed_in(seat.person)

    answers = [client.post(where("strike_plan_drill", made.pk)).status_code for _again in range(2)]

    page = client.get(where("plan_drills")).content.decode()
    assert answers == [302, 409]
    assert PlanPage(seat, PLAN).is_stale
    assert all(said in page for said in ("從未演練", "已劃掉，不列計", LEARNT))


def test_a_drill_is_of_the_version_that_held_on_its_day(seat: Seat) -> None:
    version = plan(seat.brand, by=seat.person, at=seat.at - 20 * DAY)
    PlanVersion.objects.filter(pk=version.pk).update(in_force_at=seat.at - 10 * DAY)

    days = [day_of(seat.at) - ago * DAY for ago in (11, 10, 0)]
    made = [record_drill(seat=seat, code="leaking", drilled=told(seat, on=day)) for day in days]

    assert [one.version for one in made] == ["", "1", "1"]


def test_bob_writes_drills_down_too_and_carol_only_reads_them(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    bob, carol = (take_seat(one, "spring", at=seat.at) for one in (cast.bob, cast.carol))
    made = record_drill(seat=bob, code=PLAN, drilled=told(bob))

    with pytest.raises(NotAllowed):
        record_drill(seat=carol, code=PLAN, drilled=told(carol))
    with pytest.raises(NotAllowed):
        strike_drill(seat=carol, drill=made)

    page = signed_in(cast.carol).get(where("plan_drills")).content.decode()
    assert LEARNT in page
    assert where("record_plan_drill") not in page
    assert where("strike_plan_drill", made.pk) not in page


def test_two_who_strike_the_same_drill_are_told_apart(seat: Seat) -> None:
    made = record_drill(seat=seat, code=PLAN, drilled=told(seat))
    strike_drill(seat=seat, drill=made)

    with pytest.raises(Conflict):
        strike_drill(seat=seat, drill=made)


def test_the_drills_of_another_brand_count_for_nothing_here(cast: Cast, seat: Seat) -> None:
    drill(cast.others_brand, by=cast.mallory, at=seat.at, code=PLAN, days=1)

    assert PlanPage(seat, PLAN).last_drilled is None
