"""Is what need not be kept any longer forgotten in real time, and is each chain signed while it grows?"""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from firebreak.console import bulk, clock
from firebreak.console.bulk import is_postgres, learn_shape
from firebreak.console.govern.door import WINDOW
from firebreak.console.govern.models import Anchor, Attempt, Brand
from firebreak.run.tidy import HOUR, tidy
from tests.posts import LEAK, MINUTE, post
from tests.run.conftest import HandIn


def test_a_failed_sign_in_is_forgotten_once_it_locks_nobody_by_real_time(cast: object, at: datetime) -> None:
    real = clock.real_now()
    Attempt.objects.create(digest="old", at=real - WINDOW - timedelta(seconds=1))
    Attempt.objects.create(digest="fresh", at=real - WINDOW + MINUTE)

    tidy(at=at + timedelta(days=400))

    assert [one.digest for one in Attempt.objects.all()] == ["fresh"]


LOOKED_AT = {
    True: "SELECT COUNT(*) FROM pg_stats WHERE tablename = 'listen_post' AND attname = 'text'",
    False: "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'",
}


@pytest.mark.parametrize("is_large", [True, False])
def test_the_database_learns_which_index_finds_little_once_there_is_much(
    is_large: bool, take: HandIn, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One post of one brand would teach PostgreSQL that a brand has one post, and the next import be lost in it."""
    monkeypatch.setattr(bulk, "WORTH_A_LOOK", 1 if is_large else 20_000)
    take([post(1, LEAK, at)])

    learn_shape()

    with connection.cursor() as cursor:
        cursor.execute(LOOKED_AT[is_postgres()])
        assert bool(cursor.fetchone()[0]) == is_large


def test_a_chain_is_signed_once_an_hour_while_it_grows(take: HandIn, brand: Brand, at: datetime) -> None:
    take([post(1, LEAK, at)])
    tidy(at=at)
    take([post(2, LEAK, at)])

    tidy(at=at + HOUR - MINUTE)
    assert Anchor.objects.count() == 1
    tidy(at=at + HOUR)
    tidy(at=at + 3 * HOUR)

    assert list(Anchor.objects.order_by("pk").values_list("count", flat=True)) == [
        brand.organisation.entries.count() - 1,
        brand.organisation.entries.count(),
    ]
