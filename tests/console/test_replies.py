"""Is a reply checked while it is written, kept as a draft, and never sent by us?"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.handling import assign
from firebreak.console.listen.models import Post
from firebreak.console.listen.services import erase
from firebreak.console.respond import replying
from firebreak.console.respond.models import Moment
from firebreak.console.respond.replies import Reply, Voice
from firebreak.console.respond.reply_forms import VoiceForm
from firebreak.console.respond.reply_page import ReplyPage
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.statement import Posture
from tests.cast import Cast
from tests.records import incident, post, story
from tests.told import told

SignIn = Callable[[Person], Client]
GOOD = "真的很抱歉，讓您家地板泡了水，這是我們的疏失。我們今天派人到府更換濾芯並負擔清潔費，請私訊我們您方便的時間。"
RUDE = "你們這些奧客不要再造謠，否則提告。"
LINK = "https://forum.example/p/1#reply"


@pytest.fixture
def one(cast: Cast, at: datetime) -> Post:
    return post(cast.brand, at=at)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def keep(seat: Seat, about: Post, text: str = GOOD, version: int | None = None) -> Reply:
    return replying.save_reply(seat=seat, post=about, text=text, posture=Posture.REBUILD, version=version)


def url(name: str, cast: Cast, about: Post) -> str:
    return reverse(name, args=[cast.brand.slug, about.pk])


def codes(about: Post, text: str, posture: Posture = Posture.REBUILD) -> dict[str, str]:
    found = replying.check_reply(post=about, text=text, posture=posture).findings
    return {flaw.code: flaw.level.value for flaw in found}


def test_the_key_r_on_a_mention_leads_to_its_reply(cast: Cast, one: Post, signed_in: SignIn) -> None:
    page = signed_in(cast.bob).get(url("mention", cast, one) + "?view=all").content.decode()

    assert re.search(rf'data-key="r"\s+href="{url("reply_to_mention", cast, one)}"', page)


def test_a_new_draft_begins_in_the_voice_of_the_brand(cast: Cast, seat: Seat, one: Post, signed_in: SignIn) -> None:
    """R1.81 in part: the brand's own voice."""
    replying.set_voice(seat=seat, opening="您好，這裡是明泉客服。", closing="專線 0800-000-123", manner="說「我們」。")

    page = signed_in(cast.bob).get(url("reply_to_mention", cast, one))

    assert page.context["form"]["text"].value() == "您好，這裡是明泉客服。\n\n專線 0800-000-123"
    assert "說「我們」。" in page.content.decode()


def test_words_are_checked_while_they_are_written_and_nothing_is_kept(cast: Cast, one: Post, signed_in: SignIn) -> None:
    said = {"text": RUDE, "posture": "rebuild"}

    page = signed_in(cast.bob).post(url("check_mention_reply", cast, one), said).content.decode()

    assert "嘲諷貶低" in page
    assert "奧客" in page
    assert not Reply.objects.exists()


def test_the_check_is_as_strict_as_the_matter_is_grave(cast: Cast, at: datetime, one: Post) -> None:
    alone = codes(one, "我們會處理。")
    grave = story(cast.brand, at=at, severity="S2")
    within = Post.objects.select_related("place__story").get(pk=grave.places.order_by("pk")[0].post_id)

    assert set(alone.values()) == {"warn"}
    assert codes(within, "我們會處理。")["missing_apology"] == "block"
    assert "missing_apology" not in codes(within, "我們會處理。", Posture.INFORM)


def test_a_mention_says_that_somebody_answers_it_or_has(cast: Cast, bobs: Seat, one: Post, signed_in: SignIn) -> None:
    client, page = signed_in(cast.alice), url("mention", cast, one) + "?view=all"
    before = client.get(page).content.decode()

    keep(bobs, one)
    drafted = client.get(page).content.decode()
    replying.publish_reply(seat=bobs, post=one, url=LINK, version=0)
    answered = client.get(page).content.decode()

    chips = ("</svg>回覆草稿</span>", "</svg>已回覆</span>")
    found = [[chip in text for chip in chips] for text in (before, drafted, answered)]
    assert found == [[False, False], [True, False], [False, True]]


def test_the_words_of_an_earlier_reply_are_told_to_be_canned(seat: Seat, cast: Cast, at: datetime, one: Post) -> None:
    keep(seat, one)
    replying.publish_reply(seat=seat, post=one, url=LINK, version=0)

    assert "boilerplate" in codes(post(cast.brand, at=at), GOOD)


