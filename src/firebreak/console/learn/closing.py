"""What does the end of an incident still ask of its review?"""

from dataclasses import replace
from typing import Any

from firebreak.console.learn.models import Review
from firebreak.console.respond.models import Incident
from firebreak.core.resolve.lifecycle import IncidentFacts, may_move
from firebreak.core.terms import Phase, Severity

GRAVE = (Severity.S1, Severity.S2)


def facts_of_end(incident: Incident) -> dict[str, Any]:
    """Tell what stands of the review, where the incident could be closed next."""
    return told(incident) if may_move(Phase(incident.phase), Phase.CLOSED) else {}


def facts_at_end(incident: Incident, facts: IncidentFacts) -> IncidentFacts:
    """Give the facts of an incident as its end will ask for them, in whatever phase it is."""
    return replace(facts, **told(incident))


def told(incident: Incident) -> dict[str, Any]:
    review = Review.objects.filter(incident=incident).first() or Review(incident=incident)
    grave = Severity(incident.severity) in GRAVE
    return {
        "open_actions": incident.actions.filter(done_at__isnull=True).count(),
        "root_cause": review.is_found,
        "review_date": review.review_on is not None,
        "final_result": review.has_result if grave else None,
    }
