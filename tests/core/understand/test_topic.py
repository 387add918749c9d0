"""What a post is about agrees with how it says it."""

import numpy as np

from firebreak.core.terms import Category, Sentiment
from firebreak.core.understand.topic import in_tone, primary

CATEGORIES, TONES = list(Category), list(Sentiment)


def row(**probabilities: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    found = np.zeros((1, len(CATEGORIES)), np.float32)
    for name, value in probabilities.items():
        found[0, CATEGORIES.index(Category(name))] = value
    return found


def tone(word: Sentiment) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([[0.8 if each is word else 0.1 for each in TONES]], np.float32)


def read(categories: np.ndarray[tuple[int, int], np.dtype[np.float32]], word: Sentiment) -> Category:
    return CATEGORIES[int(primary(in_tone(categories, tone(word)), gravest_from=0.4)[0])]


def test_what_is_negative_is_no_praise() -> None:
    mixed = row(praise=0.6, service=0.3)

    assert read(mixed, Sentiment.NEGATIVE) is Category.SERVICE
    assert read(mixed, Sentiment.POSITIVE) is Category.PRAISE


def test_what_is_positive_complains_only_when_it_says_so_loudly() -> None:
    assert read(row(praise=0.3, product_defect=0.5), Sentiment.POSITIVE) is Category.PRAISE
    assert read(row(praise=0.02, product_defect=0.9), Sentiment.POSITIVE) is Category.PRODUCT_DEFECT


def test_of_two_complaints_the_graver_is_primary_when_nearly_as_likely() -> None:
    assert read(row(service=0.5, product_safety=0.3), Sentiment.NEGATIVE) is Category.PRODUCT_SAFETY
    assert read(row(service=0.8, product_safety=0.1), Sentiment.NEGATIVE) is Category.SERVICE
