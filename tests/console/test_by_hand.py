"""Is a person's word marked wherever it stands, and the machine's nowhere taken for one?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.assess.models import Ruling, Story
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Reading
from tests.cast import Cast
from tests.records import story

SignIn = Callable[[Person], Client]
BY_HAND = "人工</span>"


def ruled(cast: Cast, at: datetime) -> Story:
    """A story whose level a person set and which still holds."""
    found = story(cast.brand, at=at)
    Ruling.objects.create(
        story=found, severity=found.severity, person=cast.alice, at=at, reason="有人受傷", seen_score=60, own_score=30
    )
    return found


@pytest.mark.parametrize("page", ["board", "stories", "story"])
def test_a_level_by_hand_is_marked(page: str, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = ruled(cast, at)
    client = signed_in(cast.carol)
    address = reverse(page, args=[cast.brand.slug, *([found.number] if page == "story" else [])])
    assert BY_HAND in client.get(address).content.decode()

    Ruling.objects.update(lapsed_at=at)

    assert BY_HAND not in client.get(address).content.decode()


@pytest.mark.parametrize("page", ["mentions", "mention", "story"])
def test_a_reading_by_hand_is_marked(page: str, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at, posts=1)
    one = found.places.get().post
    keys = {"mention": [one.pk], "story": [found.number]}.get(page, [])
    address = reverse(page, args=[cast.brand.slug, *keys]) + "?view=all"
    client = signed_in(cast.carol)
    assert BY_HAND not in client.get(address).content.decode()

    Reading.objects.filter(post=one).update(corrected=True)

    assert BY_HAND in client.get(address).content.decode()
