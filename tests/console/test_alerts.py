"""Does the page say who was woken and why, and does exactly one person take each alert?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.forms import snooze_until
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import AlertPage
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.listen.models import Watch
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.records import alert, feed, incident, quiet_days, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def press(client: Client, cast: Cast, name: str, one: Alert, **data: object) -> int:
    answer = client.post(reverse(name, args=[cast.brand.slug, one.pk]), {"version": one.version} | data)
    return answer.status_code


def test_an_alert_says_why_with_what_was_expected_and_what_was_seen(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    quiet_days(cast.brand, at=at, days=3)
    found = story(cast.brand, at=at)
    alert(cast.brand, at=at - MINUTE, about=found, expected=1.5, high=4, observed=9)

    page = signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert found.title in page
    assert "品牌平時共 1 則" in page
    assert "實際 <b>9</b>" in page
    assert "證據 3 則" in page


def test_the_ladder_shows_who_was_called_who_is_next_and_who_comes_last(
    seat: Seat, cast: Cast, at: datetime, settings: object
) -> None:
    settings.EMAIL_URL = "smtp://localhost"  # type: ignore[attr-defined]
    set_default_routes(cast.brand)
    one = alert(cast.brand, at=at - 5 * MINUTE, severity="S3")
    queue_deliveries(one, at=one.at)
    one.deliveries.filter(person=cast.bob).update(sent_at=at - 5 * MINUTE, next_at=None)

    (card,) = AlertPage(seat).open

    looks = [(step.look, step.who.split(" ")[0]) for step in card.ladder]
    assert looks[:2] == [("ok", "Bob"), ("next", "Alice")]
    assert card.ladder[1].at == at + 55 * MINUTE


def test_behind_the_last_rung_stands_until_when_the_alert_is_to_be_taken(seat: Seat, cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    one = alert(cast.brand, at=at - 5 * MINUTE, severity="S2")
    queue_deliveries(one, at=one.at)

    (card,) = AlertPage(seat).open

    assert (card.ladder[-1].look, card.ladder[-1].at) == ("end", at + 10 * MINUTE)


def test_a_rung_that_failed_says_why_and_after_how_many_tries(
    cast: Cast, at: datetime, settings: object, signed_in: SignIn
) -> None:
    settings.EMAIL_URL = "smtp://localhost"  # type: ignore[attr-defined]
    set_default_routes(cast.brand)
    one = alert(cast.brand, at=at - 5 * MINUTE, severity="S3")
    queue_deliveries(one, at=one.at)
    one.deliveries.filter(person=cast.bob).update(failed="channel_refused", tries=8, next_at=None)

    page = signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "郵件伺服器拒收，試了 8 次" in page


def test_the_next_on_the_ladder_can_be_called_now(
    seat: Seat, cast: Cast, at: datetime, settings: object, signed_in: SignIn
) -> None:
    settings.EMAIL_URL = "smtp://localhost"  # type: ignore[attr-defined]
    set_default_routes(cast.brand)
    one = alert(cast.brand, at=at - 5 * MINUTE, severity="S3")
    queue_deliveries(one, at=one.at)
    one.deliveries.filter(person=cast.bob).update(sent_at=at - 5 * MINUTE, next_at=None)

    assert press(signed_in(cast.bob), cast, "call_next_of_alert", one) == 302

    assert one.deliveries.get(person=cast.alice).next_at == at
    one.refresh_from_db()
    assert press(signed_in(cast.bob), cast, "call_next_of_alert", one) == 400


def test_an_alert_tells_the_rule_that_fired_with_its_limits_and_its_figures(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    found = story(cast.brand, at=at)
    alert(cast.brand, at=at - MINUTE, about=found, expected=1.5, high=4, observed=9)

    page = signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "怎麼算的" in page
    assert "1,000 個同樣的小時裡，有這個數量的不到 1 個" in page
    assert "1 小時內看到 9 則；平時 1.5 則" in page


def test_an_empty_list_says_truly_why_it_is_empty(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    carol = signed_in(cast.carol)

    def told() -> str:
        return carol.get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "還沒有監測關鍵字" in told()
    Watch.objects.create(brand=cast.brand, name="明泉", kind="brand", any=["明泉"])
    assert "還沒有來源" in told()
    feed(cast.brand, at=at)
    assert "目前沒有值得警報的事" in told()
    one = alert(cast.brand, at=at - MINUTE, snoozed_until=at + 60 * MINUTE)
    assert "1 則稍後或靜音中" in told()
    Alert.objects.filter(pk=one.pk).update(snoozed_until=None, closed_at=at, at=at - 48 * 60 * MINUTE)
    assert "警報都有人接手" in told()


@pytest.fixture
def dana(cast: Cast) -> Person:
    """The administrator of the brand's own house."""
    found = person("Dana", cast.brand.organisation)
    Assignment.objects.create(person=found, brand=cast.brand, role=Role.ADMIN.value)
    return found


