"""Can everybody set what is theirs alone, and is a change of password worth something?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Entry, Person
from tests.cast import Cast
from tests.records import alert

Sign = Callable[[Person], Client]
ME = "/b/spring/settings/me/"
OLD, NEW = "quiet-spring-water-7", "louder-river-water-8"
USUAL = {"language": "zh-hant", "theme": "auto", "shortcuts": "on", "mail_from": "S4"}


@pytest.fixture
def carol(cast: Cast) -> Person:
    cast.carol.set_password(OLD)
    cast.carol.save()
    return cast.carol


@pytest.fixture
def desk(carol: Person, signed_in: Sign) -> Client:
    return signed_in(carol)


def change(client: Client, *, old: str = OLD, new: str = NEW, again: str = "") -> Any:
    return client.post(f"{ME}password/", {"confirm": old, "password": new, "again": again or new})


def called(made: Alert) -> set[str]:
    return set(Delivery.objects.filter(alert=made).values_list("person__name", flat=True))


def test_the_account_menu_leads_to_ones_own_settings(desk: Client) -> None:
    assert f'href="{ME}"' in desk.get("/b/spring/").content.decode()


def test_a_viewer_too_sets_language_appearance_shortcuts_and_mails(desk: Client, carol: Person) -> None:
    answer = desk.post(f"{ME}edit/", {"language": "en", "theme": "dark", "mail_from": "S2"})

    carol.refresh_from_db()
    assert (carol.language, carol.shortcuts, carol.mail_from) == ("en", False, "S2")
    assert answer.cookies["firebreak_language"].value == "en"
    assert answer.cookies["firebreak_theme"].value == "dark"
    page = desk.get(ME).content.decode()
    assert 'lang="en"' in page
    assert "data-shortcuts" not in page
    assert Entry.objects.filter(action="set_wishes", actor=f"person:{carol.pk}").count() == 1


@pytest.mark.parametrize(
    "bad", [{"language": "tlh"}, {"theme": "pink"}, {"mail_from": "S1"}, {"phone": "call 0912345678"}]
)
def test_what_cannot_be_wished_changes_nothing(desk: Client, carol: Person, bad: dict[str, str]) -> None:
    assert desk.post(f"{ME}edit/", USUAL | bad).status_code == 400

    carol.refresh_from_db()
    assert (carol.language, carol.mail_from) == ("zh-hant", "S4")


def test_a_number_among_words_is_told_beside_its_field_and_the_other_wishes_stay(desk: Client) -> None:
    answer = desk.post(f"{ME}edit/", USUAL | {"phone": "call 0912345678", "language": "en"})

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["language"].value()) == (400, ["phone"], "en")


def test_who_wants_only_grave_alerts_by_mail_is_called_for_those(cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    Person.objects.filter(pk=cast.alice.pk).update(mail_from="S2")
    grave, lesser = alert(cast.brand, at=at, severity="S2"), alert(cast.brand, at=at, severity="S3")

    for one in (grave, lesser):
        queue_deliveries(one, at=at)

    assert called(grave) == {"Alice", "Bob"}
    assert called(lesser) == {"Bob"}


def test_where_nobody_wants_such_mails_the_administrators_are_called(cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    cast.brand.assignments.filter(person=cast.carol).update(role="admin")
    Person.objects.update(mail_from="S2")
    made = alert(cast.brand, at=at, severity="S3")

    queue_deliveries(made, at=at)

    assert called(made) == {"Carol"}
    assert made.deliveries.get().stand_in


def test_a_new_password_takes_the_place_of_the_old_one(desk: Client, carol: Person) -> None:
    answer = change(desk)

    carol.refresh_from_db()
    assert answer.status_code == 302
    assert carol.check_password(NEW)
    assert Entry.objects.filter(action="change_password", subject=f"person:{carol.pk}").count() == 1


def test_every_other_session_ends_and_this_one_goes_on(desk: Client, carol: Person) -> None:
    elsewhere = Client()
    elsewhere.force_login(carol)

    change(desk)

    assert desk.get(ME).status_code == 200
    assert elsewhere.get(ME)["Location"].startswith("/sign-in/")


def test_without_the_old_password_nothing_changes_and_the_try_is_written_down(desk: Client, carol: Person) -> None:
    answer = change(desk, old="guessed-it-maybe")

    carol.refresh_from_db()
    assert answer.status_code == 400
    assert "這不是你的密碼" in answer.content.decode()
    assert carol.check_password(OLD)
    assert Entry.objects.filter(action="confirm_failed").count() == 1


@pytest.mark.parametrize(
    ("new", "again"), [("short", "short"), (NEW, "another-river-9"), (OLD, OLD), ("1234567890", "")]
)
def test_a_password_that_is_no_good_is_refused_beside_its_field(
    desk: Client, carol: Person, new: str, again: str
) -> None:
    answer = change(desk, new=new, again=again)

    carol.refresh_from_db()
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert carol.check_password(OLD)


def test_the_last_sign_in_is_dated_by_the_services_clock(carol: Person, at: datetime) -> None:
    Client().post("/sign-in/", {"email": carol.email, "password": OLD})

    carol.refresh_from_db()
    assert carol.last_login == at


def test_ones_own_door_tells_sign_ins_and_failures(carol: Person) -> None:
    Client().post("/sign-in/", {"email": carol.email, "password": "wrong-wrong-wrong"})
    client = Client()
    client.post("/sign-in/", {"email": carol.email, "password": OLD})

    tries = client.get(ME).context["tries"]

    assert [(one.entry.action, one.strange) for one in tries] == [("sign_in", False), ("sign_in_failed", True)]
