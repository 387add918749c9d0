"""Does the desk show what must be dealt with at all of one's brands, to nobody else, and does one person hold it?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.console import clock
from firebreak.console.access import take_seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.desk import holding
from firebreak.console.desk.gravest import MENTIONS_OF_A_BRAND
from firebreak.console.desk.matters import Matter, matters_of
from firebreak.console.desk.models import STALE_AFTER, Hold
from firebreak.console.desk.page import Desk
from firebreak.console.desk.places import places_of
from firebreak.console.govern.models import Assignment, Brand, Entry, Person, Pulse
from firebreak.console.listen.handling import close
from firebreak.console.respond.models import Incident
from firebreak.core.errors import Conflict, NotAllowed
from firebreak.core.govern.role import TABLE
from firebreak.core.terms import Act, Role
from tests.cast import Cast, engage
from tests.records import alert, incident, post, story

Sign = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def second_brand(cast: Cast, at: datetime) -> Brand:
    """Another brand of Mallory's house, which Bob's agency works for too."""
    engage(cast.others_brand, cast.agency, at=at)
    Assignment.objects.create(person=cast.bob, brand=cast.others_brand, role=Role.AGENCY_LEAD.value)
    return cast.others_brand


def on_desk(person: Person, at: datetime) -> list[Matter]:
    return matters_of(places_of(person, at=at), at=at)


@pytest.mark.parametrize("role", list(Role))
def test_a_place_says_of_every_act_what_the_seat_says(role: Role, cast: Cast, at: datetime) -> None:
    for person in (cast.alice, cast.bob):
        Assignment.objects.filter(person=person).update(role=role.value)
        seat = take_seat(person, cast.brand.slug, at=at)

        (place,) = places_of(person, at=at)

        assert {act for act in Act if place.may(act)} == {act for act in Act if seat.may(act)}
        assert place.acts <= TABLE[role]


def test_outsiders_have_no_place_at_the_brand(cast: Cast, at: datetime) -> None:
    places = {name: [one.brand for one in places_of(who, at=at)] for name, who in cast.outsiders.items()}

    assert places == {"Trent": [], "Eve": [], "Mallory": [cast.others_brand]}


def test_the_desk_gathers_incidents_alerts_and_mentions_of_all_brands(cast: Cast, at: datetime) -> None:
    other = second_brand(cast, at)
    running = incident(cast.brand, at=at, about=story(cast.brand, at=at, severity="S1", posts=1), severity="S1")
    waiting = alert(other, at=at, about=story(other, at=at, posts=2, severity="S2"))

    found = [(one.kind, one.place.brand, one.level) for one in on_desk(cast.bob, at)]

    assert found[0] == ("incident", running.brand, "S1")
    assert ("alert", waiting.brand, "S2") in found
    assert [kind for kind, brand, _level in found if brand == other].count("mention") == 2


def test_what_is_settled_is_not_on_the_desk(cast: Cast, at: datetime) -> None:
    incident(cast.brand, at=at, phase="closed")
    alert(cast.brand, at=at, acknowledged_at=at)
    alert(cast.brand, at=at, snoozed_until=at + MINUTE)
    mild = story(cast.brand, at=at, severity="S3")
    fixed = story(cast.brand, at=at, severity="S1", posts=1)
    close(seat=take_seat(cast.alice, cast.brand.slug, at=at), seen={fixed.places.get().post_id: 0})

    assert mild.places.count() == 3
    assert on_desk(cast.alice, at) == []


def test_an_alert_that_led_to_an_incident_is_told_once(cast: Cast, at: datetime) -> None:
    about = story(cast.brand, at=at, severity="S4")
    incident(cast.brand, at=at, about=about, raised=alert(cast.brand, at=at, about=about))

    assert [one.kind for one in on_desk(cast.alice, at)] == ["incident"]


def test_one_loud_brand_does_not_crowd_out_another(cast: Cast, at: datetime) -> None:
    other = second_brand(cast, at)
    story(cast.brand, at=at, severity="S1", posts=MENTIONS_OF_A_BRAND + 5)
    story(other, at=at, severity="S2", posts=1)

    brands = [one.place.brand for one in on_desk(cast.bob, at)]

    assert brands.count(cast.brand) == MENTIONS_OF_A_BRAND
    assert brands.count(other) == 1


def test_within_a_level_what_is_late_and_free_comes_first(cast: Cast, at: datetime) -> None:
    fresh = incident(cast.brand, at=at, severity="S2")
    late = incident(cast.brand, at=at - timedelta(hours=30), severity="S2")
    held = incident(cast.brand, at=at - timedelta(hours=40), severity="S2")
    grave = incident(cast.brand, at=at, severity="S1")
    holding.hold(seat=take_seat(cast.bob, cast.brand.slug, at=at), kind="incident", pk=held.pk)

    assert [one.pk for one in on_desk(cast.alice, at)] == [one.number for one in (grave, late, fresh, held)]


def test_words_on_the_desk_are_masked(cast: Cast, at: datetime) -> None:
    pii = [{"kind": "phone", "field": "text", "start": 3, "end": 13}]
    about = story(cast.brand, at=at, severity="S1", posts=1)
    one = post(cast.brand, at=at, text="請打 0912345678 給我", detail={"pii": pii})
    about.places.create(post=one)

    titles = [matter.title for matter in on_desk(cast.alice, at)]

    assert not [title for title in titles if "0912345678" in title]


def test_outsiders_see_nothing_of_others_on_their_desk(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    for name, outsider in cast.outsiders.items():
        client = signed_in(outsider)
        page = client.get("/desk/?shown=incident-1,alert-1,mention-1", follow=True)

        assert page.status_code == 200, name
        assert cast.brand.name not in page.content.decode(), name
        assert "INC-" not in page.content.decode(), name
        assert "淨水器" not in page.content.decode(), name
        assert client.get("/desk/changes").json()["topics"] == [], name


def test_the_desk_wants_to_know_who_asks(client: Client) -> None:
    for path in ("/desk/", "/desk/stream", "/desk/changes", "/palette/"):
        assert client.get(path)["Location"].startswith("/sign-in/"), path


def seats(cast: Cast, at: datetime) -> tuple[Any, Any]:
    return take_seat(cast.alice, cast.brand.slug, at=at), take_seat(cast.bob, cast.brand.slug, at=at)


def test_who_comes_second_is_told_who_was_first(cast: Cast, at: datetime) -> None:
    alice, bob = seats(cast, at)
    one = incident(cast.brand, at=at)
    holding.hold(seat=alice, kind="incident", pk=one.pk)

    with pytest.raises(Conflict) as refused:
        holding.hold(seat=bob, kind="incident", pk=one.pk)

    assert refused.value.context == {"holder": "Alice"}
    assert Hold.objects.get().person == cast.alice


def test_a_stale_hold_says_so_and_may_be_taken_over(cast: Cast, at: datetime) -> None:
    alice, _bob = seats(cast, at)
    one = incident(cast.brand, at=at)
    holding.hold(seat=alice, kind="incident", pk=one.pk)
    later = at + STALE_AFTER + MINUTE

    (matter,) = on_desk(cast.bob, later)
    holding.hold(seat=take_seat(cast.bob, cast.brand.slug, at=later), kind="incident", pk=one.pk)

    assert matter.held is not None
    assert (matter.held.stale, matter.free, matter.taken) == (True, True, False)
    assert Hold.objects.get().person == cast.bob


def test_a_sign_of_life_keeps_a_hold_fresh(cast: Cast, at: datetime) -> None:
    alice, _bob = seats(cast, at)
    one = incident(cast.brand, at=at)
    holding.hold(seat=alice, kind="incident", pk=one.pk)
    holding.hold(seat=take_seat(cast.alice, cast.brand.slug, at=at + STALE_AFTER), kind="incident", pk=one.pk)

    (matter,) = on_desk(cast.bob, at + STALE_AFTER + MINUTE)

    assert matter.taken


def test_only_its_holder_lets_go(cast: Cast, at: datetime) -> None:
    alice, bob = seats(cast, at)
    one = alert(cast.brand, at=at)
    holding.hold(seat=alice, kind="alert", pk=one.pk)

    with pytest.raises(Conflict):
        holding.let_go(seat=bob, kind="alert", pk=one.pk)
    holding.let_go(seat=alice, kind="alert", pk=one.pk)
    holding.let_go(seat=alice, kind="alert", pk=one.pk)

    assert not Hold.objects.exists()


def test_a_mention_is_held_by_one_as_everywhere_else(cast: Cast, at: datetime) -> None:
    alice, bob = seats(cast, at)
    one = story(cast.brand, at=at, severity="S1", posts=1).places.get().post
    holding.hold_mention(seat=alice, post=one)
    one.refresh_from_db()

    (matter,) = on_desk(cast.bob, at)
    with pytest.raises(Conflict):
        holding.hold_mention(seat=bob, post=one)
    holding.let_go_mention(seat=alice, post=one)

    assert matter.taken
    assert on_desk(cast.bob, at)[0].free


def test_holding_and_letting_go_are_in_the_log_and_ring_open_desks(cast: Cast, at: datetime) -> None:
    alice, _bob = seats(cast, at)
    one = incident(cast.brand, at=at)

    holding.hold(seat=alice, kind="incident", pk=one.pk)
    holding.let_go(seat=alice, kind="incident", pk=one.pk)

    told = Entry.objects.filter(subject=f"incident:{one.pk}").values_list("action", "actor")
    assert list(told) == [(action, f"person:{cast.alice.pk}") for action in ("hold_matter", "let_go_matter")]
    assert Pulse.objects.get(brand=cast.brand, topic="desk").count == 2


def test_a_viewer_sees_who_may_and_takes_nothing(signed_in: Sign, cast: Cast, at: datetime) -> None:
    one = incident(cast.brand, at=at)
    client = signed_in(cast.carol)

    page = client.get("/desk/").content.decode()

    assert "誰可以：客服" in page
    assert "/hold/" not in page
    with pytest.raises(NotAllowed):
        holding.hold(seat=take_seat(cast.carol, cast.brand.slug, at=at), kind="incident", pk=one.pk)


def test_the_button_takes_a_matter_on_and_the_page_stays_as_it_was(signed_in: Sign, cast: Cast, at: datetime) -> None:
    one = incident(cast.brand, at=at)
    client = signed_in(cast.alice)

    sent = client.post(f"/b/spring/incidents/{one.number}/hold/?who=free&shown=incident-{one.pk}", {"do": "hold"})
    page = client.get(sent["Location"]).content.decode()

    assert sent["Location"] == f"/desk/?who=free&shown=incident-{one.pk}"
    assert "你在處理" in page


def test_the_second_press_tells_who_was_first(signed_in: Sign, cast: Cast, at: datetime) -> None:
    one = alert(cast.brand, at=at)
    holding.hold(seat=take_seat(cast.alice, cast.brand.slug, at=at), kind="alert", pk=one.pk)
    client = signed_in(cast.bob)

    sent = client.post(f"/b/spring/alerts/{one.pk}/hold/", {"do": "hold"})

    assert "Alice 先認領了" in client.get(sent["Location"]).content.decode()


def test_a_press_of_no_button_is_refused(signed_in: Sign, cast: Cast, at: datetime) -> None:
    one = alert(cast.brand, at=at)

    assert signed_in(cast.alice).post(f"/b/spring/alerts/{one.pk}/hold/").status_code == 400


def desk_of(person: Person, at: datetime, **asked: str) -> Desk:
    return Desk(places_of(person, at=at), at=at, asked=asked)


def test_an_open_desk_keeps_its_rows_and_counts_what_came(cast: Cast, at: datetime) -> None:
    first = incident(cast.brand, at=at, severity="S2")
    shown = desk_of(cast.alice, at).stay.partition("shown=")[2]
    incident(cast.brand, at=at, severity="S1")

    later = desk_of(cast.alice, at, shown=shown)

    assert [line.key for line in later.lines] == [f"incident-{first.pk}"]
    assert (len(later.new), later.new_is_grave) == (1, True)


def test_what_was_dealt_with_leaves_its_place_behind(cast: Cast, at: datetime) -> None:
    one, two = (incident(cast.brand, at=at, severity=level) for level in ("S1", "S2"))
    shown = f"incident-{one.pk},incident-{two.pk}"
    Incident.objects.filter(pk=one.pk).update(phase="closed")

    lines = desk_of(cast.alice, at, shown=shown).lines

    assert [(line.key, line.matter is None) for line in lines] == [
        (f"incident-{one.pk}", True),
        (f"incident-{two.pk}", False),
    ]


def test_nobody_is_shown_a_matter_by_naming_its_key(cast: Cast, at: datetime) -> None:
    one = incident(cast.brand, at=at)

    lines = desk_of(cast.mallory, at, shown=f"incident-{one.pk}").lines

    assert [line.matter for line in lines] == [None]


def test_the_desk_can_be_narrowed_to_a_brand_and_to_what_is_free(cast: Cast, at: datetime) -> None:
    other = second_brand(cast, at)
    mine, theirs = incident(cast.brand, at=at), incident(other, at=at)
    holding.hold(seat=take_seat(cast.bob, cast.brand.slug, at=at), kind="incident", pk=mine.pk)

    free = desk_of(cast.bob, at, who="free").wanted
    held = desk_of(cast.bob, at, who="mine").wanted
    there = desk_of(cast.bob, at, brand=other.slug).wanted

    assert [one.record.pk for one in free] == [one.record.pk for one in there] == [theirs.pk]
    assert [one.record.pk for one in held] == [mine.pk]


def test_a_brand_beside_the_list_shows_its_worst(cast: Cast, at: datetime) -> None:
    other = second_brand(cast, at)
    incident(cast.brand, at=at, severity="S3")
    incident(other, at=at, severity="S1")

    rows = desk_of(cast.bob, at).brands

    assert [(row.brand, row.worst, row.count, row.free) for row in rows] == [
        (other, "S1", 1, 1),
        (cast.brand, "S3", 1, 1),
    ]


def test_the_desk_asks_as_much_for_ten_brands_as_for_one(
    signed_in: Sign, cast: Cast, stage: dict[str, Any], at: datetime, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.alice)
    for number in range(9):
        brand = Brand.objects.create(organisation=cast.brand.organisation, name=f"品牌{number}", slug=f"b{number}")
        Assignment.objects.create(person=cast.alice, brand=brand, role=Role.BRAND_PR.value)
        about = story(brand, at=at, severity="S1", posts=2)
        incident(brand, at=at, about=about)
        alert(brand, at=at)

    with django_assert_max_num_queries(22):
        assert client.get("/desk/").status_code == 200


def test_an_empty_desk_says_what_will_be_there(signed_in: Sign, cast: Cast) -> None:
    assert "你負責的品牌都沒有待辦" in signed_in(cast.alice).get("/desk/").content.decode()
    assert not Story.objects.exists()
    assert not Alert.objects.exists()


def test_the_clock_of_the_service_makes_a_hold_old(cast: Cast, at: datetime) -> None:
    alice, _bob = seats(cast, at)
    one = incident(cast.brand, at=at)
    holding.hold(seat=alice, kind="incident", pk=one.pk)
    clock.stand_at(at + 2 * STALE_AFTER)

    (matter,) = on_desk(cast.bob, clock.now())

    assert matter.held is not None
    assert matter.held.stale
