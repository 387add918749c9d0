"""How much is still owed to those affected by an incident? What stands above this and owes something counts it here."""

from collections.abc import Callable

from firebreak.console.respond.models import Incident

COUNTS: list[Callable[[Incident], int]] = []


def count_open(incident: Incident) -> int:
    return sum(count(incident) for count in COUNTS)
