from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.terms import Post
from firebreak.core.text.batch import Folded, fold_posts
from firebreak.core.text.fold import fold
from firebreak.core.text.search import bigrams_of, query_bigrams, search_bigrams, split_bigrams

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=12)


def batch(*texts: str) -> Folded:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return fold_posts([Post(id="", source="", published_at=at, title=text[:9], text=text[9:]) for text in texts])


def holds(text: str, words: str) -> bool:
    stored = set(search_bigrams(text))
    return all(
        any(token.startswith(asked[:-1]) for token in stored) if asked.endswith("*") else asked in stored
        for asked in query_bigrams(words)
    )


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("衛生局談食安問題", "食安", True),  # two characters, the commonest search there is
        ("喝完奶茶", "茶", True),  # one character at the end of a run
        ("茶很好喝", "茶", True),
        ("卫生局谈食安", "衛生局", True),  # the other script
        ("買了 iPhone15 手機", "iphone15", True),
        ("買了 iPhone15 手機", "ＩＰＨＯＮＥ15 手機", True),
        ("食品很安全", "食安", False),  # both characters, not the word
        ("", "食安", False),
    ],
)
def test_it_finds_words_of_any_length(text: str, words: str, found: bool) -> None:
    assert holds(text, words) is found


@given(HAN, st.integers(0, 10), st.integers(1, 6))
def test_every_piece_of_a_text_finds_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]

    assert not piece or holds(text, piece)


@given(st.text(max_size=60))
def test_it_never_raises_and_never_repeats_a_token(text: str) -> None:
    tokens = search_bigrams(text)

    assert len(tokens) == len(set(tokens))
    assert query_bigrams(text) is not None


@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_batch_gives_each_post_the_tokens_that_it_has_alone(texts: list[str]) -> None:
    found = bigrams_of(batch(*texts))

    pairs = zip(found.post.tolist(), map(chr, found.first), map(chr, found.second), strict=True)
    told = {(post, first + second.replace("\0", "")) for post, first, second in pairs} | set(found.words)
    each = {
        (post, token)
        for post, text in enumerate(texts)
        for part in (text[:9], text[9:])
        for token in search_bigrams(part)
    }
    assert told == each


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 10))
def test_hidden_places_keep_their_words_apart(text: str, start: int, length: int) -> None:
    outside, inside = split_bigrams(text, [(start, start + length)])

    assert set(outside) | set(inside) == set(search_bigrams(text))


def test_a_hidden_phone_number_is_not_among_the_open_tokens() -> None:
    text = "打 0912345678 找店長"

    outside, inside = split_bigrams(text, [(2, 12)])

    assert inside == ["0912345678"]
    assert fold("店長") in outside
