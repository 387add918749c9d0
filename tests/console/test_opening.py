"""Does one press turn an alert into an incident, with its posts, once, and only for who may?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.opening import open_from_alert
from firebreak.core.errors import NotAllowed
from firebreak.core.terms import Signal
from tests.cast import Cast
from tests.records import alert, feed, incident, post, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def posts(cast: Cast, at: datetime) -> list[Post]:
    """What was loud: chatter, then three complaints."""
    chatter = post(cast.brand, at=at - 12 * MINUTE, sentiment="neutral", category="question")
    return [chatter, *(post(cast.brand, at=at - minutes * MINUTE) for minutes in (9, 6, 3))]


@pytest.fixture
def loud(cast: Cast, posts: list[Post], at: datetime) -> Alert:
    """An alert of number that belongs to no story."""
    evidence = [one.pk for one in posts]
    signal = Signal.NEGATIVE_VOLUME.value
    return alert(cast.brand, at=at - 2 * MINUTE, severity="S2", signal=signal, evidence=evidence)


def open_it(client: Client, one: Alert) -> int:
    return client.post(reverse("open_from_alert", args=[one.brand.slug, one.pk])).status_code


def offers(client: Client, one: Alert) -> bool:
    """Tell whether the page has the button."""
    page = client.get(reverse("alerts", args=[one.brand.slug])).content.decode()
    return f'action="{reverse("open_from_alert", args=[one.brand.slug, one.pk])}"' in page


def room(client: Client, one: Incident) -> str:
    return client.get(reverse("incident", args=[one.brand.slug, one.number])).content.decode()


def test_one_press_opens_the_incident_of_a_loud_hour(
    loud: Alert, posts: list[Post], cast: Cast, signed_in: SignIn
) -> None:
    offered = offers(signed_in(cast.bob), loud)
    answer = signed_in(cast.bob).post(reverse("open_from_alert", args=[cast.brand.slug, loud.pk]))

    opened = Incident.objects.get()
    assert offered
    assert answer.headers["Location"] == reverse("incident", args=[cast.brand.slug, opened.number])
    assert (opened.alert, opened.story, opened.opened_by) == (loud, None, cast.bob)
    assert (opened.severity, opened.category) == ("S2", "product_defect")


def test_its_clocks_begin_with_the_first_complaint(
    loud: Alert, posts: list[Post], cast: Cast, signed_in: SignIn
) -> None:
    """R1.27 part: not when somebody pressed the button."""
    open_it(signed_in(cast.alice), loud)

    opened = Incident.objects.get()
    assert opened.golden_start == opened.first_seen_at == posts[1].published_at


def test_the_evidence_stands_on_the_timeline(loud: Alert, posts: list[Post], cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    open_it(client, loud)

    html = room(client, Incident.objects.get())

    assert "證據 4 則" in html
    for one in posts:
        assert reverse("mention", args=[cast.brand.slug, one.pk]) in html


def test_evidence_that_was_erased_is_gone_from_the_timeline(
    loud: Alert, posts: list[Post], cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.alice)
    open_it(client, loud)

    posts[1].delete()

    html = room(client, Incident.objects.get())
    assert "證據 3 則" in html
    assert posts[1].text not in html


def test_pressed_twice_it_opens_one(loud: Alert, cast: Cast, signed_in: SignIn) -> None:
    places = {
        signed_in(person).post(reverse("open_from_alert", args=[cast.brand.slug, loud.pk])).headers["Location"]
        for person in (cast.alice, cast.alice, cast.bob)
    }

    assert len(places) == Incident.objects.count() == 1
    assert Entry.objects.filter(action="open_incident").count() == 1


def test_whoever_opens_it_has_answered_the_alert(loud: Alert, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """Nobody else is called, and the incident's clock of taking is met."""
    open_it(signed_in(cast.bob), loud)

    loud.refresh_from_db()
    assert (loud.acknowledged_by, loud.acknowledged_at) == (cast.bob, at)
    actions = Entry.objects.filter(actor=f"person:{cast.bob.pk}").values_list("action", flat=True)
    assert set(actions) == {"acknowledge_alert", "open_incident"}


def test_who_took_it_first_stays_the_one_who_took_it(loud: Alert, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    Alert.objects.update(acknowledged_at=at - MINUTE, acknowledged_by=cast.alice)

    assert open_it(signed_in(cast.bob), loud) == 302

    loud.refresh_from_db()
    assert loud.acknowledged_by == cast.alice


def test_who_only_watches_opens_nothing(loud: Alert, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.carol)

    assert open_it(client, loud) == 403
    assert not offers(client, loud)
    assert not Incident.objects.exists()


def test_no_way_in_opens_it_for_who_only_watches(loud: Alert, cast: Cast, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        open_from_alert(seat=take_seat(cast.carol, cast.brand.slug, at=at), alert=loud)


def test_an_alert_of_a_story_opens_the_storys_incident(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at, severity="S3", score=40)
    raised = alert(cast.brand, at=at, about=found, severity="S3")

    open_it(signed_in(cast.alice), raised)

    opened = Incident.objects.get()
    assert (opened.story, opened.alert, opened.severity) == (found, raised, "S3")


def test_a_second_alert_of_a_story_leads_to_the_incident_there_is(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    there = incident(cast.brand, at=at, about=found)
    second = alert(cast.brand, at=at, about=found)
    client = signed_in(cast.alice)

    assert open_it(client, second) == 302
    assert list(Incident.objects.all()) == [there]
    assert not offers(client, second)


def test_a_silent_source_is_no_crisis_of_the_brand(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    silent = alert(cast.brand, at=at, severity="", signal=Signal.SOURCE_SILENT.value, source=feed(cast.brand, at=at))
    client = signed_in(cast.alice)

    assert open_it(client, silent) == 400
    assert not offers(client, silent)


def test_it_goes_by_what_was_loud_and_by_hand_once_somebody_sets_its_level(
    loud: Alert, cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.alice)
    open_it(client, loud)
    opened = Incident.objects.get()
    assert (opened.name, opened.is_by_hand) == ("負面聲量", False)

    address = reverse("set_severity", args=[cast.brand.slug, opened.number])
    client.post(address, {"version": opened.version, "to": "S3", "reason": "是抽獎活動"})

    opened.refresh_from_db()
    assert (opened.severity, opened.is_by_hand) == ("S3", True)
    assert "由 Alice 人工設定" in room(client, opened)
    assert Moment.objects.filter(incident=opened, kind="alert", facts__signal="negative_volume").exists()
