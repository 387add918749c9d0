"""Does search find what a person looks for, and nothing that they may not see? (R1.19 and R2.7 in part)"""

from datetime import datetime

import pytest

from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.search import count_indexed, find
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, hand_in, listening, post
from tests.run.conftest import HandIn

PHONE = "0912-345-678"


@pytest.fixture
def stored(take: HandIn, at: datetime) -> None:
    take(
        [
            post(1, "明泉這次食安出包，食安稽查呢？", at - 5 * MINUTE),
            post(2, f"明泉的師傅姓林，電話 {PHONE}，很親切", at - 4 * MINUTE),
            post(3, "台灣明泉 App 又當機", at - 3 * MINUTE, title="臺灣明泉的ＡＰＰ"),
            post(4, LEAK, at - 2 * MINUTE),
        ]
    )


def ids(brand: Brand, words: str, *, private: bool = False) -> set[str]:
    found = find(brand, words, private=private, most=50)
    return set(Post.objects.filter(pk__in=found).values_list("external_id", flat=True))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("食安", {"t1"}),  # the commonest search there is has two characters
        ("漏", {"t4"}),  # one character, inside a word
        ("app", {"t3"}),  # full width, upper case
        ("臺灣", {"t3"}),  # written 台灣 as well
        ("漏水 客服", {"t4"}),  # both words, wherever they stand
        ("安出", {"t1"}),  # across a word edge, as written
        ("食安 漏水", set()),
        ("", set()),
        ('"*', set()),  # nothing but punctuation asks for nothing
    ],
)
def test_it_finds_words_of_any_length(stored: None, brand: Brand, words: str, wanted: set[str]) -> None:
    assert ids(brand, words) == wanted


def test_a_masked_reader_cannot_find_personal_data(stored: None, brand: Brand) -> None:
    assert ids(brand, PHONE) == set()
    assert ids(brand, "0912") == set()
    assert ids(brand, PHONE, private=True) == {"t2"}


def test_the_words_around_personal_data_are_found_by_everyone(stored: None, brand: Brand) -> None:
    assert ids(brand, "師傅") == ids(brand, "親切") == {"t2"}


def test_an_erased_post_is_found_no_more(stored: None, brand: Brand, at: datetime) -> None:
    row = Post.objects.get(external_id="t2")

    erase_post(brand=brand, post=row, actor="machine:test", at=at, why="author_request")

    assert ids(brand, "師傅") == ids(brand, PHONE, private=True) == set()
    assert count_indexed() == Post.objects.count() == 3


def test_the_newest_comes_first_and_never_more_than_asked(take: HandIn, brand: Brand, at: datetime) -> None:
    take([post(number, LEAK, at - number * MINUTE) for number in range(9)])

    found = find(brand, "漏水", private=False, most=3)

    newest = Post.objects.in_bulk(found)
    assert [newest[pk].external_id for pk in found] == ["t0", "t1", "t2"]


def test_each_brand_finds_its_own(cast: Cast, stored: None, brand: Brand, at: datetime) -> None:
    other = cast.others_brand
    hand_in(other, [post(9, "明泉的食安", at)], via=listening(other, at=at), at=at)

    assert (ids(brand, "食安"), ids(other, "食安")) == ({"t1"}, {"t9"})
