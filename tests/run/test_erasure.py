"""When a post is erased, is there any record left that holds its words?"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Story
from firebreak.console.assess.services import erase_post, merge_stories
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post, Source
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Phase, Role
from firebreak.run.pipeline import judge
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, SICK, hand_in, post

RARE = "縹緲峰靈鷲宮"  # words that nothing else says
LATER = timedelta(days=400)


def holding(words: str) -> Iterator[str]:
    """Name every record of any table that holds `words`."""
    for model in apps.get_models():
        for row in model._base_manager.values():
            if any(words in str(value) for value in row.values()):
                yield model._meta.label


def let_go(brand: Brand, words: str, *, at: datetime) -> None:
    for row in Post.objects.filter(text__contains=words):
        erase_post(brand=brand, post=row, actor="machine:tidy", at=at, why="retention")


@pytest.fixture
def incident(brand: Brand, via: Source, at: datetime) -> Incident:
    """An incident named by the rare words, which a second post tells on in other words."""
    set_default_routes(brand)
    posts = [
        post(1, f"{RARE}，{SICK}", at - 9 * MINUTE, photo=True),
        post(2, f"{SICK}，還在住院", at, photo=True),
    ]
    hand_in(brand, posts, via=via, at=at)
    judge(brand, at=at)
    found = Incident.objects.get()
    assert RARE in found.name
    return found


@pytest.mark.parametrize("phase", [Phase.RESPOND, Phase.CLOSED])
def test_an_incident_loses_the_title_that_came_from_an_erased_post(
    phase: Phase, incident: Incident, brand: Brand, at: datetime
) -> None:
    Incident.objects.update(phase=phase.value)

    let_go(brand, RARE, at=at + LATER)
    judge(brand, at=at + LATER)

    assert list(holding(RARE)) == []
    assert Incident.objects.get().name.startswith(SICK[:8])


@pytest.mark.parametrize("phase", [Phase.RESPOND, Phase.CLOSED])
def test_an_incident_of_which_no_post_is_left_goes_by_its_code(
    phase: Phase, incident: Incident, brand: Brand, at: datetime
) -> None:
    Incident.objects.update(phase=phase.value)

    let_go(brand, "", at=at + LATER)
    judge(brand, at=at + LATER)

    assert list(holding(SICK[:8])) == []
    assert Incident.objects.get().name == "INC-0001"


def test_a_story_that_went_on_in_another_keeps_no_title(
    incident: Incident, cast: Cast, brand: Brand, via: Source, at: datetime
) -> None:
    Incident.objects.update(phase=Phase.CLOSED.value)
    hand_in(brand, [post(50 + number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    leak = Story.objects.exclude(pk=incident.story_id).get()
    seat = Seat(brand=brand, person=cast.alice, role=Role.BRAND_PR, at=at)
    merge_stories(seat=seat, gone=Story.objects.get(pk=incident.story_id), into=leak)

    let_go(brand, RARE, at=at + LATER)

    assert list(holding(RARE)) == []
    assert Incident.objects.get().name == Story.objects.get(pk=leak.pk).title != ""


@pytest.mark.parametrize("page", ["incidents", "incident", "board"])
def test_no_page_shows_the_words_of_an_erased_post(
    page: str, incident: Incident, brand: Brand, at: datetime, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    number = [incident.number] if page == "incident" else []
    address = reverse(page, args=[brand.slug, *number])
    assert RARE in signed_in(cast.alice).get(address).content.decode()

    let_go(brand, RARE, at=at)

    assert RARE not in signed_in(cast.alice).get(address).content.decode()
