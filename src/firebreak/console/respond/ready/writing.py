"""Who writes a message to be approved ahead, who approves it, and who takes it out of force again?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Max

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.services import beat, lock_brand, person_actor, write_entry
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.ready.reading import flaws_of
from firebreak.console.respond.ready.records import LONGEST_TITLE, ReadyApproval, ReadyText
from firebreak.console.respond.speak.records import LONGEST_SOURCE, LONGEST_TEXT
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond import authority
from firebreak.core.respond.authority import Step, Taken
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.ready import need_places, steps_ahead
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Act, Role, Severity


@dataclass(frozen=True, slots=True)
class Wording:
    """What a message says, for which places, and from when until when."""

    title: str
    text: str
    channels: Sequence[Channel]
    audience: Audience
    gravest: Severity
    kind: DraftKind
    posture: Posture
    begins: datetime
    ends: datetime


@dataclass
class Road:
    """What lies between a message and its being in force: whose approval it needs, and which of them it has."""

    ready: ReadyText
    given: Held | None = None  # the brand's matrices, from who asks for many

    @cached_property
    def held(self) -> Held:
        return matrices_of(self.ready.brand) if self.given is None else self.given

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Give whose approval it needs: where the matrix changed while it waited, of everybody whom either names."""
        return self.steps_until(self.ready.approved_at)

    def steps_until(self, until: datetime | None) -> tuple[Step, ...]:
        one, found = self.ready, dict[Role, Step]()
        for rules in self.held.since(one.written_at, until):
            ahead = steps_ahead(
                one.text, one.bounds, writer=Role(one.written_as), rules=rules, facts=knowledge.facts()
            )  # fmt: skip
            for step in ahead:
                found.setdefault(step.role, step)
        return tuple(found.values())

    @cached_property
    def taken(self) -> Sequence[Taken]:
        rows = [row for row in self.ready.approvals.all() if row.approved and self.still_counts(row)]
        given = [authority.Approval(row.person_id, Role(row.role), row.at) for row in rows]
        return authority.standing(self.steps, given, since=self.ready.written_at, rules=self.held.now)

    def still_counts(self, row: ReadyApproval) -> bool:
        """Tell whether whoever approved it knew of everybody who is asked."""
        return {step.role for step in self.steps} <= {step.role for step in self.steps_until(row.at)}

    @property
    def is_through(self) -> bool:
        return all(one.by for one in self.taken)

    @cached_property
    def writers(self) -> frozenset[int]:
        """Give who has written a version of it: nobody approves what they have written a word of."""
        rows = ReadyText.objects.filter(brand=self.ready.brand_id, number=self.ready.number)
        return frozenset(rows.values_list("written_by", flat=True))

    @property
    def waits(self) -> bool:
        one = self.ready
        return one.approved_at is None and one.back_at is None and one.revoked_at is None

    def may_approve(self, seat: Seat) -> bool:
        """Tell whether this person's approval would take a step of it now."""
        if not self.waits or not seat.may(Act.APPROVE) or seat.person.pk in self.writers:
            return False
        mine = authority.Approval(seat.person.pk, seat.role, seat.at)
        return authority.may_take(mine, self.taken, rules=self.held.now)


@transaction.atomic
def write_ready(*, seat: Seat, wording: Wording, number: int | None = None, was: int = 0) -> ReadyText:
    """Keep a message, or the next version of it, to be approved; `was` is the version that the writer saw.

    The version in force stays so until the next one is approved. Raises BadInput unless nothing stands against the
    words, Conflict where somebody was faster.
    """
    seat.need(Act.TRIAGE)
    need_whole(wording, at=seat.at)
    lock_brand(seat.brand)
    seen = last_version(seat, number)
    if was != seen:
        raise Conflict(problem="newer_message", version=seen)
    if flaws_of(seat.brand, wording.text, wording.kind, wording.posture, wording.gravest):
        raise BadInput(field="text", problem="not_clean")
    made = ReadyText.objects.create(
        brand=seat.brand,
        number=next_number(seat) if number is None else number,
        version=seen + 1,
        title=wording.title.strip(),
        text=wording.text.strip(),
        channels=sorted({one.value for one in wording.channels}),
        audience=wording.audience.value,
        gravest=wording.gravest.value,
        kind=wording.kind.value,
        posture=wording.posture.value,
        begins_at=wording.begins,
        ends_at=wording.ends,
        digest=hashlib.sha256(wording.text.strip().encode()).hexdigest(),
        written_by=seat.person,
        written_as=seat.role.value,
        written_at=seat.at,
    )
    log(seat, made, "write_message", {"channels": made.channels, "gravest": made.gravest, "until": made.ends_at})
    return made


