"""R1.66: who speaks of the brand as an employer is heard, answered with empathy, and never asked who they are."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak import knowledge
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post, Source
from firebreak.console.respond import replying
from firebreak.console.respond.reply_page import ReplyPage
from firebreak.core.errors import BadInput
from firebreak.core.respond.statement import Draft, DraftKind, Level, Posture, lint
from firebreak.core.respond.template import to_employee
from firebreak.core.terms import Severity
from tests.cast import Cast
from tests.records import feed, post

SignIn = Callable[[Person], Client]
LINK = "https://www.qollie.com/answers/1"
COMPLAINT = "主管每天罵人，加班沒有加班費"


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def review(cast: Cast, at: datetime) -> Post:
    """What somebody wrote of working here, heard through a feed that was set up for that."""
    via = feed(cast.brand, at=at, name="職場評價", config={"url": "https://jobs.example/rss", "genre": "employer"})
    return post(cast.brand, at=at, text=COMPLAINT, via=via)


def page(name: str, about: Post, reader: Client) -> str:
    return reader.get(reverse(name, args=[about.brand.slug, about.pk]), {"view": "all"}).content.decode()


@pytest.mark.parametrize(("url", "chosen"), [("https://news.example/rss", "employer"), ("https://qollie.com/feed", "")])
def test_a_feed_of_employer_reviews_is_set_up_by_choice_or_by_its_address(
    url: str, chosen: str, cast: Cast, signed_in: SignIn
) -> None:
    given = {"feed-name": "職場評價", "feed-every_seconds": "300", "feed-url": url, "feed-genre": chosen}
    client = signed_in(cast.alice)

    client.post(reverse("add_feed", args=[cast.brand.slug]), given)

    source = Source.objects.get()
    assert (source.config["genre"], source.config["kind"]) == ("employer", "review")
    shown = client.get(f"/b/{cast.brand.slug}/settings/", {"source": source.pk}).content.decode()
    assert "員工評價" in shown


def test_its_posts_say_what_they_are_where_they_are_read_and_answered(
    review: Post, cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.bob)

    assert "員工評價" in page("mention", review, client)
    answering = page("reply_to_mention", review, client)
    assert "員工評價" in answering and "絕不問是誰寫的" in answering


def test_so_does_a_post_from_a_file_that_stands_on_such_a_site(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = post(cast.brand, at=at, text=COMPLAINT, url=LINK)

    assert "員工評價" in page("mention", found, signed_in(cast.bob))


def test_an_ordinary_review_says_nothing_of_the_kind(cast: Cast, at: datetime, signed_in: SignIn, bobs: Seat) -> None:
    found = post(cast.brand, at=at, text="濾芯漏水", url="https://www.tripadvisor.com/r/1")

    assert "員工評價" not in page("mention", found, signed_in(cast.bob))
    assert ReplyPage(bobs, found).text == ""


@pytest.mark.parametrize(
    ("text", "begins"),
    [(COMPLAINT, "謝謝您把在這裡工作的感受"), ("Unpaid overtime, every week", "Thank you for writing")],
)
def test_the_answer_begins_with_its_template_in_the_tongue_of_the_review(
    text: str, begins: str, review: Post, bobs: Seat
) -> None:
    review.text = text

    assert ReplyPage(bobs, review).text.startswith(begins)


@pytest.mark.parametrize("level", Severity)
@pytest.mark.parametrize("name", ["zh-Hant", "en"])
def test_the_template_asks_nobody_who_they_are_and_nothing_stands_against_its_tone(name: str, level: Severity) -> None:
    """It says so, too, and the rules that hold back any question of that kind find none."""
    text = to_employee(knowledge.templates().tongues[name])

    found = lint(Draft(id="1", kind=DraftKind.REPLY, text=text, severity=level), knowledge.tone()).findings

    assert [one.code for one in found if one.level is Level.BLOCK] == []
    assert "不請任何人說明身分" in text or "ask nobody to say who they are" in text


def test_an_answer_that_asks_who_wrote_it_is_held_back(review: Post) -> None:
    text = "謝謝您的評價，請問您是哪個部門的同仁？請留下姓名與電話。"

    found = replying.check_reply(post=review, text=text, posture=Posture.REBUILD).findings

    assert "pii_exposure" in {one.code for one in found if one.level is Level.BLOCK}


def test_what_is_still_missing_is_named_and_cannot_be_marked_as_published(
    review: Post, bobs: Seat, signed_in: SignIn, cast: Cast
) -> None:
    begun = ReplyPage(bobs, review)
    kept = replying.save_reply(seat=bobs, post=review, text=begun.text, posture=Posture.REBUILD, version=None)

    assert begun.check.holes and "還缺" in page("reply_to_mention", review, signed_in(cast.bob))
    with pytest.raises(BadInput, match="facts_missing"):
        replying.publish_reply(seat=bobs, post=review, url=LINK, version=kept.version)


def test_once_filled_in_it_is_published(review: Post, bobs: Seat) -> None:
    text = (
        ReplyPage(bobs, review).text.replace("【缺：下次更新】", "12 月 5 日").replace("【缺：聯絡窗口】", "匿名信箱")
    )
    kept = replying.save_reply(seat=bobs, post=review, text=text, posture=Posture.REBUILD, version=None)

    assert replying.publish_reply(seat=bobs, post=review, url=LINK, version=kept.version).published_at == bobs.at
