"""What does the end of an incident still ask of its review?"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from firebreak.console.learn.models import Review
from firebreak.console.learn.services import day_of
from firebreak.console.respond.models import Incident
from firebreak.core.resolve.lifecycle import IncidentFacts, may_move
from firebreak.core.terms import Phase


def facts_of_end(incident: Incident) -> dict[str, Any]:
    """Tell what stands of the review, where the incident could be closed next."""
    return told(incident) if may_move(Phase(incident.phase), Phase.CLOSED) else {}


def facts_at_end(incident: Incident, facts: IncidentFacts) -> IncidentFacts:
    """Give the facts of an incident as its end will ask for them, in whatever phase it is."""
    return replace(facts, **told(incident))


def told(incident: Incident) -> dict[str, Any]:
    """Tell what stands of the review; what came back asks for a day and a public result of its own."""
    review = Review.objects.filter(incident=incident).first() or Review(incident=incident)
    return {
        "open_actions": incident.actions.filter(done_at__isnull=True).count(),
        "root_cause": review.is_found,
        "review_date": has_day(review, since=incident.relapsed_at),
        "final_result": has_result(review, since=incident.relapsed_at),
    }


def has_day(review: Review, *, since: datetime | None) -> bool:
    return review.review_on is not None and (since is None or review.review_on >= day_of(since))


def has_result(review: Review, *, since: datetime | None) -> bool:
    """Tell whether the result was made public, or that was waived, since the matter last came back."""
    if since is None:
        return review.has_result
    said = [review.waived_at if review.waived else None, review.result.published_at if review.result else None]
    return any(at >= since for at in said if at)