def need_whole(wording: Wording, *, at: datetime) -> None:
    for field, said, longest in (("title", wording.title, LONGEST_TITLE), ("text", wording.text, LONGEST_TEXT)):
        if not said.strip() or len(said) > longest:
            raise BadInput(field=field, problem="too_long" if said.strip() else "empty")
    if not wording.channels:
        raise BadInput(field="channels", problem="empty")
    if wording.ends <= max(wording.begins, at):
        raise BadInput(field="ends", problem="ends_too_early")
    need_places(wording.text)


def last_version(seat: Seat, number: int | None) -> int:
    rows = ReadyText.objects.filter(brand=seat.brand, number=number or 0)
    return rows.aggregate(last=Max("version"))["last"] or 0


def next_number(seat: Seat) -> int:
    return (ReadyText.objects.filter(brand=seat.brand).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def approve_ready(*, seat: Seat, ready: ReadyText) -> ReadyText:
    """Let a message go out alone within its bounds, as far as it is this person's to say.

    With the last approval that the matrix asks for it holds. Nobody approves what they have written a version of.
    """
    kept, road = waiting_for(seat, ready)
    if flaws_of(seat.brand, kept.text, DraftKind(kept.kind), Posture(kept.posture), Severity(kept.gravest)):
        raise BadInput(problem="not_clean")
    say(seat, kept, approved=True)
    fresh = Road(kept)
    if fresh.is_through:
        kept.approved_at, kept.asked = seat.at, [step.role.value for step in road.steps]
        kept.save(update_fields=["approved_at", "asked"])
    log(seat, kept, "approve_message", {"role": seat.role.value, "in_force": fresh.is_through})
    return kept


@transaction.atomic
def send_ready_back(*, seat: Seat, ready: ReadyText, reason: str) -> ReadyText:
    """Give a message back to its writer with a reason; another version is written then."""
    why = said_why(reason)
    kept, _road = waiting_for(seat, ready)
    say(seat, kept, approved=False, reason=why)
    kept.back_at = seat.at
    kept.save(update_fields=["back_at"])
    log(seat, kept, "send_message_back", {"role": seat.role.value})
    return kept


def waiting_for(seat: Seat, ready: ReadyText) -> tuple[ReadyText, Road]:
    """Give a message that waits for this person, under the brand's lock."""
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    kept = ReadyText.objects.filter(brand=seat.brand, pk=ready.pk).waiting().select_related("brand").first()
    if kept is None:
        raise Conflict(problem="newer_message", version=last_version(seat, ready.number))
    road = Road(kept)
    if seat.person.pk in road.writers:
        raise NotAllowed(problem="own_words")
    if not road.may_approve(seat):
        raise NotAllowed(problem="not_your_turn")
    return kept, road


def say(seat: Seat, kept: ReadyText, *, approved: bool, reason: str = "") -> None:
    ReadyApproval.objects.create(
        ready=kept, person=seat.person, role=seat.role.value, at=seat.at, approved=approved, reason=reason
    )


@transaction.atomic
def revoke_ready(*, seat: Seat, ready: ReadyText, reason: str) -> ReadyText:
    """Take a message out of force at once, with a reason; a text of it that waits to go out does not go any more."""
    seat.need(Act.APPROVE)
    why = said_why(reason)
    lock_brand(seat.brand)
    kept = ReadyText.objects.filter(brand=seat.brand, pk=ready.pk).approved().select_related("brand").first()
    if kept is None:
        raise Conflict(problem="message_not_in_force")
    kept.revoked_at, kept.revoked_by, kept.revoked_why = seat.at, seat.person, why
    kept.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    log(seat, kept, "revoke_message", {})
    return kept


def said_why(reason: str) -> str:
    why = reason.strip()
    if not why or len(why) > LONGEST_SOURCE:
        raise BadInput(field="reason", problem="too_long" if why else "reason_missing")
    return why


def log(seat: Seat, ready: ReadyText, action: str, detail: dict[str, Any]) -> None:
    said = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in detail.items()}
    where = {"message": str(ready), "digest": ready.digest}
    write_entry(
        brand=seat.brand,
        actor=person_actor(seat.person),
        action=action,
        subject=f"message:{ready.pk}",
        detail=where | said,
        at=seat.at,
    )
    beat(seat.brand, "statements")
