"""Does the page of templates show each with its places, filled from an incident, and begin a text with it?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.templates import TemplatePage
from firebreak.core.respond.sheet import Key
from tests.cast import Cast
from tests.records import fact, incident

SignIn = Callable[[Person], Client]
ASKED = {"category": "delivery", "audience": "media", "channel": "press", "kind": "press", "lang": "en"}


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at)


def test_a_template_is_shown_by_its_parts_with_the_places_of_facts(seat: Seat) -> None:
    page = TemplatePage(seat, ASKED)

    assert page.template.code.startswith("delivery.media.press.press.") and page.template.code.endswith(".en")
    assert {part.name for part in page.parts if part.is_required} == {"know", "now", "next"}
    assert "next_update" in {place for part in page.parts for _, place in part.pieces}


def test_what_is_not_asked_for_or_unknown_comes_from_the_gravest_incident(seat: Seat, about: Incident) -> None:
    page = TemplatePage(seat, {"category": "ugly", "channel": "fax"})

    assert page.incident == about
    assert (page.chosen["category"], page.chosen["severity"], page.chosen["channel"]) == (
        "product_defect", "S2", "website",
    )  # fmt: skip
    assert TemplatePage(seat, {"incident": "0"}).incident is None


def test_it_is_filled_with_what_may_be_told_and_names_what_is_missing(
    seat: Seat, about: Incident, at: datetime
) -> None:
    fact(about, Key.NEXT_UPDATE, "今晚 20:00", by=seat.person, at=at)
    fact(about, Key.PLACE, "台中門市", by=seat.person, at=at)  # nobody has confirmed it

    page = TemplatePage(seat, {"kind": "statement"})

    assert "今晚 20:00" in page.filled.text
    assert "台中門市" not in page.filled.text
    told = {value.key: value.told for value in page.values}
    assert (told["next_update"], told["place"]) == (True, False)
    assert {value.key for value in page.values if value.lacks} == set(page.filled.missing) >= {"contact"}
    assert "cause" in told  # the template has other words for as long as it is open
    assert "cause" not in page.filled.missing


def test_a_text_begins_with_the_template_that_was_looked_at(cast: Cast, about: Incident, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)
    address = reverse("begin_incident_text", args=[cast.brand.slug, about.number])
    page = client.get(reverse("text_templates", args=[cast.brand.slug]), ASKED).content.decode()
    assert address in page

    client.post(address, ASKED)

    one = Statement.objects.get()
    assert one.template.startswith("delivery.media.press.press.grave.en")
    assert "We" in one.text


def test_who_only_reads_begins_nothing_and_without_an_incident_nobody_does(
    cast: Cast, about: Incident, signed_in: SignIn
) -> None:
    address = reverse("begin_incident_text", args=[cast.brand.slug, about.number])
    where = reverse("text_templates", args=[cast.brand.slug])

    assert address not in signed_in(cast.carol).get(where).content.decode()
    assert address not in signed_in(cast.bob).get(where, {"incident": "0"}).content.decode()
