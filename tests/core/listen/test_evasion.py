"""Is a name hidden by what stands between its characters? What may be taken out, and what is only punctuation."""

from datetime import UTC, datetime

import pytest

from firebreak.core.listen.evasion import between_han, is_hidden_word, squeeze
from firebreak.core.terms import Post
from firebreak.core.text.batch import Folded, fold_posts
from firebreak.core.text.fold import codes_of


def folded(*texts: str) -> Folded:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return fold_posts([Post(id="", source="t", text=text, published_at=at) for text in texts])


def without(text: str) -> str:
    gone = between_han(codes_of(text))
    return "".join(char for char, out in zip(text, gone, strict=True) if not out)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("晨*露", "晨露"),
        ("晨 * 露", "晨 * 露"),  # three in a row are no longer inside a word
        ("晨**露", "晨露"),
        ("晨\u200b露", "晨露"),  # a zero-width space
        ("晨\u3000露", "晨露"),  # a space as wide as a character
        ("晨*露*茶", "晨露茶"),
        ("晨,露", "晨,露"),  # a comma parts words
        ("晨a露", "晨a露"),
        ("a*露", "a*露"),  # only between two Han characters
        ("晨*a", "晨*a"),
        ("晨*", "晨*"),
        ("*", "*"),
        ("", ""),
        ("\u3400*\u9fff", "\u3400\u9fff"),  # the first and the last Han character of the plane
        ("\u33ff*晨", "\u33ff*晨"),
        ("晨*\ua000", "晨*\ua000"),
        ("\U00020000*\U000323af", "\U00020000\U000323af"),  # … and of the rare ones
        ("\U0001ffff*晨", "\U0001ffff*晨"),
        ("晨*\U000323b0", "晨*\U000323b0"),
    ],
)
def test_it_sees_what_stands_inside_a_word(written: str, read: str) -> None:
    assert without(written) == read


def test_only_suspicious_posts_are_looked_at_again() -> None:
    batch = folded("茶好喝", "晨*露壞", "晨露")

    again = squeeze(batch)

    assert again is not None
    assert again.text == folded("晨露壞").text[1:]
    assert [batch.text[at] for at in again.places] == list(again.text)
    assert batch.text[again.places[0] : again.places[1] + 1] == "晨*露"


def test_the_last_post_of_a_batch_is_looked_at_to_its_end() -> None:
    again = squeeze(folded("晨露", "晨*露"))

    assert again is not None
    assert again.text == "晨露\0"


def test_nothing_suspicious_is_looked_at_once() -> None:
    assert squeeze(folded("晨露", "morning*dew")) is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("晨露", False),  # nothing in between: it was heard at the first look
        ("晨*露", True),
        ("茶晨*露茶", True),  # a sign is never punctuation
        ("晨 露", True),
        ("x晨 露!", True),
        ("茶晨 露", False),  # a space parts 茶晨 from 露
        ("晨 露茶", False),
        ("晨\u3000露茶", False),
    ],
)
def test_a_word_spelled_with_spaces_must_stand_apart(text: str, hidden: bool) -> None:
    batch = folded(text)
    start, end = batch.text.index("晨"), batch.text.index("露") + 1

    assert is_hidden_word(batch, start, end, length=2) is hidden


def test_a_word_at_the_very_beginning_stands_apart() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    titled = fold_posts([Post(id="", source="t", text="茶", title="晨 露", published_at=at)])

    assert is_hidden_word(titled, 0, 3, length=2)
