"""Does the list show what waits, and one post why it was read so, without ever trusting or betraying its words?"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.handling import close
from firebreak.console.listen.inbox import Wanted, posts_of
from firebreak.console.listen.lanes import PAGE, Place, page_of, read_place
from firebreak.console.listen.models import Correction, Post, Reading, Rollup
from firebreak.console.listen.saying import last_word
from tests.cast import Cast
from tests.records import incident, post, story
from tests.told import page_of_one, told

SignIn = Callable[[Person], Client]
PHONE = "0912-345-678"


def ids(seat: Seat, view: str, **chosen: Any) -> set[int]:
    return set(posts_of(seat, Wanted(view, chosen)).values_list("pk", flat=True))


def test_untriaged_holds_what_needs_a_person_and_nobody_has_decided(seat: Seat, cast: Cast, at: datetime) -> None:
    waiting = post(cast.brand, at=at)
    joy = post(cast.brand, at=at, sentiment="positive")
    decided = post(cast.brand, at=at)
    close(seat=seat, seen={decided.pk: 0})
    old = post(cast.brand, at=at - timedelta(days=8))
    worked_on = story(cast.brand, at=at)
    incident(cast.brand, at=at, about=worked_on)

    assert ids(seat, "untriaged") == {waiting.pk}
    assert {joy.pk, decided.pk, old.pk} < ids(seat, "all")


def test_high_risk_holds_urgent_posts_and_the_negative_ones_of_grave_stories(
    seat: Seat, cast: Cast, at: datetime
) -> None:
    urgent = post(cast.brand, at=at, sentiment="neutral", urgent=True)
    post(cast.brand, at=at)
    grave = story(cast.brand, at=at, severity="S2")
    story(cast.brand, at=at, severity="S3")

    assert ids(seat, "high") == {urgent.pk, *grave.places.values_list("post_id", flat=True)}


def test_filters_narrow_by_what_the_records_say(seat: Seat, cast: Cast, at: datetime) -> None:
    """R2.88 in part: by a watch too, and a campaign is a kind of watch."""
    about = {"about": [{"watch": "淨水器", "kind": "product"}]}
    wanted = post(cast.brand, at=at, source="dcard", category="service", urgent=True, detail=about)
    post(cast.brand, at=at - timedelta(hours=3))

    for chosen in ({"source": "dcard"}, {"category": "service"}, {"urgent": True}, {"hours": "1"}, {"watch": "淨水器"}):
        assert ids(seat, "all", **chosen) == {wanted.pk}, chosen


def test_each_filter_is_a_chip_that_leads_to_the_list_without_it(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    post(cast.brand, at=at)

    page = signed_in(cast.alice).get(
        reverse("mentions", args=[cast.brand.slug]), {"view": "all", "sentiment": "negative", "hours": "24"}
    )

    queries = [chip.query for chip in page.context["chips"]]
    assert queries == ["view=all&hours=24", "view=all&sentiment=negative"]


def test_a_word_of_two_characters_is_found(seat: Seat, cast: Cast, at: datetime) -> None:
    hit, _miss = told(cast, at, "明泉的濾芯有異物，喝了拉肚子", "明泉濾芯很好換")

    assert ids(seat, "all", q="異物") == {hit.pk}


def test_personal_data_is_found_only_by_who_may_unmask(seat: Seat, cast: Cast, at: datetime) -> None:
    (hit,) = told(cast, at, f"明泉漏水，請打 {PHONE} 給我")
    carol = take_seat(cast.carol, cast.brand.slug, at=at)

    assert ids(seat, "all", q=PHONE) == {hit.pk}
    assert ids(carol, "all", q=PHONE) == set()


def test_pages_follow_each_other_without_a_gap_or_a_repeat(seat: Seat, cast: Cast, at: datetime) -> None:
    made = [post(cast.brand, at=at - timedelta(seconds=n // 3)).pk for n in range(PAGE * 2 + 5)]

    seen: list[int] = []
    after = ""
    for _ in range(3):
        page = page_of(seat, Wanted("all"), after=after)
        seen += [row.post.pk for row in page.rows]
        after = page.after

    assert sorted(seen) == sorted(made)
    assert after == ""


def test_a_place_in_the_list_that_cannot_be_read_is_its_beginning(seat: Seat, cast: Cast, at: datetime) -> None:
    newest = post(cast.brand, at=at)

    assert page_of(seat, Wanted("all"), after="nonsense").rows[0].post == newest


def test_new_posts_are_counted_and_never_slip_into_the_list(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    seen = post(cast.brand, at=at)
    post(cast.brand, at=at)
    post(cast.brand, at=at, sentiment="positive")
    client = signed_in(cast.alice)

    answer = client.get(reverse("mentions_new", args=[cast.brand.slug]), {"view": "negative", "since": seen.pk})

    assert "1 則新提及" in answer.content.decode()
    assert "mlist" not in answer.content.decode()


def test_names_and_personal_data_are_masked_until_somebody_lifts_the_mask_with_a_reason(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    (one,) = told(cast, at, f"明泉漏水，請打 {PHONE} 給我", author={"id": "wang88", "name": "王小明的貓"})
    client = signed_in(cast.bob)
    address = reverse("mention", args=[cast.brand.slug, one.pk])

    before = client.get(address).content.decode()
    client.post(reverse("unmask_post", args=[cast.brand.slug, one.pk]), {"reason": "contact"})
    after = client.get(address).content.decode()

    assert PHONE not in before
    assert "王小明的貓" not in before
    assert PHONE in after
    assert "王小明的貓" in after
    entry = Entry.objects.get(action="unmask_post")
    assert (entry.subject, entry.detail) == (f"post:{one.pk}", {"reason": "contact"})


def test_who_may_not_unmask_is_refused_and_nothing_is_shown(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    (one,) = told(cast, at, f"明泉漏水，請打 {PHONE} 給我")
    client = signed_in(cast.carol)

    answer = client.post(reverse("unmask_post", args=[cast.brand.slug, one.pk]), {"reason": "contact"})

    assert answer.status_code == 403
    assert PHONE not in client.get(reverse("mention", args=[cast.brand.slug, one.pk])).content.decode()
    assert not Entry.objects.filter(action="unmask_post").exists()


def test_an_unknown_reason_lifts_nothing(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    (one,) = told(cast, at, f"明泉漏水，請打 {PHONE} 給我")
    client = signed_in(cast.alice)

    answer = client.post(reverse("unmask_post", args=[cast.brand.slug, one.pk]), {"reason": "curious"})

    assert answer.status_code == 400
    assert PHONE not in client.get(reverse("mention", args=[cast.brand.slug, one.pk])).content.decode()


def test_a_correction_moves_the_counts_and_stays_on_the_trail(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.21 in part: a person puts a class right in one step."""
    one = post(cast.brand, at=at)
    client = signed_in(cast.alice)

    client.post(
        reverse("correct_reading", args=[cast.brand.slug, one.pk]),
        {"sentiment": "neutral", "category": "question", "urgent": "false"},
    )

    one.reading.refresh_from_db()
    assert (one.reading.sentiment, one.reading.category, one.reading.corrected) == ("neutral", "question", True)
    assert set(Correction.objects.values_list("field", "was", "now")) == {
        ("sentiment", "negative", "neutral"),
        ("category", "product_defect", "question"),
    }
    assert list(Rollup.objects.values_list("sentiment", "category", "count")) == [("neutral", "question", 1)]
    assert "人工改為" in client.get(reverse("mention", args=[cast.brand.slug, one.pk])).content.decode()


