"""What does the end of an incident ask for? What stands above this and keeps a part of the answer adds itself here."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from firebreak.console.respond.models import Incident

ASKED: list[Callable[[Incident], Mapping[str, Any]]] = []
"""Each gives fields of `lifecycle.IncidentFacts`."""


def facts_of_end(incident: Incident) -> dict[str, Any]:
    return {name: fact for ask in ASKED for name, fact in ask(incident).items()}


class Ended(Protocol):
    """What an app above this one does when a person closes an incident, in the same transaction."""

    def __call__(self, incident: Incident, *, at: datetime) -> object: ...


ENDED: list[Ended] = []
"""Apps above this one add their own when they are ready."""
