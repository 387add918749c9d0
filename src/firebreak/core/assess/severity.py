"""How bad is a story by itself? Three sub-scores, a score whose reasons add up, and a hard rule with its floor."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from firebreak.core.assess.floors import FloorRule, floor_rules
from firebreak.core.assess.reasons import Curve, add_up, curve, whole_points
from firebreak.core.errors import BadInput
from firebreak.core.terms import Assessment, Category, Reason, Severity, StoryFacts

AXES = ("speed", "reach", "harm")
LEVELS = 5
MEASURES: Mapping[str, tuple[str, ...]] = {
    "speed": ("per_hour", "above_usual", "growth"),
    "reach": ("followers", "top_follower", "shares", "interactions", "authors", "sources", "news"),
    "harm": ("negative", "intensity"),
}


@dataclass(frozen=True, slots=True)
class SeverityRules:
    """What `knowledge/severity.yaml` says: curves by axis and measure, points of categories, rubric and hard rule."""

    version: str
    most: Mapping[str, int]  # points of an axis; together 100
    curves: Mapping[tuple[str, str], Curve]
    negative_share: Curve  # [0, 1] → [0, 1]
    category: Mapping[Category, float]
    serious: float
    evidence: float
    rubric: tuple[float, ...]  # least share of an axis' points for levels 1–5
    hard_rule: Severity
    floors: tuple[FloorRule, ...]
    minors: tuple[str, ...]  # words by which a post speaks of a child


def rules(data: Mapping[str, Any]) -> SeverityRules:
    """Read the severity rules from plain data; raises BadInput naming what cannot be used."""
    try:
        return _rules(data)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(problem="severity_rules", detail=str(wrong)) from wrong


def _rules(data: Mapping[str, Any]) -> SeverityRules:
    made = SeverityRules(
        version=str(data["version"]),
        most={axis: int(data["axes"][axis]) for axis in AXES},
        curves={
            (axis, name): curve(data[axis][name], name=f"{axis}.{name}") for axis in AXES for name in MEASURES[axis]
        },
        negative_share=curve(data["negative_share"], name="negative_share"),
        category={category: float(data["category"][category.value]) for category in Category},
        serious=float(data["harm"]["serious"]),
        evidence=float(data["harm"]["evidence"]),
        rubric=tuple(float(share) for share in data["rubric"]),
        hard_rule=Severity(data["hard_rule"]),
        floors=floor_rules(data["floors"]),
        minors=tuple(map(str, data["minors"])),
    )
    if sum(made.most.values()) != 100:
        raise BadInput(problem="severity_axes", total=sum(made.most.values()))
    if len(made.rubric) != LEVELS or list(made.rubric) != sorted(set(made.rubric)) or made.rubric[0] <= 0:
        raise BadInput(problem="severity_rubric")
    return made


def judge(facts: StoryFacts, rules: SeverityRules, floor: Severity | None = None) -> Assessment:
    """Judge a story; `floor` is the level that the hard rule has left, below which the machine never goes.

    The score is 0–100 and the exact sum of the reasons' whole points. A lift to the floor, by the hard rule R1.25 or by
    a rule of harm is a reason of its own. More reach, emotion, shares or speed never gives a lower score (R1.24).
    """
    harm = [rule for rule in rules.floors if rule.name in facts.floors]
    by_axis = {"speed": _speed(facts, rules), "reach": _reach(facts, rules), "harm": _harm(facts, rules)}
    reasons, levels = [], {}
    for axis, found in by_axis.items():
        counted = whole_points([reason.points for reason in found], rules.most[axis])
        levels[axis] = rubric_level(sum(counted), rules.most[axis], rules.rubric)
        reasons += [
            Reason(reason.code, points, reason.facts) for reason, points in zip(found, counted, strict=True) if points
        ]
    reasons += _lifts(add_up(reasons), facts, rules, floor)
    score = add_up(reasons)
    return Assessment(
        severity=Severity.of_score(score),
        score=score,
        speed=levels["speed"],
        reach=levels["reach"],
        harm=levels["harm"],
        reasons=tuple(reasons),
        hard_rule=facts.serious_with_evidence or any(one.level.rank <= rules.hard_rule.rank for one in harm),
    )


def rubric_level(points: float, most: float, rubric: tuple[float, ...]) -> int:
    """Give the level 0–5 that `points` of at most `most` reach."""
    return sum(points >= share * most for share in rubric)


def rubric_code(axis: str, level: int) -> str:
    """Name the sentence that says what a level of an axis means (R1.23), speed_0 … harm_5."""
    if axis not in AXES or not 0 <= level <= LEVELS:
        raise BadInput(problem="rubric", axis=axis, level=level)
    return f"{axis}_{level}"


def _speed(facts: StoryFacts, rules: SeverityRules) -> list[Reason]:
    surplus = (facts.last_hour - facts.usual_per_hour) / sqrt(facts.usual_per_hour + 1)
    times = (facts.last_hour + 3) / (facts.hour_before + 3)  # three more in each: 1 after 0 is no growth
    share = _share(facts, rules)
    values = {"per_hour": float(facts.last_hour), "above_usual": surplus, "growth": times}
    shown: dict[str, dict[str, Any]] = {
        "per_hour": {"posts": facts.last_hour},
        "above_usual": {"posts": facts.last_hour, "usual": round(facts.usual_per_hour, 1)},
        "growth": {"posts": facts.last_hour, "before": facts.hour_before},
    }
    return [Reason(name, share * rules.curves["speed", name](values[name]), shown[name]) for name in values]


def _reach(facts: StoryFacts, rules: SeverityRules) -> list[Reason]:
    share = _share(facts, rules)
    values = {
        "followers": facts.followers,
        "top_follower": facts.top_followers,
        "shares": facts.shares,
        "interactions": facts.interactions,
        "authors": facts.authors,
        "sources": facts.sources,
        "news": facts.news,
    }
    return [
        Reason(name, share * rules.curves["reach", name](value), {"count": value}) for name, value in values.items()
    ]


def _harm(facts: StoryFacts, rules: SeverityRules) -> list[Reason]:
    angry = 1.0 if facts.negative else 0.0
    return [
        Reason("category", rules.category[facts.category] * angry, {"category": facts.category.value}),
        Reason("serious", rules.serious * facts.serious, {"count": facts.urgent}),
        Reason("negative", rules.curves["harm", "negative"](facts.negative), {"count": facts.negative}),
        Reason("intensity", rules.curves["harm", "intensity"](facts.intensity) * angry, {"value": facts.intensity}),
        Reason("evidence", rules.evidence * facts.evidence, {}),
    ]


def _share(facts: StoryFacts, rules: SeverityRules) -> float:
    return rules.negative_share(facts.negative / facts.posts if facts.posts else 0.0)


def _lifts(score: float, facts: StoryFacts, rules: SeverityRules, floor: Severity | None) -> list[Reason]:
    lifts = []
    if facts.serious_with_evidence:
        lift = max(0.0, rules.hard_rule.floor - score)
        facts_of = {"severity": rules.hard_rule.value, "harms": list(facts.harms)}
        lifts.append(Reason("hard_rule", lift, facts_of))
        score += lift
    for rule in (one for one in rules.floors if one.name in facts.floors):
        lift = max(0.0, rule.level.floor - score)
        lifts.append(Reason(f"floor_{rule.name}", lift, {"severity": rule.level.value, "harms": [rule.name]}))
        score += lift
    if floor is not None and score < floor.floor:
        lifts.append(Reason("kept_floor", floor.floor - score, {"severity": floor.value}))
    return lifts