def test_where_nobody_holds_a_role_of_the_route_the_administrators_are_called(
    dana: Person, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """A fresh installation: the administrator is all there is."""
    set_default_routes(cast.brand)
    cast.brand.assignments.exclude(person=dana).delete()
    one = alert(cast.brand, at=at, severity="S2")

    queue_deliveries(one, at=at)

    assert [(each.person, each.next_at) for each in one.deliveries.all()] == [(dana, at)]
    page = signed_in(dana).get(reverse("alerts", args=[cast.brand.slug])).content.decode()
    assert "沒有人擔任這個級別路由上的角色，改通知管理員" in page
    assert "這個級別沒有路由" not in page


def test_where_somebody_holds_a_role_no_administrator_is_called_instead(
    dana: Person, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    set_default_routes(cast.brand)
    one = alert(cast.brand, at=at, severity="S2")

    queue_deliveries(one, at=at)

    assert {each.person for each in one.deliveries.all()} == {cast.alice, cast.bob}
    page = signed_in(dana).get(reverse("alerts", args=[cast.brand.slug])).content.decode()
    assert "改通知管理員" not in page


def test_where_whoever_is_called_has_never_signed_in_the_administrators_are_called_too(
    dana: Person, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    set_default_routes(cast.brand)
    Person.objects.filter(pk=cast.bob.pk).update(last_login=None)
    one = alert(cast.brand, at=at, severity="S3")

    queue_deliveries(one, at=at)

    called = {each.person: (each.next_at, each.stand_in) for each in one.deliveries.all()}
    assert called == {cast.bob: (at, False), dana: (at, True), cast.alice: (at + 60 * MINUTE, False)}
    page = signed_in(dana).get(reverse("alerts", args=[cast.brand.slug])).content.decode()
    assert "有一階只叫得到從未登入過的人，同時通知管理員" in page
    assert "尚未登入過" in page


@pytest.mark.parametrize("name", ["bob", "eve"])
def test_nobody_of_an_agency_stands_in_for_the_house(name: str, dana: Person, cast: Cast, at: datetime) -> None:
    set_default_routes(cast.brand)
    cast.brand.assignments.exclude(person=dana).delete()
    Assignment.objects.create(person=getattr(cast, name), brand=cast.brand, role=Role.ADMIN.value)
    one = alert(cast.brand, at=at, severity="S2")

    queue_deliveries(one, at=at)

    assert {each.person for each in one.deliveries.all()} == {dana}


def test_without_a_mail_server_the_page_does_not_pretend_to_call_anybody(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    set_default_routes(cast.brand)
    queue_deliveries(alert(cast.brand, at=at), at=at)

    page = signed_in(cast.carol).get(reverse("alerts", args=[cast.brand.slug])).content.decode()

    assert "FIREBREAK_SMTP_URL" in page
    assert "電子郵件" not in page


def test_one_person_takes_an_alert_and_the_second_is_told(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at - 2 * MINUTE)

    first = press(signed_in(cast.alice), cast, "acknowledge_alert", one)
    second = press(signed_in(cast.bob), cast, "acknowledge_alert", one)

    one.refresh_from_db()
    assert (first, second) == (302, 409)
    assert one.acknowledged_by == cast.alice
    assert Entry.objects.filter(action="acknowledge_alert").count() == 1


def test_a_taken_alert_tells_who_took_it_and_after_how_long(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = alert(cast.brand, at=at - 2 * MINUTE)
    press(signed_in(cast.bob), cast, "acknowledge_alert", one)

    page = AlertPage(seat)

    assert page.open == []
    assert [(card.alert.acknowledged_by, card.answered_after) for card in page.taken] == [(cast.bob, "2 分")]


def test_an_alert_put_off_comes_back_at_its_time(seat: Seat, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at)

    press(signed_in(cast.alice), cast, "snooze_alert", one, span="1h")

    later = take_seat(cast.alice, cast.brand.slug, at=at + timedelta(hours=1))
    assert AlertPage(seat).open == []
    assert [card.alert for card in AlertPage(seat).snoozed] == [one]
    assert [card.alert for card in AlertPage(later).open] == [one]


def test_tomorrow_means_nine_in_the_morning_here(at: datetime) -> None:
    until = timezone.localtime(snooze_until("morning", at=at))

    assert (until.day, until.hour, until.minute) == (timezone.localtime(at).day + 1, 9, 0)


def test_an_alert_cannot_be_put_off_for_a_time_nobody_offered(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at)

    assert press(signed_in(cast.alice), cast, "snooze_alert", one, span="1y") == 400


def test_a_closed_alert_needs_nothing_more(seat: Seat, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at)

    press(signed_in(cast.alice), cast, "close_alert", one)

    assert AlertPage(seat).open == []
    assert [card.alert for card in AlertPage(seat).taken] == [one]


@pytest.mark.parametrize("name", ["acknowledge_alert", "snooze_alert", "close_alert"])
def test_who_only_watches_answers_nothing(name: str, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = alert(cast.brand, at=at)
    client = signed_in(cast.carol)

    assert press(client, cast, name, one, span="1h") == 403
    assert "acknowledge/" not in client.get(reverse("alerts", args=[cast.brand.slug])).content.decode()


def test_noise_is_counted_from_the_records(seat: Seat, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    taken = alert(cast.brand, at=at - 3 * MINUTE)
    found = story(cast.brand, at=at)
    alert(cast.brand, at=at, about=found)
    incident(cast.brand, at=at, about=found)
    for _ in range(2):
        alert(cast.brand, at=at)
    press(signed_in(cast.alice), cast, "acknowledge_alert", taken)

    noise = AlertPage(seat).noise

    assert noise.this_week == 4
    assert "50%" in noise.conclusion
    assert noise.answered_in == "3 分"


def test_what_was_closed_without_an_incident_led_to_nothing(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    shut = [alert(cast.brand, at=at) for _ in range(2)]
    found = story(cast.brand, at=at)
    shut.append(alert(cast.brand, at=at, about=found))
    incident(cast.brand, at=at, about=found)
    for one in shut:
        press(signed_in(cast.alice), cast, "close_alert", one)

    assert AlertPage(seat).noise.for_nothing == 2


def test_the_weeks_are_set_beside_the_first_that_had_alerts(seat: Seat, cast: Cast, at: datetime) -> None:
    alert(cast.brand, at=at)
    for _ in range(3):
        alert(cast.brand, at=at - timedelta(days=20))

    assert "2 週前" in AlertPage(seat).noise.conclusion


def test_answered_alerts_are_listed_as_far_back_as_was_asked(seat: Seat, cast: Cast, at: datetime) -> None:
    old = alert(cast.brand, at=at - timedelta(days=3), closed_at=at - timedelta(days=3))

    assert AlertPage(seat).taken == []
    assert [card.alert for card in AlertPage(seat, days=7).taken] == [old]


def test_days_longer_than_any_number_are_answered_with_the_page(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.alice).get("/b/spring/alerts/", {"days": "7" * 5000}).status_code == 200
