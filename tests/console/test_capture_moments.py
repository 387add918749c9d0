"""Does a capture keep its number, go when its mention goes at the same moment, and tell when it was tampered with?"""

from datetime import datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firebreak.console import bulk
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Assignment, Brand, Entry
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.capturing import capture_post, keep_capture, let_go
from firebreak.console.listen.models import Post
from firebreak.console.respond.erasing import forget_post
from firebreak.core.errors import Conflict
from firebreak.core.govern.evidence import Ground
from firebreak.core.terms import Role
from firebreak.run.check import captures
from firebreak.run.tidy import tidy
from tests.cast import Cast, person
from tests.told import told


@pytest.fixture
def one(cast: Cast, at: datetime) -> Post:
    (found,) = told(cast, at, "明泉漏水")
    return found


@pytest.fixture
def counsel(cast: Cast, at: datetime) -> Seat:
    """Somebody who answers for the law."""
    made = person("Counsel", cast.brand.organisation)
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.LEGAL.value)
    return take_seat(made, "spring", at=at)


def captured(cast: Cast, at: datetime, one: Post) -> Capture:
    return capture_post(seat=take_seat(cast.alice, "spring", at=at), post=one)


def erase(brand: Brand, post: Post, at: datetime) -> None:
    forget_post(brand=brand, post=post, actor="machine:tidy", at=at, why="retention")


def test_a_capture_that_is_no_json_any_more_is_named_by_the_check(cast: Cast, at: datetime, one: Post) -> None:
    captured(cast, at, one)
    Capture.objects.update(manifest="{")

    line = captures()

    assert (line.fine, line.found) == (False, "changed: spring EV-0001")


def test_a_mention_that_was_erased_meanwhile_is_not_captured(cast: Cast, at: datetime, one: Post) -> None:
    erase(cast.brand, Post.objects.get(pk=one.pk), at)

    with pytest.raises(Conflict):
        captured(cast, at, one)

    assert not Capture.objects.exists()


def test_the_number_of_a_capture_that_has_gone_is_given_to_no_other(cast: Cast, at: datetime, one: Post) -> None:
    """EV-0001 may lie at a court: nothing else may ever be called that."""
    captured(cast, at, one)
    erase(cast.brand, one, at)
    (other,) = told(cast, at, "明泉又漏水")

    assert captured(cast, at, other).code == "EV-0002"


def test_one_whose_mention_goes_while_it_is_let_go_does_not_stay(
    cast: Cast, at: datetime, one: Post, counsel: Seat
) -> None:
    """Whoever lets it go still sees the mention that was erased a moment ago."""
    made = captured(cast, at, one)
    keep_capture(seat=counsel, capture=made, ground=Ground.DAMAGES)
    seen = Capture.objects.get()
    erase(cast.brand, one, at)

    let_go(seat=counsel, capture=seen)

    assert not Capture.objects.exists()
    assert Entry.objects.get(action="drop_capture").detail == {"capture": 1, "erased": True}


def test_one_that_went_a_moment_ago_is_neither_kept_nor_let_go(
    cast: Cast, at: datetime, one: Post, counsel: Seat
) -> None:
    seen = captured(cast, at, one)
    erase(cast.brand, one, at)

    with pytest.raises(Conflict):
        keep_capture(seat=counsel, capture=seen, ground=Ground.DAMAGES)
    with pytest.raises(Conflict):
        let_go(seat=counsel, capture=seen)


def test_one_without_a_mention_that_nobody_keeps_is_tidied_away(cast: Cast, at: datetime, one: Post) -> None:
    captured(cast, at, one)
    Capture.objects.update(post=None)

    tidy(at=at)

    assert not Capture.objects.exists()


@pytest.mark.postgres
@pytest.mark.skipif(not bulk.is_postgres(), reason="SQLite has one writer at a time")
def test_whoever_keeps_a_capture_waits_for_the_brand_before_all_else(
    cast: Cast, at: datetime, one: Post, counsel: Seat
) -> None:
    """An erasure takes the brand first and the capture later; the other way round they would wait for each other."""
    made = captured(cast, at, one)

    for act in (partial(keep_capture, ground=Ground.DAMAGES), let_go):
        with CaptureQueriesContext(connection) as asked:
            act(seat=counsel, capture=made)
        locks = [query["sql"] for query in asked if query["sql"].startswith("UPDATE") or "FOR NO KEY" in query["sql"]]
        assert 'FROM "govern_brand"' in locks[0]
