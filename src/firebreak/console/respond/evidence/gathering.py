"""What was known, said and done in an incident? Every record of it as plain values, in an order that never changes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.capturing import post_as_published
from firebreak.console.listen.inbox import author_of, masked
from firebreak.console.listen.models import Post
from firebreak.console.respond.clocks import clocks_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.publishing import digest_of
from firebreak.console.respond.speak.records import Statement
from firebreak.core.govern.evidence import sha256
from firebreak.core.govern.pack.seal import dumped
from firebreak.core.text.pii import find_pii, mask

Json = dict[str, Any]
ACTED = re.compile(r'"(?:[a-z_]*by|owner)": "person:(\d+)"')  # as `who` writes it; nobody's words stand under these


def instant(at: datetime | None) -> str | None:
    """Write an instant the way that does not depend on where it is written."""
    return at.astimezone(UTC).isoformat() if at else None


def who(person: int | None) -> str | None:
    """Name a person as the audit log does; nobody is the machine."""
    return f"person:{person}" if person else None


@dataclass(frozen=True)
class Gathered:
    """An incident as the seat may take it along; personal data stays hidden unless the mask is `lifted`."""

    seat: Seat
    incident: Incident
    lifted: bool = False

    def words(self, text: str) -> str:
        """Give words of people, personal data in them hidden unless the mask is lifted."""
        if self.lifted:
            return text
        return mask(text, [(one.span.start, one.span.end) for one in find_pii(text)])

    def head(self) -> Json:
        """Tell what the incident is and how its clocks stand."""
        one, story = self.incident, self.incident.story
        return {
            "code": one.code,
            "title": self.words(one.name),
            "category": one.category,
            "severity": one.severity,
            "phase": one.phase,
            "owner": who(one.owner_id),
            "opened_at": instant(one.opened_at),
            "opened_by": who(one.opened_by_id),
            "first_seen_at": instant(one.first_seen_at),
            "golden_start": instant(one.golden_start),
            "relapsed_at": instant(one.relapsed_at),
            "story": {"code": story.code, "posts": story.post_count} if story else None,
            "clocks": [
                {"name": row.name, "starts": instant(row.starts), "due": instant(row.due), "met": instant(row.met)}
                for row in clocks_of(one)
            ],
        }

    def timeline(self) -> list[Json]:
        return [
            {
                "at": instant(one.at),
                "kind": one.kind,
                "by": who(one.person_id),
                "text": self.words(one.text),
                "facts": one.facts,
            }
            for one in self.incident.moments.order_by("at", "pk")
        ]

    def texts(self) -> list[Json]:
        """Give what was said to whom, with every version and approval; words that were erased say so."""
        rows = self.incident.statements.order_by("pk").prefetch_related("versions", "approvals")
        return [self.text(one) for one in rows]

    def text(self, one: Statement) -> Json:
        return {
            "channel": one.channel,
            "audience": one.audience,
            "kind": one.kind,
            **({"question": self.words(one.question), "number": one.code} if one.number else {}),
            "version": one.version,
            "text": self.words(one.text),
            "published_at": instant(one.published_at),
            "published_by": who(one.published_by_id),
            "url": one.url,
            "sha256": one.digest,
            "changed_since": bool(one.digest) and one.digest != digest_of(one),
            "versions": [
                {
                    "version": row.version,
                    "text": self.words(row.text),
                    "erased": not row.text and not row.began_empty,
                    "posture": row.posture,
                    "by": who(row.written_by_id),
                    "at": instant(row.written_at),
                }
                for row in sorted(one.versions.all(), key=lambda row: (row.version, row.pk))
            ],
            "approvals": [
                {
                    "version": row.version,
                    "by": who(row.person_id),
                    "role": row.role,
                    "at": instant(row.at),
                    "approved": row.approved,
                    "reason": self.words(row.reason),
                }
                for row in sorted(one.approvals.all(), key=lambda row: row.pk)
            ],
        }

    def facts(self) -> list[Json]:
        rows = self.incident.sheet.order_by("key").prefetch_related("versions")
        return [
            {
                "fact": one.key,
                "versions": [
                    {
                        "version": row.version,
                        "value": self.words(row.value),
                        "status": row.status,
                        "source": self.words(row.source),
                        "by": who(row.written_by_id),
                        "at": instant(row.written_at),
                        "settled_by": who(row.settled_by_id),
                        "settled_at": instant(row.settled_at),
                    }
                    for row in sorted(one.versions.all(), key=lambda row: row.version)
                ],
            }
            for one in rows
        ]

    def steps(self) -> list[Json]:
        return [
            {
                "step": one.code,
                "plan": one.pack,
                "version": one.version,
                "phase": one.phase,
                "do": {tongue: self.words(text) for tongue, text in one.do.items()},
                "state": one.state,
                "by": who(one.settled_by_id),
                "at": instant(one.settled_at),
                "reason": self.words(one.reason),
            }
            for one in self.incident.plan.order_by("place", "pk")
        ]

    @cached_property
    def posts(self) -> list[Post]:
        """Give the posts that somebody rested something on: a line of the timeline, a capture, a reply, a request."""
        told = {post for one in self.incident.moments.all() for post in one.facts.get("posts", ())}
        rested = Q(captures__isnull=False) | Q(replies__isnull=False) | Q(moderation_requests__isnull=False)
        chosen = Q(pk__in=told) | (Q(place__story=self.incident.story_id) & rested)
        rows = Post.objects.filter(chosen, brand=self.seat.brand).select_related("reading")
        return list(rows.order_by("published_at", "pk").distinct())

    def mentions(self) -> list[Json]:
        """Give these posts; the digest is of the whole post as published, also where the mask hides a part of it."""
        return [self.mention(post) for post in self.posts]

    def mention(self, post: Post) -> Json:
        author = author_of(self.seat, post, lifted=self.lifted)
        return {
            "post": f"post:{post.pk}",
            "source": post.source,
            "id": post.external_id,
            "url": post.url,
            "published_at": instant(post.published_at),
            "first_seen_at": instant(post.first_seen_at),
            "author": {"name": author.name, "id": author.id, "followers": post.followers},
            "title": masked(post, "title", lifted=self.lifted),
            "text": masked(post, "text", lifted=self.lifted),
            "sentiment": post.reading.sentiment,
            "category": post.reading.category,
            "replies": [
                {
                    "text": self.words(row.text),
                    "published_at": instant(row.published_at),
                    "by": who(row.published_by_id),
                    "url": row.url,
                }
                for row in post.replies.filter(published_at__isnull=False).order_by("pk")
            ],
            "sha256": sha256(dumped(post_as_published(post))),
        }


def erased_by(entries: Sequence[Entry]) -> list[Json]:
    """Say which posts of the incident were erased, when and why, and what became of their captures."""
    return [
        {
            "post": one.subject,
            "at": instant(one.at),
            "why": one.detail.get("why"),
            "captures_erased": [code_of(number) for number in one.detail.get("captures", ())],
            "captures_kept": [code_of(number) for number in one.detail.get("kept", ())],
            "entry": one.number,
        }
        for one in entries
        if one.action == "erase_post"
    ]


def code_of(number: int) -> str:
    return f"EV-{number:04d}"


def people_in(entries: Iterable[Entry], files: Mapping[str, bytes]) -> list[Json]:
    """Name those who acted, by the numbers under which the entries and files know them; nobody else.

    A number that somebody wrote into a text or a title names nobody.
    """
    text = " ".join(content.decode() for content in files.values())
    actors = (one.actor.partition(":") for one in entries)
    acted = {int(number) for kind, _sign, number in actors if kind == "person"}
    rows = Person.objects.filter(pk__in=acted | {int(number) for number in ACTED.findall(text)})
    return [
        {"id": f"person:{one.pk}", "name": one.name, "organisation": one.organisation.name}
        for one in rows.select_related("organisation").order_by("pk")
    ]
