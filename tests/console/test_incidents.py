"""Does the room show where an incident stands, what is due and whose turn it is, and keep people to the steps?"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console import clock
from firebreak.console.access import take_seat
from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.services import set_watches
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.room import Room
from firebreak.core.terms import Media, Phase, Watch, WatchKind
from firebreak.core.terms import Post as CorePost
from firebreak.run.pipeline import step
from tests.cast import Cast
from tests.records import alert, incident, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def running(cast: Cast, at: datetime) -> Incident:
    """An S2 incident of a story, opened ten minutes ago, led by nobody."""
    return incident(cast.brand, at=at - 10 * MINUTE, about=story(cast.brand, at=at - 10 * MINUTE))


def act(client: Client, one: Incident, name: str, **data: object) -> int:
    one.refresh_from_db()
    address = reverse(name, args=[one.brand.slug, one.number])
    return client.post(address, {"version": one.version} | data).status_code


def room_of(cast: Cast, one: Incident) -> Room:
    one.refresh_from_db()
    return Room(take_seat(cast.alice, cast.brand.slug, at=clock.now()), one)


def html_of(client: Client, one: Incident, **query: str) -> str:
    return client.get(reverse("incident", args=[one.brand.slug, one.number]), query).content.decode()


def test_the_response_waits_for_somebody_who_leads(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    """R1.7: nobody comes to the response without a lead, and the room says what is missing and whose turn it is."""
    client = signed_in(cast.bob)

    act(client, running, "move_incident", to="triage")
    refused = act(client, running, "move_incident", to="respond")

    running.refresh_from_db()
    assert (refused, running.phase) == (409, "triage")
    (need,) = room_of(cast, running).needs
    assert need.code == "owner"
    assert "brand_pr" in need.roles
    assert "還沒有指揮" in html_of(client, running)


def test_the_response_waits_for_a_judgement(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    """R1.7; R2.68 in part: nobody comes to the response while the story has not been judged."""
    client = signed_in(cast.alice)
    assert running.story
    running.story.assessments.all().delete()
    act(client, running, "assign_incident", owner=cast.alice.pk)

    refused = act(client, running, "move_incident", to="respond")

    assert refused == 409
    assert "assessment" in {need.code for need in room_of(cast, running).later_needs}


def test_a_step_is_skipped_with_authority_and_a_reason_that_stays(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    """R1.7: what was skipped, by whom and why stands on the timeline and in the audit log."""
    moved = act(signed_in(cast.alice), running, "move_incident", to="respond", reason="總經理在場")

    running.refresh_from_db()
    assert (moved, running.phase) == (302, "respond")
    told = Moment.objects.get(incident=running, kind="phase")
    assert (told.person, told.text, told.facts["skipped"]) == (cast.alice, "總經理在場", ["owner"])
    assert Entry.objects.get(action="move_incident").detail["skipped"] == ["owner"]
    assert re.search(r'<small class="t-warn">[^<]*指揮', html_of(signed_in(cast.alice), running))


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_step_is_not_skipped_without_a_reason(reason: str, running: Incident, cast: Cast, signed_in: SignIn) -> None:
    assert act(signed_in(cast.alice), running, "move_incident", to="respond", reason=reason) == 409


def test_who_has_no_authority_skips_nothing_whatever_the_reason(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    assert act(signed_in(cast.bob), running, "move_incident", to="respond", reason="很急") == 409


def test_a_grave_incident_is_not_left_without_a_word(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    act(client, running, "assign_incident", owner=cast.bob.pk)
    act(client, running, "move_incident", to="respond")

    assert act(client, running, "move_incident", to="remedy") == 409
    act(client, running, "log_moment", kind="outward", text="已公告停售")

    assert act(client, running, "move_incident", to="remedy") == 302


def test_a_defect_with_a_photo_opens_an_incident_that_the_agency_cannot_lower(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R1.25: hard rule, at least S2, the incident opens by itself; only authority with a reason goes below."""
    set_default_routes(cast.brand)
    set_watches(brand=cast.brand, watches=[Watch("明泉", WatchKind.BRAND, any=("明泉",))], at=at)
    posts = [
        CorePost(
            id="glass",
            source="dcard",
            text="喝明泉的水喝到玻璃碎片，小孩嘴巴割傷流血，附上照片",
            published_at=at - 5 * MINUTE,
            media=(Media("image", "https://img.example/1"),),
        )
    ]

    step(brand=cast.brand, read=reader_of(cast.brand).read(posts), via=None, at=at)

    opened = Incident.objects.get()
    assert (opened.severity in ("S1", "S2"), opened.floor) == (True, "S2")
    client = signed_in(cast.bob)
    assert act(client, opened, "set_severity", to="S4", reason="應該沒事") == 409
    assert "硬規則" in html_of(client, opened)
    assert act(signed_in(cast.alice), opened, "set_severity", to="S3", reason="品保確認是冰塊") == 302
    opened.refresh_from_db()
    assert opened.severity == "S3"


