"""What did a person say of a story's level, does it still hold, and what does the machine say beside it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from firebreak.console.access import Seat
from firebreak.console.assess.models import Assessment as AssessmentRow
from firebreak.console.assess.models import Ruling as RulingRow
from firebreak.console.assess.models import Story
from firebreak.core.assess.ruling import harms_of, is_outgrown, own_of, under
from firebreak.core.terms import Assessment, Reason, Ruling, Severity

UNJUDGED = Assessment(severity=Severity.S4, score=0.0, speed=0, reach=0, harm=0, reasons=())


@dataclass(frozen=True, slots=True)
class ByHand:
    """A level that stands because a person said so. `machine` is what the service says beside it, if anything."""

    who: str
    at: datetime
    reason: str
    machine: Severity | None
    score: float | None


def row_of(story: Story) -> RulingRow | None:
    found: RulingRow | None = getattr(story, "ruling", None)
    return found


def ruling_of(story: Story) -> Ruling | None:
    """Give a story's ruling as core knows it."""
    row = row_of(story)
    if row is None:
        return None
    return Ruling(Severity(row.severity), row.seen_score, frozenset(row.seen_harms), lapsed=row.lapsed_at is not None)


def by_hand(story: Story) -> ByHand | None:
    """Give who set the level at which a story stands, while that holds."""
    row = row_of(story)
    if row is None or not story.is_by_hand:
        return None
    return ByHand(row.person.name, row.at, row.reason, Severity.of_score(row.own_score), row.own_score)


def has_lapsed(story: Story) -> bool:
    """Tell whether a person's word was outgrown by what came after it."""
    row = row_of(story)
    return row is not None and row.lapsed_at is not None


def machine_score(story: Story) -> float:
    """Give the score that the machine alone gives a story."""
    row = row_of(story)
    return row.own_score if row else story.score


def follow_machine(story: Story, own: Assessment, *, at: datetime) -> bool:
    """Keep what the machine says now beside a person's ruling; True when the ruling has lapsed by it."""
    row, ruling = row_of(story), ruling_of(story)
    if row is None or ruling is None:
        return False
    lapses = not ruling.lapsed and is_outgrown(ruling, own)
    if lapses or row.own_score != own.score:
        row.own_score, row.lapsed_at = own.score, at if lapses else row.lapsed_at
        row.save(update_fields=["own_score", "lapsed_at"])
    return lapses


def see_again(row: RulingRow, seen: Assessment, *, rules: str) -> None:
    """Keep what a person saw as other rules of severity judge it: what they judge differently has not grown."""
    row.seen_score, row.rules = seen.score, rules
    row.seen_harms = sorted(harms_of(seen) | frozenset(row.seen_harms))
    row.save(update_fields=["seen_score", "seen_harms", "rules"])


def rule(*, seat: Seat, story: Story, to: Severity, reason: str) -> Assessment:
    """Set a story's level by a person's word; gives what the machine alone says.

    The caller asks who may, and writes the audit line.
    """
    last = story.assessments.order_by("-pk").first()
    own = own_of(assessment_of(last)) if last else UNJUDGED
    harms = harms_of(own)
    row, _created = RulingRow.objects.update_or_create(
        story=story,
        defaults={
            "severity": to.value,
            "person": seat.person,
            "at": seat.at,
            "reason": reason,
            "seen_score": own.score,
            "seen_harms": sorted(harms),
            "rules": last.rules if last else "",
            "own_score": own.score,
            "lapsed_at": None,
        },
    )
    story.ruling = row
    stands = under(own, Ruling(to, own.score, harms))
    facts, rules = (last.facts, last.rules) if last else ({}, "")
    new_assessment(story, stands, at=seat.at, facts=facts, rules=rules).save()
    story.severity, story.score = stands.severity.value, stands.score
    rows = Story.objects.filter(pk=story.pk)
    rows.update(severity=story.severity, score=story.score, version=F("version") + 1)
    return own


def hand_on(old: Story, new: Story) -> None:
    """Let a ruling go along with a story that goes on in another; of two, the one of the graver level stays."""
    rows = RulingRow.objects.filter(story__in=(old, new))
    worst = min(rows, key=lambda row: (row.severity, row.story_id != new.pk), default=None)
    if worst is None or worst.story_id == new.pk:
        return
    rows.filter(story=new).delete()
    rows.filter(story=old).update(story=new)


def assessment_of(row: AssessmentRow) -> Assessment:
    """Give a stored assessment as core knows it."""
    return Assessment(
        severity=Severity(row.severity),
        score=row.score,
        speed=row.speed,
        reach=row.reach,
        harm=row.harm,
        reasons=tuple(Reason(each["code"], each["points"], each["facts"]) for each in row.reasons),
        hard_rule=row.hard_rule,
    )


def new_assessment(story: Story, made: Assessment, *, at: datetime, facts: dict[str, Any], rules: str) -> AssessmentRow:
    """Give an assessment, not yet kept, with the facts and the version of the rules that it was made from."""
    return AssessmentRow(
        story=story,
        at=at,
        severity=made.severity.value,
        score=made.score,
        speed=made.speed,
        reach=made.reach,
        harm=made.harm,
        hard_rule=made.hard_rule,
        reasons=reason_rows(made.reasons),
        facts=facts,
        rules=rules,
    )


def reason_rows(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"code": one.code, "points": one.points, "facts": dict(one.facts)} for one in reasons]
