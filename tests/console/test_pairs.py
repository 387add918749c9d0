"""R2.92 part: does a person see which words go with criticism, with lift, count and interval?"""

from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.pairs import PairsPage, forget_pairs, pairs_figure
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

    page = PairsPage(seat.brand, at=seat.at)

    assert (page.lines, page.said) == ([], "沒有用詞確定與負面有關。")


def test_the_figure_is_the_one_on_the_page_and_is_looked_at_once_an_hour(seat: Seat) -> None:
    heard(seat, word="退款", bad=15, good=45)

    before = pairs_figure(seat.brand, at=seat.at)
    heard(seat, word="發霉", bad=30, good=45)

    assert (before.value, before.version) == ("1", "lift.pairs 1")
    assert "退款 ×4.0" in before.inputs
    assert pairs_figure(seat.brand, at=seat.at) == before
    forget_pairs()
    assert pairs_figure(seat.brand, at=seat.at).inputs != before.inputs
