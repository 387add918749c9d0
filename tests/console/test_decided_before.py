"""Do mentions that were dealt with by a correction, when that still decided, wait for nobody again?"""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from firebreak.console.access import Seat
from firebreak.console.listen import inbox
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.models import Correction, Post, Reading
from tests.records import post, story

MOVE = import_module("firebreak.console.listen.migrations.0017_decided_by_correction")
HOUR = timedelta(hours=1)


def corrected(seat: Seat, about: Post, at: datetime) -> Post:
    for step in (0, 1):
        said = {"field": "sentiment", "was": "neutral", "now": "negative", "at": at + step * HOUR}
        Correction.objects.create(post=about, person=seat.person, **said)
    Reading.objects.filter(post=about).update(corrected=True)
    return about


def waiting(seat: Seat) -> set[int]:
    return set(inbox.posts_of(seat, inbox.Wanted()).values_list("pk", flat=True))


@pytest.fixture
def old(seat: Seat) -> Post:
    return corrected(seat, post(seat.brand, at=seat.at), seat.at - 2 * HOUR)


def test_what_was_corrected_then_is_closed_by_who_did(seat: Seat, old: Post) -> None:
    other = post(seat.brand, at=seat.at)
    assert waiting(seat) == {old.pk, other.pk}

    MOVE.close_corrected(apps, None)

    row = Handling.objects.get()
    assert waiting(seat) == {other.pk}
    assert (row.post, row.brand, row.closed_by, row.closed_at) == (old, seat.brand, seat.person, seat.at - HOUR)


@pytest.mark.parametrize(("severity", "waits"), [("S2", True), ("S3", False)])
def test_of_a_grave_story_somebody_looks_again(seat: Seat, severity: str, waits: bool) -> None:
    told = story(seat.brand, at=seat.at, posts=1, severity=severity)
    member = Post.objects.get(place__story=told)
    corrected(seat, member, seat.at - 9 * HOUR)

    MOVE.close_corrected(apps, None)

    assert (member.pk in waiting(seat)) is waits


def test_what_somebody_holds_stays_with_them(seat: Seat, old: Post) -> None:
    Handling.objects.create(post=old, brand=seat.brand, holder=seat.person, held_at=seat.at)

    MOVE.close_corrected(apps, None)

    assert Handling.objects.get().closed_at is None
