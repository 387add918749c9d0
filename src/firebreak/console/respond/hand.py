"""Who set an incident's level by hand, why, and what does the machine say beside it?"""

from collections.abc import Iterable

from firebreak.console.assess.ruling import ByHand, by_hand
from firebreak.console.respond.models import Incident, Moment


def hand_of(incident: Incident, moments: Iterable[Moment]) -> ByHand | None:
    """Give who set the level that an incident has; None where the machine did. `moments`: its timeline, in order."""
    if not incident.is_by_hand:
        return None
    return by_hand(incident.story) if incident.story else last_word(moments)


def last_word(moments: Iterable[Moment]) -> ByHand | None:
    """Give what a person last said of the level; of what has no story the machine has no opinion."""
    said = [one for one in moments if one.person and one.kind in ("opened", "severity")]
    if not said or said[-1].person is None:
        return None
    return ByHand(said[-1].person.name, said[-1].at, said[-1].text, machine=None, score=None)
