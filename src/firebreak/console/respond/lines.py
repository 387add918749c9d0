"""How is a line written onto an incident's timeline, and into the trail?"""

from datetime import datetime
from typing import Any

from firebreak.console.govern.models import Person
from firebreak.console.govern.services import beat, machine_actor, person_actor, write_entry
from firebreak.console.respond.models import Incident, Moment


def actor_of(person: Person | None) -> str:
    return person_actor(person) if person else machine_actor("respond")


def note(
    incident: Incident,
    *,
    kind: str,
    at: datetime,
    person: Person | None = None,
    text: str = "",
    key: str = "",
    facts: dict[str, Any] | None = None,
) -> Moment | None:
    """Add a line to the timeline; one with a key is told once."""
    if key and Moment.objects.filter(incident=incident, key=key).exists():
        return None
    return Moment.objects.create(
        incident=incident, kind=kind, at=at, person=person, text=text, key=key, facts=facts or {}
    )


def record(incident: Incident, *, actor: str, action: str, at: datetime, detail: dict[str, Any]) -> None:
    write_entry(
        brand=incident.brand, actor=actor, action=action, subject=f"incident:{incident.pk}", detail=detail, at=at
    )
    beat(incident.brand, "incidents", f"incident:{incident.pk}")
