"""How is it written down that a text went out, so that the clocks stop and everybody can read what was said?"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.govern.services import beat, lock_brand
from firebreak.console.listen.mention import safe_url
from firebreak.console.respond.lines import note
from firebreak.console.respond.plan.outreach import put_outreach_in
from firebreak.console.respond.promised import promise_in
from firebreak.console.respond.replies import LONGEST_URL
from firebreak.console.respond.send.records import OPEN, State
from firebreak.console.respond.speak.approving import pass_check, path_of
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.texts import draft_at, log
from firebreak.core.errors import BadInput, NotAllowed, StepSkipped
from firebreak.core.respond.outlet import Audience, Channel, is_word_to_the_public
from firebreak.core.respond.statement import DraftKind
from firebreak.core.terms import Act

HELD: list[Callable[[Statement, datetime], datetime | None]] = []
"""What holds a text back until an hour; apps above this one add theirs."""


@transaction.atomic
def publish_statement(*, seat: Seat, statement: Statement, version: int, url: str, reason: str = "") -> Statement:
    """Say where a text was published, as it was approved; a word to the public stops the clocks that wait for one.

    Raises StepSkipped while an approval is missing, BadInput where something holds it back or the link is none,
    NotAllowed with `until` before the hour that an embargo names, and for an answer of the Q&A.
    """
    seat.need(Act.TRIAGE)
    link = safe_url(url)
    if len(url) > LONGEST_URL or not link:
        raise BadInput(field="url", problem="not_a_link")
    lock_brand(seat.brand)
    kept = draft_at(statement, version, settling=True)
    need_may_go(seat, kept, at=seat.at)
    overruled = pass_check(kept, reason, at=seat.at)
    set_out(kept, at=seat.at, person=seat.person, link=link)
    kept.dispatches.filter(state__in=OPEN).update(state=State.STOPPED, next_at=None, ended_at=seat.at, perhaps=False)
    log(seat, kept, "publish_statement", digest=kept.digest, **({"overruled": overruled} if overruled else {}))
    return kept


def need_may_go(seat: Seat, kept: Statement, *, at: datetime) -> None:
    """Raise unless this person may let a text go out at a time, and everybody has approved it."""
    path = path_of(kept, at=at)
    if kept.number or not path.may_publish(seat):
        raise NotAllowed(act=Act.TRIAGE.value, problem="not_your_turn")
    if until := held_until(kept, at=at):
        raise NotAllowed(problem="embargo", until=until)
    if path.waiting:
        raise StepSkipped(missing=[one.step.role.value for one in path.waiting], problem="not_approved")


def held_until(kept: Statement, *, at: datetime) -> datetime | None:
    """Give the hour before which a text may not go out, if that is still to come."""
    return max((when for hold in HELD if (when := hold(kept, at))), default=None)


def set_out(kept: Statement, *, at: datetime, person: Person, link: str) -> None:
    """Keep that a text is out with what proves its words, and put it on the timeline; the caller holds the lock.

    Where its words promise to get in touch with people, that is a step of the incident from now on.
    """
    kept.published_at, kept.published_by, kept.url = at, person, link
    kept.digest = digest_of(kept)
    kept.save()
    facts = {"channel": kept.channel, **promise_in(kept.text, at=at)}
    note(kept.incident, kind=kind_of(kept), at=at, person=person, text=link, facts=facts)
    put_outreach_in(kept, at=at, person=person)
    beat(kept.incident.brand, "incidents", f"incident:{kept.incident_id}")


def digest_of(statement: Statement) -> str:
    """Give what proves later which words stood where."""
    return hashlib.sha256(f"{statement.url}\n{statement.text}".encode()).hexdigest()


def kind_of(statement: Statement) -> str:
    """Name the line of the timeline: a full update, a first word to the public, or words to some people only."""
    if not is_word_to_the_public(Channel(statement.channel), Audience(statement.audience)):
        return "told"
    return "outward" if statement.kind == DraftKind.HOLDING else "full"
