"""When did who do something about an incident? Instants only, from which their hours can be guessed."""

from collections import defaultdict
from datetime import datetime

from firebreak.console.access import Seat
from firebreak.console.cases.models import Contact
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import FactVersion, StatementVersion
from firebreak.core.resolve.effort import estimate

PERSON = "person:"


def acts_of(incident: Incident, people: list[Person]) -> dict[int, set[datetime]]:
    """Give the instants at which each of these people acted: log, timeline, texts, facts, talks with those affected."""
    wanted = {one.pk for one in people}
    found: dict[int, set[datetime]] = defaultdict(set)
    actors = [f"{PERSON}{pk}" for pk in wanted]
    entries = Entry.objects.filter(brand=incident.brand_id, subject=f"incident:{incident.pk}", actor__in=actors)
    for actor, at in entries.values_list("actor", "at"):
        found[int(actor.removeprefix(PERSON))].add(at)
    told = (
        incident.moments.filter(person__in=wanted).values_list("person", "at"),
        StatementVersion.objects.filter(statement__incident=incident).values_list("written_by", "written_at"),
        FactVersion.objects.filter(fact__incident=incident).values_list("written_by", "written_at"),
        Contact.objects.filter(case__incident=incident).values_list("by", "at"),
    )
    for rows in told:
        for person, at in rows:
            if person in wanted:
                found[person].add(at)
    return found


def guesses(seat: Seat, incident: Incident, people: list[Person]) -> dict[int, tuple[int, int]]:
    """Give for each who acted: how many acts, and how many minutes those make as an estimate."""
    return {
        person: (len(acts), estimate(acts))
        for person, acts in acts_of(incident, people).items()
        if any(at <= seat.at for at in acts)
    }
