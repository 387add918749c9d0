"""How does a team write down why it happened, what it changes, and whether that works?"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.govern.services import lock_brand, person_actor
from firebreak.console.learn.models import LONGEST_LINE, LONGEST_ROOT, Action, Check, Factor, Review
from firebreak.console.learn.recurring import complaints_around
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.govern.evidence import sha256
from firebreak.core.resolve.cause import WATCHED_FOR, Branch, cause_of, checks_after
from firebreak.core.respond.outlet import Audience, Channel, is_word_to_the_public
from firebreak.core.terms import Act

MOST_BYTES = 8_000_000
MOST_FACTORS, MOST_ACTIONS = 40, 60


def day_of(at: datetime) -> date:
    """Give the day of an instant where the reader is."""
    return timezone.localtime(at).date()


def held(seat: Seat, incident: Incident, *, version: int) -> Review:
    """Lock the brand and give the review as the page showed it; raises Conflict where somebody was faster."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    need_running(incident)
    review, _made = Review.objects.get_or_create(incident=incident)
    if review.version != version:
        raise Conflict(incident=incident.code)
    review.version += 1
    return review


def tell(seat: Seat, incident: Incident, action: str, *, text: str = "", detail: dict[str, Any] | None = None) -> None:
    """Write it onto the timeline and into the audit log; the log holds no words."""
    note(incident, kind=action, at=seat.at, person=seat.person, text=text, facts=detail or {})
    record(incident, actor=person_actor(seat.person), action=action, at=seat.at, detail=detail or {})


@transaction.atomic
def write_cause(*, seat: Seat, incident: Incident, whys: Sequence[str], root: str, branch: str, version: int) -> Review:
    """Write down the five whys and the root cause (R1.36)."""
    review = held(seat, incident, version=version)
    cause = cause_of(whys, root, branch)
    if len(cause.root) > LONGEST_ROOT or any(len(why) > LONGEST_LINE for why in cause.whys):
        raise BadInput(field="root", problem="too_long")
    review.whys, review.root, review.branch = list(cause.whys), cause.root, branch
    review.save()
    tell(seat, incident, "write_cause", text=cause.root, detail={"whys": len(cause.whys), "branch": branch})
    return review


@transaction.atomic
def add_factor(*, seat: Seat, incident: Incident, branch: Branch, text: str) -> Factor:
    """Put something that contributed on a bone of the fishbone (R2.80)."""
    seat.need(Act.INCIDENT)
    said = text.strip()
    if not said or len(said) > LONGEST_LINE:
        raise BadInput(field="text", problem="too_long" if said else "empty")
    lock_brand(seat.brand)
    need_running(incident)
    if incident.factors.count() >= MOST_FACTORS:
        raise BadInput(field="text", problem="too_many_factors")
    made = Factor.objects.create(incident=incident, branch=branch.value, text=said, by=seat.person, at=seat.at)
    detail = {"factor": made.pk, "branch": branch.value}
    record(incident, actor=person_actor(seat.person), action="add_factor", at=seat.at, detail=detail)
    return made


@transaction.atomic
def drop_factor(*, seat: Seat, incident: Incident, factor: int) -> None:
    """Take a factor off its bone again; raises Conflict where it is gone already."""
    seat.need(Act.INCIDENT)
    lock_brand(seat.brand)
    need_running(incident)
    if not incident.factors.filter(pk=factor).delete()[0]:
        raise Conflict(incident=incident.code)
    record(incident, actor=person_actor(seat.person), action="drop_factor", at=seat.at, detail={"factor": factor})


@transaction.atomic
def add_action(*, seat: Seat, incident: Incident, branch: Branch, text: str, owner: Person, due: date) -> Action:
    """Say what is changed, who answers for it and by when (R1.37); none is without the two."""
    seat.need(Act.INCIDENT)
    said = text.strip()
    if not said or len(said) > LONGEST_LINE:
        raise BadInput(field="text", problem="too_long" if said else "empty")
    if due < day_of(seat.at):
        raise BadInput(field="due", problem="past")
    if not seat.brand.allows(owner, Act.TRIAGE, at=seat.at):
        raise NotAllowed(act=Act.TRIAGE.value, person=owner.pk)
    lock_brand(seat.brand)
    need_running(incident)
    if incident.actions.count() >= MOST_ACTIONS:
        raise BadInput(field="text", problem="too_many_actions")
    made = Action.objects.create(incident=incident, branch=branch.value, text=said, owner=owner, due=due)
    detail = {"of": made.pk, "branch": branch.value, "owner": owner.pk, "due": due.isoformat()}
    tell(seat, incident, "add_action", text=said, detail=detail)
    return made


