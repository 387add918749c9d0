"""How does a person let an approved text go out, call it back, and settle what nobody knows of?"""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from firebreak.console.access import Seat
from firebreak.console.govern.services import lock_brand
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send.records import OPEN, Dispatch, Outlet, State
from firebreak.console.respond.speak.approving import pass_check, path_of
from firebreak.console.respond.speak.publishing import need_may_go
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.texts import draft_at, log
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Act


def outlet_for(statement: Statement) -> Outlet | None:
    """Give the brand's own channel for the place of a text."""
    rows = Outlet.objects.filter(brand=statement.incident.brand_id, removed_at__isnull=True)
    return rows.filter(channel=statement.channel, audience=statement.audience).first()


def last_way(statement: Statement) -> Dispatch | None:
    """Give the last way out that a text was sent."""
    rows = statement.dispatches.select_related("outlet", "asked_by")
    return rows.order_by("-asked_at", "-pk").first()


def ways_of(incident: Incident) -> QuerySet[Dispatch]:
    """Give every way out that texts of an incident were sent, the last one of each text last."""
    rows = Dispatch.objects.filter(statement__incident=incident)
    return rows.select_related("outlet", "asked_by").order_by("asked_at", "pk")


def digest_of(text: str) -> str:
    """Give what tells approved words from any others."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def ask_to_send(
    *, seat: Seat, statement: Statement, version: int, reason: str = "", due: datetime | None = None
) -> Dispatch:
    """Let a text go out through the brand's own channel, now or when it is due, once everybody has approved it.

    Raises as `publish_statement` does, and Conflict where it is on its way already.
    """
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    kept = draft_at(statement, version)
    outlet = outlet_for(kept)
    need_may_go(seat, kept, at=due or seat.at)
    if outlet is None:
        raise BadInput(problem="no_outlet")
    if due is not None and due <= seat.at:
        raise BadInput(field="due", problem="time_is_past")
    if kept.dispatches.filter(state__in=OPEN).exists():
        raise Conflict(statement=kept.pk, problem="is_on_its_way")
    overruled = pass_check(kept, reason, at=due or seat.at)
    kept.save(update_fields=["overruled", "overruled_codes"])
    made = Dispatch.objects.create(
        statement=kept,
        outlet=outlet,
        key=secrets.token_hex(16),
        version=kept.version,
        digest=digest_of(kept.text),
        asked_by=seat.person,
        asked_at=seat.at,
        due_at=due or seat.at,
        next_at=due or seat.at,
    )
    more = {"overruled": overruled} if overruled else {}
    log(seat, kept, "ask_to_send", digest=made.digest, kind=outlet.kind, due=made.due_at.isoformat(), **more)
    return made


@transaction.atomic
def call_back(*, seat: Seat, dispatch: Dispatch) -> None:
    """Let a text not go out that waits to; raises Conflict where it is too late, or perhaps too late."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    rows = Dispatch.objects.filter(pk=dispatch.pk, state=State.WAITING, perhaps=False)
    if not rows.update(state=State.STOPPED, next_at=None, ended_at=seat.at, problem={"problem": "called_back"}):
        raise Conflict(statement=dispatch.statement_id, problem="too_late")
    log(seat, dispatch.statement, "call_back_text")


@transaction.atomic
def say_not_out(*, seat: Seat, dispatch: Dispatch) -> None:
    """Say that a text of which nobody knew is not out there: from now on it may be sent again."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    if not path_of(dispatch.statement, at=seat.at).may_publish(seat):
        raise NotAllowed(act=Act.TRIAGE.value, problem="not_your_turn")
    rows = Dispatch.objects.filter(pk=dispatch.pk, state=State.UNCLEAR)
    if not rows.update(state=State.STOPPED, next_at=None, ended_at=seat.at, perhaps=False):
        raise Conflict(statement=dispatch.statement_id)
    log(seat, dispatch.statement, "say_not_out")
