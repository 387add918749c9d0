"""What may be done to an incident, and by whom?"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from firebreak.console.access import Seat
from firebreak.console.alert.services import about, answer_with_leader, lower_with
from firebreak.console.assess.models import Story
from firebreak.console.assess.ruling import by_hand, has_lapsed, rule
from firebreak.console.govern.models import Brand, Person
from firebreak.console.govern.services import beat, lock_brand, machine_actor, person_actor
from firebreak.console.respond import ending
from firebreak.console.respond.clocks import OUTWARD, breached, facts_of, stand_of
from firebreak.console.respond.late import calls_about_clocks
from firebreak.console.respond.law.saying import begin_legal_clocks
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import complaints, first_of, posts_behind
from firebreak.console.respond.promised import promise_in
from firebreak.console.respond.unled import calls_for
from firebreak.core.errors import BadInput, Conflict, MachineMayNotLower, NotAllowed
from firebreak.core.resolve import lifecycle
from firebreak.core.terms import Act, Category, Phase, Severity


def change(incident: Incident, *, version: int, **fields: Any) -> None:
    """Write `fields` unless somebody was first."""
    lock_brand(incident.brand)
    if not Incident.objects.filter(pk=incident.pk, version=version).update(version=F("version") + 1, **fields):
        raise Conflict(incident=incident.code)
    incident.refresh_from_db()


@transaction.atomic
def move(*, seat: Seat, incident: Incident, to: Phase, version: int, reason: str = "") -> None:
    """Move to another phase; a skipped step needs authority and a reason, and stays on the timeline (R1.7)."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)  # what an end asks for must not change between the asking and the end
    stand = stand_of(incident)
    missing = lifecycle.blocked_by(stand.phase, to, facts_of(incident))
    override = reason.strip() if missing and seat.may(Act.OVERRIDE) else ""
    lifecycle.move(stand, to, at=seat.at, facts=facts_of(incident), override=override)
    relapse = lifecycle.is_relapse(stand.phase, to)
    fields: dict[str, Any] = {"phase": to.value} | ({"relapsed_at": seat.at} if relapse else {})
    was = incident.phase
    change(incident, version=version, **fields)
    facts = {"was": was, "now": to.value, "skipped": list(missing), "relapse": relapse}
    note(incident, kind="phase", at=seat.at, person=seat.person, text=reason.strip(), facts=facts)
    record(incident, actor=person_actor(seat.person), action="move_incident", at=seat.at, detail=facts)
    if to is Phase.CLOSED:
        for ended in ending.ENDED:
            ended(incident, at=seat.at)


@transaction.atomic
def take(*, seat: Seat, incident: Incident, owner: Person, version: int) -> None:
    """Make `owner` the one who leads; they must be able to work on the brand's incidents themselves.

    The matter's open alerts are answered with it: somebody has them, so nobody else is called.
    """
    seat.need(Act.INCIDENT)
    reachable = Brand.objects.reachable_by(owner, at=seat.at).filter(pk=seat.brand.pk).exists()
    if not reachable or not seat.brand.allows(owner, Act.INCIDENT, at=seat.at):
        raise NotAllowed(act=Act.INCIDENT.value, person=owner.pk)
    was = incident.owner_id
    change(incident, version=version, owner=owner)
    facts = {"was": was, "now": owner.pk}
    note(incident, kind="owner", at=seat.at, person=seat.person, facts={**facts, "name": owner.name})
    record(incident, actor=person_actor(seat.person), action="assign_incident", at=seat.at, detail=facts)
    answer_calls(seat, incident, leader=owner)


def answer_calls(seat: Seat, incident: Incident, *, leader: Person) -> None:
    """Answer the matter's open alerts, also the calls for a lead and about clocks, in the name of who leads now."""
    if seat.may(Act.ALERT):
        called = Q(key__startswith=calls_for(incident)) | Q(key__startswith=calls_about_clocks(incident))
        told = Q(pk=incident.alert_id) | called
        matter = told | about(incident.story) if incident.story else told
        answer_with_leader(seat=seat, matter=matter, leader=leader)


@transaction.atomic
def set_severity(*, seat: Seat, incident: Incident, to: Severity, version: int, reason: str) -> None:
    """Change the level by hand with a reason, of its story too; it holds until something graver comes.

    Going below what the hard rule or a person has set needs authority (R1.25).
    """
    seat.need(Act.INCIDENT)
    if not reason.strip():
        raise BadInput(field="reason", problem="empty")
    was, limit = Severity(incident.severity), limit_of(incident)
    if was.is_worse_than(to) and limit and limit.is_worse_than(to) and not seat.may(Act.OVERRIDE):
        raise MachineMayNotLower(incident=incident.code, floor=limit.value)
    story, facts = incident.story, {"was": was.value, "now": to.value}
    floor = incident.floor if story else to.value
    change(incident, version=version, severity=to.value, floor=floor)
    if story:
        facts |= rule_story(seat, story, to, reason.strip())
    note(incident, kind="severity", at=seat.at, person=seat.person, text=reason.strip(), facts=facts)
    record(incident, actor=person_actor(seat.person), action="set_severity", at=seat.at, detail=facts)


