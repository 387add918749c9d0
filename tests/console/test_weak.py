"""R1.18: does a person read in the morning, and on a page, which small topics rise, with slope and interval?"""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess import speaking
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.weak import WEAK, WeakPage, digest_of, weak_figure
from firebreak.console.govern.models import Brand
from firebreak.console.home.board import Board
from firebreak.console.home.brief import BriefPage
from firebreak.console.home.letters import message_of
from firebreak.console.home.models import Letter
from firebreak.console.home.period import PERIODS
from firebreak.console.listen.models import Watch
from tests.cast import Cast
from tests.records import brief, post

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLIMB = (9, 6, 4, 3, 3, 2, 2, 1, 1, 1, 0, 0)  # days back from now
WORDS = ("退款", "發霉", "漏水", "等很久", "出貨")


def climbing(brand: Brand, word: str, *, at: datetime, **fields: str) -> None:
    """Ever more people say a word, each in words of their own."""
    for n, days in enumerate(CLIMB):
        post(brand, at=at - HOUR - days * DAY, text=f"{word}，第 {n} 位", author_id=f"{word}{n}", **fields)


def flat(brand: Brand, *, at: datetime) -> None:
    """As many people speak of other things each day."""
    for n in range(42):
        post(brand, at=at - HOUR - (n % 14) * DAY, text=f"路過 {n}", sentiment="neutral")


def test_five_rising_words_are_listed_with_slope_and_interval(seat: Seat) -> None:
    flat(seat.brand, at=seat.at)
    for word in WORDS:
        climbing(seat.brand, word, at=seat.at)

    page = WeakPage(seat.brand, at=seat.at)

    assert {one.word for one in page.sure} == set(WORDS)
    assert all(one.slope.startswith("+") and one.interval for one in page.lines)
    assert page.said == "5 個低聲量話題正在升溫。"


def test_a_rising_story_is_named_by_its_title_and_leads_to_it(seat: Seat, client: Client) -> None:
    flat(seat.brand, at=seat.at)
    at = seat.at
    about = Story.objects.create(
        brand=seat.brand, number=7, title="水塔的怪味", category="other", post_count=12,
        first_post_at=at - 9 * DAY, last_post_at=at - HOUR, first_seen_at=at - 9 * DAY,
    )  # fmt: skip
    members = [post(seat.brand, at=at - HOUR - days * DAY, text=f"怪怪的 {n}") for n, days in enumerate(CLIMB)]
    StoryPost.objects.bulk_create(StoryPost(post=one, story=about) for one in members)
    client.force_login(seat.person)

    page = client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()

    assert "水塔的怪味" in page
    assert reverse("story", args=[seat.brand.slug, 7]) in page


def test_it_says_so_when_nothing_rises(seat: Seat) -> None:
    for n in range(28):
        post(seat.brand, at=seat.at - HOUR - (n % 14) * DAY, text=f"退款 {n}")

    page = WeakPage(seat.brand, at=seat.at)

    assert (page.lines, page.said) == ([], "沒有低聲量的話題在升溫。")


def test_where_too_little_was_said_it_does_not_claim_that_nothing_rises(seat: Seat) -> None:
    post(seat.brand, at=seat.at - HOUR, text="退款")

    page, told = WeakPage(seat.brand, at=seat.at), BriefPage(brief(seat.brand, at=seat.at))

    assert page.said == "還無從得知：沒有話題是至少 3 天、有 4 到 60 人談到的。"
    assert told.weak_said == page.said


@pytest.mark.parametrize("fields", [{"author_id": "loud"}, {"author_name": "loud", "author_id": ""}])
def test_one_person_who_says_it_ever_more_often_is_no_signal(seat: Seat, fields: dict[str, str]) -> None:
    flat(seat.brand, at=seat.at)
    for n, days in enumerate(CLIMB):
        post(seat.brand, at=seat.at - HOUR - days * DAY, text=f"退款 {n}", **fields)

    assert digest_of(seat.brand, at=seat.at)[0].rises == ()


