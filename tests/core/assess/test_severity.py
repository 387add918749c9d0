"""How bad is a story? Reasons add up, more is never less, and R1.25 holds whatever the numbers."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import firebreak
from firebreak.core.assess.reasons import Curve, curve, whole_points
from firebreak.core.assess.severity import AXES, SeverityRules, judge, rubric_code, rubric_level, rules
from firebreak.core.errors import BadInput
from firebreak.core.terms import Category, Severity, StoryFacts

S1, S2, S3, S4 = Severity
DATA = yaml.safe_load((Path(firebreak.__file__).parent / "knowledge" / "severity.yaml").read_text())
RULES = rules(DATA)

GRIPE = StoryFacts(
    posts=1, negative=1, urgent=0, last_hour=1, hour_before=0, usual_per_hour=1.0, authors=1, followers=0,
    top_followers=0, interactions=0, shares=0, sources=1, news=0, intensity=0.6, category=Category.SERVICE,
    serious=False, evidence=False, serious_with_evidence=False,
)  # fmt: skip
WAVE = replace(
    GRIPE, posts=40, negative=34, last_hour=30, hour_before=10, usual_per_hour=2.0, authors=30, intensity=0.3
)
LOUD = {
    "followers": 900_000,
    "top_followers": 400_000,
    "interactions": 30_000,
    "shares": 3_000,
    "sources": 5,
    "authors": 600,
}


def facts(**changes: object) -> StoryFacts:
    return replace(GRIPE, **changes)


counts = st.integers(0, 2000)
any_facts = st.builds(
    lambda posts, share, **rest: StoryFacts(posts=posts, negative=round(posts * share), **rest),
    posts=st.integers(1, 3000),
    share=st.floats(0, 1),
    urgent=counts,
    last_hour=counts,
    hour_before=counts,
    usual_per_hour=st.floats(0, 500),
    authors=counts,
    followers=st.integers(0, 10**8),
    top_followers=st.integers(0, 10**8),
    interactions=st.integers(0, 10**7),
    shares=st.integers(0, 10**6),
    sources=st.integers(0, 12),
    news=st.integers(0, 80),
    intensity=st.floats(0, 1),
    category=st.sampled_from(Category),
    serious=st.booleans(),
    evidence=st.booleans(),
    serious_with_evidence=st.booleans(),
)
floors = st.none() | st.sampled_from(Severity)


@pytest.mark.parametrize(
    ("story", "levels"),
    [
        # one ordinary service gripe, also from an angry author of a quiet brand, also from a star
        (GRIPE, {S4}),
        (facts(intensity=1.0, usual_per_hour=0.0), {S4}),
        (facts(followers=1_000_000, top_followers=1_000_000, interactions=500), {S4}),
        # a handful within the hour is for the lead
        (facts(posts=4, negative=4, last_hour=4, authors=4), {S3}),
        (facts(posts=8, negative=8, last_hour=8, authors=8), {S3}),
        # the same handful over a week is not
        (facts(posts=5, negative=5, last_hour=0, authors=5), {S4}),
        # thirty complaints an hour and growing, about something grave: nobody of reach is needed
        *((replace(WAVE, category=category), {S1, S2}) for category in list(Category)[:7]),
        (replace(WAVE, category=Category.PRIVACY_LEAK, usual_per_hour=20.0, hour_before=20, intensity=0.2), {S1, S2}),
        # poison everywhere
        (facts(posts=900, negative=700, urgent=200, last_hour=300, hour_before=150, news=5, serious=True, evidence=True,
               category=Category.PRODUCT_SAFETY, **LOUD), {S1}),
        # a campaign that everybody loves is no crisis, however loud
        (facts(posts=1000, negative=20, last_hour=300, hour_before=150, category=Category.PRAISE, **LOUD), {S4}),
        # a crisis asleep stays grave by what was done, not by speed
        (facts(posts=300, negative=250, last_hour=0, hour_before=2, authors=250, category=Category.PRODUCT_SAFETY,
               serious=True, urgent=100, sources=4, news=3, shares=200, followers=100_000), {S2}),
        # nothing at all
        (facts(posts=0, negative=0, last_hour=0, intensity=0.0), {S4}),
    ],
)  # fmt: skip
def test_it_judges_as_people_would(story: StoryFacts, levels: set[Severity]) -> None:
    assert judge(story, RULES).severity in levels


@given(any_facts, floors)
def test_the_reasons_add_up_to_the_score_and_the_score_gives_the_level(
    story: StoryFacts, floor: Severity | None
) -> None:
    found = judge(story, RULES, floor)

    assert sum(reason.points for reason in found.reasons) == found.score
    assert all(reason.points == int(reason.points) >= 0 for reason in found.reasons)
    assert 0 <= found.score <= 100
    assert found.severity is Severity.of_score(found.score)
    assert all(0 <= level <= 5 for level in (found.speed, found.reach, found.harm))
    assert len({reason.code for reason in found.reasons}) == len(found.reasons)


GROWING = [
    "last_hour",
    "followers",
    "top_followers",
    "interactions",
    "shares",
    "sources",
    "news",
    "authors",
    "intensity",
]


@given(any_facts, st.sampled_from(GROWING), st.floats(0, 5), floors)
def test_more_is_never_less(story: StoryFacts, name: str, more: float, floor: Severity | None) -> None:
    """R1.24: reach, emotion, shares and speed."""
    value = getattr(story, name)
    raised = min(1.0, value + more / 5) if name == "intensity" else value + int(more * 1000)
    before, after = judge(story, RULES, floor), judge(replace(story, **{name: raised}), RULES, floor)

    assert after.score >= before.score
    assert after.severity.rank <= before.severity.rank
    assert (after.speed, after.reach, after.harm) >= (before.speed, before.reach, before.harm)


@given(any_facts)
def test_one_more_complaint_is_never_less(story: StoryFacts) -> None:
    more = replace(story, posts=story.posts + 1, negative=story.negative + 1)

    assert judge(more, RULES).score >= judge(story, RULES).score


@pytest.mark.parametrize("name", GROWING)
def test_each_of_them_counts(name: str) -> None:
    """R1.24: none of the features is there for show."""
    strong = {"intensity": 1.0, "last_hour": 20, "sources": 4, "news": 3}.get(name, 1_000_000)

    assert judge(replace(GRIPE, **{name: strong}), RULES).score > judge(replace(GRIPE, **{name: 0}), RULES).score


@given(any_facts, floors)
def test_a_serious_defect_with_a_photo_is_at_least_high_risk(story: StoryFacts, floor: Severity | None) -> None:
    """R1.25: and a line of its own says so."""
    found = judge(replace(story, serious_with_evidence=True), RULES, floor)

    assert found.severity in (S1, S2)
    assert found.hard_rule
    assert "hard_rule" in {reason.code for reason in found.reasons}


def test_the_lift_is_a_reason_of_its_own() -> None:
    """R1.25."""
    plain = facts(category=Category.PRODUCT_SAFETY, serious=True, evidence=True, urgent=1)

    before, after = judge(plain, RULES), judge(replace(plain, serious_with_evidence=True), RULES)

    assert before.severity is S3
    assert not before.hard_rule
    assert after.score == 50
    assert after.reasons[:-1] == before.reasons
    assert (after.reasons[-1].code, after.reasons[-1].points) == ("hard_rule", 50 - before.score)


@given(any_facts, st.sampled_from(Severity))
def test_the_machine_never_goes_below_the_floor(story: StoryFacts, floor: Severity) -> None:
    """R1.25: what the hard rule has left is lowered by a person only."""
    free, kept = judge(story, RULES), judge(story, RULES, floor)

    assert kept.severity is Severity.worst(free.severity, floor)
    lifted = {reason.code: reason.points for reason in kept.reasons}
    assert lifted.get("kept_floor", 0) == max(0, floor.floor - free.score)


def test_joy_is_weighed_by_its_share_of_complaints() -> None:
    few, many = (
        facts(posts=1000, negative=50, last_hour=300, **LOUD),
        facts(posts=1000, negative=500, last_hour=300, **LOUD),
    )

    assert judge(few, RULES).speed == 0 < judge(many, RULES).speed
    assert judge(few, RULES).reach < judge(many, RULES).reach


def test_three_sub_scores_have_a_sentence_for_each_level() -> None:
    """R1.23, R2.16: speed and reach, beside the doubling time of R1.8."""
    assert rubric_code("speed", 0) == "speed_0"
    assert rubric_code("harm", 5) == "harm_5"
    for axis, level in (("speed", 6), ("mood", 1), ("reach", -1)):
        with pytest.raises(BadInput):
            rubric_code(axis, level)


@pytest.mark.parametrize(("points", "level"), [(0, 0), (2, 0), (3, 1), (9, 2), (15, 3), (21, 4), (26, 5), (30, 5)])
def test_levels_follow_the_rubric(points: float, level: int) -> None:
    assert rubric_level(points, 30, RULES.rubric) == level


def test_points_are_cut_at_the_axis_from_the_last_reason_on() -> None:
    assert whole_points([10.4, 9.5, 3.0], 20) == [10, 10, 0]
    assert whole_points([10.4, 9.5, 3.0], 100) == [10, 10, 3]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_curve_never_falls(a: float, b: float) -> None:
    rising = Curve(((0, 0), (3, 5), (10, 5), (30, 12)))
    low, high = sorted((a, b))

    assert 0 <= rising(low) <= rising(high) <= rising.most


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [[0, 0], [10, 5], [20, 4]],  # falls
        [[10, 0], [0, 5]],  # runs back
        [[0, 0], [0, 5]],  # jumps
        [[0, -1], [10, 5]],  # below nothing
        [[0]],
        "points",
    ],
)
def test_a_curve_that_could_lower_a_score_is_refused(pairs: object) -> None:
    with pytest.raises(BadInput):
        curve(pairs, name="test")


@pytest.mark.parametrize(
    "change",
    [
        {"axes": {"speed": 30, "reach": 30, "harm": 45}},  # more than 100
        {"rubric": [0.1, 0.3, 0.5, 0.7]},
        {"rubric": [0.1, 0.5, 0.3, 0.7, 0.9]},
        {"rubric": [0.0, 0.3, 0.5, 0.7, 0.9]},
        {"category": {"service": 3}},
        {"hard_rule": "S9"},
        {"version": None, "reach": None},
    ],
)
def test_rules_that_cannot_be_used_are_refused(change: dict) -> None:
    with pytest.raises(BadInput):
        rules({**DATA, **change})


def test_the_hard_rule_can_be_made_stricter() -> None:
    strict: SeverityRules = rules({**DATA, "hard_rule": "S1"})

    assert judge(facts(serious_with_evidence=True), strict).severity is S1


def test_the_axes_are_three() -> None:
    assert AXES == ("speed", "reach", "harm")