def test_a_draft_is_kept_with_its_writer_and_one_line_of_the_log(seat: Seat, bobs: Seat, one: Post) -> None:
    keep(bobs, one, RUDE)
    keep(seat, one, GOOD, version=0)

    kept = Reply.objects.get(post=one)
    assert (kept.text, kept.written_by, kept.version, kept.published_at) == (GOOD, seat.person, 1, None)
    lines = Entry.objects.filter(action="save_reply", subject=f"post:{one.pk}").order_by("number")
    assert [line.detail.get("blocked") for line in lines] == [["mockery"], None]
    assert RUDE not in str([line.detail for line in lines])


def test_whoever_is_later_sees_both_and_loses_no_word(
    cast: Cast, seat: Seat, bobs: Seat, one: Post, signed_in: SignIn
) -> None:
    keep(seat, one)
    said = {"text": "我的版本，抱歉", "posture": "rebuild", "version": ""}

    answer = signed_in(cast.bob).post(url("save_mention_reply", cast, one), said)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert GOOD in page
    assert "我的版本，抱歉" in page
    assert Reply.objects.get(post=one).text == GOOD
    again = signed_in(cast.bob).post(url("save_mention_reply", cast, one), said | {"version": "0"})
    assert (again.status_code, Reply.objects.get(post=one).text) == (302, "我的版本，抱歉")


@pytest.mark.parametrize("said", [{"text": "  "}, {"text": "字" * 4001}, {"posture": "shout"}])
def test_what_cannot_be_kept_is_told_and_stays_in_the_field(
    said: dict[str, str], cast: Cast, one: Post, signed_in: SignIn
) -> None:
    usual = {"text": GOOD, "posture": "rebuild", "version": ""}

    answer = signed_in(cast.bob).post(url("save_mention_reply", cast, one), usual | said)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert answer.context["form"]["text"].value() == (usual | said)["text"]
    assert not Reply.objects.exists()


def test_where_it_was_published_stands_on_the_timeline_of_its_incident(
    cast: Cast, seat: Seat, bobs: Seat, at: datetime, signed_in: SignIn
) -> None:
    about = story(cast.brand, at=at)
    running = incident(cast.brand, at=at, about=about)
    within = Post.objects.select_related("place__story__incident").get(pk=about.places.order_by("pk")[0].post_id)
    keep(bobs, within)
    client = signed_in(cast.bob)
    room = reverse("incident", args=[cast.brand.slug, running.number])
    assert GOOD[:12] in client.get(room).content.decode()

    client.post(url("publish_mention_reply", cast, within), {"version": "0", "url": LINK})

    kept, line = Reply.objects.get(post=within), Moment.objects.get(incident=running, kind="reply")
    assert (kept.published_by, kept.published_at, kept.url) == (cast.bob, at, LINK)
    assert (line.person, line.text, line.facts) == (cast.bob, LINK, {"posts": [within.pk]})
    assert "已回覆一則提及" in client.get(room).content.decode()
    assert replying.draft_of(within) is None


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "ftp://x.example/a", "https://x.example/" + "a" * 500])
def test_only_a_link_of_the_web_says_where_it_was_published(
    link: str, cast: Cast, seat: Seat, one: Post, signed_in: SignIn
) -> None:
    keep(seat, one)

    answer = signed_in(cast.alice).post(url("publish_mention_reply", cast, one), {"version": "0", "url": link})

    assert answer.status_code == 400
    assert replying.draft_of(one)


def publish(client: Client, cast: Cast, about: Post, **said: str) -> Any:
    return client.post(url("publish_mention_reply", cast, about), {"version": "0", "url": LINK, **said})


def test_what_is_published_is_what_stands_on_the_screen(cast: Cast, seat: Seat, one: Post, signed_in: SignIn) -> None:
    keep(seat, one, "抱歉，我們馬上處理")

    publish(signed_in(cast.bob), cast, one, text=f"{GOOD}\r\n明泉", posture="inform")

    kept = Reply.objects.get(post=one)
    assert (kept.text, kept.posture, kept.url, kept.written_by) == (f"{GOOD}\n明泉", "inform", LINK, cast.bob)


def test_without_words_sent_along_the_draft_is_published_as_it_was_kept(
    cast: Cast, seat: Seat, one: Post, signed_in: SignIn
) -> None:
    keep(seat, one)

    publish(signed_in(cast.bob), cast, one)

    kept = Reply.objects.get(post=one)
    assert (kept.text, kept.url, kept.written_by) == (GOOD, LINK, cast.alice)


