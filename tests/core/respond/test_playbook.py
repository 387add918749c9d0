"""Are the crisis plans whole, and does one that is wrong say on which line?"""

import dataclasses

import pytest

from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import GATES, Plan, fitting, grade, joined
from firebreak.core.terms import Category, Phase, Role, Severity
from firebreak.knowledge.playbooks import BASE, laws, parse_plan, playbooks

SMALL = """code: small
version: "1"
name: {zh: "小", en: "Small"}
tasks:
  - code: look
    phase: triage
    do: {zh: "看", en: "Look"}
    how: {zh: "看清楚", en: "Look closely"}
    who: {A: brand_pr, R: agency_lead}
    due: 15m 30m 2h -
"""


def test_the_three_steps_and_twelve_crisis_plans_ship() -> None:
    assert BASE in playbooks()
    assert len(playbooks()) >= 13


@pytest.mark.parametrize("code", list(playbooks()))
def test_every_plan_that_ships_is_whole(code: str) -> None:
    """R1.22, R2.25, R2.99: each of the five elements is complete."""
    plan = playbooks()[code]

    found = grade(plan, joined(plan, playbooks()))

    assert (found.letter, [one.lacks for one in found.elements if one.lacks]) == ("A", [])


@pytest.mark.parametrize("category", list(Category))
def test_every_category_has_a_plan_of_its_own(category: Category) -> None:
    """R1.22: no class is without a plan; R2.15: nor is any of the four base crises."""
    assert fitting(category, (), playbooks().values()) is not None


def test_words_of_the_matter_choose_among_the_plans_of_a_category() -> None:
    """R1.48 in part: what made people ill opens the plan for food safety."""
    plans = playbooks().values()

    eaten = fitting(Category.PRODUCT_SAFETY, ["吃完拉肚子"], plans)
    burnt = fitting(Category.PRODUCT_SAFETY, ["充電時冒煙起火"], plans)

    assert eaten and burnt
    assert (eaten.code, burnt.code) == ("food_safety", "danger")


@pytest.mark.parametrize(
    ("category", "texts", "code"),
    [
        (Category.PRODUCT_SAFETY, ["INC-1", "女兒喝燕麥奶喝到碎片，嘴巴割傷"], "food_safety"),  # what cuts was drunk
        (Category.PRODUCT_SAFETY, ["燕麥奶出事了", "喝到玻璃", "小孩割傷", "嘴唇割傷流血", "還能喝嗎"], "food_safety"),
        (Category.PRODUCT_SAFETY, ["燕麦奶喝到玻璃，割伤"], "food_safety"),  # in simplified characters
        (Category.PRODUCT_SAFETY, ["My kid drank the oat milk and got injured by a shard"], "food_safety"),
        (Category.PRODUCT_SAFETY, ["這款 oat milk裡有玻璃渣"], "food_safety"),
        (Category.PRODUCT_SAFETY, ["喝斥店員，食言而肥，行李箱輪子爆開"], "danger"),  # nobody ate or drank anything
        (Category.PRODUCT_SAFETY, ["The great heater overheated, smoke and fire"], "danger"),  # nothing to eat in it
        (Category.PRODUCT_SAFETY, ["電鍋煮到一半起火，飯都不能吃"], "danger"),  # as much of either: what is worse
        (Category.PRODUCT_SAFETY, ["吹風機冒煙", "觸電了", "手被燙傷", "氣到吃不下飯"], "danger"),
        (Category.PRODUCT_SAFETY, ["電池膨脹"], "danger"),  # no word of either: the first
        (
            Category.ETHICS,
            ["逼員工加班", "血汗", "工廠排廢水", "欠薪", "連網紅都在講"],
            "labour_environment",
        ),  # one in five
        (Category.ETHICS, ["代言的藝人涉案", "快換代言人", "退貨"], "spokesperson"),
        (Category.COMPLIANCE, ["被檢舉廣告不實"], "compliance"),
        (Category.OTHER, [], "stop_bleeding"),
    ],
)
def test_what_is_said_of_a_matter_chooses_its_plan(category: Category, texts: list[str], code: str) -> None:
    found = fitting(category, texts, playbooks().values())

    assert found
    assert found.code == code


