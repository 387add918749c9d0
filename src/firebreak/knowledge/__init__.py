"""What does the field know? Data in files beside this one, read once by `load`."""

from firebreak.knowledge.load import load_watches, load_yaml, model
from firebreak.knowledge.rules import (
    authority,
    clocks,
    cues,
    facts,
    health,
    moderation,
    severity,
    strategy,
    templates,
    tone,
)
from firebreak.knowledge.spread import forecaster

__all__ = [
    "authority",
    "clocks",
    "cues",
    "facts",
    "forecaster",
    "health",
    "load_watches",
    "load_yaml",
    "model",
    "moderation",
    "severity",
    "strategy",
    "templates",
    "tone",
]
