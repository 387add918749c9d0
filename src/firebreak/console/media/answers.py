"""With which words may the press be answered? Published and approved texts, and the answers of an incident's Q&A."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Prefetch, Q, QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.running import need_running
from firebreak.console.respond.speak.approving import Path, levels
from firebreak.console.respond.speak.records import LONGEST_QUESTION, Statement
from firebreak.console.respond.speak.texts import log, store
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.errors import BadInput
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Act

FOR_THE_PRESS = (Audience.MEDIA.value, Audience.PUBLIC.value)
SHOWN = 30
RELATED = ("incident__brand", "incident__story", "written_by", "embargo", "ready")


@dataclass(frozen=True, slots=True)
class Sayable:
    """A text that might answer the press, and what keeps it from that now: a code, or nothing."""

    statement: Statement
    stopped: str
    until: datetime | None = None

    @property
    def is_usable(self) -> bool:
        return not self.stopped


@transaction.atomic
def begin_answer(*, seat: Seat, incident: Incident, question: str, text: str) -> Statement:
    """Put a question and what we say to it into the Q&A of an incident, as a draft that goes through approval."""
    seat.need(Act.TRIAGE)
    asked, said = question.strip(), text.strip()
    if not asked or len(asked) > LONGEST_QUESTION:
        raise BadInput(field="question", problem="too_long" if asked else "empty")
    if not said:
        raise BadInput(field="text", problem="empty")
    lock_brand(seat.brand)
    need_running(incident)
    last = Statement.objects.filter(incident=incident).aggregate(last=Max("number"))["last"] or 0
    made = Statement(incident=incident, question=asked, number=last + 1, kind=DraftKind.REPLY.value)
    made.channel, made.audience = Channel.PRESS.value, Audience.MEDIA.value
    made.posture = Posture.INFORM.value
    store(seat, made, text=said, version=0)
    log(seat, made, "begin_answer")
    return made


def texts_for(incident: Incident | None, *, brand_id: int) -> list[Statement]:
    """Give what an enquiry might be answered with; one about no incident, with what was published anywhere."""
    rows = Statement.objects.filter(incident__brand=brand_id, audience__in=FOR_THE_PRESS)
    rows = rows.filter(incident=incident) if incident else rows.filter(published_at__isnull=False)
    rows = rows.filter(Q(published_at__isnull=False) | Q(number__gt=0) | Q(submitted_at__isnull=False))
    return list(with_path(rows).order_by("-number", "-published_at", "-pk")[:SHOWN])


def with_path(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Bring along what tells whether a text may be said, so that a list asks for it once."""
    level = Prefetch("incident__moments", levels(), to_attr="levels")
    return rows.select_related(*RELATED).prefetch_related("versions", "approvals", level)


def sayables(statements: Iterable[Statement], *, at: datetime) -> list[Sayable]:
    """Tell of each text of a brand whether it may be said now, those that may first."""
    rows = list(statements)
    held = matrices_of(rows[0].incident.brand) if rows else None
    found = [sayable(one, at=at, held=held) for one in rows]
    return sorted(found, key=lambda one: (not one.is_usable, one.statement.number, -one.statement.pk))


def sayable(one: Statement, *, at: datetime, held: Held | None = None) -> Sayable:
    """Tell what keeps a text from being said: changed facts, an approval that is missing, or an embargo."""
    if one.reread:
        return Sayable(one, "stale")
    if one.published_at:
        return Sayable(one, "")
    written = {row.written_by_id for row in one.versions.all() if not row.began_empty}
    matrices = matrices_of(one.incident.brand) if held is None else held
    if Path(one, frozenset(written | {one.written_by_id}), at, matrices).waiting:
        return Sayable(one, "waiting" if one.submitted_at else "draft")
    embargo = getattr(one, "embargo", None)
    if embargo is not None and embargo.holds(at=at):
        return Sayable(one, "embargo", embargo.until)
    return Sayable(one, "")


def stands_against(one: Statement, *, at: datetime) -> Sayable:
    """Look once more, with its words read, just before a text is given out."""
    found = sayable(one, at=at)
    if found.is_usable and not one.published_at and judge_of(one, at=at).verdict(one).holds_back:
        return Sayable(one, "held_back")
    return found
