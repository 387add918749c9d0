"""What does the register of risks learn when an incident is closed with its root cause?"""

from datetime import datetime

from firebreak.console.learn.models import Review
from firebreak.console.prevent.services import learn_risk
from firebreak.console.respond.clocks import facts_of
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident


def into_register(incident: Incident, *, at: datetime) -> None:
    """Make or renew the risk of what went wrong (R1.41); an incident without a root cause teaches nothing."""
    review = Review.objects.filter(incident=incident).first()
    if review is None or not review.is_found:
        return
    gravest = facts_of(incident).severity
    risk = learn_risk(incident=incident, branch=review.branch, severity=gravest, review_on=review.review_on, at=at)
    note(incident, kind="learn_risk", at=at, facts={"risk": risk.code})