@pytest.mark.parametrize("said", ["correct_reading", "confirm_reading"])
def test_who_says_how_a_mention_is_read_has_not_decided_what_to_do(
    said: str, seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = post(cast.brand, at=at)
    client = signed_in(cast.alice)

    reading = {"sentiment": "negative", "category": "product_safety", "urgent": "true"}
    client.post(reverse(said, args=[cast.brand.slug, one.pk]), reading)

    page = client.get(reverse("mentions", args=[cast.brand.slug]))
    assert [(row.post.reading.corrected, row.decided) for row in page.context["page"].rows] == [(True, False)]
    close(seat=seat, seen={one.pk: 0})
    assert ids(seat, "untriaged") == set()


def test_who_corrects_a_mention_that_waits_is_told_that_it_still_does(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = post(cast.brand, at=at)
    client, url = signed_in(cast.alice), reverse("correct_reading", args=[cast.brand.slug, one.pk])

    waits = client.post(url, {"sentiment": "negative", "category": "service", "urgent": "false"}, follow=True)
    harmless = client.post(url, {"sentiment": "positive", "category": "service", "urgent": "false"}, follow=True)

    assert "仍在待分流" in waits.content.decode()
    assert "仍在待分流" not in harmless.content.decode()


def test_a_tone_that_a_person_has_said_is_not_undecided(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = post(cast.brand, at=at, sentiment="neutral", detail={"sentiment": {"p": {"a": 0.4, "b": 0.36, "c": 0.24}}})
    Reading.objects.update(uncertain=True)
    client = signed_in(cast.alice)
    path, said = reverse("correct_reading", args=[cast.brand.slug, one.pk]), {"urgent": "false"}

    client.post(path, said | {"sentiment": "neutral", "category": "service"})
    assert ids(seat, "untriaged") == {one.pk}  # nothing was said of its tone
    client.post(path, said | {"sentiment": "positive", "category": "service"})
    assert not Reading.objects.get(post=one).uncertain
    take_back(client, cast, one, last_word(one))

    assert Reading.objects.get(post=one).uncertain


def test_a_reading_is_confirmed_once(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = post(cast.brand, at=at)
    client = signed_in(cast.alice)

    for _ in range(2):
        client.post(reverse("confirm_reading", args=[cast.brand.slug, one.pk]))

    assert Entry.objects.filter(action="confirm_reading", subject=f"post:{one.pk}").count() == 1


def take_back(client: Client, cast: Cast, one: Post, word: int) -> int:
    return client.post(reverse("take_back_reading", args=[cast.brand.slug, one.pk, word])).status_code


def test_a_word_taken_back_lets_the_post_wait_as_before(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = post(cast.brand, at=at, urgent=True)
    client = signed_in(cast.alice)
    said = {"sentiment": "neutral", "category": "question", "urgent": "false"}

    client.post(reverse("correct_reading", args=[cast.brand.slug, one.pk]), said)
    assert ids(seat, "untriaged") == set()
    take_back(client, cast, one, last_word(one))

    one.reading.refresh_from_db()
    assert (one.reading.sentiment, one.reading.category, one.reading.urgent) == ("negative", "product_defect", True)
    assert ids(seat, "untriaged") == {one.pk}
    assert list(Rollup.objects.filter(count__gt=0).values_list("sentiment", "count")) == [("negative", 1)]
    assert Entry.objects.filter(action="take_back_reading", subject=f"post:{one.pk}").count() == 1


def test_only_ones_own_and_the_last_word_is_taken_back(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = post(cast.brand, at=at)
    signed_in(cast.alice).post(reverse("confirm_reading", args=[cast.brand.slug, one.pk]))
    word = last_word(one)

    assert take_back(signed_in(cast.bob), cast, one, word) == 409  # somebody else's
    assert take_back(signed_in(cast.alice), cast, one, word - 1) == 409  # not the last
    assert last_word(one) == word


def test_a_search_that_is_too_long_is_not_dropped_without_a_word(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    post(cast.brand, at=at)
    url = reverse("mentions", args=[cast.brand.slug])

    assert "搜尋最多 100 字" in signed_in(cast.alice).get(url, {"q": "漏" * 300}).content.decode()
    assert "搜尋最多 100 字" not in signed_in(cast.alice).get(url, {"q": "漏" * 100}).content.decode()


def test_the_choices_of_a_correction_are_named_in_the_readers_language(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one = post(cast.brand, at=at)

    page = page_of_one(signed_in(cast.alice), cast, one)

    for label in ("情緒", "類別", "緊急"):
        assert f'<span class="sr">{label}</span>' in page


def test_a_mention_that_was_just_closed_keeps_its_row_while_it_is_open(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    newest, one, oldest = (post(cast.brand, at=at - timedelta(minutes=n)) for n in range(3))
    client = signed_in(cast.alice)

    client.post(reverse("act_on_mentions", args=[cast.brand.slug]), {"act": "close", "posts": f"{one.pk}:0"})
    page = client.get(reverse("mention", args=[cast.brand.slug, one.pk]))

    assert [row.post.pk for row in page.context["page"].rows] == [newest.pk, one.pk, oldest.pk]


HOSTILE = {
    "script": "明泉<script>alert(1)</script><img src=x onerror=alert(1)>",
    "override": "明泉\u202e\u2066tnemyap\u200f 付款",
    "long": "明泉" + "a" * 100_000,
    "template": "明泉{{ request.user.password }}{% now 'Y' %}",
    "control": "明泉\x00\x1b[31m\ufffe",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_post_changes_nothing_but_its_own_row(text: str, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    media = [{"type": "image", "url": "data:text/html,x"}, {"type": "video", "url": "javascript:alert(3)"}]
    bad, good = told(cast, at, text, "明泉的濾芯很好換", url="javascript:alert(2)", media=media)
    Post.objects.filter(pk=good.pk).update(url="https://news.example/1", media=[])
    client = signed_in(cast.alice)

    listing = client.get(reverse("mentions", args=[cast.brand.slug]), {"view": "all"}).content.decode()
    page = client.get(reverse("mention", args=[cast.brand.slug, bad.pk])).content.decode()

    for shown in (listing, page):
        assert "<script>alert" not in shown
        assert not re.search(r"<img[^>]*onerror", shown)
        assert not re.search(r"href=\"(javascript|data):", shown)
        assert cast.alice.password not in shown
    assert "明泉的濾芯很好換" in listing
    assert len(listing) < 200_000


def test_words_of_others_keep_their_direction_to_themselves(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    (bad,) = told(cast, at, HOSTILE["override"])

    page = signed_in(cast.alice).get(reverse("mention", args=[cast.brand.slug, bad.pk])).content.decode()

    places = [found.start() for found in re.finditer("\u202e", page)]
    assert places
    for place in places:
        opened = max(page.rfind(tag, 0, place) for tag in ("<bdi", 'class="isolate"', 'isolate" dir'))
        closed = max(page.rfind(tag, 0, place) for tag in ("</bdi>", "</p>", "</a>", "</h2>"))
        assert opened > closed


def test_a_link_to_the_outside_tells_the_outside_nothing(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    (one,) = told(cast, at, "明泉漏水", url="https://news.example/1")

    page = signed_in(cast.alice).get(reverse("mention", args=[cast.brand.slug, one.pk])).content.decode()

    (link,) = re.findall(r"<a[^>]*href=\"https://news.example/1\"[^>]*>", page)
    assert 'rel="noopener noreferrer nofollow"' in link


def test_a_row_pressed_with_htmx_brings_only_the_pane(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = post(cast.brand, at=at)

    pane = signed_in(cast.alice).get(
        reverse("mention", args=[cast.brand.slug, one.pk]),
        headers={"HX-Request": "true", "HX-Target": "mention"},
    )

    assert pane.content.decode().lstrip().startswith("<section")
    assert "<html" not in pane.content.decode()


def test_an_empty_list_says_what_to_do_next(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)

    cleared = client.get(reverse("mentions", args=[cast.brand.slug])).content.decode()
    narrow = client.get(reverse("mentions", args=[cast.brand.slug]), {"q": "沒有"}).content.decode()

    assert "?view=all" in cleared
    assert cleared != narrow


def test_places_are_written_and_read_alike() -> None:
    place = Place(2, datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), 7)

    assert read_place(place.written()) == place


def test_older_rows_come_alone_wherever_the_list_is_read_from(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    made = [post(cast.brand, at=at - timedelta(seconds=n)) for n in range(PAGE + 2)]
    client = signed_in(cast.alice)
    opened = client.get(reverse("mention", args=[cast.brand.slug, made[0].pk]), {"view": "all"}).content.decode()
    (address,) = re.findall(r'hx-get="([^"]*after=[^"]*)"', opened)

    rows = client.get(address.replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in rows
    assert rows.count("<article") == 2
