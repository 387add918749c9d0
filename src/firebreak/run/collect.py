"""How do posts arrive by themselves? Feeds are visited when due, each page stored together with its cursor."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import F

from firebreak.connect.contract import Deleted, Page
from firebreak.connect.contract import Source as Connector
from firebreak.connect.registry import find_sources
from firebreak.console.assess.services import Taken, take_in
from firebreak.console.govern.services import machine_actor
from firebreak.console.listen.blind import begin_spot
from firebreak.console.listen.closer import every_now
from firebreak.console.listen.models import Post, Source
from firebreak.console.listen.reader import Read, reader_of
from firebreak.console.listen.services import note_rejected
from firebreak.console.respond.erasing import forget_post
from firebreak.core.errors import BadInput, SourceDown
from firebreak.run.again import read_now
from firebreak.run.fault import code_of, told, will_pass
from firebreak.run.pipeline import Event, judge

log = logging.getLogger(__name__)
BACK_OFF_MOST = timedelta(hours=1)


def visit_due(*, at: datetime) -> list[Event]:
    """Visit every source whose time has come."""
    events: list[Event] = []
    for pk in list(Source.objects.due(at=at).values_list("pk", flat=True)):
        source = claim(pk, at=at)
        taken = visit(source, at=at) if source else None
        if source and taken:
            events += judge(source.brand, at=at, numbers=taken.stories)
    return events


@transaction.atomic
def claim(pk: int, *, at: datetime) -> Source | None:
    """Put the next visit off before this one begins, so that no other loop makes it too."""
    source = Source.objects.due(at=at).filter(pk=pk).select_related("brand").first()
    if source is None:
        return None
    every = every_now(source, at=at)
    mine = Source.objects.filter(pk=pk, next_at=source.next_at).update(next_at=at + every, last_try_at=at)
    return source if mine else None


def visit(source: Source, *, at: datetime) -> Taken | None:
    """Fetch one source and take its posts in together with its cursor; what fails is noted at the source."""
    try:
        page = connector(source.kind).fetch(source.config, source.cursor)
    except (SourceDown, BadInput) as problem:
        note_failure(source, problem, at=at)
        return None
    except Exception as problem:
        note_trouble(source, problem, at=at)
        return None
    try:
        return take_page(source, page, at=at)
    except Exception as problem:
        if will_pass(problem):
            raise
        note_trouble(source, problem, at=at)
        return None


@cache
def connectors() -> Mapping[str, Connector]:
    return find_sources().sources


def connector(kind: str) -> Connector:
    """Give the connector of a source; raises BadInput when its plug-in is gone."""
    found = connectors().get(kind)
    if found is None:
        raise BadInput(problem="no_connector", kind=kind)
    return found


def take_page(source: Source, page: Page, *, at: datetime) -> Taken:
    """Read a page while nobody waits for it, and take it in."""
    return keep_page(source, page, read_now(reader_of(source.brand), list(page.posts)), at=at)


@transaction.atomic
def keep_page(source: Source, page: Page, read: Read, *, at: datetime) -> Taken:
    taken = take_in(brand=source.brand, read=read, via=source, at=at)
    note_rejected(source, len(page.rejects))
    follow_deletions(source, page.deleted, at=at)
    fields: dict[str, Any] = {"cursor": dict(page.cursor)}
    if page.more:
        fields["next_at"] = at
    elif page.wait_seconds:
        fields["next_at"] = at + max(timedelta(seconds=page.wait_seconds), every_now(source, at=at))
    if as_visited(source):
        Source.objects.filter(pk=source.pk).update(**fields)
    return taken


def as_visited(source: Source) -> bool:
    """Tell whether a source still has the address that was visited; a new one begins anew, and is not to be put off."""
    rows = Source.objects.select_for_update().filter(pk=source.pk)
    return source.config in rows.values_list("config", flat=True)


def follow_deletions(source: Source, deleted: Iterable[Deleted], *, at: datetime) -> None:
    """Erase what was deleted at the source, if its policy record says so: only posts that came by this source."""
    if not source.must_honour_deletes:
        return
    for gone in deleted:
        for post in Post.objects.filter(via=source, source=gone.source[:60], external_id=gone.id[:300]):
            actor = machine_actor("collect")
            forget_post(brand=source.brand, post=post, actor=actor, at=at, why="deleted_at_source")


@transaction.atomic
def note_failure(source: Source, problem: SourceDown | BadInput, *, at: datetime) -> None:
    """Remember what went wrong, and come back later: as asked, else at doubling distance; never when it is final."""
    log.warning("source %s: %s", source.pk, problem.code)
    permanent = isinstance(problem, BadInput) or problem.permanent
    asked = problem.context.get("retry_after_seconds")
    wait = timedelta(seconds=float(asked)) if asked else back_off(source)
    detail = str(problem.context.get("status") or problem.context.get("problem") or "")
    write_failure(source, problem.code, detail, next_at=None if permanent else at + wait, at=at)


@transaction.atomic
def note_trouble(source: Source, problem: Exception, *, at: datetime) -> None:
    """Remember that a connector broke or its page could not be stored; the page comes again, at doubling distance."""
    log.error("source %s: %s", source.pk, told(problem))
    write_failure(source, code_of(problem), "", next_at=at + back_off(source), at=at)


def write_failure(source: Source, code: str, detail: str, *, next_at: datetime | None, at: datetime) -> None:
    """Note a failure at its source; until the next answer it is not heard. Another address has not failed."""
    if not as_visited(source):
        return
    rows = Source.objects.filter(pk=source.pk)
    rows.update(failures=F("failures") + 1, last_error=code[:60], last_problem=detail[:40], next_at=next_at)
    begin_spot(source, code, problem=detail, at=at)


def back_off(source: Source) -> timedelta:
    return min(timedelta(seconds=source.every_seconds * 2 ** min(source.failures, 12)), BACK_OFF_MOST)
