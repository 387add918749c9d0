"""What does a browser keep for when there is no network: enough to act by phone, and no word of a post?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Assignment, Brand, Person
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Role
from tests.cast import Cast

Sign = Callable[[Person], Client]
CARD = "/b/spring/card/"


def gives_number(person: Person, phone: str) -> None:
    Person.objects.filter(pk=person.pk).update(phone=phone)


def test_it_tells_the_most_urgent_incident_by_codes_and_clocks(
    signed_in: Sign, cast: Cast, stage: dict[str, Any]
) -> None:
    page = signed_in(cast.carol).get(CARD).content.decode()

    assert stage["incident"].code in page
    assert "2026/11/20 11:34:08" in page
    assert "接手" in page


def test_it_holds_no_word_of_a_post(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    Incident.objects.update(title="陳大文說的事")

    page = signed_in(cast.alice).get(CARD).content.decode()

    for word in ("陳大文", stage["story"].title, stage["post"].text[:10], stage["post"].author_name or "無名"):
        assert word not in page


def test_without_an_incident_it_tells_the_gravest_alert(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    Incident.objects.all().delete()

    page = signed_in(cast.alice).get(CARD).content.decode()

    assert "沒有人接手" in page
    assert stage["story"].title not in page


def test_when_nothing_waits_it_says_so(signed_in: Sign, cast: Cast, stage: dict[str, Any], at: datetime) -> None:
    Incident.objects.all().delete()
    Alert.objects.all().delete()

    assert "沒有等你處理的事" in signed_in(cast.alice).get(CARD).content.decode()


def test_it_has_the_numbers_of_those_who_work_on_incidents_the_lead_first(
    signed_in: Sign, cast: Cast, stage: dict[str, Any]
) -> None:
    for person, phone in [
        (cast.alice, "0912 345 678"),
        (cast.bob, "+886 2 2345-6789 # 12"),
        (cast.trent, "02 9999 0000"),
    ]:
        gives_number(person, phone)
    Incident.objects.update(owner=cast.bob)
    Assignment.objects.filter(person=cast.carol).update(role=Role.EXECUTIVE.value)

    page = signed_in(cast.carol).get(CARD).content.decode()

    assert page.index("tel:+886223456789,12") < page.index("tel:0912345678")
    assert "9999" not in page


def test_whoever_only_watches_is_not_called(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    gives_number(cast.carol, "0912 345 678")

    assert "tel:" not in signed_in(cast.alice).get(CARD).content.decode()


def test_nothing_on_it_can_be_sent(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    page = signed_in(cast.alice).get(CARD).content.decode()

    assert "<form" not in page
    assert "<button" not in page
    assert "<script" not in page


@pytest.mark.parametrize(("phone", "taken"), [("0912-345-678", 302), ("+886 2 2345 6789 # 12", 302), ("call me", 400)])
def test_a_person_leaves_their_number_or_is_told_how(
    signed_in: Sign, cast: Cast, stage: dict[str, Any], phone: str, taken: int
) -> None:
    said = {"language": "zh-hant", "theme": "auto", "mail_from": "S4", "phone": phone}

    response = signed_in(cast.alice).post("/b/spring/settings/me/edit/", said)

    cast.alice.refresh_from_db()
    assert response.status_code == taken
    assert cast.alice.phone == (phone if taken == 302 else "")
    assert taken == 302 or "分機" in response.content.decode()


def test_it_names_the_cards_that_may_be_kept(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    own = signed_in(cast.alice)
    assert own.get(CARD)["Firebreak-Cards"] == CARD

    second = Brand.objects.create(organisation=cast.brand.organisation, name="二泉", slug="second")
    for brand in (second, cast.others_brand):  # no engagement lets her house in at the other's
        Assignment.objects.create(person=cast.alice, brand=brand, role=Role.BRAND_PR.value)

    assert own.get(CARD)["Firebreak-Cards"].split() == [CARD, "/b/second/card/"]


def test_signing_out_lets_the_browser_forget_what_it_keeps(signed_in: Sign, cast: Cast) -> None:
    assert signed_in(cast.alice).post("/sign-out/")["Clear-Site-Data"] == '"storage"'


def test_the_program_that_keeps_it_is_asked_for_each_time(client: Client) -> None:
    response = client.get("/worker.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
