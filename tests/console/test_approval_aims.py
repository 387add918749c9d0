"""Is a statement put together within the five minutes that a first response may cost, for the public and for customers?"""

from collections.abc import Callable
from datetime import datetime
from time import monotonic

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.approving import submit_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.respond.sheet import Key
from tests.cast import Cast
from tests.records import fact, incident

SignIn = Callable[[Person], Client]
FIVE_MINUTES, OURS = 300.0, 30.0  # seconds: the aim, and what the machine may take of it for two texts
KNOWN = {
    Key.BATCH: "B2611-07",
    Key.TIME: "11 月 20 日 08:12",
    Key.PLACE: "台中門市",
    Key.SCOPE: "同一批的 1,240 瓶",
    Key.REMEDY: "到任一門市全額退費，不需發票",
    Key.CONTACT: "0800-000-147",
    Key.NEXT_UPDATE: "11 月 20 日 20:00",
}
TO_PUBLIC = {"channel": "website", "audience": "public", "kind": "holding"}
TO_CUSTOMERS = {"channel": "mail", "audience": "customer", "kind": "letter"}


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    one = incident(cast.brand, at=at)
    for key, value in KNOWN.items():
        fact(one, key, value, by=cast.alice, at=at, status="confirmed")
    return one


def assembled(client: Client, about: Incident, wanted: dict[str, str]) -> tuple[Statement, list[int]]:
    """Go from the room to a text that can be read, a click a page; give the text and what each page answered."""
    place = [about.brand.slug, about.number]
    room = client.get(reverse("incident", args=place), {"tab": "statements"})
    began = client.post(reverse("begin_incident_text", args=place), wanted)
    one = Statement.objects.latest("pk")
    page = client.get(reverse("statement", args=[about.brand.slug, one.pk]))
    return one, [room.status_code, began.status_code, page.status_code]


def test_a_statement_and_a_letter_are_put_together_in_three_steps_and_wait_only_for_people(
    cast: Cast, about: Incident, signed_in: SignIn
) -> None:
    """R2.4 in part: no usability test with people, but all that the product itself takes of the five minutes."""
    client, begun = signed_in(cast.bob), monotonic()

    made = [assembled(client, about, wanted) for wanted in (TO_PUBLIC, TO_CUSTOMERS)]

    assert monotonic() - begun < OURS < FIVE_MINUTES
    for one, answers in made:
        assert answers == [200, 302, 200]
        assert KNOWN[Key.REMEDY] in one.text
        assert KNOWN[Key.CONTACT] in one.text
        assert "【缺" not in one.text


def test_the_statement_is_handed_in_as_it_was_put_together(
    cast: Cast, about: Incident, at: datetime, signed_in: SignIn
) -> None:
    """R2.4 and R1.28, each in part: nobody has to write a word before it goes to who decides."""
    one, _ = assembled(signed_in(cast.bob), about, TO_PUBLIC)

    assert not judge_of(one, at=one.written_at).verdict(one).holds_back
    submit_statement(seat=take_seat(cast.bob, about.brand.slug, at=at), statement=one, version=one.version)
    one.refresh_from_db()
    assert one.submitted_at == at
    assert one.overruled == ""
