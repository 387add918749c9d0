"""What makes two posts copies? Fixed keys, so that those stored yesterday fit today's, and what counts as a word."""

import numpy as np
import pytest

from firebreak.core.text.copies import EMPTY, bands, copy_keys, counted, estimate, likeness, prints
from firebreak.core.text.grams import Hashes
from tests.core.text.plain import batch, jaccard, shingles, signature, signatures

MILK = "鮮奶壞了1"


def test_stored_keys_and_signatures_fit_those_of_today() -> None:
    found = signature(MILK)

    assert copy_keys(batch(MILK)).tolist() == [17858215114234773675]
    assert found.shape == (64,)
    assert found[[0, 1, 2, 3, 63]].tolist() == [816823164, 1861699740, 538272356, 1830281740, 1059490350]
    assert bands(found[None])[0, :2].tolist() == [13595361543932456205, 6719573263359589834]
    assert bands(found[None]).shape == (1, 16)


@pytest.mark.parametrize(
    ("char", "counts"),
    [
        ("茶", True), ("a", True), ("7", True), ("😡", True),
        (" ", False), ("\u3000", False), ("，", False), ("!", False), ("\u200b", False),
        ("\U0001ffff", False), ("\U00020000", True), ("\U000323af", True), ("\U000323b0", False),
    ],
)  # fmt: skip
def test_it_knows_what_counts_as_said(char: str, counts: bool) -> None:
    assert counted()[ord(char)] == counts


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", set()),
        ("！，", set()),
        ("a", {"a"}),
        ("a b", {"ab"}),
        ("a b, c", {"abc"}),
        ("abcd", {"abc", "bcd"}),
    ],
)
def test_a_text_is_its_runs_of_three(text: str, pieces: set[str]) -> None:
    assert shingles(text) == pieces
    assert len(grams_of(text)) == len(pieces)


def grams_of(text: str) -> Hashes:
    """Give each 3-gram of a text once, as a hash."""
    (found,) = prints(batch(text)).sets()
    return found


@pytest.mark.parametrize(
    ("one", "other", "share"), [("abcd", "abce", 1 / 3), ("abcd", "ABCD!", 1.0), ("abc", "", 0.0), ("a", "a", 1.0)]
)
def test_likeness_is_the_share_of_runs_in_common(one: str, other: str, share: float) -> None:
    assert jaccard(one, other) == pytest.approx(share)
    assert likeness([grams_of(one)], [grams_of(other)]).tolist() == [pytest.approx(share)]


def test_a_short_cry_has_a_signature_of_its_own() -> None:
    assert estimate(signature("推"), signature("推！")) == 1
    assert estimate(signature("推"), signature("噓")) == 0
    assert estimate(signature("推推"), signature("推")) == 0


def test_the_end_of_a_text_counts_as_runs_of_three_only() -> None:
    assert estimate(signature("abc"), signature("zzabc")) > 0
    assert set(signature("abcd").tolist()) <= set(signature("abc").tolist()) | set(signature("bcd").tolist())


def test_without_a_word_two_posts_are_no_copies() -> None:
    assert (signature("！！") == EMPTY).all()
    assert estimate(signature("！！"), signature("。")) == 0


def test_another_number_is_another_text() -> None:
    assert estimate(signature("批號3"), signature("批號4")) == 0


def test_a_post_without_text_is_judged_by_its_title() -> None:
    titled = batch("", title="鮮奶壞了1")

    assert copy_keys(titled) == copy_keys(batch(MILK))
    assert (signatures(titled) == signatures(batch(MILK))).all()
    assert (signatures(batch(MILK, title="轉貼")) == signatures(batch(MILK))).all()


def test_a_batch_of_many_long_posts_gives_what_each_alone_gives() -> None:
    rng = np.random.default_rng(3)
    texts = ["".join(map(chr, rng.integers(0x4E00, 0x9FA5, size))) for size in (3000, 2, 5000, 900, 1)]

    together = signatures(batch(*texts))

    assert (together == np.stack([signature(text) for text in texts])).all()
