"""Which characters does the second reader learn from, and what is known of each text? Numbered once, then kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firebreak.core.terms import Category, Sentiment
from firebreak.core.text.batch import Heard
from firebreak.core.text.fold import fold
from firebreak.core.understand.characters import MOST, SPECIAL, Alphabet, seen
from firebreak.core.understand.mask import mask_names
from training.data import Example, hear_brand, hear_nothing, rows, written

STARS, COMPLAINT, ABUSE, RUMOUR, PLAIN = range(5)
WEAK = (
    "delivery", "food_safety", "hygiene_environment", "misconduct_abuse", "misleading_claims", "price_refund",
    "privacy_leak", "product_quality", "staff_service", "waiting_process",
)  # fmt: skip
SEEN_OFTEN = 8  # texts and posts in which a character must stand to be learnt
CHARACTERS = 7_000
HELD = 6_000  # reviews that teach no tone of words and weigh the readers
MIDDLE, SHORTEST = 2, 4  # three stars, which tell nothing; characters of a text that tells anything

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts end to end: text i goes from `first[i]` to `first[i + 1]` of `numbers`; `task`, `value` (n,) what is known.

    Of STARS the value is stars less one, of COMPLAINT the bits of WEAK, of ABUSE and RUMOUR 0 or 1, of PLAIN nothing.
    """

    numbers: npt.NDArray[np.int16]
    first: Numbers
    task: npt.NDArray[np.int8]
    value: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.task)

    @property
    def lengths(self) -> Numbers:
        return np.diff(self.first)

    def of(self, place: int) -> Numbers:
        return self.numbers[self.first[place] : self.first[place + 1]].astype(np.int64)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A written post as numbers (l,), with what a person says it means, as places in the enums."""

    numbers: Numbers
    sentiment: int
    category: int
    urgent: bool


def known_texts() -> Iterator[tuple[str, int, int]]:
    """Give every text that may train weights, its task and what is known of it."""
    for row in rows("reviews_tw/train"):
        yield row["text"], STARS, int(row["stars"]) - 1
    for row in rows("complaints_tw/weak_train"):
        labels = set(row["weak_labels"].split("|"))
        yield row["text"], COMPLAINT, sum(1 << at for at, name in enumerate(WEAK) if name in labels)
    for row in rows("abuse_cn/train"):
        yield row["text"], ABUSE, int(row["offensive"] == "1")
    for row in rows("rumour_tw/titles_train"):
        yield row["text"], RUMOUR, int(row["label"] == "RUMOR")
    for name in ("rumour_tw/replies", "intents_en/train"):
        for row in rows(name):
            yield row["text"], PLAIN, 0


def alphabet_of(texts: Iterator[str]) -> str:
    """Give the characters that stand in enough texts, most frequent first."""
    counts = Counter(character for text in texts for character in text)
    return "".join([one for one, count in counts.most_common() if count >= SEEN_OFTEN][:CHARACTERS])


def numbered(kept: Path) -> tuple[str, Texts]:
    """Give the alphabet and all texts in numbers; from `kept` where they were numbered before."""
    if not kept.exists():
        number(kept)
    with np.load(kept, allow_pickle=False) as found:
        parts = [found[name] for name in ("numbers", "first", "task", "value")]
        return str(found["alphabet"]), Texts(*parts)


def number(kept: Path) -> None:
    known = [(fold(text)[: 2 * MOST], task, value) for text, task, value in known_texts()]
    posts = [fold(one.post.title + one.post.text) for one in written("train", "dev")]
    alphabet = alphabet_of(text for text in [*(text for text, _, _ in known), *posts])
    found = in_numbers(known, alphabet)
    parts = {name: getattr(found, name) for name in ("numbers", "first", "task", "value")}
    np.savez(kept, alphabet=np.array(alphabet), **parts)


def in_numbers(known: Sequence[tuple[str, int, int]], alphabet: str) -> Texts:
    """Number folded texts, each with its task and what is known of it."""
    place = {one: at + len(SPECIAL) for at, one in enumerate(alphabet)}
    parts = [np.array([place.get(one, 1) for one in text[:MOST]], np.int16) for text, _, _ in known]
    return Texts(
        numbers=np.concatenate(parts),
        first=np.cumsum([0, *map(len, parts)]),
        task=np.array([task for _, task, _ in known], np.int8),
        value=np.array([value for _, _, value in known], np.int32),
    )


def reviews() -> list[tuple[str, int]]:
    """Give the reviews of one or two and of four or five stars, with their stars less one; the last HELD only weigh."""
    known = ((row["text"], int(row["stars"]) - 1) for row in rows("reviews_tw/train"))
    return [(text, value) for text, value in known if value != MIDDLE and len(text) >= SHORTEST]


def reviews_in_numbers(known: Sequence[tuple[str, int]], alphabet: str) -> Texts:
    return in_numbers([(fold(text)[: 2 * MOST], STARS, value) for text, value in known], alphabet)


def lessons(split: str, alphabet: str) -> list[Lesson]:
    """Give the written posts as the second reader will see such posts, their brand named."""
    examples = written(split)
    return lessons_of(examples, hear_brand(examples), alphabet)


def lessons_unnamed(split: str, alphabet: str) -> list[Lesson]:
    """Give the written posts that say what they feel as they are seen where nobody of ours is named."""
    examples = [one for one in written(split) if one.is_outspoken]
    return lessons_of(examples, hear_nothing([one.post for one in examples]), alphabet)


def lessons_of(examples: Sequence[Example], heard: Heard, alphabet: str) -> list[Lesson]:
    masked, signs = mask_names(heard), Alphabet.of(alphabet)
    shown = (seen(one.post, place, heard, masked, signs).numbers for place, one in enumerate(examples))
    return [lesson_of(one, numbers) for one, numbers in zip(examples, shown, strict=True)]


def lesson_of(one: Example, numbers: Numbers) -> Lesson:
    tone, kind = list(Sentiment).index(Sentiment(one.sentiment)), list(Category).index(Category(one.category))
    return Lesson(numbers, tone, kind, one.urgent)