def test_copies_by_ever_more_accounts_are_no_signal(seat: Seat) -> None:
    flat(seat.brand, at=seat.at)
    for days in CLIMB:
        post(seat.brand, at=seat.at - HOUR - days * DAY, text="退款")
    readings = [one.reading for one in seat.brand.posts.filter(text="退款").order_by("published_at")]
    for reading in readings[1:]:
        reading.copy_of_id = readings[0].pk
        reading.save()

    assert digest_of(seat.brand, at=seat.at)[0].rises == ()


def test_a_term_that_the_brand_listens_for_is_a_word_too(seat: Seat) -> None:
    Watch.objects.create(brand=seat.brand, name="水塔", kind="product", any=["藍色水塔"])
    flat(seat.brand, at=seat.at)
    climbing(seat.brand, "藍色水塔", at=seat.at)

    assert [one.word for one in WeakPage(seat.brand, at=seat.at).sure] == ["藍色水塔"]


def test_the_brief_and_its_letter_tell_what_rises_without_a_word_of_a_post(seat: Seat, cast: Cast) -> None:
    flat(seat.brand, at=seat.at)
    climbing(seat.brand, "退款", at=seat.at)

    made = brief(seat.brand, at=seat.at)
    letter = Letter.objects.create(brief=made, person=cast.alice, next_at=seat.at)
    mail = message_of(Letter.objects.select_related("brief__brand", "person").get(pk=letter.pk), at=seat.at)

    assert [(one.word, one.sure) for one in BriefPage(made).weak] == [("退款", True)]
    assert "退款 · 每天 +" in mail.text
    assert "第 0 位" not in mail.text + mail.html


def test_a_brief_of_before_weak_signals_is_shown_as_ever(seat: Seat) -> None:
    made = brief(seat.brand, at=seat.at)
    made.facts.pop("weak")

    assert BriefPage(made).weak == []
    assert BriefPage(made).weak_said == "這份早報寫成時還沒有檢視弱訊號。"


def test_the_board_says_how_many_the_last_brief_named(seat: Seat) -> None:
    flat(seat.brand, at=seat.at)
    climbing(seat.brand, "退款", at=seat.at)
    brief(seat.brand, at=seat.at)

    assert Board(seat, PERIODS["24h"]).weak == 1


def test_of_a_brand_with_more_posts_than_are_read_one_in_so_many_is_and_it_says_so(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    flat(seat.brand, at=seat.at)
    monkeypatch.setattr(speaking, "MOST_READ", 21)

    found = speaking.heard(seat.brand, ends=seat.at, window=14 * DAY)
    page, told = WeakPage(seat.brand, at=seat.at), BriefPage(brief(seat.brand, at=seat.at))

    assert (found.every, len(found.posts)) == (2, 21)
    assert "2 則" in page.inputs
    assert page.said.endswith("貼文太多，每 2 則抽讀 1 則，只計抽到的。")
    assert told.weak_said == page.said


def test_another_brands_posts_are_not_heard(seat: Seat, cast: Cast) -> None:
    climbing(cast.others_brand, "退款", at=seat.at)

    assert digest_of(seat.brand, at=seat.at)[0].looked == 0


def test_the_figure_is_the_one_on_the_page_and_is_looked_at_once_an_hour(seat: Seat) -> None:
    flat(seat.brand, at=seat.at)
    climbing(seat.brand, "退款", at=seat.at)
    page, figure = WeakPage(seat.brand, at=seat.at), weak_figure(seat.brand, at=seat.at)
    climbing(seat.brand, "發霉", at=seat.at)

    assert (figure.value, figure.version) == (str(len(page.sure)), page.version) == ("1", "weak.rising 1")
    assert "退款 +" in figure.inputs
    assert weak_figure(seat.brand, at=seat.at).value == "1"
    WEAK.forget()
    assert weak_figure(seat.brand, at=seat.at).value == "2"
