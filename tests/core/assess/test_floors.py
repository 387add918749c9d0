"""Which harm makes a story grave whatever its numbers, and when is one voice too few?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.assess.floors import Told, floor_rules, holding, scattered
from firebreak.core.assess.severity import judge
from firebreak.core.errors import BadInput
from firebreak.core.terms import Severity, StoryFacts
from firebreak.knowledge.rules import severity
from tests.core.assess.test_severity import GRIPE, any_facts

RULES = severity()
NAMES = [rule.name for rule in RULES.floors]


def told(who: str, *tells: str, text: str = "") -> Told:
    return Told(frozenset(tells), frozenset(tells), frozenset({who}), frozenset({text or who}))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        # two people were made ill, each in their own words, whatever each calls it
        ([told("a", "bodily_harm", "product_safety"), told("b", "poisoning", "product_safety")], ["illness"]),
        # one alone, one who says it twice, the same words by two
        ([told("a", "bodily_harm", "product_safety")], []),
        ([told("a", "bodily_harm", "product_safety"), told("a", "poisoning", "product_safety", text="again")], []),
        ([told(who, "poisoning", "product_safety", text="copy") for who in "ab"], []),
        # a queue in which two nearly fainted is no matter of the product
        ([told(who, "bodily_harm", "service") for who in "ab"], []),
        # vermin; a leak
        ([told(who, "pests", "product_safety") for who in "ab"], ["hygiene"]),
        ([told(who, "privacy_leak", "privacy_leak") for who in "ab"], ["personal_data"]),
        # somebody's address is called out: one is enough, where it is an address
        ([told("a", "doxxing", "personal_data", "harassment")], ["doxxing"]),
        ([told("a", "doxxing", "harassment"), told("b", "doxxing", "harassment")], []),
        # a child is hurt by those who mind it
        ([told(who, "serious_misconduct", "minor", "staff_conduct") for who in "ab"], ["minors"]),
        ([told("a", "hidden_camera", "staff_conduct")], ["hidden_camera"]),
    ],
)
def test_a_rule_holds_from_so_many_people_on(said: list[Told], found: list[str]) -> None:
    assert list(holding(said, RULES.floors)) == found


def test_what_a_post_is_filed_under_is_no_word_of_harm() -> None:
    """A category that is called as a reason is: two posts that were filed so by a hair tell of nothing."""
    filed = [Told(frozenset(), frozenset({"privacy_leak"}), frozenset({who}), frozenset({who})) for who in "ab"]

    assert holding(filed, RULES.floors) == ()


SICK = {story: [told(f"u{story}", "poisoning", "product_safety")] for story in (7, 4, 9)}


@pytest.mark.parametrize(
    ("judged", "carried", "found"),
    [
        ((7, 4, 9), {}, 4),  # the first of them
        ((9,), {}, 9),  # the one that is looked at, though others are older: nobody waits for those
        ((7, 4, 9), {7: ["illness"]}, 7),  # whoever was told of stays the one
        ((4, 9), {7: ["illness"]}, None),
        ((4, 9), {2: ["illness"]}, None),  # also where its own posts are days old
        ((4, 9), {2: ["hygiene"]}, 4),
        ((), {}, None),
    ],
)
def test_who_tell_of_it_in_stories_apart_are_heard_together_by_one_of_them(
    judged: tuple[int, ...], carried: dict[int, list[str]], found: int | None
) -> None:
    held = scattered(SICK, RULES.floors, judged=judged, carried=carried)

    assert held == ({found: ("illness",)} if found else {})


def test_one_alone_carries_nothing() -> None:
    assert scattered({4: SICK[4]}, RULES.floors, judged=[4]) == {}


def test_a_story_that_holds_by_itself_carries_for_an_older_one() -> None:
    both = [*SICK[7], *SICK[9]]

    assert scattered({4: SICK[4], 7: both}, RULES.floors, judged=[4]) == {}


signs = sorted({sign for rule in RULES.floors for sign in rule.any | rule.beside})
anybody = st.builds(
    lambda tells, who, text: told(who, *tells, text=text),
    st.sets(st.sampled_from(signs), max_size=4),
    st.sampled_from("abc"),
    st.sampled_from("xyz"),
)


@given(st.lists(anybody, max_size=6), st.lists(anybody, max_size=4))
def test_more_posts_never_make_fewer_rules_hold(said: list[Told], more: list[Told]) -> None:
    assert set(holding(said, RULES.floors)) <= set(holding([*said, *more], RULES.floors))


@given(any_facts, st.sets(st.sampled_from(NAMES)))
def test_a_rule_that_holds_never_lowers_a_story_and_says_why(story: StoryFacts, held: set[str]) -> None:
    free, found = judge(story, RULES), judge(replace(story, floors=tuple(held)), RULES)

    assert found.score >= free.score
    assert sum(reason.points for reason in found.reasons) == found.score
    assert {reason.code for reason in found.reasons} - {reason.code for reason in free.reasons} == {
        f"floor_{name}" for name in held
    }
    assert not held or not Severity.S2.is_worse_than(found.severity)


def test_a_rule_of_harm_wakes_as_the_hard_rule_does() -> None:
    """R1.25: so that two who were made ill are heard without a picture."""
    found = judge(replace(GRIPE, floors=("illness",)), RULES)

    assert (found.severity, found.score, found.hard_rule) == (Severity.S2, 50, True)


@pytest.mark.parametrize(
    "row",
    [
        {"any": ["poisoning"], "people": 3, "at_least": "S2"},
        {"any": [], "people": 1, "at_least": "S2"},
        {"any": ["poisoning"], "beside": ["smoke"], "people": 1, "at_least": "S2"},
    ],
)
def test_a_rule_that_cannot_be_used_is_named(row: dict[str, object]) -> None:
    with pytest.raises(BadInput) as wrong:
        floor_rules({"mine": row})

    assert wrong.value.context["rule"] == "mine"