@pytest.mark.parametrize(
    "wrong", [{"version": "7"}, {"url": "ftp://x.example/a"}, {"posture": "shout"}, {"text": GOOD + "字" * 4000}]
)
def test_words_and_link_stay_on_the_screen_where_they_cannot_be_noted(
    wrong: dict[str, str], cast: Cast, seat: Seat, one: Post, signed_in: SignIn
) -> None:
    keep(seat, one)
    said = {"text": "我的版本，抱歉", "posture": "rebuild", "url": LINK} | wrong

    answer = publish(signed_in(cast.bob), cast, one, **said)

    assert answer.status_code == (409 if "version" in wrong else 400)
    assert answer.context["form"]["text"].value() == said["text"]
    assert answer.context["publish"]["url"].value() == said["url"]
    assert replying.draft_of(one) == Reply.objects.get(text=GOOD)


def test_words_that_are_not_kept_survive_a_change_of_the_voice(
    cast: Cast, seat: Seat, one: Post, signed_in: SignIn
) -> None:
    keep(seat, one)
    said = {"post": str(one.pk), "manner": "少\r\n說", "version": "0", "text": "我的版本，抱歉", "posture": "inform"}

    answer = signed_in(cast.alice).post(reverse("set_voice", args=[cast.brand.slug]), said)

    form = answer.context["form"]
    assert [form[name].value() for name in ("version", "text", "posture")] == ["0", "我的版本，抱歉", "inform"]
    assert (Voice.objects.get().manner, Reply.objects.get().text) == ("少\n說", GOOD)


def test_an_end_of_line_counts_as_one_letter_as_in_the_browser(cast: Cast, one: Post, signed_in: SignIn) -> None:
    said = {"text": "字\r\n" * 2000, "posture": "rebuild", "version": ""}

    assert signed_in(cast.bob).post(url("save_mention_reply", cast, one), said).status_code == 302
    assert VoiceForm({"manner": "字\r\n" * 500}).is_valid()


def test_the_room_shows_our_words_to_those_who_answer_and_counts_them_all(
    cast: Cast, seat: Seat, at: datetime, signed_in: SignIn
) -> None:
    about = story(cast.brand, at=at, posts=12)
    room = reverse("incident", args=[cast.brand.slug, incident(cast.brand, at=at, about=about).number])
    for place in about.places.all():
        keep(seat, place.post)

    answering, reading = (signed_in(who).get(room).content.decode() for who in (cast.bob, cast.carol))

    assert [GOOD[:12] in page for page in (answering, reading)] == [True, False]
    assert [page.count("草稿</span>") for page in (answering, reading)] == [10, 10]
    assert all(
        re.search(r'id="h-replies".*?<span class="push">\s*12\s*</span>', page, re.S) for page in (answering, reading)
    )


def test_who_has_left_does_not_hold_the_mention_that_is_answered(cast: Cast, bobs: Seat, seat: Seat, one: Post) -> None:
    assign(seat=seat, seen={one.pk: 0}, holder=cast.bob)
    Person.objects.filter(pk=cast.bob.pk).update(is_active=False)

    assert ReplyPage(seat, Post.objects.get(pk=one.pk)).row.holder is None


def test_who_publishes_or_drops_what_has_changed_is_told_so(seat: Seat, one: Post) -> None:
    keep(seat, one)
    keep(seat, one, "抱歉，我們馬上處理", version=0)

    with pytest.raises(Conflict):
        replying.publish_reply(seat=seat, post=one, url=LINK, version=0)
    with pytest.raises(Conflict):
        replying.drop_reply(seat=seat, post=one, version=0)
    replying.drop_reply(seat=seat, post=one, version=1)
    assert not Reply.objects.exists()


def test_a_reply_goes_when_its_mention_is_erased(cast: Cast, seat: Seat, at: datetime) -> None:
    (heard,) = told(cast, at, "明泉的濾芯裡有玻璃碎片")
    keep(seat, heard)

    erase(brand=cast.brand, post=heard, actor="person:1", at=at, why="asked")

    assert not Reply.objects.exists()


def test_nothing_is_kept_about_a_mention_that_was_erased_meanwhile(seat: Seat, one: Post) -> None:
    Post.objects.filter(pk=one.pk).delete()

    with pytest.raises(Conflict):
        keep(seat, one)


def test_a_viewer_writes_nothing_and_an_agent_does_not_change_the_voice(cast: Cast, one: Post, at: datetime) -> None:
    carols = take_seat(cast.carol, cast.brand.slug, at=at)
    acts: list[Callable[[], Any]] = [
        lambda: keep(carols, one),
        lambda: replying.drop_reply(seat=carols, post=one, version=0),
        lambda: replying.publish_reply(seat=carols, post=one, url=LINK, version=0),
        lambda: replying.set_voice(seat=carols, opening="x", closing="", manner=""),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not Reply.objects.exists()
    assert not Voice.objects.exists()


def test_no_words_are_no_reply(seat: Seat, one: Post) -> None:
    with pytest.raises(BadInput):
        keep(seat, one, " \n ")
