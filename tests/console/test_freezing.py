"""Is a freeze asked for with a reason, and seen by whoever is at work?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.send.records import Freeze
from tests.cast import Cast
from tests.records import incident


@pytest.mark.parametrize("of_all", [True, False])
def test_a_switch_without_a_reason_is_asked_for_one_on_its_page(
    cast: Cast, at: datetime, signed_in: Callable[[Person], Client], of_all: bool
) -> None:
    about = incident(cast.brand, at=at)
    more = {} if of_all else {"number": about.number}
    where = reverse("freeze_brand" if of_all else "freeze_incident", kwargs={"slug": cast.brand.slug, **more})

    answer = signed_in(cast.alice).post(where, {"freeze-reason": " "})

    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page, "data-menu open" in page) == (400, True, True)
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("of_all", [True, False])
def test_a_freeze_that_stands_is_told_at_the_head_of_every_part_of_the_room(
    cast: Cast, at: datetime, signed_in: Callable[[Person], Client], of_all: bool
) -> None:
    about, other = incident(cast.brand, at=at), incident(cast.brand, at=at)
    Freeze.objects.create(
        brand=cast.brand, incident=None if of_all else about, reason="先對過事實", thrown_by=cast.alice, thrown_at=at
    )
    carols = signed_in(cast.carol)

    told = {
        one: ">已凍結</span></a>" in carols.get(room(cast, one, tab)).content.decode()
        for one in (about, other)
        for tab in ("overview", "plan")
    }

    assert told == {about: True, other: of_all}


def room(cast: Cast, one: Incident, tab: str) -> str:
    return f"{reverse('incident', args=[cast.brand.slug, one.number])}?tab={tab}"
