"""Is the post that this one nearly repeats found, with the similarity that the contract promises, in bounded memory?"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.text.copies import prints
from firebreak.core.text.memory import ALIKE, Copied, Memory
from tests.core.text.plain import batch, jaccard

SICK = "昨天在門市買的鮮奶喝完全家都拉肚子，打電話過去客服說他們查不到，請大家小心不要再買了"
WORDS = "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
RNG = random.Random(5)


def found(memory: Memory[int], *texts: str, first: int = 0) -> list[Copied[int] | None]:
    return memory.copies(prints(batch(*texts)), range(first, first + len(texts)))


def written(length: int) -> str:
    return "".join(RNG.choice(WORDS) for _ in range(length))


def changed(text: str, share: float) -> str:
    """Write another end over a share of a text."""
    kept = int(len(text) * (1 - share))
    return text[:kept] + written(len(text) - kept)


CORPUS = [written(80) for _ in range(60)]
CORPUS += [changed(CORPUS[number], number / 200) for number in range(60)]
texts = st.lists(st.sampled_from([*CORPUS[:8], *CORPUS[60:68], "推", "推！", "", "！！", SICK]), max_size=12)


def test_a_copy_names_what_it_copies_and_how_alike_they_are() -> None:
    original, copy, other = found(Memory(), SICK, SICK + "轉", written(40))

    assert original is None and other is None
    assert copy == Copied(0, pytest.approx(jaccard(SICK, SICK + "轉")))


@pytest.mark.parametrize("again", [SICK, f"  {SICK}！！", SICK.replace("，", " "), SICK.replace("門市", "門 市")])
def test_space_and_punctuation_make_no_other_text(again: str) -> None:
    assert found(Memory(), SICK, again)[1] == Copied(0, 1.0)


def test_of_many_copies_each_names_the_first() -> None:
    told = found(Memory(), SICK, *(f"{SICK} {number}" for number in range(30)))

    assert {copied.of for copied in told[1:] if copied} == {0}
    assert None not in told[1:]


def test_two_texts_that_share_an_opening_only_are_no_copies() -> None:
    assert found(Memory(), SICK, changed(SICK, 0.5)) == [None, None]


def test_nothing_said_is_no_copy_of_nothing() -> None:
    assert found(Memory(), "", "！！", "…", "") == [None] * 4


def test_a_post_that_comes_again_is_no_copy_of_itself() -> None:
    memory = Memory[int]()
    found(memory, SICK)

    assert found(memory, SICK) == [None]
    assert found(memory, SICK, first=7) == [Copied(0, 1.0)]


def test_similarity_is_that_of_the_contract() -> None:
    """Jaccard of character 3-grams, not the estimate that led there; nothing less than near is called a copy."""
    memory = Memory[int]()
    for number, text in enumerate(CORPUS):
        (copied,) = found(memory, text, first=number)
        if copied:
            assert ALIKE <= copied.similarity == pytest.approx(jaccard(text, CORPUS[copied.of]))


def test_hardly_a_near_copy_is_missed() -> None:
    """Of texts that are 0.8 alike or more, at most one in a hundred."""
    told = found(Memory(), *CORPUS)
    near = [number for number in range(60, 120) if jaccard(CORPUS[number], CORPUS[number - 60]) >= 0.8]

    assert len(near) > 20
    assert sum(told[number] is None for number in near) <= len(near) / 100


@given(texts, st.integers(1, 5))
def test_how_posts_are_cut_into_batches_changes_nothing(said: list[str], size: int) -> None:
    together, apart = found(Memory(), *said), []
    memory = Memory[int]()
    for start in range(0, len(said), size):
        apart += found(memory, *said[start : start + size], first=start)

    assert apart == together


@given(texts, st.integers(1, 6))
def test_only_the_latest_are_remembered(said: list[str], most: int) -> None:
    for copied, number in zip(found(Memory(most), *said), range(len(said)), strict=True):
        assert copied is None or number - most <= copied.of < number


def test_what_is_forgotten_is_no_longer_found() -> None:
    others = [written(60) for _ in range(9)]

    assert found(Memory(10), SICK, *others, SICK)[-1] is None
    assert found(Memory(11), SICK, *others, SICK)[-1] == Copied(0, 1.0)


def test_a_text_that_was_taken_back_is_copied_by_nobody() -> None:
    memory = Memory[int]()
    found(memory, SICK, SICK + "轉")

    memory.forget(0)
    memory.forget(99)

    (copied,) = found(memory, SICK, first=2)
    assert copied and copied.of == 1


def test_a_memory_does_not_grow() -> None:
    memory = Memory[int](50)
    for start in range(0, 400, 40):
        found(memory, *(written(30) for _ in range(40)), first=start)

    assert len(memory.names) == len(memory.grams) == len(memory.signatures) == 50
