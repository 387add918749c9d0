"""Does search find what a person looks for, and nothing that they may not see? (R1.19 and R2.7 in part)"""

from datetime import datetime
from importlib import import_module

import pytest
from django.db import connection

from firebreak.console.assess.services import erase_post
from firebreak.console.govern.models import Brand
from firebreak.console.listen import tokens
from firebreak.console.listen.models import Post
from firebreak.console.listen.search import count_indexed, find
from firebreak.core.text.batch import fold_posts
from firebreak.core.text.search import search_bigrams
from tests import records
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


def test_a_post_that_no_search_knows_is_erased_and_so_are_those_after_it(
    stored: None, brand: Brand, at: datetime
) -> None:
    unknown = [records.post(brand, at=at, text=f"沒有索引 {number}") for number in range(9)]

    for one in [*unknown, *Post.objects.filter(text__contains="漏水")]:
        erase_post(brand=brand, post=one, actor="machine:test", at=at, why="author_request")

    assert ids(brand, "漏水") == set()


def test_the_newest_comes_first_and_never_more_than_asked(take: HandIn, brand: Brand, at: datetime) -> None:
    take([post(number, LEAK, at - number * MINUTE) for number in range(9)])

    found = find(brand, "漏水", private=False, most=3)

    newest = Post.objects.in_bulk(found)
    assert [newest[pk].external_id for pk in found] == ["t0", "t1", "t2"]


def test_each_brand_finds_its_own(cast: Cast, stored: None, brand: Brand, at: datetime) -> None:
    other = cast.others_brand
    hand_in(other, [post(9, "明泉的食安", at)], via=listening(other, at=at), at=at)

    assert (ids(brand, "食安"), ids(other, "食安")) == ({"t1"}, {"t9"})


def test_a_batch_is_stored_as_each_post_would_be(at: datetime) -> None:
    texts = ["食安茶 App 茶", "", "𠀀𠀁 app 12", "食安"]

    told = tokens.stored_all(fold_posts([post(at_place, text, at) for at_place, text in enumerate(texts)]))

    assert [tokens_in(one) for one in told] == [tokens_in(tokens.stored(search_bigrams(text))) for text in texts]


def tokens_in(kept: str) -> list[str]:
    return sorted(kept.strip("{}").replace(",", " ").split())


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite holds the tokens themselves")
@pytest.mark.django_db
def test_an_index_from_before_is_numbered_as_a_new_one() -> None:
    words = ["食安", "茶", "app", "0912345678", "é", "\U00020000\U00020001", "ーー", "一\uac00"]
    numbered = import_module("firebreak.console.listen.migrations.0007_search_numbers").NUMBER

    with connection.cursor() as cursor:
        cursor.execute(numbered)
        cursor.execute("SELECT pg_temp.number(token) FROM unnest(%s::text[]) token", [words])
        told = [row[0] for row in cursor.fetchall()]

    assert told == [tokens.number(word) for word in words]
