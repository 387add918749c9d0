"""Who gets in at the door, how often may one try, and what is written down about it?"""

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from firebreak.console import clock
from firebreak.console.govern import door
from firebreak.console.govern.models import Attempt, Entry, Person
from tests.cast import Cast

PASSWORD = "quiet-spring-water-7"
DOOR = "/sign-in/"


@pytest.fixture
def alice(cast: Cast) -> Person:
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    return cast.alice


def knock(client: Client, email: str, password: str = "wrong-wrong-wrong", **more: str) -> tuple[int, str]:
    response = client.post(DOOR, {"email": email, "password": password, **more})
    return response.status_code, response.content.decode()


def test_the_right_password_opens_and_leads_to_the_board(client: Client, alice: Person) -> None:
    response = client.post(DOOR, {"email": "ALICE@spring-house.example", "password": PASSWORD})

    assert response["Location"] == "/"
    assert client.get("/")["Location"] == "/b/spring/"
    assert Entry.objects.filter(action="sign_in", subject=f"person:{alice.pk}").count() == 1


def test_the_session_gets_a_new_key_when_somebody_comes_in(client: Client, alice: Person) -> None:
    client.get(DOOR)
    client.session.save()
    client.cookies["firebreak_session"] = before = client.session.session_key or ""

    client.post(DOOR, {"email": alice.email, "password": PASSWORD})

    assert client.session.session_key != before


def test_wrong_password_and_unknown_address_are_answered_alike(client: Client, alice: Person) -> None:
    wrong = knock(client, alice.email)
    unknown = knock(client, "nobody@spring-house.example")

    assert wrong[0] == unknown[0] == 400
    assert "還可以試 4 次" in wrong[1]
    assert "還可以試 4 次" in unknown[1]


def test_after_five_tries_even_the_right_password_waits_a_quarter_of_an_hour(client: Client, alice: Person) -> None:
    codes = [knock(client, alice.email)[0] for _ in range(5)]

    assert codes == [400, 400, 400, 400, 429]
    locked, page = knock(client, alice.email, PASSWORD)
    assert locked == 429
    assert "15 分後再試" in page
    with time_machine.travel(clock.real_now() + timedelta(minutes=15, seconds=1)):
        assert knock(client, alice.email, PASSWORD)[0] == 302


def test_one_client_cannot_try_many_addresses(client: Client, cast: Cast) -> None:
    codes = [knock(client, f"guess{number}@spring-house.example")[0] for number in range(21)]

    assert codes[:19] == [400] * 19
    assert codes[19:] == [429, 429]


def test_who_gets_in_leaves_no_failures_behind(client: Client, alice: Person) -> None:
    knock(client, alice.email)
    knock(client, alice.email, PASSWORD)

    assert not Attempt.objects.filter(digest=door.digest("address", alice.email)).exists()


def test_failures_name_nobody_in_the_table_and_a_known_person_in_the_chain(client: Client, alice: Person) -> None:
    knock(client, alice.email)

    assert not any("alice" in one.digest for one in Attempt.objects.all())
    assert Entry.objects.get(action="sign_in_failed").subject == f"person:{alice.pk}"


def test_a_locked_door_looks_at_no_password(client: Client, alice: Person) -> None:
    for _ in range(5):
        knock(client, alice.email)

    knock(client, alice.email, PASSWORD)

    assert not Entry.objects.filter(action="sign_in").exists()


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/b/spring/settings/", "/b/spring/settings/"),  # a page of ours
        ("https://elsewhere.example/", "/"),  # another host
        ("//elsewhere.example/", "/"),  # another host without a scheme
        ("javascript:alert(1)", "/"),  # no page at all
    ],
)
def test_after_signing_in_comes_only_a_page_of_ours(client: Client, alice: Person, wanted: str, given: str) -> None:
    response = client.post(DOOR, {"email": alice.email, "password": PASSWORD, "next": wanted})

    assert response["Location"] == given


def test_a_password_for_one_time_must_be_replaced_before_anything_is_shown(client: Client, alice: Person) -> None:
    once = door.give_password_once(alice, real=clock.real_now(), at=clock.now())

    response = client.post(DOOR, {"email": alice.email, "password": once})

    assert response["Location"] == "/new-password/"
    assert client.get("/b/spring/").status_code == 302
    own = {"password": "my-very-own-words", "again": "my-very-own-words"}
    assert client.post("/new-password/", own)["Location"] == "/"
    assert client.get("/b/spring/").status_code == 200
    assert Client().post(DOOR, {"email": alice.email, "password": once}).status_code == 400


