"""How is a text of an incident begun, written, kept and thrown away, and who else is at it?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor
from firebreak.console.respond.lines import record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.console.respond.send.records import State
from firebreak.console.respond.speak.advice import propose
from firebreak.console.respond.speak.records import LONGEST_TEXT, Fact, Statement, StatementVersion, Writing
from firebreak.console.respond.speak.sheet import held, held_true
from firebreak.core.errors import BadInput, Conflict
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Stand, hold
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Act

SEEN_FOR = timedelta(minutes=1)  # as long as this after the last letter somebody is said to be writing
TOLD_EVERY = timedelta(seconds=20)
KEPT: list[Callable[[Statement], bool]] = []
"""Which drafts have been given to somebody and stay; apps above this one say it of theirs."""


@transaction.atomic
def begin_statement(
    *, seat: Seat, incident: Incident, channel: Channel, audience: Audience, kind: DraftKind, template: str = "",
    text: str = "",
) -> Statement:  # fmt: skip
    """Begin the text for a channel and an audience, or give the draft that is there already."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    need_running(incident)
    place = Statement.objects.filter(incident=incident, channel=channel, audience=audience, number=0)
    there = place.filter(published_at__isnull=True).first()
    if there:
        return there
    made = Statement(incident=incident, channel=channel.value, audience=audience.value, kind=kind.value)
    made.template, made.posture = template, posture_of(incident).value
    store(seat, made, text=text, version=0)
    log(seat, made, "begin_statement")
    return made


def posture_of(incident: Incident) -> Posture:
    """Give how a new text stands to its incident: as the room proposes, until whoever writes decides."""
    proposal = propose(incident, Fact.objects.filter(incident=incident))
    return proposal.made.posture if proposal else Posture.REBUILD


@transaction.atomic
def save_statement(*, seat: Seat, statement: Statement, text: str, posture: Posture, version: int) -> Statement:
    """Keep the words; `version` is the one that was on the screen. Raises Conflict where somebody was faster.

    What was approved ahead was approved word for word: whoever changes it has a text like any other.
    """
    seat.need(Act.TRIAGE)
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadInput(field="text", problem="too_long" if text.strip() else "empty")
    lock_brand(seat.brand)
    kept = draft_at(statement, version)
    if (kept.text, kept.posture) == (text.strip(), posture.value):
        return kept
    more = {"left": str(kept.ready)} if kept.ready else {}
    kept.posture, kept.ready = posture.value, None
    voided = kept.approvals.filter(version=version, approved=True).count()
    store(seat, kept, text=text.strip(), version=version + 1)
    Writing.objects.filter(statement=kept, person=seat.person).delete()
    log(seat, kept, "save_statement", **more, **({"voided": voided} if voided else {}))
    return kept


@transaction.atomic
def reread_statement(*, seat: Seat, statement: Statement, version: int) -> None:
    """Say that a text was read again with the facts as they are now, and that its words still hold."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    need_running(statement.incident)
    kept = Statement.objects.filter(pk=statement.pk, version=version).first()
    if kept is None or not kept.reread:
        raise Conflict(statement=statement.pk)
    log(seat, kept, "reread_statement", facts=kept.reread)
    kept.used, kept.reread = speaks_of(kept), []
    kept.save(update_fields=["used", "reread"])


@transaction.atomic
def drop_statement(*, seat: Seat, statement: Statement, version: int) -> None:
    """Throw a draft away with its versions; what was published stays, and so does what waits for approval or has it."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    kept = draft_at(statement, version)
    if kept.submitted_at or any(is_kept(kept) for is_kept in KEPT):
        raise Conflict(statement=kept.pk)
    log(seat, kept, "drop_statement")
    kept.delete()


@transaction.atomic
def forget_statement_versions(*, seat: Seat, statement: Statement) -> int:
    """Erase what a text said before, because somebody with a right to it asks; that it was changed stays known."""
    seat.need(Act.ERASE)
    lock_brand(seat.brand)
    kept = Statement.objects.select_related("incident__brand").get(pk=statement.pk)
    gone = kept.versions.filter(version__lt=kept.version).update(text="")
    held.cache_clear()
    log(seat, kept, "forget_versions", versions=gone)
    return gone


def draft_at(statement: Statement, version: int, *, settling: bool = False) -> Statement:
    """Give a draft as the page showed it; raises Conflict where it has changed, is out, or its incident is closed.

    One that is perhaps out already stays as it is, but for who is `settling` that it is.
    """
    need_running(statement.incident)
    found = Statement.objects.filter(pk=statement.pk, version=version, published_at__isnull=True)
    kept = found.select_related("incident__brand", "incident__story", "ready").first()
    if kept is None:
        raise Conflict(statement=statement.pk)
    leaving = Q(state=State.SENDING) if settling else Q(state__in=(State.SENDING, State.UNCLEAR)) | Q(perhaps=True)
    if kept.dispatches.filter(leaving).exists():
        raise Conflict(statement=statement.pk, problem="is_on_its_way")
    return kept


def store(seat: Seat, statement: Statement, *, text: str, version: int) -> None:
    """Write the words and, beside them, what this version says; what they speak of is read anew."""
    statement.text, statement.version = text, version
    statement.written_by, statement.written_as, statement.written_at = seat.person, seat.role.value, seat.at
    statement.used, statement.reread = speaks_of(statement), []
    statement.submitted_at, statement.submitted_by = None, None
    statement.overruled, statement.overruled_codes = "", []
    statement.save()
    stop_waiting(statement, "changed_since", at=seat.at)
    StatementVersion.objects.create(
        statement=statement,
        version=version,
        text=text,
        began_empty=not text,
        posture=statement.posture,
        written_by=seat.person,
        written_at=seat.at,
    )


def stop_waiting(statement: Statement, problem: str, *, at: datetime) -> None:
    """Let a text not go out that waits to: what was approved is not what it says now."""
    rows = statement.dispatches.filter(state=State.WAITING)
    rows.update(state=State.STOPPED, next_at=None, ended_at=at, problem={"problem": problem})


def speaks_of(statement: Statement) -> list[str]:
    """Name the facts that a text speaks of, rightly or not."""
    cells = hold(held_true(statement.incident), held(statement.text))
    return [cell.key.value for cell in cells if cell.stand is not Stand.SILENT]


def log(seat: Seat, statement: Statement, action: str, **more: object) -> None:
    where = {"channel": statement.channel, "audience": statement.audience, "version": statement.version}
    where |= {"ready": str(statement.ready)} if statement.ready else {}
    record(
        statement.incident, actor=person_actor(seat.person), action=action, at=seat.at, detail={**where, **more}
    )  # fmt: skip
    beat(seat.brand, "statements")


@transaction.atomic
def say_writing(*, seat: Seat, statement: Statement) -> None:
    """Tell others that this person is at a text now; said again only after a while, since letters come fast."""
    seat.need(Act.TRIAGE)
    recent = Writing.objects.filter(statement=statement, person=seat.person, at__gt=seat.at - TOLD_EVERY)
    if recent.exists() or not Statement.objects.filter(pk=statement.pk, published_at__isnull=True).exists():
        return
    Writing.objects.update_or_create(statement=statement, person=seat.person, defaults={"at": seat.at})
    beat(seat.brand, "statements")


def others_at(seat: Seat, statement: Statement) -> list[str]:
    """Name who else is writing this text at the moment."""
    rows = Writing.objects.filter(statement=statement, at__gt=seat.at - SEEN_FOR).exclude(person=seat.person)
    return list(rows.order_by("person__name").values_list("person__name", flat=True))
