"""How does a text come to go out: handed in, approved by those whose turn it is, or sent back?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from firebreak import knowledge
from firebreak.console.access import Seat
from firebreak.console.govern.models import Brand
from firebreak.console.govern.services import beat, lock_brand, machine_actor
from firebreak.console.respond.lines import note, record
from firebreak.console.respond.matrix.holding import Held, matrices_of
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.ready.covering import covers
from firebreak.console.respond.speak.records import LONGEST_SOURCE, Approval, Statement
from firebreak.console.respond.speak.texts import draft_at, log, stop_waiting
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond import authority
from firebreak.core.respond.authority import AuthorityRules, Matter, Step, Taken
from firebreak.core.respond.matrix import steps_under
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.terms import Act, Phase, Role, Severity

MEASURED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Widened:
    """What another matrix did to a text that waits: since when it is asked of whom besides, and whose yes it voided."""

    at: datetime
    roles: tuple[Role, ...]
    voided: tuple[Approval, ...]


@dataclass
class Path:
    """What lies between a text and the public at a moment: whose approval it needs, and which of them it has."""

    statement: Statement
    writers: frozenset[int]
    at: datetime
    held: Held

    @property
    def rules(self) -> AuthorityRules:
        return self.held.now

    @property
    def severity(self) -> Severity:
        return Severity(self.statement.incident.severity)

    @cached_property
    def matter(self) -> Matter:
        one = self.statement
        return authority.matter_of(
            one.text,
            severity=self.severity,
            channel=Channel(one.channel),
            audience=Audience(one.audience),
            rules=self.rules,
            facts=knowledge.facts(),
        )

    @cached_property
    def is_covered(self) -> bool:
        """Tell whether a message that was approved ahead covers it, so that nobody is asked a second time."""
        return covers(self.statement, at=self.at, rules=self.rules)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Give whose approval it needs: where the matrix changed while it waited, of everybody whom either names."""
        if self.is_covered:
            return ()
        matrices = self.held.since(self.statement.submitted_at)
        return steps_under(self.matter, writer=self.writers_role, matrices=matrices)

    @cached_property
    def writers_role(self) -> Role:
        """Give the role in which its words were written; whatever its writer became later, they had no other then."""
        return Role(self.statement.written_as or Role.VIEWER)

    @cached_property
    def taken(self) -> Sequence[Taken]:
        """Tell which steps of the text as it stands are taken; before it was handed in, none."""
        given = [
            authority.Approval(row.person_id, Role(row.role), row.at)
            for row in self.given_here
            if set(self.asked) <= set(row.asked)
        ]
        return authority.standing(self.steps, given, since=self.asked_at, rules=self.rules)

    @property
    def asked_at(self) -> datetime:
        """Give since when its approvals are asked for: since it was handed in, or since more people are asked.

        That is when the matter became so grave, or another matrix held. Nobody is late with what was not yet asked of
        them, so neither ever lets one superior take what just began.
        """
        handed_in = self.statement.submitted_at
        if handed_in is None:
            return self.statement.written_at
        rows = [row for row in changes_of_level(self.statement.incident) if row.at > handed_in]
        changes = [(row.at, row.facts["was"], row.facts["now"]) for row in rows]
        return max(authority.grave_since(self.severity, handed_in, changes), self.wider_since(handed_in))

    def wider_since(self, handed_in: datetime) -> datetime:
        """Give when a matrix last asked somebody whom none had asked since the text was handed in."""
        known, since = set[Role](), handed_in
        for turned, rules in self.held.turns_since(handed_in):
            asked = self.asked_by(rules)
            since = since if asked <= known else turned
            known |= asked
        return since

    @cached_property
    def widened(self) -> Widened | None:
        """Tell whether approvals of it as it stands are void because another matrix asks somebody besides."""
        voided = tuple(row for row in self.given_here if not set(self.asked) <= set(row.asked))
        if not voided:
            return None
        first = min(row.at for row in voided)
        known = {one for row in voided if row.at == first for one in row.asked}
        turns = self.held.turns_since(first)[1:]
        found = [at for at, rules in turns if not {role.value for role in self.asked_by(rules)} <= known]
        new = tuple(role for role in Role if role.value in set(self.asked) - known)
        return Widened(found[0], new, voided) if found and new else None

    @property
    def given_here(self) -> list[Approval]:
        """Give the approvals of this handing in that the level of the matter leaves."""
        return [
            row
            for row in self.statement.approvals.all()
            if row.approved and row.version == self.statement.version and self.is_of_now(row)
        ]

    def asked_by(self, rules: AuthorityRules) -> set[Role]:
        """Give whom one matrix asks."""
        return {step.role for step in authority.steps_for(self.matter, writer=self.writers_role, rules=rules)}

    @property
    def asked(self) -> list[str]:
        return [step.role.value for step in self.steps]

    def is_of_now(self, row: Approval) -> bool:
        """Tell whether an approval was given to this handing in, and to a matter as grave as it is now.

        Who let a text go out at a milder level, or when fewer were asked, has not said what they say of a graver one.
        """
        handed_in = self.statement.submitted_at
        if handed_in is None or row.at < handed_in or not row.severity:
            return False
        return Severity(row.severity) <= self.severity

    @property
    def waiting(self) -> list[Taken]:
        return [one for one in self.taken if one.by is None]

    @property
    def is_through(self) -> bool:
        return not self.waiting

    def may_approve(self, seat: Seat) -> bool:
        """Tell whether this person's approval would take a step of the text now."""
        if not self.statement.submitted_at or seat.person.pk in self.writers or not seat.may(Act.APPROVE):
            return False
        one = authority.Approval(seat.person.pk, seat.role, seat.at)
        return authority.may_take(one, self.taken, rules=self.rules)

    def may_publish(self, seat: Seat) -> bool:
        return seat.may(Act.TRIAGE) and seat.role in self.rules.publishers[self.severity]


