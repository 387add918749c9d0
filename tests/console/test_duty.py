"""Does the duty list say who covers what, fill a new incident, and leave no hour and no incident without anybody?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.duty.models import Part, Shift
from firebreak.console.duty.page import Rota
from firebreak.console.duty.parts import give_part
from firebreak.console.duty.rota import end_shift, holders, put_on_duty
from firebreak.console.duty.telling import cadence_of, tell_brand
from firebreak.console.govern.models import Assignment, Engagement, Entry, Person
from firebreak.console.respond import opening
from firebreak.console.respond.models import Incident
from firebreak.console.respond.services import set_severity, take
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.duty import hour_of
from firebreak.core.respond.workdays import day_of
from firebreak.core.terms import Category, Role, Severity
from firebreak.run.duty import look_after_duty
from tests.cast import Cast, one_of_each_role

SignIn = Callable[[Person], Client]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def put(seat: Seat, duty: str, who: Person, deputy: Person | None = None, *, days: int = 3) -> list[Shift]:
    """Let somebody hold a duty around the clock, from today on."""
    return put_on_duty(
        seat=seat, duty=duty, person=who.pk, deputy=deputy.pk if deputy else None,
        first=day_of(seat.at), days=days, begins=0, ends=24,
    )  # fmt: skip


def opened(seat: Seat) -> Incident:
    return opening.open_by_hand(seat=seat, title="淨水器漏水", category=Category.PRODUCT_DEFECT, severity=Severity.S2)


@pytest.fixture
def listed(cast: Cast, seat: Seat) -> Cast:
    """Alice decides with Bob as her deputy, Bob listens."""
    put(seat, "lead", cast.alice, cast.bob)
    put(seat, "monitor", cast.bob)
    return cast


def test_a_new_incident_is_filled_from_the_duty_list_and_says_what_has_nobody(listed: Cast, seat: Seat) -> None:
    """R1.54."""
    found = opened(seat)

    parts = {one.duty: (one.person, one.deputy) for one in Part.objects.filter(incident=found)}
    assert parts == {"lead": (listed.alice, listed.bob), "monitor": (listed.bob, None)}
    line = found.moments.get(kind="parts")
    assert line.facts == {"parts": 2, "gaps": 5}
    assert Entry.objects.filter(brand=seat.brand, action="fill_parts").count() == 1


def test_whoever_comes_on_duty_later_gets_the_part_that_is_still_free(listed: Cast, seat: Seat) -> None:
    found = opened(seat)
    put(seat, "writer", listed.bob)

    look_after_duty(at=seat.at + MINUTE)
    look_after_duty(at=seat.at + 2 * MINUTE)

    assert Part.objects.get(incident=found, duty="writer").person == listed.bob
    assert found.moments.filter(kind="parts").count() == 2


def test_who_works_for_the_brand_no_more_is_not_on_duty_and_the_deputy_is(listed: Cast, seat: Seat) -> None:
    Assignment.objects.filter(person=listed.alice, brand=seat.brand).delete()

    assert holders(seat.brand, at=seat.at)["lead"].person == listed.bob


def test_nobody_stands_on_the_list_twice_over(listed: Cast, seat: Seat) -> None:
    with pytest.raises(BadInput, match="covered_already"):
        put(seat, "lead", listed.bob)

    assert Shift.objects.filter(brand=seat.brand, duty="lead").count() == 3


def test_a_night_shift_goes_over_midnight(cast: Cast, seat: Seat) -> None:
    (one,) = put_on_duty(
        seat=seat,
        duty="lead",
        person=cast.alice.pk,
        deputy=None,
        first=day_of(seat.at) + DAY,
        days=1,
        begins=20,
        ends=8,
    )

    assert one.ends - one.begins == timedelta(hours=12)


@pytest.mark.parametrize(
    ("duty", "deputy", "days", "back", "problem"),
    [
        ("chef", False, 1, 0, "unknown_duty"),
        ("lead", True, 1, 0, "own_deputy"),
        ("lead", False, 32, 0, "days_of_duty"),
        ("legal", False, 1, 0, "not_able"),  # Alice is no lawyer
        ("lead", False, 1, 3, "past"),
    ],
)
def test_what_cannot_be_on_the_list_is_refused(
    cast: Cast, seat: Seat, duty: str, deputy: bool, days: int, back: int, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        put_on_duty(
            seat=seat, duty=duty, person=cast.alice.pk, deputy=cast.alice.pk if deputy else None,
            first=day_of(seat.at) - back * DAY, days=days, begins=8, ends=20,
        )  # fmt: skip

    assert not Shift.objects.exists()


def test_a_viewer_changes_no_list_and_gives_no_part(listed: Cast, seat: Seat) -> None:
    carol = take_seat(listed.carol, seat.brand.slug, at=seat.at)
    with pytest.raises(NotAllowed):
        put(carol, "writer", listed.bob)
    with pytest.raises(NotAllowed):
        end_shift(seat=carol, shift=Shift.objects.all()[0])
    with pytest.raises(NotAllowed):
        give_part(seat=carol, incident=opened(seat), duty="writer", person=listed.bob.pk, was=0)


def test_the_hours_after_an_engagement_ends_are_a_gap(listed: Cast, seat: Seat) -> None:
    Engagement.objects.filter(agency=listed.agency).update(ends=seat.at + DAY)

    begins = {one.duty: one.begins for one in Rota(seat).gaps if one.duty in ("lead", "monitor")}

    assert begins["monitor"] == seat.at + DAY  # Bob listens by himself
    assert begins["lead"] == hour_of(day_of(seat.at) + 3 * DAY, 0)  # he is only Alice's deputy


def test_a_shift_that_is_taken_off_leaves_a_gap_that_is_told(listed: Cast, seat: Seat) -> None:
    before = Rota(seat).gap_hours
    now = Shift.objects.get(brand=seat.brand, duty="lead", begins__lte=seat.at, ends__gt=seat.at)

    end_shift(seat=seat, shift=now)
    with pytest.raises(Conflict):
        end_shift(seat=seat, shift=now)

    assert "lead" not in holders(seat.brand, at=seat.at)
    assert Rota(seat).gap_hours > before
    assert Rota(seat).first_gap_name == "決策"


def test_a_part_is_given_by_hand_and_who_is_second_is_told(listed: Cast, seat: Seat) -> None:
    found = opened(seat)

    give_part(seat=seat, incident=found, duty="lead", person=listed.bob.pk, was=listed.alice.pk)
    with pytest.raises(Conflict):
        give_part(seat=seat, incident=found, duty="lead", person=listed.bob.pk, was=listed.alice.pk)

    assert Part.objects.get(incident=found, duty="lead").person == listed.bob
    assert found.moments.filter(kind="part").count() == 1


def test_five_minutes_without_a_lead_call_the_route_and_whoever_is_on_duty_once(listed: Cast, seat: Seat) -> None:
    set_default_routes(seat.brand)
    found = opened(seat)

    look_after_duty(at=seat.at + 4 * MINUTE)
    early = Alert.objects.filter(brand=seat.brand).count()
    for minutes in (5, 6, 60):
        look_after_duty(at=seat.at + minutes * MINUTE)

    alert = Alert.objects.get(brand=seat.brand)
    assert (early, alert.severity) == (0, "S2")
    called = dict(Delivery.objects.filter(alert=alert).values_list("person", "next_at"))
    assert called == {listed.alice.pk: seat.at + 5 * MINUTE, listed.bob.pk: seat.at + 5 * MINUTE}
    assert found.moments.filter(kind="no_lead").count() == 1


def test_the_call_for_a_lead_goes_to_the_room_and_opens_no_second_incident(
    listed: Cast, seat: Seat, signed_in: SignIn
) -> None:
    found = opened(seat)
    look_after_duty(at=seat.at + 5 * MINUTE)

    page = signed_in(listed.alice).get(reverse("alerts", args=["spring"])).content.decode()

    room = reverse("incident", args=["spring", found.number])
    assert page.count(f'href="{room}"') == 2
    assert "催辦" in page
    assert reverse("open_from_alert", args=["spring", Alert.objects.get().pk]) not in page
    assert "為什麼通知" not in page


def test_whoever_takes_the_lead_answers_the_call(listed: Cast, seat: Seat) -> None:
    set_default_routes(seat.brand)
    found = opened(seat)
    look_after_duty(at=seat.at + 5 * MINUTE)

    take(seat=seat, incident=found, owner=listed.alice, version=found.version)

    alert = Alert.objects.get(brand=seat.brand)
    assert alert.acknowledged_by == listed.alice
    assert not Delivery.objects.filter(alert=alert, next_at__isnull=False).exists()


def test_an_incident_that_somebody_leads_calls_nobody(listed: Cast, seat: Seat) -> None:
    found = opened(seat)
    take(seat=seat, incident=found, owner=listed.alice, version=found.version)

    look_after_duty(at=seat.at + 10 * MINUTE)

    assert not Alert.objects.filter(brand=seat.brand).exists()


def test_whoever_led_and_may_no_longer_leads_nothing(listed: Cast, seat: Seat) -> None:
    found = opened(seat)
    take(seat=seat, incident=found, owner=listed.bob, version=found.version)
    Engagement.objects.filter(agency=listed.agency).update(ends=seat.at + MINUTE)

    for minutes in (5, 6):
        look_after_duty(at=seat.at + minutes * MINUTE)
    called = Alert.objects.get(brand=seat.brand)
    take(seat=seat, incident=found, owner=listed.alice, version=found.version)
    look_after_duty(at=seat.at + 7 * MINUTE)

    again = Alert.objects.get(brand=seat.brand)
    assert (called.acknowledged_by, again.pk, again.acknowledged_by) == (None, called.pk, listed.alice)


def test_the_call_leads_to_its_incident_and_opens_no_other(listed: Cast, seat: Seat) -> None:
    found = opened(seat)
    look_after_duty(at=seat.at + 5 * MINUTE)

    again = opening.open_from_alert(seat=seat, alert=Alert.objects.get(brand=seat.brand))

    assert again == found and Incident.objects.count() == 1


def test_a_brand_that_fails_keeps_no_other_waiting(listed: Cast, seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(seat)
    monkeypatch.setattr("firebreak.run.duty.fill_running", lambda brand, at: 1 / 0)

    look_after_duty(at=seat.at + 5 * MINUTE)  # logged, not raised


@pytest.mark.parametrize("part", ["fill_running", "call_leads", "mark_all_untold"])
def test_what_fails_keeps_nothing_else_of_the_brand_waiting(
    listed: Cast, seat: Seat, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    found = opened(seat)
    put(seat, "writer", listed.bob)
    monkeypatch.setattr(f"firebreak.run.duty.{part}", lambda brand, at: 1 / 0)

    look_after_duty(at=seat.at + timedelta(hours=5))

    done = {
        "fill_running": Part.objects.filter(incident=found, duty="writer").exists(),
        "call_leads": Alert.objects.filter(brand=seat.brand, key__startswith="no_lead:").exists(),
        "mark_all_untold": overdue(found) != [],
    }
    assert done == {name: name != part for name in done}


def test_the_page_shows_the_week_the_gaps_and_whom_an_alert_calls(listed: Cast, signed_in: SignIn) -> None:
    html = signed_in(listed.carol).get(reverse("duty", args=["spring"])).content.decode()

    for words in ("值班表", "決策", "空班", "備援", "現在的警報會叫誰", "可排班的角色"):
        assert words in html
    assert "shift-off" not in html and 'id="put"' not in html  # Carol watches


def test_somebody_is_put_on_the_list_on_the_page(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    lawyer = one_of_each_role(cast.brand)[Role.LEGAL]
    said = {"duty": "legal", "person": lawyer.pk, "deputy": "", "first": f"{day_of(seat.at):%Y-%m-%d}", "days": 2}

    answer = signed_in(cast.bob).post(reverse("put_on_duty", args=["spring"]), said | {"begins": 8, "ends": 22})

    assert answer.status_code == 302
    assert Shift.objects.filter(brand=cast.brand, duty="legal", person=lawyer).count() == 2


def test_a_day_too_far_ahead_is_said_beside_its_field(cast: Cast, seat: Seat, signed_in: SignIn) -> None:
    said = {"duty": "lead", "person": cast.alice.pk, "deputy": "", "first": "9999-12-31", "days": 2}

    answer = signed_in(cast.bob).post(reverse("put_on_duty", args=["spring"]), said | {"begins": 8, "ends": 22})

    assert answer.status_code == 400
    assert "first" in answer.context["form"].errors


@pytest.mark.parametrize("week", ["0", "-1", "52", "9999", "x", "--1", "١"])
def test_any_week_can_be_asked_for(listed: Cast, signed_in: SignIn, week: str) -> None:
    assert signed_in(listed.carol).get(reverse("duty", args=["spring"]), {"week": week}).status_code == 200


def test_the_room_shows_who_does_what_and_lets_a_part_be_given(listed: Cast, seat: Seat, signed_in: SignIn) -> None:
    found = opened(seat)
    client = signed_in(listed.bob)

    page = client.get(reverse("incident", args=["spring", found.number]), {"tab": "duty"}).content.decode()
    said = {"duty": "writer", "person": listed.bob.pk, "was": 0}
    answer = client.post(reverse("give_incident_part", args=["spring", found.number]), said)

    assert "5 項分工沒有人" in page and "決策" in page
    assert answer.status_code == 302 and Part.objects.filter(incident=found, duty="writer").exists()


def test_whoever_is_on_call_sees_what_is_worst_and_what_is_theirs(listed: Cast, seat: Seat, signed_in: SignIn) -> None:
    found = opened(seat)

    html = signed_in(listed.bob).get(reverse("on_call", args=["spring"])).content.decode()

    assert found.code in html and "我的分工" in html and "監測" in html and listed.alice.name in html


def test_the_brand_is_told_at_the_cadence_of_the_level(listed: Cast, seat: Seat) -> None:
    """R1.63: an S2 is told of every four hours."""
    found = opened(seat)
    tell_brand(seat=later(listed, seat, 3), incident=found, text="已停售，20:00 前公布檢驗")

    after = cadence_of(found, found.moments.all(), at=seat.at + timedelta(hours=6))

    assert after is not None and (after.met, after.missed) == (1, 0)
    assert after.due == seat.at + timedelta(hours=7)
    assert found.moments.get(kind="told_brand").text == "已停售，20:00 前公布檢驗"


def test_a_word_to_the_brand_that_is_overdue_goes_onto_the_timeline_once(listed: Cast, seat: Seat) -> None:
    found = opened(seat)

    look_after_duty(at=seat.at + timedelta(hours=3))
    early = found.moments.filter(kind="breach", facts__clock="told_brand").count()
    for hours in (5, 6):
        look_after_duty(at=seat.at + timedelta(hours=hours))

    assert early == 0
    assert overdue(found) == [timedelta(hours=4)]


def overdue(found: Incident) -> list[timedelta]:
    lines = found.moments.filter(kind="breach", facts__clock="told_brand").order_by("at")
    return [one.at - found.opened_at for one in lines]


def test_each_word_to_the_brand_that_was_due_is_on_the_timeline(listed: Cast, seat: Seat) -> None:
    """Also those that passed while nobody looked, and before somebody told the brand after all."""
    found = opened(seat)
    look_after_duty(at=seat.at + timedelta(hours=5))
    look_after_duty(at=seat.at + timedelta(hours=13))
    tell_brand(seat=later(listed, seat, 17), incident=found, text="檢驗結果明早公布")

    for _ in range(2):
        look_after_duty(at=seat.at + timedelta(hours=18))

    assert overdue(found) == [timedelta(hours=hours) for hours in (4, 8, 12, 16)]
    assert Entry.objects.filter(brand=seat.brand, action="breach").count() == 4


def test_what_a_level_did_not_ask_for_is_not_missed_when_it_rises(listed: Cast, seat: Seat) -> None:
    found = opened(seat)
    Incident.objects.filter(pk=found.pk).update(severity="S3")
    look_after_duty(at=seat.at + timedelta(hours=9))
    set_severity(seat=later(listed, seat, 9), incident=found, to=Severity.S1, version=found.version, reason="有人受傷")

    look_after_duty(at=seat.at + timedelta(hours=11))

    assert overdue(found) == [timedelta(hours=hours) for hours in (2, 10)]


def test_an_s4_owes_the_brand_no_word_and_an_empty_one_is_refused(listed: Cast, seat: Seat) -> None:
    small = opening.open_by_hand(seat=seat, title="標示錯字", category=Category.OTHER, severity=Severity.S4)

    assert cadence_of(small, [], at=seat.at) is None
    with pytest.raises(BadInput, match="reason_missing"):
        tell_brand(seat=seat, incident=small, text="  ")


def test_the_brand_is_told_in_the_room(listed: Cast, seat: Seat, signed_in: SignIn) -> None:
    found = opened(seat)
    address = reverse("tell_brand_of_incident", args=["spring", found.number])

    answer = signed_in(listed.bob).post(address, {"text": "客服已加開專線"})
    page = signed_in(listed.alice).get(reverse("incident", args=["spring", found.number]), {"tab": "duty"})

    assert answer.status_code == 302 and "客服已加開專線" in page.content.decode()


def later(cast: Cast, seat: Seat, hours: int) -> Seat:
    return take_seat(cast.bob, seat.brand.slug, at=seat.at + timedelta(hours=hours))