def test_a_severity_is_not_changed_without_a_reason(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    assert act(signed_in(cast.alice), running, "set_severity", to="S1", reason="") == 400

    running.refresh_from_db()
    assert running.severity == "S2"


def test_silence_is_red_until_the_first_word_to_the_public(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    """R1.26: an S1 or S2 without a word shows 沉默 hh:mm in red; a word to the public ends it, progress does not."""
    client = signed_in(cast.alice)

    act(client, running, "log_moment", kind="progress", text="已請品保查批號")
    silent = html_of(client, running)
    act(client, running, "log_moment", kind="outward", text="粉專已發初步說明")
    spoken = html_of(client, running)

    assert re.search(r'<div class="clock bad">[^/]*對外回應</span><span class="v">沉默 00:10', silent)
    assert "沉默" not in spoken.split('class="room"')[0]


def test_a_lesser_incident_is_not_called_silent(cast: Cast, at: datetime) -> None:
    """R1.26: silence is counted at S1 and S2 only."""
    one = incident(cast.brand, at=at - 90 * MINUTE, severity="S3")

    assert room_of(cast, one).silence is None


def test_the_golden_clock_runs_from_the_first_post_and_nobody_stops_it(
    running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R1.27 in part: 24 hours from the earliest post; taking the lead neither begins nor pauses it."""
    client = signed_in(cast.alice)
    before = room_of(cast, running).golden

    act(client, running, "assign_incident", owner=cast.alice.pk)
    act(client, running, "move_incident", to="triage")

    after = room_of(cast, running).golden
    assert before and after
    assert before.due == after.due == running.golden_start + timedelta(hours=24)
    assert after.met is None


def test_every_deadline_is_written_with_the_server_time_it_counts_to(
    running: Incident, cast: Cast, signed_in: SignIn
) -> None:
    """R1.27 in part: countdowns carry the absolute deadline."""
    html = html_of(signed_in(cast.carol), running)

    room = room_of(cast, running)
    assert {one.name for one in room.clocks} >= {"golden", "ack", "triage", "holding", "update"}
    for one in room.clocks:
        assert f'data-due="{one.due.astimezone().isoformat()}"' in html or str(one.due.minute) in html
    assert html.count("data-due=") >= 5


@pytest.mark.parametrize("first", ["assign_incident", "move_incident"])
def test_r2_26_the_clock_of_triage_and_lead_is_met_by_a_leader_and_the_step_to_triage(
    first: str, running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R2.26 (part): whichever of the two comes later meets it; going on to the response is not asked."""
    client = signed_in(cast.alice)
    steps: dict[str, dict[str, object]] = {
        "assign_incident": {"owner": cast.alice.pk},
        "move_incident": {"to": "triage"},
    }

    act(client, running, first, **steps.pop(first))
    assert room_of(cast, running).deadlines["triage"].met is None

    clock.stand_at(at + 3 * MINUTE)
    second, said = steps.popitem()
    act(client, running, second, **said)
    assert room_of(cast, running).deadlines["triage"].met == at + 3 * MINUTE


def test_who_takes_the_lead_has_answered_the_alerts_of_the_matter(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    about = story(cast.brand, at=at)
    raised, again = alert(cast.brand, at=at, about=about), alert(cast.brand, at=at, about=about)
    one = incident(cast.brand, at=at, about=about, raised=raised)
    set_default_routes(cast.brand)
    queue_deliveries(again, at=at)

    act(signed_in(cast.alice), one, "assign_incident", owner=cast.bob.pk)

    assert {row.acknowledged_by for row in Alert.objects.all()} == {cast.bob}
    assert not Delivery.objects.filter(next_at__isnull=False).exists()
    told = Entry.objects.filter(action="acknowledge_alert").values_list("actor", "subject")
    assert set(told) == {(f"person:{cast.alice.pk}", f"alert:{row.pk}") for row in (raised, again)}


def test_who_takes_the_lead_answers_no_alert_of_another_matter(
    running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    other = alert(cast.brand, at=at, about=story(cast.brand, at=at))

    act(signed_in(cast.alice), running, "assign_incident", owner=cast.alice.pk)

    other.refresh_from_db()
    assert other.acknowledged_at is None


def test_a_missed_limit_is_shown_as_missed(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.27 in part: the internal limit of the first reply turns red once it is missed."""
    one = incident(cast.brand, at=at - timedelta(hours=5))

    inner = room_of(cast, one).inner

    assert inner
    assert (inner.name, inner.look) == ("holding", "bad")


def test_the_time_of_triage_is_shown_running_and_then_as_it_was(
    running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R2.26: triage time counts until the incident leaves triage, and stays afterwards."""
    client = signed_in(cast.alice)

    assert "從偵測至今：10 分" in html_of(client, running)
    act(client, running, "assign_incident", owner=cast.alice.pk)
    act(client, running, "move_incident", to="respond")
    clock.stand_at(at + 30 * MINUTE)

    assert room_of(cast, running).triage_time == 10 * MINUTE
    assert "10 分" in html_of(client, running)


def test_each_phase_keeps_the_time_at_which_it_was_entered(
    running: Incident, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R2.43: detection, triage, response, remedy, watch and closing each carry their time stamp."""
    client = signed_in(cast.alice)
    act(client, running, "assign_incident", owner=cast.alice.pk)
    act(client, running, "log_moment", kind="full", text="完整說明與退費方式")
    for number, phase in enumerate(list(Phase)[1:], 1):
        clock.stand_at(at + number * MINUTE)
        assert act(client, running, "move_incident", to=phase.value, reason="下一步") == 302, phase

    entered = {step.code: step.entered for step in room_of(cast, running).steps}

    assert entered == {
        "detect": running.opened_at,
        **{phase.value: at + number * MINUTE for number, phase in enumerate(list(Phase)[1:], 1)},
    }


def test_a_matter_that_flares_up_again_is_marked(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    act(client, running, "assign_incident", owner=cast.alice.pk)
    act(client, running, "log_moment", kind="outward", text="說明")
    for phase in ("respond", "watch", "respond"):
        act(client, running, "move_incident", to=phase, reason="走向")

    running.refresh_from_db()
    assert running.relapsed_at is not None
    assert "復燃" in html_of(client, running)


def test_two_who_press_at_once_do_not_both_win(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    seen = running.version
    act(client, running, "assign_incident", owner=cast.bob.pk)

    late = client.post(
        reverse("assign_incident", args=[running.brand.slug, running.number]),
        {"version": seen, "owner": cast.alice.pk},
    )

    running.refresh_from_db()
    assert (late.status_code, running.owner) == (409, cast.bob)
    assert 'role="alert"' in late.content.decode()


def test_only_who_may_work_on_it_can_lead(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    assert room_of(cast, running).candidates == [cast.alice, cast.bob]
    for nobody in (cast.carol, cast.trent, cast.eve, cast.mallory):
        assert act(signed_in(cast.alice), running, "assign_incident", owner=nobody.pk) == 400


def test_the_people_of_an_agency_whose_engagement_ended_are_not_listed(running: Incident, cast: Cast) -> None:
    listed = {member.person for member in room_of(cast, running).members}

    assert listed == {cast.alice, cast.bob, cast.carol}


def test_an_incident_is_opened_by_hand_before_any_post_is_known(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.bob)

    client.post(
        reverse("open_by_hand", args=[cast.brand.slug]),
        {"title": "記者來電問漏水", "category": "product_defect", "severity": "S2"},
    )

    opened = Incident.objects.get()
    assert (opened.title, opened.severity, opened.opened_by) == ("記者來電問漏水", "S2", cast.bob)
    assert "?tab=mentions" not in html_of(client, opened)


def test_an_incident_without_a_title_is_not_opened(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.alice).post(
        reverse("open_by_hand", args=[cast.brand.slug]), {"title": " ", "category": "other", "severity": "S3"}
    )

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Incident.objects.exists()


def test_opening_the_incident_of_a_story_twice_gives_one(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    address = reverse("open_from_story", args=[cast.brand.slug, found.number])
    client = signed_in(cast.alice)

    places = {client.post(address).headers["Location"] for _ in range(2)}

    assert len(places) == Incident.objects.count() == 1


def test_the_timeline_tells_each_kind_as_a_sentence(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    act(client, running, "assign_incident", owner=cast.bob.pk)
    for kind in ("progress", "decision", "outward", "full"):
        act(client, running, "log_moment", kind=kind, text=f"寫下{kind}")

    html = html_of(client, running, tab="timeline")

    assert "Bob" in html
    for kind in ("progress", "decision", "outward", "full"):
        assert f"寫下{kind}" in html
    assert not re.search(r"<span>\s*(progress|decision|outward|full|owner|opened)\b", html)


def test_nothing_is_logged_without_words(running: Incident, cast: Cast, signed_in: SignIn) -> None:
    assert act(signed_in(cast.alice), running, "log_moment", kind="progress", text="  ") == 400
    assert not Moment.objects.filter(incident=running, kind="progress").exists()


@pytest.mark.parametrize("name", ["move_incident", "assign_incident", "set_severity", "log_moment"])
def test_who_only_watches_changes_nothing(name: str, running: Incident, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.carol)

    assert act(client, running, name, to="triage", owner=cast.carol.pk, kind="progress", text="x") == 403
    assert "<textarea" not in html_of(client, running)


def test_the_list_holds_what_runs_gravest_first_and_what_is_closed_apart(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    lesser = incident(cast.brand, at=at - 50 * MINUTE, severity="S3")
    worst = incident(cast.brand, at=at, severity="S1")
    over = incident(cast.brand, at=at - timedelta(days=9), phase="closed")

    page = signed_in(cast.carol).get(reverse("incidents", args=[cast.brand.slug]))

    assert [line.incident for line in page.context["lines"]] == [worst, lesser]
    assert page.context["closed"] == [over]
