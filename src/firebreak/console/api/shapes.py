"""Which shape has an answer? Codes are those of the command line; times are ISO 8601 with offset."""

from datetime import datetime
from typing import Any

from ninja import Schema

from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.assess.ruling import ByHand, by_hand, machine_score
from firebreak.console.listen.models import Post, Reading
from firebreak.console.respond.clocks import clocks_of
from firebreak.console.respond.hand import hand_of
from firebreak.console.respond.models import Incident
from firebreak.core.govern.privacy import shown_author
from firebreak.core.terms import Author, Role, Severity
from firebreak.core.text.pii import mask


class Problem(Schema):
    """Why there is no answer, as a stable code."""

    code: str


class BrandOut(Schema):
    slug: str
    name: str
    role: str


class AlertOut(Schema):
    id: int
    signal: str
    severity: str | None
    at: datetime
    story: str | None
    watch: str | None
    reasons: list[dict[str, Any]]
    acknowledged_at: datetime | None
    closed_at: datetime | None


class ClockOut(Schema):
    name: str
    starts: datetime
    due: datetime
    met: datetime | None


class MachineOut(Schema):
    """What the machine by itself says of a story's level."""

    severity: str
    score: float


class ByHandOut(Schema):
    """Who set the level that stands, when and why."""

    by: str
    at: datetime
    reason: str


class IncidentOut(Schema):
    code: str
    title: str
    severity: str
    score: float
    by_hand: ByHandOut | None
    machine: MachineOut | None
    category: str
    phase: str
    owner: str | None
    opened_at: datetime
    story: str | None
    clocks: list[ClockOut]


class StoryOut(Schema):
    code: str
    title: str
    category: str
    severity: str
    score: float
    by_hand: ByHandOut | None
    machine: MachineOut
    posts: int
    negative: int
    urgent: int
    first_post_at: datetime
    last_post_at: datetime


class AuthorOut(Schema):
    """A person as the asking role may see them: masked."""

    id: str
    name: str
    followers: int | None
    verified: bool


class CopiedOut(Schema):
    """The earlier mention that one nearly repeats, and how alike they are, in [0.7, 1]."""

    of: int
    similarity: float


class MentionOut(Schema):
    id: int
    source: str
    channel: str
    kind: str
    url: str
    title: str
    text: str
    author: AuthorOut
    published_at: datetime
    sentiment: str
    category: str
    urgent: bool
    copied: CopiedOut | None
    story: str | None


def alert_out(alert: Alert) -> AlertOut:
    return AlertOut(
        id=alert.pk,
        signal=alert.signal,
        severity=alert.severity or None,
        at=alert.at,
        story=alert.story.code if alert.story else None,
        watch=alert.watch_name or None,
        reasons=alert.reasons,
        acknowledged_at=alert.acknowledged_at,
        closed_at=alert.closed_at,
    )


def by_hand_out(hand: ByHand | None) -> ByHandOut | None:
    return ByHandOut(by=hand.who, at=hand.at, reason=hand.reason) if hand else None


def machine_out(story: Story) -> MachineOut:
    score = machine_score(story)
    return MachineOut(severity=Severity.of_score(score).value, score=score)


def incident_out(incident: Incident) -> IncidentOut:
    moments = list(incident.moments.all())
    clocks = clocks_of(incident, moments)
    return IncidentOut(
        code=incident.code,
        title=incident.name,
        severity=incident.severity,
        score=incident.score,
        by_hand=by_hand_out(hand_of(incident, moments)),
        machine=machine_out(incident.story) if incident.story else None,
        category=incident.category,
        phase=incident.phase,
        owner=incident.owner.name if incident.owner else None,
        opened_at=incident.opened_at,
        story=incident.story.code if incident.story else None,
        clocks=[ClockOut(name=one.name, starts=one.starts, due=one.due, met=one.met) for one in clocks],
    )


def story_out(story: Story) -> StoryOut:
    return StoryOut(
        code=story.code,
        title=story.title,
        category=story.category,
        severity=story.severity,
        score=story.score,
        by_hand=by_hand_out(by_hand(story)),
        machine=machine_out(story),
        posts=story.post_count,
        negative=story.negative_count,
        urgent=story.urgent_count,
        first_post_at=story.first_post_at,
        last_post_at=story.last_post_at,
    )


def mention_out(post: Post, role: Role) -> MentionOut:
    """Give a post with personal data hidden: an API has nobody to ask for a reason."""
    author = shown_author(Author(post.author_id, post.author_name, post.followers, post.verified), role)
    place = getattr(post, "place", None)
    return MentionOut(
        id=post.pk,
        source=post.source,
        channel=post.channel,
        kind=post.kind,
        url=post.url,
        title=masked(post, "title"),
        text=masked(post, "text"),
        author=AuthorOut(id=author.id, name=author.name, followers=author.followers, verified=author.verified),
        published_at=post.published_at,
        sentiment=post.reading.sentiment,
        category=post.reading.category,
        urgent=post.reading.urgent,
        copied=copied_out(post.reading),
        story=place.story.code if place else None,
    )


def copied_out(reading: Reading) -> CopiedOut | None:
    if reading.copy_of_id is None or reading.copy_similarity is None:
        return None
    return CopiedOut(of=reading.copy_of_id, similarity=reading.copy_similarity)


def masked(post: Post, field: str) -> str:
    spans = [(one["start"], one["end"]) for one in post.reading.detail.get("pii", ()) if one["field"] == field]
    return mask(getattr(post, field), spans)
