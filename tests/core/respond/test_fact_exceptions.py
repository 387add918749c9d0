"""Does an exception mean all but the thing that it names, and a thing that is only kept safe count as neither hit nor spared?"""

import pytest

from firebreak import knowledge
from firebreak.core.respond.facts import Pair, compare


def fields(a: str, b: str) -> set[str]:
    return {conflict.field for conflict in compare(Pair("1", a, b), knowledge.facts())}


AGREE = (
    ("密碼未外洩。", "外洩資料含姓名與電話，密碼經過加密。"),  # how it is kept
    ("密碼沒有外洩。", "這次外洩的資料裡，密碼經過加密處理。"),
    (
        "本次外洩資料包含姓名與電話，不含信用卡號。",
        "被看到的是姓名、電話，信用卡號沒有外洩。",
    ),  # what is spared, not the leak
    ("僅台中店受影響。", "台中店以外門市不受影響。"),  # all but the one that is hit
    ("只有台中店受影響。", "除台中店外，其他門市均不受影響。"),
    ("台中店不受影響。", "台中店以外門市不受影響。"),  # nothing is said of the one
    ("台中店不受影響。", "台中店以外門市都受影響。"),
    ("除南部門市外，該商品都已停售。", "除南部門市以外，全部門市均已停售該商品。"),
    ("全台門市都停售。", "除了台北店之外，全台門市也都停售。"),  # as well, not but
    (
        "全台 24 家門市中，有 3 家使用該批原料。",
        "用到這批原料的只有三家店，另外二十一家沒有用到。",
    ),  # a part of a whole
    ("駭客並未取得密碼。", "密碼沒有外洩，影響的是姓名。"),
)
CLASH = (
    ("密碼未外洩。", "外洩的密碼經過加密。"),
    ("密碼未外洩。", "外洩資料含姓名與密碼，密碼經過加密。"),
    ("會員密碼並未外洩。", "駭客取得了會員的密碼，請立即更改。"),
    ("台中店受影響。", "台中店以外門市受影響。"),
    ("台北店不受影響。", "除了台北店以外，台中店也受影響。"),
    ("全部門市都停售。", "台北以外的門市都停售。"),
    ("全部門市均已停售該商品。", "除南部門市外，該商品都已停售。"),
)


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_what_is_excepted_or_kept_safe_is_no_clash(a: str, b: str) -> None:
    assert fields(a, b) == set()
    assert fields(b, a) == set()


@pytest.mark.parametrize(("a", "b"), CLASH)
def test_an_exception_that_the_other_text_does_not_make_is_found(a: str, b: str) -> None:
    assert "scope" in fields(a, b)
    assert "scope" in fields(b, a)
