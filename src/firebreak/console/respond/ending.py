"""What does the end of an incident ask for? What stands above this and keeps a part of the answer adds itself here."""

from collections.abc import Callable, Mapping
from typing import Any

from firebreak.console.respond.models import Incident

ASKED: list[Callable[[Incident], Mapping[str, Any]]] = []
"""Each gives fields of `lifecycle.IncidentFacts`."""


def facts_of_end(incident: Incident) -> dict[str, Any]:
    return {name: fact for ask in ASKED for name, fact in ask(incident).items()}
