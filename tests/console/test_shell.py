"""Does the frame of every page show this person's brands, what waits, and the clock that everything goes by?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation

from firebreak.console import clock, pace, shell
from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert
from firebreak.console.assess.models import Story
from firebreak.console.cases.models import Case
from firebreak.console.formats import capped
from firebreak.console.govern.models import Assignment, Brand, Engagement, Organisation, Person
from firebreak.console.govern.services import beat
from firebreak.console.listen import handling, inbox, waiting
from firebreak.console.listen.waiting import count_waiting
from firebreak.console.prepared import Prepared
from firebreak.console.respond.models import Incident
from firebreak.core.terms import Role
from tests.records import enquiry, post, risk

AT = datetime(2026, 11, 20, 3, 34, 8, tzinfo=UTC)
NAMES = ("board", "mentions", "stories", "alerts", "incidents", "stream", "changes")


def page(request: HttpRequest, **_parts: object) -> HttpResponse:
    return HttpResponse(render_to_string("404.html", request=request))


URLS = (
    path("theme/", shell.set_theme, name="set_theme"),
    path("language/", shell.set_language, name="set_language"),
    path("pace/", pace.set_pace, name="set_pace"),
    path("sign-out/", page, name="sign_out"),
    path("style-<slug:digest>.css", page, name="style"),
    path("b/<str:slug>/", page, name="board"),
    path("b/<str:slug>/incidents/<int:number>/", page, name="incident"),
    path("b/<str:slug>/mine/", page, name="settings_me"),
    *(path(f"b/<str:slug>/{name}/", page, name=name) for name in NAMES[1:]),
)


@pytest.fixture(autouse=True)
def only_pages_that_exist(settings: object) -> None:
    settings.ROOT_URLCONF = URLS  # type: ignore[attr-defined]


@pytest.fixture
def seat(db: None) -> Seat:
    """Alice, brand PR of a dairy, whose agency is under contract."""
    house = Organisation.objects.create(name="Dairy House", slug="dairy-house")
    agency = Organisation.objects.create(name="Agency", slug="agency", kind=Organisation.Kind.AGENCY)
    brand = Brand.objects.create(organisation=house, name="Dairy", slug="dairy")
    alice = Person.objects.create_user(email="alice@example.org", name="Alice", organisation=house)
    Assignment.objects.create(person=alice, brand=brand, role=Role.BRAND_PR.value)
    Engagement.objects.create(brand=brand, agency=agency, nda_signed_at=AT, starts=AT - timedelta(days=9))
    return Seat(brand=brand, person=alice, role=Role.BRAND_PR, at=AT)


def frame(seat: Seat | None, address: str = "/b/dairy/stories/", **cookies: str) -> shell.Shell:
    return shell.Shell(asked(seat, address, **cookies))


def asked(seat: Seat | None, address: str, **cookies: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.COOKIES |= cookies
    if seat:
        request.user = seat.person  # type: ignore[assignment]
        request.seat = seat  # type: ignore[attr-defined]
    return request


def open_incident(seat: Seat, number: int, severity: str = "S1") -> Incident:
    return Incident.objects.create(
        brand=seat.brand,
        number=number,
        title="Glass in the milk",
        category="product_safety",
        severity=severity,
        phase="triage",
        opened_at=AT,
        first_seen_at=AT,
        golden_start=AT,
    )


def test_navigation_holds_the_pages_that_exist_and_marks_this_one(seat: Seat) -> None:
    seen = frame(seat, "/b/dairy/incidents/7/")

    assert [item.name for item in seen.pages] == ["board", "mentions", "stories", "alerts", "incidents"]
    assert [item.name for item in seen.pages if item.current] == ["incidents"]
    assert seen.foot == ()  # there is no settings page here


@pytest.mark.parametrize(
    ("address", "place"),
    [("tell/", "staff_reports"), ("incidents/templates/", "plans"), ("incidents/messages/4/", "plans")],
)
def test_a_page_stands_under_what_leads_to_it(seat: Seat, settings: object, address: str, place: str) -> None:
    settings.ROOT_URLCONF = "firebreak.console.urls"  # type: ignore[attr-defined]

    assert frame(seat, f"/b/dairy/{address}").current == place


def test_the_board_is_current_only_at_its_own_address(seat: Seat) -> None:
    assert frame(seat, "/b/dairy/").current == "board"
    assert frame(seat, "/b/dairy/mentions/").current == "mentions"


def test_counts_are_what_waits_not_what_is_done(seat: Seat) -> None:
    running = open_incident(seat, 1)
    Incident.objects.filter(pk=open_incident(seat, 2).pk).update(phase="closed")
    first = enquiry(running, by=seat.person, at=AT)
    enquiry(running, by=seat.person, at=AT, state="declined", journalist=first.journalist)
    Alert.objects.create(brand=seat.brand, key="a", signal="volume", at=AT)
    Alert.objects.create(brand=seat.brand, key="b", signal="volume", at=AT, acknowledged_at=AT)
    for number, last in ((1, AT), (2, AT - timedelta(days=3))):
        Story.objects.create(
            brand=seat.brand,
            number=number,
            category="other",
            first_post_at=last,
            last_post_at=last,
            first_seen_at=last,
            post_count=3,
        )

    for number, closed in ((1, None), (2, AT)):
        told = {"way": "phone", "received_at": AT, "opened_at": AT, "opened_by": seat.person}
        Case.objects.create(brand=seat.brand, number=number, closed_at=closed, **told)

    for day in (AT.date(), AT.date() + timedelta(days=1)):
        risk(seat.brand, by=seat.person, at=AT, review_on=day)

    waits = dict.fromkeys(("stories", "alerts", "incidents", "cases", "media", "risks"), 1)
    assert frame(seat).counts == {"mentions": 0} | waits


def test_beside_mentions_stands_how_many_wait_for_anybody(seat: Seat) -> None:
    waits, _good = post(seat.brand, at=AT), post(seat.brand, at=AT, sentiment="positive")
    before = [(item.name, item.count) for item in frame(seat).pages if item.name == "mentions"]

    handling.close(seat=seat, seen={waits.pk: 0})

    after = [(item.name, item.count) for item in frame(seat).pages if item.name == "mentions"]
    assert (before, after) == ([("mentions", 1)], [("mentions", 0)])


def test_a_number_beyond_three_digits_is_not_counted_out(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MANY", 2)
    monkeypatch.setattr(waiting, "USUALLY", Prepared(waiting.usually))
    for _ in range(4):
        post(seat.brand, at=AT)

    assert frame(seat).counts["mentions"] == 2
    assert (capped(999), capped(1000)) == ("999", "999+")


def test_a_number_is_counted_anew_only_when_something_has_happened(seat: Seat, django_assert_num_queries: Any) -> None:
    assert frame(seat).counts["mentions"] == 0
    post(seat.brand, at=AT)

    with django_assert_num_queries(1):
        assert count_waiting(seat) == 0
    beat(seat.brand, "posts")
    assert count_waiting(seat) == 1


def test_what_wakes_by_itself_is_counted_within_a_minute(seat: Seat) -> None:
    one = post(seat.brand, at=AT)
    handling.snooze(seat=seat, seen={one.pk: 0}, until=AT + timedelta(hours=1))

    assert [count_waiting(replace(seat, at=AT + timedelta(minutes=after))) for after in (1, 61)] == [0, 1]


def test_a_number_that_took_long_to_count_is_given_again_for_a_while(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = count(100, 10)  # every look at the clock is ten seconds later
    monkeypatch.setattr(waiting, "monotonic", lambda: float(next(now)))
    found = [count_waiting(seat)]
    post(seat.brand, at=AT)

    for _ in range(60):
        beat(seat.brand, "posts")
        found.append(count_waiting(seat))

    assert found[:45] == [0] * 45
    assert found[-1] == 1


def test_on_a_phone_a_dot_is_for_what_calls_and_not_for_a_pile_of_work(seat: Seat) -> None:
    post(seat.brand, at=AT)
    open_incident(seat, 1)

    assert [(item.name, item.count) for item in frame(seat).phone_tabs] == [
        ("board", None),
        ("mentions", None),
        ("incidents", 1),
        ("alerts", 0),
    ]


def test_an_open_s1_stands_under_the_top_of_every_other_page(seat: Seat) -> None:
    incident = open_incident(seat, 147)
    open_incident(seat, 148, severity="S2")

    told = frame(seat).crises

    assert [crisis.code for crisis in told] == [incident.code]
    assert told[0].due > AT
    assert frame(seat, "/b/dairy/").crises == ()
    assert frame(seat, "/b/dairy/incidents/147/").crises == ()


def test_who_looks_after_the_brand_is_said_to_both_sides(seat: Seat) -> None:
    bob = Person.objects.create_user(
        email="bob@example.org", name="Bob", organisation=Organisation.objects.get(slug="agency")
    )

    with translation.override("en"):
        assert frame(seat).engagement == "Agency: Agency"
        assert frame(Seat(brand=seat.brand, person=bob, role=Role.AGENCY_LEAD, at=AT)).engagement == (
            "Client: Dairy House"
        )


def test_the_switcher_offers_only_brands_that_this_person_may_enter(seat: Seat) -> None:
    Brand.objects.create(organisation=seat.brand.organisation, name="Bakery", slug="bakery")

    assert [(brand.name, brand.current) for brand in frame(seat).brands] == [("Dairy", True)]


def test_before_signing_in_there_is_no_brand_and_nothing_to_count(db: None) -> None:
    seen = frame(None, "/")

    assert (seen.brand, seen.person, seen.brands, seen.counts, seen.crises, seen.pages) == (None, None, (), {}, (), ())


def test_a_whole_frame_is_rendered_in_few_queries(seat: Seat, django_assert_max_num_queries: object) -> None:
    request = asked(seat, "/b/dairy/stories/")

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        shown = render_to_string("404.html", request=request)

    assert 'data-stream="/b/dairy/stream/"' in shown
    assert 'data-go="i"' in shown


def test_a_demo_says_so_and_gives_its_speed_to_the_countdowns(seat: Seat) -> None:
    clock.run_from(AT, speed=60.0)
    try:
        shown = render_to_string("404.html", request=asked(seat, "/b/dairy/stories/"))
    finally:
        clock.run_real()

    assert "示範時間 ×60" in shown
    assert 'data-speed="60"' in shown


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("<x>", "auto"), ("", "auto")])
def test_the_theme_comes_with_the_page(cookie: str, theme: str) -> None:
    request = asked(None, "/", firebreak_theme=cookie)

    assert f'data-theme="{theme}"' in render_to_string("404.html", request=request)


def test_the_theme_is_kept_without_javascript(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/b/dairy/?q=1"})

    assert answer["Location"] == "/b/dairy/?q=1"
    assert client.cookies["firebreak_theme"].value == "dark"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_the_service(client: Client, back: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": back})["Location"] == "/"


def test_a_change_of_language_is_kept_and_shown(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/b/x/"})

    assert 'lang="en"' in client.get("/b/x/").content.decode()
    assert "There is nothing here" in client.get("/b/x/").content.decode()


def test_preferences_change_only_by_post(client: Client) -> None:
    assert client.get("/theme/").status_code == 405
    assert client.get("/language/").status_code == 405
