"""Does a silence hold back what it was meant for, for as long as was said, and nothing that is worse?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert, Delivery, Silence
from firebreak.console.alert.page import AlertPage
from firebreak.console.alert.services import Finding, raise_alert, set_default_routes
from firebreak.console.govern.models import Entry, Person
from firebreak.console.live.news import newest_alert
from firebreak.core.terms import Alarm, Severity, Signal
from tests.cast import Cast
from tests.records import alert

SignIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)
LOUD = Alarm("volume:spring:1", Signal.VOLUME, Severity.S3, ())


@pytest.fixture
def raised(cast: Cast, at: datetime) -> Alert:
    """An alert on the brand's volume, with everybody on its route called or to be called."""
    set_default_routes(cast.brand)
    made = raise_alert(brand=cast.brand, finding=Finding(LOUD), at=at)
    assert made
    return made


def seat(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


def silence(client: Client, one: Alert, **said: str) -> int:
    address = reverse("silence_alert", args=[one.brand.slug, one.pk])
    return client.post(address, {"version": one.version, "span": "4h", "reason": "週年慶"} | said).status_code


def again(cast: Cast, at: datetime, **other: object) -> Alert | None:
    return raise_alert(brand=cast.brand, finding=Finding(replace(LOUD, **other)), at=at)  # type: ignore[arg-type]


def test_nobody_is_called_any_more_once_a_matter_is_silenced(
    raised: Alert, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    assert silence(signed_in(cast.bob), raised) == 302

    assert not Delivery.objects.filter(next_at__isnull=False).exists()
    assert AlertPage(seat(cast, at)).open == []
    (held,) = AlertPage(seat(cast, at)).held
    assert (held.silence.person, held.silence.reason, held.count) == (cast.bob, "週年慶", 1)
    assert Entry.objects.filter(action="silence_alert").count() == 1


def test_a_new_episode_is_written_down_and_calls_nobody(
    raised: Alert, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    silence(signed_in(cast.alice), raised)

    told = again(cast, at + HOUR, key="volume:spring:2")

    assert told is None
    held = Alert.objects.get(key="volume:spring:2")
    assert not held.deliveries.exists()
    assert [card.alert for card in AlertPage(seat(cast, at + HOUR)).taken] == [held, raised]
    assert newest_alert(seat(cast, at + HOUR)) == 0


@pytest.mark.parametrize("key", ["volume:spring:1", "volume:spring:2"])
def test_what_is_worse_than_what_was_silenced_is_told_at_once(
    key: str, raised: Alert, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    silence(signed_in(cast.alice), raised)

    told = again(cast, at + HOUR, key=key, severity=Severity.S2)

    assert told
    assert told.silence is None
    assert told.deliveries.filter(next_at__isnull=False).exists()


def test_another_matter_is_told_all_the_same(raised: Alert, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    silence(signed_in(cast.alice), raised)

    assert again(cast, at + HOUR, key="negative_volume:spring:1", signal=Signal.NEGATIVE_VOLUME)


def test_what_still_goes_on_when_the_time_is_over_is_told(
    raised: Alert, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    silence(signed_in(cast.alice), raised)

    assert again(cast, at + 3 * HOUR) is None
    told = again(cast, at + 5 * HOUR)

    assert told == raised
    assert told.deliveries.filter(next_at__isnull=False).exists()
    assert [card.alert for card in AlertPage(seat(cast, at + 5 * HOUR)).open] == [raised]


def test_a_silence_can_be_lifted_before_its_time_once(
    raised: Alert, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    client = signed_in(cast.bob)
    silence(client, raised)
    address = reverse("lift_silence", args=[cast.brand.slug, Silence.objects.get().pk])

    answers = [client.post(address).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert again(cast, at + HOUR) == raised


@pytest.mark.parametrize(
    "fields", [{"severity": "S1"}, {"signal": Signal.HARD_RULE.value}], ids=["the worst level", "the hard rule"]
)
def test_the_gravest_cannot_be_silenced(fields: dict[str, str], cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at, **fields)
    client = signed_in(cast.alice)

    assert silence(client, one) == 400
    assert not Silence.objects.exists()
    assert (
        reverse("silence_alert", args=[cast.brand.slug, one.pk])
        not in client.get(reverse("alerts", args=[cast.brand.slug])).content.decode()
    )


@pytest.mark.parametrize("said", [{"reason": " "}, {"span": "1y"}])
def test_a_silence_needs_a_reason_and_an_end(
    said: dict[str, str], raised: Alert, cast: Cast, signed_in: SignIn
) -> None:
    assert silence(signed_in(cast.alice), raised, **said) == 400
    assert not Silence.objects.exists()


def test_who_comes_second_is_told(raised: Alert, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)

    assert [silence(client, raised) for _ in range(2)] == [302, 409]


@pytest.mark.parametrize("name", ["silence_alert", "call_next_of_alert"])
def test_who_only_watches_silences_and_calls_nobody(name: str, raised: Alert, cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.carol).post(reverse(name, args=[cast.brand.slug, raised.pk]), {"version": raised.version})

    assert answer.status_code == 403


def test_a_graver_silence_holds_beside_a_longer_one_of_a_lower_level(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    set_default_routes(cast.brand)
    client = signed_in(cast.alice)
    first = again(cast, at, severity=Severity.S4)
    assert first
    silence(client, first, span="30d")
    worse = again(cast, at)
    assert worse
    silence(client, worse)

    told = again(cast, at + HOUR)

    assert told is None
    assert not Delivery.objects.filter(next_at__isnull=False).exists()
    assert again(cast, at + 5 * HOUR) == first
