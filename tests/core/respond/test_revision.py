"""Does a plan come back from its file as it was, and is every change between two versions told?"""

import dataclasses
from typing import Any

import pytest

from firebreak.core.errors import BadInput
from firebreak.core.respond.playbook import LENGTHS, MOST, Known, Plan, Said
from firebreak.core.respond.revision import Change, changes_of, content_of, content_of_task, drop_task, put_task
from firebreak.core.terms import Severity
from firebreak.knowledge.playbooks import laws, parse_plan, playbooks, texts, write_plan

KNOWN = Known(plans=playbooks().keys(), laws=laws().keys(), texts=texts())


def leak(**changes: Any) -> Plan:
    return dataclasses.replace(playbooks()["leak"], **changes)


def told(plan: Plan) -> list[tuple[str, str, list[str]]]:
    """Say what is changed against the plan on leaks that ships: step, kind, fields."""
    return [(one.code, one.kind, [each.field for each in one.differences]) for one in changes_of(leak(), plan)]


@pytest.mark.parametrize("code", list(playbooks()))
def test_a_plan_that_is_written_is_read_as_it_was(code: str) -> None:
    plan = playbooks()[code]

    assert parse_plan(write_plan(content_of(plan)), KNOWN) == plan


def test_a_plan_that_is_the_same_but_for_its_version_has_no_change() -> None:
    assert changes_of(leak(), leak(version="2")) == []


def test_each_field_that_changed_is_told_with_what_it_was() -> None:
    first, *rest = leak().tasks
    sooner = dataclasses.replace(first, due={**first.due, Severity.S1: "15m"}, do=Said("關上入口", first.do.en))

    found = changes_of(leak(), leak(tasks=(sooner, *rest)))

    assert [(one.field, one.was, one.now) for one in found[0].differences] == [
        ("do.zh", first.do.zh, "關上入口"),
        ("due.S1", "30m", "15m"),
    ]


def test_a_step_that_came_and_one_that_went_are_told() -> None:
    first, *rest = leak().tasks
    other = dataclasses.replace(first, code="close_the_door")

    kinds = {code: kind for code, kind, _fields in told(leak(tasks=(other, *rest)))}

    assert kinds == {"close_the_door": "new", "cut_access": "gone"}


def test_another_order_of_the_same_steps_is_a_change() -> None:
    first, second, *rest = leak().tasks

    assert told(leak(tasks=(second, first, *rest))) == [("", "changed", ["order"])]


def test_a_list_is_compared_by_its_lines_in_each_language() -> None:
    more = (*leak().never, Said("不拖", "No delay"))

    assert told(leak(never=more)) == [("", "changed", ["never.zh", "never.en"])]


def test_a_step_is_put_in_the_place_of_the_one_with_its_code() -> None:
    first = leak().tasks[0]
    task = content_of_task(first) | {"due": "5m 5m 5m 5m"}

    plan = parse_plan(write_plan(put_task(content_of(leak()), task)), KNOWN)

    assert [one.code for one in plan.tasks] == [one.code for one in leak().tasks]
    assert plan.tasks[0].due[Severity.S4] == "5m"


def test_a_step_that_is_dropped_is_gone() -> None:
    left = drop_task(content_of(leak()), "cut_access")["tasks"]

    assert "cut_access" not in [one["code"] for one in left]
    assert len(left) == len(leak().tasks) - 1


@pytest.mark.parametrize(
    ("was", "now", "field", "problem"),
    [
        ("with: stop_bleeding", "with: stop_beeding", "with", "plan_not_there"),
        ("laws: LAW-1 ", "laws: LAW-99 ", "laws", "law_not_there"),
        ("law: LAW-1d", "law: LAW-1x", "tasks.2.law", "law_not_there"),
        ("code: cut_access", "code: Cut Access!", "tasks.1.code", "not_a_code"),
        ("code: leak", "code: ../leak", "code", "not_a_code"),
        ("name: {zh: ", "name: {zh: 外洩, zh: ", "zh", "twice"),  # the second would silently win
        ("signs:", "signs: &a", "", "alias"),
    ],
)
def test_what_a_plan_may_not_say_is_found_at_its_field(was: str, now: str, field: str, problem: str) -> None:
    text = write_plan(content_of(leak())).replace(was, now, 1)
    text = text + ("more: *a\n" if problem == "alias" else "")

    with pytest.raises(BadInput) as wrong:
        parse_plan(text, KNOWN)

    assert (wrong.value.context["field"], wrong.value.context["problem"]) == (field, problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 40, "too_deep"),
        ("a: " + "長" * 60_001, "words_too_long"),
        ("- 1\n- 2", "not_a_mapping"),
        ("", "not_a_mapping"),
        ("version: 2026-02-31", "not_yaml"),  # YAML takes it for a date
        ("\x00", "not_yaml"),
        ("name: !!pairs [{[a]: b}]", "not_yaml"),
        ("code: !!bool x", "not_yaml"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_before_it_costs_anything(text: str, problem: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_plan(text, KNOWN)

    assert wrong.value.context["problem"] == problem


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"name": Said("名" * (LENGTHS["name"] + 1), "x")}, "words_too_long"),
        ({"name": Said("名\x07", "x")}, "not_to_be_written"),
        ({"name": Said("名\uffff", "x")}, "not_to_be_written"),
        ({"never": (Said("不", "no"),) * (MOST["never"] + 1)}, "too_many"),
    ],
)
def test_words_that_no_page_could_hold_are_refused(more: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse_plan(write_plan(content_of(leak(**more))), KNOWN)

    assert wrong.value.context["problem"] == problem


def test_the_title_of_a_change_is_that_of_its_step() -> None:
    gone: Change = changes_of(leak(), leak(tasks=leak().tasks[1:]))[-1]

    assert gone.title == leak().tasks[0].do
