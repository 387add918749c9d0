"""Does a level that a person set hold until something graver comes, and does everyone see whose word it is?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Ruling, Story
from firebreak.console.assess.services import merge_stories
from firebreak.console.govern.models import Brand, Entry, Person
from firebreak.console.listen.models import Source
from firebreak.console.listen.reader import reader_of
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_from_story
from firebreak.console.respond.services import set_severity
from firebreak.core.errors import MachineMayNotLower
from firebreak.core.terms import Author, Role, Severity
from firebreak.knowledge.rules import severity
from firebreak.run.pipeline import Event, incident_event, judge, step
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, SICK, hand_in, post

S1, S2, S3, S4 = Severity
Lives = Callable[..., list[Event]]


@pytest.fixture
def incident(brand: Brand, via: Source, at: datetime) -> Incident:
    """An incident that the hard rule opened: one person told of harm, with a photo."""
    set_default_routes(brand)
    step(brand=brand, read=reader_of(brand).read([post(1, SICK, at - MINUTE, photo=True)]), via=via, at=at)
    return Incident.objects.select_related("story").get()


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return Seat(brand=cast.brand, person=cast.alice, role=Role.BRAND_PR, at=at)


def put(incident: Incident, to: Severity, *, seat: Seat, reason: str = "品保確認是冰塊") -> None:
    incident.refresh_from_db()
    set_severity(seat=seat, incident=incident, to=to, version=incident.version, reason=reason)
    incident.refresh_from_db()


def levels(incident: Incident) -> tuple[str, str]:
    incident.refresh_from_db()
    return incident.severity, Story.objects.get(pk=incident.story_id).severity


def told_again(brand: Brand, via: Source, at: datetime, *, count: int = 2) -> list[Event]:
    """Let others tell the same harm again, each with a photo."""
    posts = [post(20 + number, f"{SICK}，第 {number} 位", at, photo=True) for number in range(count)]
    return step(brand=brand, read=reader_of(brand).read(posts), via=via, at=at)


def storm(brand: Brand, via: Source, at: datetime) -> list[Event]:
    """Let hundreds tell it, large accounts among them."""
    posts = [
        post(
            100 + number,
            f"{SICK}，轉給大家看 {number}",
            at - number * MINUTE / 10,
            photo=True,
            source=("ptt", "dcard", "news")[number % 3],
            author=Author(id=f"v{number}", name=f"路人{number}", followers=40_000),
        )
        for number in range(200)
    ]
    return step(brand=brand, read=reader_of(brand).read(posts), via=via, at=at)


def test_a_level_set_under_older_rules_is_not_undone_by_newer_ones(
    incident: Incident, seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    """What the person saw is judged anew, and only what came since can be graver."""
    put(incident, S3, seat=seat)
    Ruling.objects.update(rules="1", seen_score=12.0, seen_harms=[])

    judge(brand, at=at + MINUTE)

    kept = Ruling.objects.get()
    assert (levels(incident), kept.lapsed_at, kept.rules) == (("S3", "S3"), None, severity().version)
    assert kept.seen_score > 12

    storm(brand, via, at + timedelta(hours=1))
    assert Ruling.objects.get().lapsed_at
    assert levels(incident)[0] in ("S1", "S2")


def test_a_level_lowered_by_hand_holds_when_the_score_changes(
    incident: Incident, seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    """R1.25: no machine lowers it; a person with authority and a reason does, and the next post does not undo it."""
    put(incident, S3, seat=seat)

    for hours in (0, 1, 5):
        told_again(brand, via, at + timedelta(hours=hours), count=1 + hours)
        judge(brand, at=at + timedelta(hours=hours))

    story = Story.objects.get(pk=incident.story_id)
    assert levels(incident) == ("S3", "S3")
    assert Severity.of_score(story.score) is S3
    assert story.ruling.own_score >= S2.floor


def test_something_graver_than_what_the_person_saw_undoes_it(
    incident: Incident, seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    put(incident, S3, seat=seat)

    storm(brand, via, at + 9 * MINUTE)

    assert levels(incident) == ("S1", "S1")
    lines = incident.moments.filter(kind="severity").order_by("pk")
    assert [line.facts.get("lapsed") for line in lines] == [None, True]
    assert Entry.objects.filter(action="judge_story").latest("pk").detail["ruling_lapsed"] is True


def test_what_it_was_undone_by_may_pass_and_it_does_not_come_back(
    incident: Incident, seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    put(incident, S3, seat=seat)
    storm(brand, via, at + 9 * MINUTE)

    judge(brand, at=at + timedelta(hours=30))

    assert levels(incident)[0] == "S1"
    assert not Severity(levels(incident)[1]).rank > S2.rank


def test_harm_of_a_new_kind_with_a_photo_undoes_it(brand: Brand, via: Source, seat: Seat, at: datetime) -> None:
    """R1.25: what the person judged was another harm."""
    set_default_routes(brand)
    first = post(1, "喝明泉的水喝到玻璃碎片，附上照片", at - MINUTE, photo=True)
    step(brand=brand, read=reader_of(brand).read([first]), via=via, at=at)
    incident = Incident.objects.get()
    put(incident, S3, seat=seat)

    hurt = post(2, "喝明泉的水喝到玻璃碎片，我家小孩送急診縫了三針，附上照片", at, photo=True)
    step(brand=brand, read=reader_of(brand).read([hurt]), via=via, at=at + MINUTE)

    assert Story.objects.get(pk=incident.story_id).post_count == 2
    assert levels(incident) == ("S2", "S2")


def test_whoever_was_woken_before_is_woken_again_when_it_gets_graver(
    incident: Incident, seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    put(incident, S3, seat=seat)
    assert Alert.objects.get().severity == "S3"
    Delivery.objects.update(sent_at=at)

    events = [event for event in storm(brand, via, at + 9 * MINUTE) if event.type == "alert"]

    assert [event.facts["severity"] for event in events if event.facts["story"]] == ["S1"]
    assert Delivery.objects.filter(alert__story=incident.story, sent_at=None).exists()


def test_a_level_raised_by_hand_is_a_floor(brand: Brand, via: Source, seat: Seat, at: datetime) -> None:
    """The machine may go above it, never below."""
    hand_in(brand, [post(number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    judge(brand, at=at)
    incident = open_from_story(seat=seat, story=Story.objects.get())
    put(incident, S2, seat=seat, reason="記者在問")

    judge(brand, at=at + timedelta(hours=20))
    cooled = levels(incident)
    put(incident, S1, seat=seat, reason="總統府轉發")
    judge(brand, at=at + timedelta(hours=21))

    assert cooled == ("S2", "S2")
    assert levels(incident) == ("S1", "S1")
    assert Story.objects.get().score >= S1.floor


def test_below_what_a_person_has_set_goes_only_authority(
    brand: Brand, via: Source, cast: Cast, seat: Seat, at: datetime
) -> None:
    hand_in(brand, [post(number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    judge(brand, at=at)
    incident = open_from_story(seat=seat, story=Story.objects.get())
    put(incident, S2, seat=seat)
    helper = Seat(brand=brand, person=cast.bob, role=Role.AGENCY_LEAD, at=at)

    with pytest.raises(MachineMayNotLower):
        put(incident, S4, seat=helper)

    put(incident, S1, seat=helper)
    assert levels(incident) == ("S1", "S1")


def test_a_story_that_goes_on_in_another_takes_the_persons_word_along(
    incident: Incident, brand: Brand, via: Source, seat: Seat, at: datetime
) -> None:
    put(incident, S3, seat=seat)
    hand_in(brand, [post(50 + number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    leak = Story.objects.exclude(pk=incident.story_id).get()

    merge_stories(seat=seat, gone=Story.objects.get(pk=incident.story_id), into=leak)
    judge(brand, at=at + MINUTE)

    incident.refresh_from_db()
    assert incident.story == leak
    assert levels(incident) == ("S3", "S3")


def test_of_two_words_the_graver_stays_when_stories_are_merged(
    incident: Incident, brand: Brand, via: Source, seat: Seat, at: datetime
) -> None:
    put(incident, S4, seat=seat)
    hand_in(brand, [post(50 + number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    leak = Story.objects.exclude(pk=incident.story_id).get()
    put(open_from_story(seat=seat, story=leak), S2, seat=seat)

    merge_stories(seat=seat, gone=Story.objects.get(pk=incident.story_id), into=leak)
    judge(brand, at=at + MINUTE)

    assert Story.objects.get(pk=leak.pk).severity == "S2"


@pytest.fixture
def lowered(incident: Incident, seat: Seat) -> Incident:
    put(incident, S3, seat=seat)
    return Incident.objects.select_related("story__ruling").get()


def test_the_trail_holds_both_opinions_and_none_of_the_words(lowered: Incident) -> None:
    entry = Entry.objects.get(action="set_severity")

    assert (entry.detail["now"], entry.detail["machine"]) == ("S3", "S2")
    assert "冰塊" not in str(entry.detail)


def test_the_api_says_whose_word_the_level_is(
    lowered: Incident, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.carol)

    for what in ("incidents", "stories"):
        row: dict[str, Any] = client.get(f"/api/v1/brands/spring/{what}").json()[0]
        assert (row["severity"], Severity.of_score(row["score"])) == ("S3", S3)
        assert (row["by_hand"]["by"], row["by_hand"]["reason"]) == ("Alice", "品保確認是冰塊")
        assert row["machine"]["severity"] == "S2" == Severity.of_score(row["machine"]["score"])


def test_an_event_says_whose_word_the_level_is(lowered: Incident, at: datetime) -> None:
    facts = incident_event(lowered, at).facts

    assert (facts["severity"], Severity.of_score(facts["score"]), facts["by_hand"]) == ("S3", S3, True)
    assert facts["machine"]["severity"] == "S2"


@pytest.mark.parametrize("page", ["incident", "incidents", "story", "stories", "board"])
def test_a_page_says_whose_word_the_level_is(
    page: str, lowered: Incident, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    assert lowered.story
    number = {"incident": [lowered.number], "story": [lowered.story.number]}.get(page, [])

    html = signed_in(cast.carol).get(reverse(page, args=[cast.brand.slug, *number])).content.decode()

    assert "人工" in html
    if number:
        assert "由 Alice 人工設定" in html
        assert "品保確認是冰塊" in html
        assert "系統判定為 S2" in html


def test_the_lines_of_the_score_add_up_with_the_persons_word_among_them(
    lowered: Incident, cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    assert lowered.story
    made = lowered.story.assessments.latest()

    assert sum(one["points"] for one in made.reasons) == made.score == lowered.score
    html = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, lowered.story.number])).content.decode()
    assert "人工設定為 S3" in html


def test_an_incident_without_a_story_shows_the_word_of_who_opened_it(
    cast: Cast, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.alice)
    client.post(
        reverse("open_by_hand", args=[cast.brand.slug]),
        {"title": "記者來電", "category": "other", "severity": "S2"},
    )

    row = client.get("/api/v1/brands/spring/incidents").json()[0]

    assert (row["severity"], row["by_hand"]["by"], row["machine"]) == ("S2", "Alice", None)


def test_what_was_set_by_hand_is_news_to_open_pages(incident: Incident, seat: Seat, brand: Brand) -> None:
    before = {one.topic: one.count for one in brand.pulses.all()}

    put(incident, S3, seat=seat)

    after = {one.topic: one.count for one in brand.pulses.all()}
    assert {topic for topic in after if after[topic] != before.get(topic)} >= {"stories", "incidents", "alerts"}