def changes_of_level(incident: Incident) -> list[Moment]:
    """Give when the level of an incident changed, oldest first; many incidents bring theirs along."""
    there: list[Moment] | None = getattr(incident, "levels", None)
    return list(levels().filter(incident=incident)) if there is None else there


def levels() -> QuerySet[Moment]:
    return Moment.objects.filter(kind="severity").order_by("at", "pk")


def path_of(statement: Statement, *, at: datetime, held: Held | None = None) -> Path:
    """Give the path of a text. Whoever wrote a word of it stays its writer, even where that word was erased.

    Who asks for many texts of a brand brings its matrices along.
    """
    writers = statement.versions.filter(began_empty=False).values_list("written_by", flat=True)
    matrices = matrices_of(statement.incident.brand) if held is None else held
    return Path(statement, frozenset(writers) | {statement.written_by_id}, at, matrices)


@transaction.atomic
def submit_statement(*, seat: Seat, statement: Statement, version: int, reason: str = "") -> Statement:
    """Hand a text in for approval as it stands; `reason` says why it may go out despite a warning."""
    seat.need(Act.TRIAGE)
    lock_brand(seat.brand)
    kept = draft_at(statement, version)
    if kept.submitted_at:
        raise Conflict(statement=kept.pk)
    overruled = pass_check(kept, reason, at=seat.at)
    kept.submitted_at, kept.submitted_by = seat.at, seat.person
    kept.save(update_fields=["submitted_at", "submitted_by", "overruled", "overruled_codes"])
    steps = path_of(kept, at=seat.at).asked
    note(kept.incident, kind="submitted", at=seat.at, person=seat.person, facts={"channel": kept.channel})
    log(seat, kept, "submit_statement", steps=steps, **({"overruled": overruled} if overruled else {}))
    return kept


def pass_check(statement: Statement, reason: str, *, at: datetime) -> list[str]:
    """Give the codes of the warnings that a reason overrules, and keep both with the text, which the caller saves.

    `at` is when it goes out.

    A reason overrules what it was given for: a warning that came later asks again. What holds a text back stops it.
    """
    verdict = judge_of(statement, at=at).verdict(statement)
    if verdict.holds_back:
        raise BadInput(problem="held_back")
    said = reason.strip()
    if not said and not verdict.warnings <= set(statement.overruled_codes):
        raise BadInput(field="reason", problem="reason_missing")
    if len(said) > LONGEST_SOURCE:
        raise BadInput(field="reason", problem="too_long")
    statement.overruled = (said or statement.overruled) if verdict.warnings else ""
    statement.overruled_codes = sorted(verdict.warnings)
    return statement.overruled_codes


