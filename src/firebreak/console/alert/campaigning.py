"""Who announces that a campaign will run, and who calls it off?"""

from datetime import datetime, timedelta

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.alert.campaigns import Campaign
from firebreak.console.alert.learning import forget_learnt
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.terms import Act

LONGEST = timedelta(days=60)  # what lasts longer is no campaign but the usual


@transaction.atomic
def announce_campaign(*, seat: Seat, name: str, begins: datetime, ends: datetime) -> Campaign:
    """Say that much will be said from one time to another; what was learnt of a time that is over is learnt anew."""
    seat.need(Act.CONFIGURE)
    if not name.strip():
        raise BadInput(field="name", problem="empty")
    if ends <= max(begins, seat.at):
        raise BadInput(field="ends", problem="ends_early")
    if ends - begins > LONGEST:
        raise BadInput(field="ends", problem="too_long", days=LONGEST.days)
    lock_brand(seat.brand)
    made = Campaign.objects.create(
        brand=seat.brand, name=name.strip(), begins=begins, ends=ends, person=seat.person, at=seat.at
    )
    if begins < seat.at:
        forget_learnt(seat.brand, at=seat.at)
    record(seat, made, "announce_campaign", {"begins": begins.isoformat(), "ends": ends.isoformat()})
    return made


@transaction.atomic
def end_campaign(*, seat: Seat, campaign: Campaign) -> None:
    """Call a campaign off before its end: from now on its noise counts like any other."""
    seat.need(Act.CONFIGURE)
    lock_brand(seat.brand)
    if not Campaign.objects.still_there(at=seat.at).filter(pk=campaign.pk).update(ended_at=seat.at):
        raise Conflict(campaign=campaign.pk)
    record(seat, campaign, "end_campaign", {"ends": campaign.ends.isoformat()})


def record(seat: Seat, campaign: Campaign, action: str, detail: dict[str, str]) -> None:
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"campaign:{campaign.pk}",
        detail=detail,
        at=seat.at,
    )
    beat(seat.brand, "alerts")