@pytest.mark.parametrize("bad", ["short", "password1234", "ONCE"])
def test_the_new_password_is_long_uncommon_and_another_one(client: Client, alice: Person, bad: str) -> None:
    once = door.give_password_once(alice, real=clock.real_now(), at=clock.now())
    client.post(DOOR, {"email": alice.email, "password": once})
    given = once if bad == "ONCE" else bad

    response = client.post("/new-password/", {"password": given, "again": given})

    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_a_password_for_one_time_runs_out_after_a_week(client: Client, alice: Person) -> None:
    once = door.give_password_once(alice, real=clock.real_now(), at=clock.now())

    with time_machine.travel(clock.real_now() + timedelta(days=7, seconds=1)):
        assert knock(client, alice.email, once)[0] == 400


def test_signing_out_ends_the_session(client: Client, alice: Person) -> None:
    client.force_login(alice)

    client.post("/sign-out/")

    assert client.get("/b/spring/").status_code == 302
    assert Entry.objects.filter(action="sign_out").count() == 1


def test_somebody_without_a_brand_reads_why(client: Client, cast: Cast) -> None:
    client.force_login(cast.eve)

    page = client.get("/", follow=True).content.decode()

    assert "還沒有" in page
    assert cast.eve.email in page


def test_language_and_looks_are_remembered_by_cookie(client: Client, cast: Cast) -> None:
    client.post("/language/", {"language": "en", "next": DOOR})
    client.post("/theme/", {"theme": "dark", "next": DOOR})

    page = client.get(DOOR).content.decode()

    assert '<html lang="en" data-theme="dark">' in page
    assert "Sign in" in page


def link_for(person: Person) -> str:
    once = door.give_password_once(person, real=clock.real_now(), at=clock.now())
    return f"/enter/{person.pk}/{once}/"


def follow(client: Client, link: str) -> HttpResponse:
    """Open a link and press its button."""
    assert client.get(link).status_code == 200
    _start, _enter, pk, key, _end = link.split("/")
    return client.post("/enter/", {"person": pk, "key": key})


def test_a_link_for_one_time_leads_to_a_password_of_ones_own(client: Client, alice: Person) -> None:
    link = link_for(alice)

    assert follow(client, link)["Location"] == "/new-password/"
    assert client.get("/b/spring/").status_code == 302
    own = {"password": "my-very-own-words", "again": "my-very-own-words"}
    assert client.post("/new-password/", own)["Location"] == "/"
    assert client.get("/b/spring/").status_code == 200
    assert follow(Client(), link).status_code == 400


def test_the_page_of_a_link_hands_on_what_the_link_holds(client: Client, alice: Person) -> None:
    link = link_for(alice)

    page = client.get(link).content.decode()

    assert 'action="/enter/"' in page
    assert f'name="key" value="{link.split("/")[3]}"' in page


def test_looking_at_a_link_uses_nothing_up(client: Client, alice: Person) -> None:
    """Programs of mail and chat look at links before a person does."""
    link = link_for(alice)

    client.get(link)

    assert follow(Client(), link).status_code == 302


def test_a_link_tells_nobody_whether_there_is_such_a_person(client: Client, alice: Person, cast: Cast) -> None:
    link_for(alice)

    assert [follow(client, f"/enter/{pk}/wrong/").status_code for pk in (alice.pk, cast.carol.pk, 10**9)] == [400] * 3


def test_keys_cannot_be_tried_on_a_link(client: Client, alice: Person) -> None:
    link = link_for(alice)

    codes = [follow(client, f"/enter/{alice.pk}/wrong/").status_code for _ in range(5)]

    assert codes == [400, 400, 400, 400, 429]
    assert follow(client, link).status_code == 429


def test_no_key_of_a_link_stands_in_a_log(client: Client, alice: Person, caplog: pytest.LogCaptureFixture) -> None:
    link = link_for(alice)
    for _ in range(6):
        follow(client, f"/enter/{alice.pk}/wrong/")

    follow(client, link)

    assert "/enter/" in caplog.text
    assert link.split("/")[3] not in caplog.text
    assert "wrong" not in caplog.text


def test_nobody_comes_by_a_link_with_a_password_of_their_own(client: Client, alice: Person) -> None:
    assert follow(client, f"/enter/{alice.pk}/{PASSWORD}/").status_code == 400


def test_a_link_runs_out_after_a_week(client: Client, alice: Person) -> None:
    link = link_for(alice)

    with time_machine.travel(clock.real_now() + timedelta(days=7, seconds=1)):
        assert follow(client, link).status_code == 400
