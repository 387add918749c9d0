"""Does the check of written posts see each way in which they would teach a writer's habit and not the public's?"""

from typing import Any

import pytest

from training.check_written import all_rows, faults, giveaways, habits, kappa, near_copies

SAME = "今天去買早餐的時候老闆娘跟我說她兒子考上了"


def row(number: int, text: str, *, split: str = "train", category: str = "other") -> dict[str, Any]:
    return {"id": f"p{number}", "text": text, "brand": "山嵐", "split": split, "category": category}


def test_the_posts_as_they_are_pass() -> None:
    assert faults(all_rows()) == []


def test_a_near_copy_is_named_with_both_posts() -> None:
    found = list(near_copies([row(1, SAME), row(2, "山嵐的湯頭換過了，冬天還是熱的好"), row(3, f"{SAME}喔")]))

    assert [fault.told[:5] for fault in found] == ["p1 p3"]


def test_a_brand_does_not_make_two_posts_alike() -> None:
    assert list(near_copies([row(1, "山嵐山嵐山嵐好"), row(2, "山嵐山嵐山嵐壞")])) == []


def test_a_phrase_that_a_writer_says_again_and_again_is_a_habit() -> None:
    said = [row(number, f"{number:010d}") for number in range(400)]

    found = list(habits([*said, *(row(number, SAME[:10]) for number in range(400, 403))]))

    assert [(fault.rule, fault.told) for fault in found] == [("habit", f"{SAME[:10]} in 3 posts")]


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ("今天天氣很好", True),  # the word stands in this category alone
        ("外洩的是水管", False),  # it has an innocent use elsewhere
    ],
)
def test_a_word_that_gives_a_category_away_is_named(others: str, found: bool) -> None:
    leaks = [row(number, f"外洩{number}", category="privacy_leak") for number in range(3)]

    told = giveaways([*leaks, row(9, others)])

    assert bool([fault for fault in told if fault.told.startswith("外洩 ")]) == found


def test_two_readers_who_agree_by_chance_only_have_no_kappa() -> None:
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
