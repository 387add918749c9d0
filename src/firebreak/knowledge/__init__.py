"""What does the field know? Data in files beside this one, read once by `load`."""

from firebreak.knowledge.load import load_watches, load_yaml, model
from firebreak.knowledge.rules import (
    authority,
    case_rules,
    clocks,
    cues,
    duties,
    facts,
    health,
    moderation,
    outreach,
    prevention,
    sensitive_days,
    severity,
    spending,
    statutes,
    strategy,
    templates,
    tone,
    workdays,
)
from firebreak.knowledge.second import forget_second, has_second, second, second_state
from firebreak.knowledge.spread import forecaster

__all__ = [
    "authority",
    "case_rules",
    "clocks",
    "cues",
    "duties",
    "facts",
    "forecaster",
    "forget_second",
    "has_second",
    "health",
    "load_watches",
    "load_yaml",
    "model",
    "moderation",
    "outreach",
    "prevention",
    "second",
    "second_state",
    "sensitive_days",
    "severity",
    "spending",
    "statutes",
    "strategy",
    "templates",
    "tone",
    "workdays",
]
