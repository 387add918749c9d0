"""What becomes of a source whose connector breaks, or whose page cannot be stored? It is noted, and others go on."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, OperationalError

from firebreak.connect.contract import Page
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Source
from firebreak.core.errors import SourceDown
from firebreak.run import collect
from firebreak.run.check import look
from firebreak.run.collect import visit_due
from tests.posts import LEAK, listening, post
from tests.records import MINUTE, feed


class Feeds:
    """A connector that gives one post, except where it is told to fail."""

    def __init__(self) -> None:
        self.fails: dict[str, Exception] = {}

    def fetch(self, config: dict[str, Any], cursor: dict[str, Any]) -> Page:
        name = config["url"]
        if name in self.fails:
            raise self.fails[name]
        return Page(posts=(post(1, LEAK, AT, source=name),), cursor={"at": name})


AT = datetime.fromisoformat("2026-11-20T11:30:00+08:00")


@pytest.fixture
def feeds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feeds]:
    made = Feeds()
    monkeypatch.setattr(collect, "connector", lambda _: made)
    yield made


@pytest.fixture
def two(brand: Brand, at: datetime) -> tuple[Source, Source]:
    listening(brand, at=at)
    first, second = (
        feed(brand, at=at, name=name, config={"url": name}, next_at=at, last_error="", failures=0)
        for name in ("first", "second")
    )
    return first, second


def heard() -> set[str]:
    return set(Post.objects.values_list("source", flat=True))


def store_badly(monkeypatch: pytest.MonkeyPatch, problem: Exception) -> None:
    """Let the posts of the first source fail when they are stored."""
    really = collect.take_in

    def take_in(*, read: Any, **rest: Any) -> Any:
        if any(one.source == "first" for one in read.posts):
            raise problem
        return really(read=read, **rest)

    monkeypatch.setattr(collect, "take_in", take_in)


def test_a_connector_that_breaks_is_noted_and_the_next_source_visited(
    feeds: Feeds, two: tuple[Source, Source], at: datetime
) -> None:
    feeds.fails["first"] = ZeroDivisionError()

    visit_due(at=at)

    two[0].refresh_from_db()
    assert heard() == {"second"}
    assert (two[0].failures, two[0].last_error, two[0].next_at) == (1, "ZeroDivisionError", at + MINUTE)
    assert "first: ZeroDivisionError" in next(line for line in look() if line.name == "sources").found


def test_a_page_that_cannot_be_stored_comes_again_later_and_later(
    feeds: Feeds, two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    with monkeypatch.context() as broken:
        store_badly(broken, DataError())
        visit_due(at=at)
        visit_due(at=at + MINUTE)
    two[0].refresh_from_db()
    assert (two[0].failures, two[0].last_error, two[0].cursor) == (2, "DataError", {})
    assert two[0].next_at == at + 3 * MINUTE

    visit_due(at=at + 3 * MINUTE)

    two[0].refresh_from_db()
    assert heard() == {"first", "second"}
    assert (two[0].failures, two[0].last_error) == (0, "")


def test_trouble_of_the_database_is_nobodys_failure(
    feeds: Feeds, two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    store_badly(monkeypatch, OperationalError("database is locked"))

    with pytest.raises(OperationalError):
        visit_due(at=at)

    two[0].refresh_from_db()
    assert (two[0].failures, two[0].next_at) == (0, at + timedelta(seconds=two[0].every_seconds))


@pytest.mark.parametrize("fails", [False, True])
def test_an_address_that_was_changed_during_a_visit_begins_anew(
    feeds: Feeds, two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch, at: datetime, fails: bool
) -> None:
    if fails:
        feeds.fails["first"] = SourceDown(permanent=True)

    class Moved:
        def fetch(self, config: dict[str, Any], cursor: dict[str, Any]) -> Page:
            Source.objects.filter(pk=two[0].pk).update(config={"url": "elsewhere"}, cursor={}, next_at=AT)
            return feeds.fetch(config, cursor)

    monkeypatch.setattr(collect, "connector", lambda _: Moved())
    Source.objects.filter(pk=two[1].pk).update(next_at=None)

    visit_due(at=at)

    two[0].refresh_from_db()
    assert (two[0].cursor, two[0].next_at, two[0].failures) == ({}, AT, 0)


def test_a_source_that_is_down_for_good_is_not_visited_again(
    feeds: Feeds, two: tuple[Source, Source], at: datetime
) -> None:
    feeds.fails["first"] = SourceDown(permanent=True)

    visit_due(at=at)

    two[0].refresh_from_db()
    assert (two[0].last_error, two[0].next_at) == ("source_down", None)


def test_the_log_holds_no_word_of_a_post(
    feeds: Feeds, two: tuple[Source, Source], monkeypatch: pytest.MonkeyPatch, at: datetime, caplog: Any
) -> None:
    store_badly(monkeypatch, DataError(f"COPY listen_post, line 1, column text: {LEAK}"))

    with caplog.at_level(logging.ERROR):
        visit_due(at=at)

    assert f"source {two[0].pk}: DataError" in caplog.text
    assert LEAK not in caplog.text
