"""Is reputation health a number that says what it rests on, and no number where it rests on too little?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.assess.health import HealthFacts, Part, health, part_of, rules
from firebreak.core.errors import BadInput

RULES = knowledge.health()
WELL = HealthFacts(
    mentions=200,
    negative=20,
    recent=60,
    usual_high=80.0,
    kept=18,
    missed=2,
    story_negative=40,
    open_negative=10,
    month_positive=600,
    month_negative=400,
)
COUNTS = st.integers(0, 5000)


@st.composite
def anything(draw: st.DrawFn) -> HealthFacts:
    mentions, story = draw(COUNTS), draw(COUNTS)
    return HealthFacts(
        mentions=mentions,
        negative=draw(st.integers(0, mentions)),
        recent=draw(COUNTS),
        usual_high=draw(st.none() | st.floats(0, 1e5)),
        kept=draw(COUNTS),
        missed=draw(COUNTS),
        story_negative=story,
        open_negative=draw(st.integers(0, story)),
        month_positive=draw(COUNTS),
        month_negative=draw(COUNTS),
    )


def named(facts: HealthFacts, code: str) -> Part:
    return next(one for one in health(facts, RULES).parts if one.code == code)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("mood", 0.9),  # 20 of 200 are negative
        ("calm", 1.0),  # 60 where up to 80 are usual
        ("timely", 0.9),  # 18 of 20 clocks
        ("handled", 0.75),  # 10 of 40 wait
        ("praise", 0.6),  # 600 of 1,000 that take a side
    ],
)
def test_each_part_is_the_share_that_its_formula_says(code: str, value: float) -> None:
    assert named(WELL, code).value == pytest.approx(value)


def test_the_score_is_the_weighed_mean_of_the_parts() -> None:
    found = health(WELL, RULES)

    assert found.score == pytest.approx(100 * (0.3 * 0.9 + 0.2 * 1 + 0.2 * 0.9 + 0.15 * 0.75 + 0.15 * 0.6))
    assert found.version == "health 1"


def test_a_part_without_enough_is_left_out_and_the_others_share_its_weight() -> None:
    found = health(replace(WELL, kept=0, missed=0), RULES)

    assert named(replace(WELL, kept=0, missed=0), "timely").value is None
    assert found.score == pytest.approx(100 * (0.3 * 0.9 + 0.2 * 1 + 0.15 * 0.75 + 0.15 * 0.6) / 0.8)


def test_too_few_mentions_give_no_number_but_say_how_many_there_are() -> None:
    found = health(replace(WELL, mentions=19, negative=1), RULES)

    assert found.score is None
    assert found.low is None
    assert next(one.n for one in found.parts if one.code == "mood") == 19


def test_less_than_half_of_the_weight_gives_no_number() -> None:
    bare = replace(WELL, usual_high=None, kept=0, missed=0, story_negative=0, open_negative=0)

    assert health(bare, RULES).score is None  # mood and word of mouth weigh 0.45


def test_hours_above_the_band_are_not_calm() -> None:
    assert named(replace(WELL, recent=160), "calm").value == pytest.approx(0.5)


def test_silence_is_calm() -> None:
    assert named(replace(WELL, recent=0), "calm").value == 1


@given(anything())
def test_every_number_lies_in_its_range_and_in_its_interval(facts: HealthFacts) -> None:
    found = health(facts, RULES)

    for part in found.parts:
        if part.value is not None and part.low is not None and part.high is not None:
            assert 0 <= part.low <= part.value + 1e-9 <= part.high + 2e-9 <= 1 + 3e-9
    if found.score is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.score + 1e-9 <= found.high + 2e-9 <= 100 + 1e-6


@given(anything())
def test_one_more_negative_mention_never_raises_a_score(facts: HealthFacts) -> None:
    before = health(facts, RULES).score
    more = replace(facts, mentions=facts.mentions + 1, negative=facts.negative + 1, recent=facts.recent + 1)
    after = health(more, RULES).score

    assert before is None or (after is not None and after <= before + 1e-9)


def test_more_posts_make_the_number_surer() -> None:
    few, many = (
        health(WELL, RULES),
        health(replace(WELL, mentions=20000, negative=2000, recent=6000, usual_high=8000.0), RULES),
    )

    assert few.low is not None
    assert many.low is not None
    assert many.low > few.low


def changed(**fields: object) -> dict[str, object]:
    return {**knowledge.load_yaml("health"), **fields}


def part_weights(**weights: float) -> dict[str, object]:
    parts = knowledge.load_yaml("health")["parts"]
    return {name: {**row, "weight": weights.get(name, row["weight"])} for name, row in parts.items()}


@pytest.mark.parametrize(
    "data",
    [
        changed(parts={}),  # no parts
        changed(needs="luck"),  # a part that is none
        changed(parts=part_weights(mood=0.5)),  # weights that are not one together
        changed(parts=part_weights(mood=0.5, calm=0.0)),  # a part that weighs nothing
        changed(warn="low"),  # no number
    ],
)
def test_rules_that_cannot_be_used_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules(data)


def test_calm_needs_a_usual() -> None:
    assert part_of("calm", replace(WELL, usual_high=None), RULES.parts["calm"]).value is None
