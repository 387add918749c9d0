"""How does a text leave, so that it is out once or not at all? Each step is one transaction; the request is in none."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from firebreak.connect.contract import Posted, Words
from firebreak.console import bulk, clock
from firebreak.console.govern.services import beat, lock_brand, machine_actor
from firebreak.console.listen.mention import safe_url
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.models import Incident
from firebreak.console.respond.replies import LONGEST_URL
from firebreak.console.respond.send.asking import digest_of
from firebreak.console.respond.send.freezing import LEAVES, in_force, not_frozen
from firebreak.console.respond.send.outlets import problem_of
from firebreak.console.respond.send.records import LONGEST_NAME, SURE, Dispatch, State
from firebreak.console.respond.speak.approving import path_of
from firebreak.console.respond.speak.publishing import held_until, set_out
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.errors import BadInput, ChannelRefused

CLAIM = timedelta(seconds=45)  # nobody else takes the text meanwhile: two requests, and time to spare
BEGIN = timedelta(seconds=3)  # whoever has not begun by then was held up, and begins no more
TRIES = 8
LONGEST_WAIT = timedelta(hours=6)
WITH = ("statement__incident__brand", "statement__incident__story", "statement__ready", "outlet__brand", "asked_by")


def is_any_due(*, at: datetime) -> bool:
    """Tell whether a loop has anything to do; asked first, so that an idle one takes no lock."""
    waits = not_frozen(Dispatch.objects.filter(state=State.WAITING, next_at__lte=at))
    return waits.exists() or broken_off().exists()


def broken_off() -> QuerySet[Dispatch]:
    """Give what a process was sending when it was killed."""
    return Dispatch.objects.filter(state=State.SENDING, leaves_by__lte=clock.real_now())


def held_by(dispatch: Dispatch) -> QuerySet[Dispatch]:
    """Give the row while it is the one that was claimed: none once it is called back, settled or another loop's."""
    on_its_way = Dispatch.objects.filter(state__in=(State.WAITING, State.SENDING))
    return on_its_way.filter(pk=dispatch.pk, claimed_until=dispatch.claimed_until)


@transaction.atomic
def claim(*, at: datetime) -> Dispatch | None:
    """Take one text whose time has come, so that no other loop takes it too."""
    now = clock.real_now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    rows = not_frozen(Dispatch.objects.filter(free, state=State.WAITING, next_at__lte=at)).order_by("next_at", "pk")
    rows = rows.select_for_update(skip_locked=True, of=("self",)) if bulk.is_postgres() else rows
    found = rows.select_related(*WITH).first()
    if found:
        Dispatch.objects.filter(pk=found.pk).update(claimed_until=now + CLAIM, tries=F("tries") + 1)
        found.refresh_from_db(fields=["tries", "claimed_until"])
    return found


@transaction.atomic
def keep_laid(dispatch: Dispatch, laid: str) -> None:
    """Keep where its draft is, so that a later try publishes this one."""
    Dispatch.objects.filter(pk=dispatch.pk).update(laid=laid)
    dispatch.laid = laid


@transaction.atomic
def let_go(dispatch: Dispatch, *, at: datetime) -> Words | None:
    """Say that a text leaves now, and give its words; None where it may not any more.

    Between this and the request lies no other question: who throws the switch waits for what was let go before.
    """
    if words := words_of(dispatch, at=at):
        dispatch.leaves_by = clock.real_now() + LEAVES
        held_by(dispatch).update(state=State.SENDING, leaves_by=dispatch.leaves_by)
    return words


@transaction.atomic
def words_of(dispatch: Dispatch, *, at: datetime) -> Words | None:
    """Give the words that were approved; None where they may not go out any more, which their room is told."""
    lock_brand(dispatch.outlet.brand)
    mine = held_by(dispatch).filter(state=State.WAITING, claimed_until__gt=clock.real_now())
    kept = mine.select_related(*WITH).first()
    if kept is None:
        return None
    if in_force(kept.outlet.brand, kept.statement.incident).exists():
        mine.update(claimed_until=None, tries=F("tries") - 1)
        return None
    if problem := what_stops(kept, at=at):
        stop(kept, problem, at=at)
        return None
    return Words(key=kept.key, title=kept.outlet.title, text=kept.statement.text, at=at)


def has_time(dispatch: Dispatch) -> bool:
    """Tell whether a request may still begin that was let go: a process that stood still meanwhile begins none."""
    return dispatch.leaves_by is not None and clock.real_now() < dispatch.leaves_by - LEAVES + BEGIN


def what_stops(dispatch: Dispatch, *, at: datetime) -> str:
    """Name what has come between the approval and now, empty where the text may go as it was approved."""
    one = dispatch.statement
    if one.published_at:
        return "published_already"
    if not one.incident.is_running:
        return "closed"
    if (one.version, digest_of(one.text)) != (dispatch.version, dispatch.digest):
        return "changed_since"
    if dispatch.outlet.removed_at:
        return "no_outlet"
    if held_until(one, at=at):
        return "embargo"
    if not path_of(one, at=at).is_through:
        return "not_approved"
    verdict = judge_of(one, at=at).verdict(one)
    return "held_back" if verdict.holds_back or not verdict.warnings <= set(one.overruled_codes) else ""


def stop(dispatch: Dispatch, problem: str, *, at: datetime) -> None:
    """Let a text not go out; where it may be out already, a person looks first."""
    if dispatch.perhaps:
        return ask_person(dispatch, {"code": "channel_refused", "problem": problem}, at=at)
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=State.STOPPED, next_at=None, ended_at=at, problem={"problem": problem}
    )
    return tell(dispatch, "send_stopped", "stop_sending", {"problem": problem}, at=at)


