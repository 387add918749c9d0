"""Does a text of an incident begin with words that may go out once the fact sheet is written, and not before?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.advice import propose
from firebreak.console.respond.speak.approving import submit_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.verdict import judge_of
from firebreak.core.errors import BadInput
from firebreak.core.respond.sheet import Key
from firebreak.core.respond.statement import Posture
from tests.cast import Cast
from tests.records import fact, incident

SignIn = Callable[[Person], Client]
KNOWN = {
    Key.BATCH: "B2611-07",
    Key.TIME: "11 月 20 日 08:12",
    Key.PLACE: "台中門市",
    Key.SCOPE: "同一批的 1,240 瓶",
    Key.REMEDY: "到任一門市全額退費，不需發票",
    Key.CONTACT: "0800-000-147",
    Key.NEXT_UPDATE: "11 月 20 日 20:00",
}


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at)


def begun(client: Client, about: Incident) -> Statement:
    wanted = {"channel": "website", "audience": "public", "kind": "holding"}
    client.post(reverse("begin_incident_text", args=[about.brand.slug, about.number]), wanted)
    return Statement.objects.get(incident=about)


def test_from_a_written_sheet_the_first_response_begins_ready(
    cast: Cast, about: Incident, at: datetime, signed_in: SignIn
) -> None:
    """R1.28 in part: one step, and nothing holds it back."""
    for key, value in KNOWN.items():
        fact(about, key, value, by=cast.alice, at=at, status="confirmed")

    one = begun(signed_in(cast.bob), about)
    verdict = judge_of(one, at=one.written_at).verdict(one)

    assert KNOWN[Key.REMEDY] in one.text
    assert one.template.endswith(".public.website.holding.grave.zh-Hant")
    assert not verdict.holds_back


def test_without_a_sheet_it_says_what_is_missing_and_is_not_handed_in(
    cast: Cast, about: Incident, at: datetime, signed_in: SignIn
) -> None:
    one = begun(signed_in(cast.bob), about)
    seat = take_seat(cast.bob, about.brand.slug, at=at)

    assert {"contact", "next_update"} <= set(judge_of(one, at=one.written_at).verdict(one).holes)
    with pytest.raises(BadInput):
        submit_statement(seat=seat, statement=one, version=one.version, reason="很急")


def test_the_editor_names_each_missing_fact(cast: Cast, about: Incident, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)
    one = begun(client, about)

    page = client.get(reverse("statement", args=[about.brand.slug, one.pk])).content.decode()

    assert "缺少的事實" in page
    assert "【缺：下次更新】" in page


def test_the_room_proposes_a_posture_and_says_why(cast: Cast, about: Incident, signed_in: SignIn) -> None:
    room = reverse("incident", args=[about.brand.slug, about.number])

    page = signed_in(cast.carol).get(room, {"tab": "statements"}).content.decode()

    assert "建議姿態" in page
    assert "SCCT" in page


def test_a_new_text_stands_as_the_room_proposes(cast: Cast, about: Incident, signed_in: SignIn) -> None:
    """Nobody has confirmed a cause, so it does not begin as an apology for it."""
    proposed = propose(about, [])

    assert proposed and proposed.made.posture is Posture.INFORM
    assert begun(signed_in(cast.bob), about).posture == Posture.INFORM.value


def test_what_happened_before_weighs_once_the_cause_is_confirmed(cast: Cast, about: Incident, at: datetime) -> None:
    cause = fact(about, Key.CAUSE, "封口機的墊片脫落", by=cast.alice, at=at, status="confirmed")

    alone = propose(about, [cause])
    incident(cast.brand, at=at - timedelta(days=30), number=2, category=about.category)
    again = propose(about, [cause])

    assert alone and again
    assert (alone.made.posture, again.made.posture) == (Posture.DIMINISH, Posture.REBUILD)
