from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.text.pii import MASK, find_pii, mask

SEEN = [
    ("打0912-345-678給我", "phone", "0912-345-678"),
    ("０９１２３４５６７８", "phone", "０９１２３４５６７８"),  # full width
    ("+886 912 345 678", "phone", "+886 912 345 678"),
    ("電話(02)2345-6789轉123", "phone", "(02)2345-6789"),
    ("049-2345678 找她", "phone", "049-2345678"),
    ("寫信到 foo.bar@gmail.com謝謝", "email", "foo.bar@gmail.com"),
    ("mail到foo.bar@gmail.com謝謝", "email", "foo.bar@gmail.com"),  # Han right before it
    ("身分證A123456789", "national_id", "A123456789"),
    ("卡號4111 1111 1111 1111被刷", "card", "4111 1111 1111 1111"),
    ("LINE ID: abc_123", "line_id", "abc_123"),
    ("加賴 kitty99", "line_id", "kitty99"),
    ("車牌ABC-1234", "plate", "ABC-1234"),
    ("訂單編號：20261118A001", "order_no", "20261118A001"),
    ("寄到台北市大安區和平東路二段106號3樓", "address", "台北市大安區和平東路二段106號3樓"),
]
UNSEEN = [
    "A123456788",  # wrong checksum
    "4111 1111 1111 1112",  # fails Luhn
    "顯卡RTX-4090",  # no car in sight
    "0800-123-456",  # a company's free line
    "line pay很方便",
    "2026-11-20 10:30-12:00 價格1234567890",
    "訂單還沒到",
]


@pytest.mark.parametrize(("text", "kind", "words"), SEEN)
def test_it_points_at_personal_data_as_published(text: str, kind: str, words: str) -> None:
    found = [(one.kind, text[one.span.start : one.span.end]) for one in find_pii(text)]

    assert (kind, words) in found


@pytest.mark.parametrize("text", UNSEEN)
def test_it_leaves_other_numbers_alone(text: str) -> None:
    assert find_pii(text) == ()


@given(st.text(st.one_of(st.characters(), st.sampled_from("0123456789-@AaLINE line賴號路")), max_size=120))
def test_it_never_raises_and_its_places_are_ordered_and_inside(text: str) -> None:
    places = [(one.span.start, one.span.end) for one in find_pii(text)]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


def test_masking_keeps_every_other_offset() -> None:
    text = "打0912345678謝謝"

    hidden = mask(text, [(1, 11)])

    assert hidden == "打" + MASK * 10 + "謝謝"
