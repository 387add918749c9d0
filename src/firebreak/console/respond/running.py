"""Is this incident still worked on? What is closed is read, and opened again before anything in it changes."""

from firebreak.console.respond.models import Incident
from firebreak.core.errors import Conflict
from firebreak.core.terms import Phase


def need_running(incident: Incident) -> None:
    """Raise Conflict where the incident is closed by now, whatever the page knew; asked under the brand's lock."""
    if Incident.objects.filter(pk=incident.pk, phase=Phase.CLOSED).exists():
        raise Conflict(incident=incident.code, problem="closed")
