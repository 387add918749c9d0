"""R2.92: does a person see which words go with criticism, with lift, count and interval?"""

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess import pairs
from firebreak.console.assess.pairs import PAIRS, PairsPage, pairs_figure
from tests.cast import Cast
from tests.records import MINUTE, post


def heard(seat: Seat, *, word: str, bad: int, good: int) -> None:
    """So many people complain with a word, and so many are content without it."""
    for n in range(bad):
        post(seat.brand, at=seat.at - 60 * MINUTE - n * MINUTE, text=f"{word} {n}", author_id=f"bad{n}")
    for n in range(good):
        post(seat.brand, at=seat.at - 60 * MINUTE - n * MINUTE, text=f"路過 {n}", sentiment="positive")


def test_the_page_shows_the_word_with_lift_people_and_interval(seat: Seat, client: Client) -> None:
    heard(seat, word="退款", bad=15, good=45)
    client.force_login(seat.person)

    line = PairsPage(seat.brand, at=seat.at).lines[0]
    page = client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()

    assert (line.word, line.lift, line.people, line.share) == ("退款", "×4.0", 15, "100%")
    assert "「退款」" in page
    assert line.interval in page
    assert "1 個用詞與負面有關" in page


def test_it_says_so_where_no_word_goes_with_criticism(seat: Seat, cast: Cast) -> None:
    heard(Seat(brand=cast.others_brand, person=seat.person, role=seat.role, at=seat.at), word="退款", bad=15, good=45)
    for n in range(30):
        post(seat.brand, at=seat.at - 60 * MINUTE, text=f"退款 {n}", sentiment="negative" if n % 2 else "positive")

    page = PairsPage(seat.brand, at=seat.at)

    assert (page.lines, page.said) == ([], "沒有用詞確定與負面有關。")


def test_where_nobody_says_a_word_often_enough_it_does_not_claim_that_none_goes_with_criticism(seat: Seat) -> None:
    heard(seat, word="退款", bad=3, good=3)

    assert PairsPage(seat.brand, at=seat.at).said == "還無從得知：沒有任何已知用詞有 10 人以上說過。"


def test_the_first_post_of_a_person_is_the_one_that_was_published_first(seat: Seat) -> None:
    """Whatever came in first: an import brings the past after the present."""
    heard(seat, word="退款", bad=15, good=45)
    for n in range(15):
        before = seat.at - 600 * MINUTE - n * MINUTE
        post(seat.brand, at=before, text=f"退款很快 {n}", author_id=f"bad{n}", sentiment="positive")

    assert PairsPage(seat.brand, at=seat.at).lines == []


def test_of_more_words_than_are_listed_it_says_how_many_there_are(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "SHOWN", 1)
    heard(seat, word="退款，發霉", bad=15, good=45)

    page = PairsPage(seat.brand, at=seat.at)

    assert (len(page.lines), page.said) == (1, "2 個用詞與負面有關，不只是巧合；只列出關聯最強的 1 個。")


def test_the_figure_is_the_one_on_the_page_and_is_looked_at_once_an_hour(seat: Seat) -> None:
    heard(seat, word="退款", bad=15, good=45)

    before = pairs_figure(seat.brand, at=seat.at)
    heard(seat, word="發霉", bad=30, good=45)

    assert (before.value, before.version) == ("1", "lift.pairs 1")
    assert "退款 ×4.0" in before.inputs
    assert pairs_figure(seat.brand, at=seat.at) == before
    PAIRS.forget()
    assert pairs_figure(seat.brand, at=seat.at).inputs != before.inputs
