"""How healthy is a brand's reputation? Five shares, each with how sure it is, weighed into one number or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from firebreak.core.errors import BadInput

PARTS = ("mood", "calm", "timely", "handled", "praise")
SURE = 1.959964  # standard normal quantile of 0.975: intervals of 95 %


@dataclass(frozen=True, slots=True)
class PartRule:
    """What a part weighs (> 0, all together 1), and the least count (≥ 0) from which it says something."""

    weight: float
    least: int


@dataclass(frozen=True, slots=True)
class HealthRules:
    """What `knowledge/health.yaml` says. `warn` in [0, 100]; `needs` names the part without which there is no score."""

    version: str
    formula: str
    warn: float
    needs: str
    least_weight: float
    parts: Mapping[str, PartRule]


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What the number rests on, as counts ≥ 0 at one moment; `usual_high` is None before a day was heard.

    `mentions` and `negative` of 24 hours; `recent` mentions of 6 hours, `usual_high` the upper end of their expected
    band; clocks `kept` and `missed` of 30 days; `open_negative` of `story_negative` negative mentions in the stories of
    7 days are taken by nobody; `month_positive` and `month_negative` of 30 days.
    """

    mentions: int
    negative: int
    recent: int
    usual_high: float | None
    kept: int
    missed: int
    story_negative: int
    open_negative: int
    month_positive: int
    month_negative: int


@dataclass(frozen=True, slots=True)
class Part:
    """One share in [0, 1] with its 95 % interval; `n` is the count it rests on. No value: too little to go by."""

    code: str
    weight: float
    n: int
    least: int
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The score with its 95 % interval, all in [0, 100], or None where there is too little to go by."""

    version: str
    parts: tuple[Part, ...]
    score: float | None = None
    low: float | None = None
    high: float | None = None


def rules(data: Mapping[str, Any]) -> HealthRules:
    """Read the rules from plain data; raises BadInput naming what cannot be used."""
    try:
        parts = {
            name: PartRule(float(data["parts"][name]["weight"]), int(data["parts"][name]["least"])) for name in PARTS
        }
        made = HealthRules(
            version=f"{data['id']} {data['version']}",
            formula=str(data["formula"]),
            warn=float(data["warn"]),
            needs=str(data["needs"]),
            least_weight=float(data["least_weight"]),
            parts=parts,
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(problem="health_rules", detail=str(wrong)) from wrong
    if set(data["parts"]) != set(PARTS) or made.needs not in PARTS:
        raise BadInput(problem="health_parts", needs=PARTS)
    if any(one.weight <= 0 or one.least < 0 for one in parts.values()):
        raise BadInput(problem="health_weights")
    if abs(sum(one.weight for one in parts.values()) - 1) > 1e-9:
        raise BadInput(problem="health_weights", total=sum(one.weight for one in parts.values()))
    return made


def health(facts: HealthFacts, rules: HealthRules) -> Health:
    """Weigh five shares into a score in [0, 100]; the same facts give the same score.

    score = 100 × Σ wᵢ pᵢ ÷ Σ wᵢ over the parts that rest on enough. Its interval joins those of the parts as if they
    were independent: 100 ÷ Σ wᵢ × √Σ (wᵢ × (pᵢ − lowᵢ))² below, likewise above. Source of that rule (MOVER): Zou and
    Donner, Statistics in Medicine 27, 2008, doi:10.1002/sim.3095. One more
    negative mention never raises a score.
    """
    parts = tuple(part_of(code, facts, rules.parts[code]) for code in PARTS)
    known = [(one.weight, one.value, one.low, one.high) for one in parts if one.value is not None]
    whole = sum(weight for weight, *_ in known)
    has_need = any(one.code == rules.needs and one.value is not None for one in parts)
    if not has_need or whole < rules.least_weight:
        return Health(version=rules.version, parts=parts)
    score = sum(weight * value for weight, value, _, _ in known) / whole
    below = sqrt(sum((weight * (value - (low or 0.0))) ** 2 for weight, value, low, _ in known)) / whole
    above = sqrt(sum((weight * ((high or 0.0) - value)) ** 2 for weight, value, _, high in known)) / whole
    low, high = max(score - below, 0.0), min(score + above, 1.0)
    return Health(rules.version, parts, 100 * score, 100 * low, 100 * high)


def part_of(code: str, facts: HealthFacts, rule: PartRule) -> Part:
    """Work out one part; without enough to go by it has no value."""
    if code == "calm":
        return calm(facts, rule)
    good, n = {
        "mood": (facts.mentions - facts.negative, facts.mentions),
        "timely": (facts.kept, facts.kept + facts.missed),
        "handled": (facts.story_negative - facts.open_negative, facts.story_negative),
        "praise": (facts.month_positive, facts.month_positive + facts.month_negative),
    }[code]
    if n < max(rule.least, 1):
        return Part(code, rule.weight, n, rule.least)
    return Part(code, rule.weight, n, rule.least, good / n, *share_interval(good, n))


def calm(facts: HealthFacts, rule: PartRule) -> Part:
    """Tell how far the last hours lie above what is usual: 1 up to the upper end of the band, less beyond."""
    n = facts.recent
    if facts.usual_high is None or n < rule.least:
        return Part("calm", rule.weight, n, rule.least)
    fewest, most = count_interval(n)
    value, low, high = (min(1.0, facts.usual_high / count) if count > 0 else 1.0 for count in (n, most, fewest))
    return Part("calm", rule.weight, n, rule.least, value, low, high)


def share_interval(good: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share `good` ÷ `n`, n ≥ 1, within [0, 1].

    Source: Wilson's score interval, Journal of the American Statistical Association 22, 1927,
    doi:10.1080/01621459.1927.10502953.

    >>> [round(end, 2) for end in share_interval(8, 10)]
    [0.49, 0.94]
    """
    middle = (good + SURE**2 / 2) / (n + SURE**2)
    half = SURE / (n + SURE**2) * sqrt(good * (n - good) / n + SURE**2 / 4)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def count_interval(n: int) -> tuple[float, float]:
    """Give the 95 % score interval of the mean of a Poisson count `n` ≥ 0.

    >>> [round(end, 1) for end in count_interval(100)]
    [82.2, 121.6]
    """
    middle, half = n + SURE**2 / 2, SURE * sqrt(n + SURE**2 / 4)
    return max(middle - half, 0.0), middle + half
