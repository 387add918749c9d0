"""Do stories of one template keep apart that name different towns, and do needs grow where many stories are alive?"""

from dataclasses import replace

import numpy as np
import pytest

from firebreak.core.assess.book import WORDS
from firebreak.core.assess.story import Batch, StoryRules, empty_book, from_bytes, place
from firebreak.core.text.batch import fold_fields
from firebreak.core.text.towns import towns
from tests.core.assess.said import SAFETY, Said, batch

TEMPLATE = "{}館住一晚全身被床蟲咬，手臂四十幾包，櫃檯只給藥膏，打電話給總公司到現在沒人回我"


def heard(*texts: str, hours: float = 1) -> Batch:
    """Make complaints about safety, so many hours apart, with the towns that they name."""
    made = batch([Said(at * hours, text, SAFETY, negative=True) for at, text in enumerate(texts)])
    features = made.features.tolil()
    features[:, WORDS:] = towns(fold_fields([part for text in texts for part in ("", text)])).toarray()
    return replace(made, features=features.tocsr())


def stories(*texts: str) -> list[int]:
    return place(empty_book(), heard(*texts))[1].story.tolist()


def test_one_template_in_two_towns_is_two_stories() -> None:
    """Also where the two are near copies."""
    assert stories(TEMPLATE.format("台中"), TEMPLATE.format("高雄")) == [1, 2]
    assert stories(TEMPLATE.format("台中"), TEMPLATE.format("台中")) == [1, 1]


@pytest.mark.parametrize("texts", [("台中", "豐原"), ("豐原", "台中"), ("台中", "這"), ("這", "台中")])
def test_a_county_and_its_towns_are_one_and_so_are_posts_that_name_none(texts: tuple[str, str]) -> None:
    assert stories(*(TEMPLATE.format(town) for town in texts)) == [1, 1]


def test_a_book_read_again_still_knows_the_towns_of_its_stories() -> None:
    book, _ = place(empty_book(), heard(TEMPLATE.format("台中")))

    _, found = place(from_bytes(book.to_bytes()), heard(TEMPLATE.format("高雄")))
    assert found.story.tolist() == [2]


def test_a_post_must_be_nearer_where_many_stories_are_alive() -> None:
    one, many = StoryRules(), StoryRules(few=1, crowd=9.0, most_crowd=9.0)
    others = [f"{word}{word}的{word}" * 4 for word in "甲乙丙丁戊己"]
    posts = heard(*others, "早上喝的豆漿有蟑螂", "豆漿喝到有隻小強")

    loose, strict = (place(empty_book(), posts, rules)[1].story for rules in (one, many))

    assert loose[-1] == loose[-2]
    assert strict[-1] != strict[-2]
    assert np.unique(strict).size > np.unique(loose).size