@transaction.atomic
def finish(dispatch: Dispatch, posted: Posted, *, at: datetime) -> None:
    """Write down that a text is out, and where; a word to the public stops the clocks that wait for one."""
    lock_brand(dispatch.outlet.brand)
    rows = Dispatch.objects.filter(pk=dispatch.pk).exclude(state=State.SENT)
    laid, link = named(posted.id) or dispatch.laid, link_of(posted.url)
    if not rows.update(state=State.SENT, next_at=None, ended_at=at, perhaps=False, problem={}, laid=laid):
        return
    kept = type(dispatch.statement).objects.select_related("incident__brand").get(pk=dispatch.statement_id)
    if not kept.published_at:
        set_out(kept, at=at, person=dispatch.asked_by, link=link)
    said = {"digest": dispatch.digest, "kind": dispatch.outlet.kind, "tries": dispatch.tries, "link": link}
    log(dispatch, "send_statement", said, at=at)


def named(text: str) -> str:
    """Give what the other side calls a text, as the database can keep it."""
    return "".join(filter(str.isprintable, text))[:LONGEST_NAME]


def link_of(url: str) -> str:
    """Give where the other side says that a text stands, empty for what is no link that a page may show."""
    link = safe_url(url)
    return link if link.isprintable() and len(link) <= LONGEST_URL else ""


@transaction.atomic
def put_off(dispatch: Dispatch, refused: ChannelRefused | BadInput, *, at: datetime) -> None:
    """Try again later, at doubling distance and not before the other side wants it; else end, or ask a person.

    Where the text may be out and another try could publish it twice, a person looks first. What was called back or
    taken over meanwhile stays as it is.
    """
    lock_brand(dispatch.outlet.brand)
    left = Dispatch.objects.filter(pk=dispatch.pk, state=State.SENDING).exists()
    perhaps = dispatch.perhaps or (left and bool(refused.context.get("perhaps")))
    problem, is_sure = problem_of(refused), dispatch.outlet.kind in SURE
    for_good = isinstance(refused, BadInput) or refused.permanent or dispatch.tries >= TRIES
    if perhaps and (for_good or not is_sure):
        ask_person(dispatch, problem, at=at)
    elif for_good:
        fail(dispatch, problem, at=at)
    else:
        wait = wait_for(dispatch.tries, refused.context.get("retry_after_seconds"))
        again(dispatch, problem, perhaps=perhaps, after=at + wait, at=at)


def again(dispatch: Dispatch, problem: dict[str, Any], *, perhaps: bool, after: datetime, at: datetime) -> None:
    """Try later; the room is told of the first time."""
    if not held_by(dispatch).update(
        state=State.WAITING, next_at=after, problem=problem, perhaps=perhaps, claimed_until=None
    ):
        return
    if dispatch.tries == 1:
        note_problem(dispatch, "send_delayed", problem, at=at)
    beat(dispatch.outlet.brand, "statements")


def fail(dispatch: Dispatch, problem: dict[str, Any], *, at: datetime) -> None:
    ended = {"state": State.FAILED, "next_at": None, "ended_at": at, "problem": problem, "claimed_until": None}
    if held_by(dispatch).update(**ended):
        tell(dispatch, "send_failed", "send_failed", problem, at=at)


def ask_person(dispatch: Dispatch, problem: dict[str, Any], *, at: datetime) -> None:
    unclear = {"state": State.UNCLEAR, "next_at": None, "problem": problem, "perhaps": True, "claimed_until": None}
    if held_by(dispatch).update(**unclear):
        tell(dispatch, "send_unclear", "send_unclear", problem, at=at)


def wait_for(tries: int, asked: float | None) -> timedelta:
    """Give how long to wait after a number of tries."""
    usual = timedelta(seconds=15 * 2 ** max(tries - 1, 0))
    return min(max(usual, timedelta(seconds=asked or 0)), LONGEST_WAIT)


@transaction.atomic
def take_up_broken(*, at: datetime) -> int:
    """Take up what a process was sending when it was killed: again where that is safe, else a person is asked."""
    found = list(broken_off().select_related(*WITH).order_by("outlet__brand", "pk"))
    for one in found:
        lock_brand(one.outlet.brand)
        still = held_by(one).filter(state=State.SENDING, leaves_by__lte=clock.real_now())
        if one.outlet.kind in SURE and one.tries < TRIES:
            still.update(state=State.WAITING, perhaps=True, next_at=at, claimed_until=None)
        elif still.exists():
            ask_person(one, {"code": "channel_refused", "problem": "broke_off"}, at=at)
    return len(found)


def tell(dispatch: Dispatch, kind: str, action: str, problem: dict[str, Any], *, at: datetime) -> None:
    note_problem(dispatch, kind, problem, at=at)
    log(dispatch, action, {"problem": problem["problem"], "tries": dispatch.tries}, at=at)


def note_problem(dispatch: Dispatch, kind: str, problem: dict[str, Any], *, at: datetime) -> None:
    facts = {"channel": dispatch.statement.channel, "problem": problem["problem"]}
    note(incident_of(dispatch), kind=kind, at=at, facts=facts)


def log(dispatch: Dispatch, action: str, detail: dict[str, Any], *, at: datetime) -> None:
    one = dispatch.statement
    where = {"channel": one.channel, "audience": one.audience, "version": dispatch.version}
    where |= {"ready": str(one.ready)} if one.ready else {}
    record(incident_of(dispatch), actor=machine_actor("outbox"), action=action, at=at, detail=where | detail)
    beat(dispatch.outlet.brand, "statements")


def incident_of(dispatch: Dispatch) -> Incident:
    return dispatch.statement.incident