def test_a_plan_has_the_steps_it_builds_on_in_order_of_phases() -> None:
    """R1.57, R2.66: steps have an order."""
    tasks = joined(playbooks()["leak"], playbooks())

    order = list(Phase)
    places = [order.index(task.phase) for task in tasks]
    assert places == sorted(places)
    assert {"name_owner", "assess", "report_authority"} <= {task.code for task in tasks}


def test_its_own_word_on_a_step_goes_before_that_of_the_base() -> None:
    plan = playbooks()["leak"]
    own = playbooks()[BASE].tasks[0]
    changed = dataclasses.replace(own, due={Severity.S1: "1m"})
    mine = dataclasses.replace(plan, tasks=(changed,))

    tasks = joined(mine, playbooks())

    assert next(task for task in tasks if task.code == own.code).due == {Severity.S1: "1m"}


def small() -> Plan:
    return parse_plan(SMALL)


def test_a_level_with_a_dash_has_no_limit() -> None:
    assert small().tasks[0].due == {Severity.S1: "15m", Severity.S2: "30m", Severity.S3: "2h"}


@pytest.mark.parametrize(
    ("was", "now", "line", "problem"),
    [
        ("A: brand_pr, ", "", 9, "not_one_accountable"),  # nobody answers for it
        ("A: brand_pr, ", "A: brand_pr legal, ", 9, "not_one_accountable"),  # two do
        ("R: agency_lead", "R: viewer", 9, "role_only_reads"),
        ("15m 30m", "15x 30m", 10, "duration"),
        (" 2h -", " 2h", 10, "not_four_limits"),
        ("phase: triage", "phase: triagge", 6, "unknown_word"),
        ("    how:", "    hwo:", 8, "unknown_name"),
        ("due: 15m 30m 2h -", "law: LAW-1", 5, "empty"),  # what is missing has the line of what it belongs to
        ("name: {", "name: [", 3, "not_yaml"),
    ],
)
def test_a_plan_that_is_wrong_says_on_which_line(was: str, now: str, line: int, problem: str) -> None:
    """R1.53, R2.71: refused with nobody accountable, and with two."""
    with pytest.raises(BadInput) as wrong:
        parse_plan(SMALL.replace(was, now))

    assert (wrong.value.context["line"], wrong.value.context["problem"]) == (line, problem)


def test_a_bare_plan_is_graded_low_and_says_what_it_lacks() -> None:
    found = grade(small(), small().tasks)

    lacks = {one.name: one.lacks for one in found.elements}
    assert found.letter == "D"
    assert "owner_step" in lacks["duties"]
    assert lacks["review"] == ("watch_step", "review_step")


def test_a_plan_without_one_element_is_no_a() -> None:
    plan = playbooks()["leak"]
    tasks = [task for task in joined(plan, playbooks()) if task.phase not in (Phase.WATCH, Phase.CLOSED)]

    assert grade(plan, tasks).letter != "A"


@pytest.mark.parametrize("gate", GATES)
def test_a_plan_in_which_anybody_may_skip_judging_or_leading_is_no_a(gate: str) -> None:
    plan = playbooks()["leak"]
    tasks = [dataclasses.replace(one, gate=one.gate.replace(gate, "")) for one in joined(plan, playbooks())]

    assert grade(plan, tasks).letter != "A"


def test_the_steps_that_nobody_skips_are_those_of_judging_and_leading() -> None:
    gates = {task.gate: task.who.accountable for task in playbooks()[BASE].tasks if task.gate}

    assert gates == {"owner": Role.BRAND_PR, "assess": Role.BRAND_PR}


def test_every_law_that_a_plan_names_is_known() -> None:
    named = {
        law for plan in playbooks().values() for law in (*plan.laws, *(task.law for task in plan.tasks if task.law))
    }

    assert named - set(laws()) == set()


@pytest.mark.parametrize(
    ("lacking", "points", "letter"),
    [
        ({"resources": ()}, 95, "A"),
        ({"signs": (), "resources": ()}, 85, "B"),
        ({"signs": (), "channels": (), "resources": ()}, 75, "B"),
        ({"signs": (), "channels": (), "resources": (), "never": ()}, 70, "C"),
    ],
)
def test_the_grade_of_a_plan_falls_with_what_it_lacks(
    lacking: dict[str, tuple[str, ...]], points: int, letter: str
) -> None:
    plan = playbooks()["leak"]

    found = grade(dataclasses.replace(plan, **lacking), joined(plan, playbooks()))  # type: ignore[arg-type]

    assert (found.points, found.letter) == (points, letter)
