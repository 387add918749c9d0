"""Who works for a brand, who lets them in, and how far does what an administrator may do reach?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from firebreak.console import words
from firebreak.console.govern.models import Engagement, Organisation, Person
from firebreak.console.govern.seating import engage
from firebreak.core.govern.role import AGENCY_ACTS, TABLE, who_may
from firebreak.core.terms import Act, Role
from tests.cast import Cast

Sign = Callable[[Person], Client]
AT_HOME = "/b/spring/settings/"


def test_an_agency_is_let_in_for_all_that_its_lead_may_do(cast: Cast, at: datetime) -> None:
    other = Organisation.objects.create(name="新顧問", slug="fresh", kind=Organisation.Kind.AGENCY)

    made = engage(brand=cast.brand, agency=other, at=at)

    assert set(made.scopes) == {act.value for act in TABLE[Role.AGENCY_LEAD]}


@pytest.mark.parametrize("act", list(Act))
def test_an_agencys_lead_may_what_the_table_says_and_the_engagement_covers(cast: Cast, act: Act, at: datetime) -> None:
    assert cast.brand.allows(cast.bob, act, at=at) is (act in AGENCY_ACTS)

    Engagement.objects.filter(agency=cast.agency).update(scopes=["read"])

    assert cast.brand.allows(cast.bob, act, at=at) is (act is Act.READ)


def needs(client: Client) -> str:
    return client.get(AT_HOME).content.decode().partition("需要：")[2].partition("<")[0].strip()


def test_a_page_names_those_who_may_set_it_up_as_the_table_does(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    told = needs(signed_in(cast.carol))

    assert told == "、".join(str(words.ROLES[role.value]) for role in who_may(Act.CONFIGURE))


def test_an_agencys_lead_reads_that_the_engagement_is_what_lacks(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    Engagement.objects.filter(agency=cast.agency).update(scopes=["read", "triage"])

    assert "委任" in needs(signed_in(cast.bob))


def test_nobody_reads_that_something_lacks_which_they_may_do(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    assert needs(signed_in(cast.bob)) == ""
