"""Which towns does a post name, and which of them are the same whereabouts?"""

import numpy as np

from firebreak.core.text.batch import fold_fields
from firebreak.core.text.towns import ROOM, around, names, towns


def named(text: str) -> set[str]:
    return {names()[column] for column in towns(fold_fields(["", text])).indices.tolist()}


def test_it_hears_towns_however_they_are_written() -> None:
    assert named("臺中館和台中館都一樣，高雄館比較好") == {"台中", "高雄"}
    assert named("板桥店") == {"板橋"}


def test_everyday_words_and_texts_without_a_town_name_none() -> None:
    assert named("成功退貨了，水很清水很甜，新店開幕") == set()
    assert named("") == set()


def test_a_name_is_not_read_across_two_posts() -> None:
    found = towns(fold_fields(["", "我住台", "", "中午吃飯", "", "高雄"]))

    assert np.diff(found.indptr).tolist() == [0, 0, 1]


def test_a_county_is_around_what_lies_in_it_and_nothing_else_is() -> None:
    place = {name: at for at, name in enumerate(names())}

    assert around()[place["台中"], place["豐原"]] and around()[place["豐原"], place["台中"]]
    assert not around()[place["豐原"], place["大里"]]
    assert not around()[place["台中"], place["高雄"]]


def test_every_name_is_there_once_and_there_is_room_for_more() -> None:
    assert len(set(names())) == len(names()) < ROOM
    assert {len(name) for name in names()} == {2}