@transaction.atomic
def prove_action(
    *, seat: Seat, incident: Incident, number: int, proof: str, file: bytes = b"", file_name: str = ""
) -> Action:
    """Say that an action is done, with what shows it: a link or words that say where, or a file (R1.37).

    From then on it is to be checked after 30, 60 and 90 days. Raises Conflict where it is done already.
    """
    seat.need(Act.TRIAGE)
    said = proof.strip()
    if not said and not file:
        raise BadInput(field="proof", problem="no_proof")
    if len(said) > LONGEST_ROOT or len(file) > MOST_BYTES:
        raise BadInput(field="proof", problem="too_long" if len(said) > LONGEST_ROOT else "file_too_large")
    lock_brand(seat.brand)
    need_running(incident)
    done = incident.actions.filter(pk=number, done_at__isnull=True).first()
    if done is None:
        raise Conflict(incident=incident.code)
    if seat.person.pk != done.owner_id:
        seat.need(Act.INCIDENT)
    done.proof, done.file, done.file_name = said, file or None, file_name[-120:]
    done.sha256 = sha256(file) if file else ""
    done.done_at, done.done_by = seat.at, seat.person
    done.save()
    Check.objects.bulk_create(Check(action=done, days=days, due=due) for days, due in checks_after(day_of(seat.at)))
    tell(seat, incident, "prove_action", text=done.text, detail={"of": done.pk, "sha256": done.sha256})
    return done


@transaction.atomic
def check_action(*, seat: Seat, incident: Incident, check: int, works: bool, note: str) -> Check:
    """Say whether an action works; the complaints before and after are counted and kept with it (R1.38).

    Also in an incident that is closed: that is when most of them are due. Raises BadInput before its day.
    """
    seat.need(Act.INCIDENT)
    if len(note.strip()) > LONGEST_LINE:
        raise BadInput(field="note", problem="too_long")
    lock_brand(seat.brand)
    found = Check.objects.select_related("action").filter(pk=check, action__incident=incident, at__isnull=True).first()
    if found is None:
        raise Conflict(incident=incident.code)
    if found.due > day_of(seat.at):
        raise BadInput(field="check", problem="too_early")
    found.before, found.after = complaints_around(found, at=seat.at)
    found.works, found.note, found.at, found.by = works, note.strip(), seat.at, seat.person
    found.save()
    detail = {"of": found.action_id, "days": found.days, "works": works, "before": found.before, "after": found.after}
    tell(seat, incident, "check_action", text=found.note, detail=detail)
    return found


@transaction.atomic
def set_after(
    *, seat: Seat, incident: Incident, review_on: date | None, watch_days: int, result: Statement | None, version: int
) -> Review:
    """Set when it is looked at again, how long it is watched after its end, and which text was its public result."""
    if watch_days not in WATCHED_FOR:
        raise BadInput(field="watch_days", problem="unknown_watch")
    review = held(seat, incident, version=version)
    if review_on and review_on != review.review_on and review_on < day_of(seat.at):
        raise BadInput(field="review_on", problem="past")
    if result and not may_be_result(incident, result):
        raise BadInput(field="result", problem="not_public")
    review.review_on, review.watch_days, review.result = review_on, watch_days, result
    review.save()
    told = {"review_on": review_on.isoformat() if review_on else None, "watch_days": watch_days}
    tell(seat, incident, "set_after", detail=told | {"statement": result.pk if result else None})
    return review


def may_be_result(incident: Incident, text: Statement) -> bool:
    """Tell whether a text of this incident was said to the public."""
    public = is_word_to_the_public(Channel(text.channel), Audience(text.audience))
    return text.incident_id == incident.pk and text.published_at is not None and public


@transaction.atomic
def waive_result(*, seat: Seat, incident: Incident, reason: str, version: int) -> Review:
    """Write down why no result is made public; only with authority (R1.78)."""
    seat.need(Act.OVERRIDE)
    said = reason.strip()
    if not said or len(said) > LONGEST_LINE:
        raise BadInput(field="reason", problem="too_long" if said else "reason_missing")
    review = held(seat, incident, version=version)
    review.waived, review.waived_by, review.waived_at = said, seat.person, seat.at
    review.save()
    tell(seat, incident, "waive_result", text=said)
    return review