def limit_of(incident: Incident) -> Severity | None:
    """Give the level below which only authority goes: what the hard rule has left, or what a person has set."""
    ruled = by_hand(incident.story) if incident.story else None
    levels = [incident.floor, incident.severity if ruled else ""]
    return Severity.worst(*found) if (found := [Severity(level) for level in levels if level]) else None


def rule_story(seat: Seat, story: Story, to: Severity, reason: str) -> dict[str, str]:
    """Carry a person's level onto the story and its alerts; gives what the machine said then, for the records."""
    own = rule(seat=seat, story=story, to=to, reason=reason)
    lower_with(story, to)
    beat(seat.brand, "stories")
    return {"machine": own.severity.value, "machine_score": f"{own.score:g}"}


@transaction.atomic
def log_progress(*, seat: Seat, incident: Incident, text: str, kind: str = "progress") -> None:
    """Write down what was done or said: progress, decision, outward (a word to the public) or full (a full update)."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    if kind not in ("progress", "decision", "outward", "full"):
        raise BadInput(field="kind", problem="unknown")
    if not text.strip():
        raise BadInput(field="text", problem="empty")
    facts = promise_in(text, at=seat.at) if kind in OUTWARD else {}
    note(incident, kind=kind, at=seat.at, person=seat.person, text=text.strip(), facts=facts)
    record(incident, actor=person_actor(seat.person), action="log_moment", at=seat.at, detail={"kind": kind})


@transaction.atomic
def follow_story(incident: Incident, *, at: datetime) -> None:
    """Carry what is known of the story into its incident: a worse level, its category, an earlier first post."""
    lock_brand(incident.brand)
    story = followed(incident, at=at)
    if story is None or incident.phase == Phase.CLOSED:
        return
    fields: dict[str, Any] = {}
    if Severity(story.severity).is_worse_than(Severity(incident.severity)):
        facts = {"was": incident.severity, "now": story.severity, "lapsed": has_lapsed(story)}
        fields |= {"severity": story.severity}
        note(incident, kind="severity", at=at, key=f"severity:{story.severity}:{at.isoformat()}", facts=facts)
        record(incident, actor=machine_actor("respond"), action="raise_severity", at=at, detail=facts)
    began = first_of(complaints(posts_behind(story, None).filter(published_at__lt=incident.golden_start)))
    if began:
        facts = {"was": incident.golden_start.isoformat(), "now": began[0].isoformat()}
        fields |= {"golden_start": began[0]}
        note(incident, kind="golden_moved", at=at, key=f"golden:{began[0].isoformat()}", facts=facts)
        record(incident, actor=machine_actor("respond"), action="move_golden_start", at=at, detail=facts)
    begin_legal_clocks(incident, Category(story.category), at=at)
    seen = bool(fields)
    fields |= {"floor": story.floor or incident.floor, "category": story.category}
    Incident.objects.filter(pk=incident.pk).update(version=F("version") + int(seen), **fields)


def followed(incident: Incident, *, at: datetime) -> Story | None:
    """Give the incident's story, or the one in which it goes on; where that has an incident too, people decide."""
    story = incident.story
    into = story.merged_into if story else None
    if story is None or into is None or Incident.objects.filter(story=into).exists():
        return story
    Incident.objects.filter(pk=incident.pk).update(story=into, version=F("version") + 1)
    facts = {"was": story.code, "now": into.code}
    note(incident, kind="story_merged", at=at, key=f"story:{into.code}", facts=facts)
    record(incident, actor=machine_actor("respond"), action="follow_story", at=at, detail=facts)
    return into


@transaction.atomic
def mark_breaches(incident: Incident, *, at: datetime) -> list[str]:
    """Put each newly breached clock on the timeline once; gives their names."""
    lock_brand(incident.brand)
    told = []
    known = set(incident.moments.values_list("key", flat=True))
    for clock in breached(incident, at=at):
        key = f"breach:{clock.name}:{clock.starts.isoformat()}"
        if key not in known:
            note(incident, kind="breach", at=clock.due, key=key, facts={"clock": clock.name})
            told.append(clock.name)
            record(incident, actor=machine_actor("clock"), action="breach", at=at, detail={"clock": clock.name})
    return told