@transaction.atomic
def approve_statement(*, seat: Seat, statement: Statement, version: int) -> Approval:
    """Let a text go out, as far as it is this person's to say. Nobody approves what they have written a word of."""
    return speak(seat, statement, version, approved=True)


@transaction.atomic
def send_back(*, seat: Seat, statement: Statement, version: int, reason: str) -> Approval:
    """Give a text back to its writers with a reason; every approval that it had is void."""
    if not reason.strip() or len(reason.strip()) > LONGEST_SOURCE:
        raise BadInput(field="reason", problem="reason_missing")
    said = speak(seat, statement, version, approved=False, reason=reason.strip())
    Statement.objects.filter(pk=statement.pk).update(submitted_at=None, submitted_by=None)
    stop_waiting(statement, "not_approved", at=seat.at)
    return said


def speak(seat: Seat, statement: Statement, version: int, *, approved: bool, reason: str = "") -> Approval:
    seat.need(Act.APPROVE)
    lock_brand(seat.brand)
    kept = draft_at(statement, version)
    path = path_of(kept, at=seat.at)
    if kept.submitted_at is None:
        raise Conflict(statement=kept.pk)
    if seat.person.pk in path.writers:
        raise NotAllowed(problem="own_words")
    if not path.may_approve(seat):
        raise NotAllowed(problem="not_your_turn")
    said = Approval.objects.create(
        statement=kept,
        version=version,
        person=seat.person,
        role=seat.role.value,
        at=seat.at,
        approved=approved,
        reason=reason,
        waited=seat.at - kept.submitted_at,
        severity=path.severity.value,
        asked=path.asked,
    )
    kind = "approved" if approved else "sent_back"
    note(kept.incident, kind=kind, at=seat.at, person=seat.person, text=reason, facts={"channel": kept.channel})
    log(seat, kept, "approve_statement" if approved else "send_back_statement", role=seat.role.value)
    return said


@transaction.atomic
def tell_late(brand: Brand, *, at: datetime) -> int:
    """Put on the timeline, once, each approval whose time is over: from now on those above may give it.

    Nothing is approved by time. Gives how many were told.
    """
    lock_brand(brand)  # so that nobody approves what is told as late
    told, held = 0, matrices_of(brand)
    for row in waiting_texts(brand):
        for one in path_of(row, at=at, held=held).taken:
            if one.is_late(at) and wait_is_news(row, one, at=at):
                told += 1
    return told


def wait_is_news(statement: Statement, one: Taken, *, at: datetime) -> bool:
    """Tell of an approval that is overdue; it is told once each time that a text is handed in."""
    key = f"waits:{statement.pk}:{statement.version}:{one.due.isoformat()}:{one.step.role.value}"
    facts = {"channel": statement.channel, "role": one.step.role.value}
    if note(statement.incident, kind="waits", at=one.due, key=key, facts=facts) is None:
        return False
    incident, detail = statement.incident, facts | {"version": statement.version}
    record(incident, actor=machine_actor("clock"), action="escalate_statement", at=at, detail=detail)
    beat(statement.incident.brand, "statements")
    return True


def handed_in(brand: Brand) -> QuerySet[Statement]:
    rows = Statement.objects.filter(incident__brand=brand, submitted_at__isnull=False, published_at__isnull=True)
    return rows.exclude(incident__phase=Phase.CLOSED)


def has_waiting_texts(brand: Brand) -> bool:
    return handed_in(brand).exists()


def waiting_texts(brand: Brand) -> list[Statement]:
    """Give the texts that wait for approval, gravest first, then what has waited longest."""
    found = (
        handed_in(brand)
        .select_related(
            "incident__brand", "incident__story__merged_into", "incident__alert", "written_by", "submitted_by", "ready"
        )
        .prefetch_related("approvals__person", "versions", Prefetch("incident__moments", levels(), to_attr="levels"))
    )
    return sorted(found, key=lambda row: (row.incident.severity, row.submitted_at, row.pk))


def usual_wait(brand: Brand, severity: Severity, *, seat: Seat) -> timedelta | None:
    """Give the median time that texts of a level have waited for an approval; None where there was none."""
    rows = Approval.objects.filter(statement__incident__brand=brand, at__gt=seat.at - MEASURED)
    found = [one.total_seconds() for one in rows.filter(
        statement__incident__severity=severity
    ).values_list("waited", flat=True)]  # fmt: skip
    return timedelta(seconds=median(found)) if found else None
