"""Does somebody who works for no brand find what is their own, and who can let them in?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.govern.services import verify_chain
from firebreak.core.terms import Role
from tests.cast import Cast, person

Sign = Callable[[Person], Client]
PAGE = "/me/"
OLD, NEW = "quiet-spring-water-7", "louder-river-water-8"


@pytest.fixture
def dora(cast: Cast) -> Person:
    """Somebody of the brand's own house whom nobody has given a brand."""
    made = person("Dora", cast.brand.organisation)
    made.set_password(OLD)
    made.save()
    return made


def text_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.parametrize("address", ["/", "/desk/"])
def test_who_works_for_no_brand_is_led_to_their_own_page(address: str, dora: Person, signed_in: Sign) -> None:
    answer = signed_in(dora).get(address)

    assert answer["Location"] == PAGE


def test_in_a_house_its_administrators_are_named(cast: Cast, dora: Person, signed_in: Sign) -> None:
    Assignment.objects.filter(person=cast.carol).update(role=Role.ADMIN.value)

    page = text_of(signed_in(dora))

    assert 'href="mailto:carol@spring-house.example"' in page
    assert "alice@" not in page  # brand PR lets nobody in
    assert dora.email in page


def test_a_house_without_administrators_is_told_whom_to_turn_to(dora: Person, signed_in: Sign) -> None:
    assert "架設這套服務的人" in text_of(signed_in(dora))


@pytest.mark.parametrize("name", ["trent", "eve"])
def test_an_agencys_person_is_told_who_leads_and_not_which_brands_there_are(
    name: str, cast: Cast, signed_in: Sign
) -> None:
    page = text_of(signed_in(getattr(cast, name)))

    assert ("bob@tide.example" in page) is (name == "trent")
    assert cast.brand.name not in page
    assert "alice" not in page


def test_whoever_works_for_a_brand_has_these_settings_there(cast: Cast, signed_in: Sign) -> None:
    client = signed_in(cast.carol)

    for address in (PAGE, f"{PAGE}edit/", f"{PAGE}password/"):
        answer = client.get(address) if address == PAGE else client.post(address)
        assert answer["Location"] == "/b/spring/settings/me/"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}edit/", f"{PAGE}password/"])
def test_a_stranger_is_led_to_the_door(address: str, db: None) -> None:
    answer = Client().get(address) if address == PAGE else Client().post(address)

    assert answer["Location"] == f"/sign-in/?next={address}"


def test_without_a_brand_too_one_is_spoken_to_as_one_likes(dora: Person, signed_in: Sign) -> None:
    client = signed_in(dora)

    answer = client.post(f"{PAGE}edit/", {"language": "en", "theme": "dark", "mail_from": "S2"})

    dora.refresh_from_db()
    assert (answer["Location"], dora.language, dora.shortcuts, dora.mail_from) == (PAGE, "en", False, "S2")
    assert 'lang="en"' in text_of(client)


def test_what_cannot_be_wished_is_told_on_the_same_page(dora: Person, signed_in: Sign) -> None:
    answer = signed_in(dora).post(f"{PAGE}edit/", {"language": "tlh", "theme": "dark", "mail_from": "S2"})

    assert answer.status_code == 400
    assert 'action="/me/edit/"' in answer.content.decode()


def test_without_a_brand_too_the_password_is_ones_own_and_the_house_keeps_a_line(
    cast: Cast, dora: Person, signed_in: Sign, at: datetime
) -> None:
    client = signed_in(dora)
    wrong = client.post(f"{PAGE}password/", {"confirm": "guessed-it-maybe", "password": NEW, "again": NEW})
    right = client.post(f"{PAGE}password/", {"confirm": OLD, "password": NEW, "again": NEW})

    dora.refresh_from_db()
    assert (wrong.status_code, right["Location"], dora.check_password(NEW)) == (400, PAGE, True)
    found = Entry.objects.filter(organisation=dora.organisation, subject=f"person:{dora.pk}").order_by("number")
    assert [(one.action, one.brand, one.at) for one in found] == [
        ("confirm_failed", None, at),
        ("change_password", None, at),
    ]
    assert verify_chain(dora.organisation).whole
    assert "密碼已更改，其他裝置都已登出。" in text_of(client)
