"""Which numbers are personal? The checksums of the issuers, and the limits of each pattern."""

import pytest

from firebreak.core.text.pii import find_pii, has_digits, is_card, is_landline, is_national_id, mask


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("a123456789", True),
        ("a123456788", False),
        ("f131104093", True),
        ("f131104092", False),
        ("ac01234567", True),  # a resident certificate, the second letter counts by its last digit
        ("ac01234568", False),
        ("ad01234567", False),
    ],
)
def test_a_national_id_carries_its_checksum(number: str, valid: bool) -> None:
    assert is_national_id(number) is valid


@pytest.mark.parametrize("place", range(1, 10))
def test_a_mistyped_digit_is_no_national_id(place: int) -> None:
    number = "f131104093"
    wrong = str((int(number[place]) + 1) % 10)

    assert not is_national_id(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("4111 1111 1111 1111", True),
        ("4111-1111-1111-1112", False),
        ("4234567890125", True),  # thirteen digits
        ("423456789019", False),  # twelve, though the sum fits
        ("4234567890123456782", True),  # nineteen
        ("42345678901234567898", False),  # twenty
        ("6666666666666", False),  # the same digit over and over is nobody's card
    ],
)
def test_a_card_number_follows_luhn(number: str, valid: bool) -> None:
    assert is_card(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("(02)2345-6789", True),
        ("049-2345678", True),
        ("02-234-567", False),  # eight digits
        ("02-2345-67890", False),  # eleven
        ("+886 2 2345 6789", True),
        ("886 (0)49 234 5678", True),
        ("886 2 234 567", False),
        ("0800-123-456", False),  # a company's free line
        ("0809-123-456", False),
    ],
)
def test_a_landline_has_nine_or_ten_digits(number: str, valid: bool) -> None:
    assert is_landline(number) is valid


@pytest.mark.parametrize(("text", "valid"), [("ab1234", True), ("abc123", False)])
def test_an_order_number_has_four_digits_at_least(text: str, valid: bool) -> None:
    assert has_digits(text) is valid


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("車" + "、" * 11 + "ABC-1234", ["plate"]),  # a car is spoken of nearby
        ("車" + "、" * 12 + "ABC-1234", []),
        ("ABC-1234" + "、" * 11 + "車", ["plate"]),
        ("ABC-1234" + "、" * 12 + "車", []),
        ("訂單0912345678", ["phone"]),  # of two readings the more certain
        ("LINE ID: A123456789", ["national_id"]),
        ("打0912345678或寫a@b.tw", ["phone", "email"]),  # in the order in which they stand
    ],
)
def test_it_finds_each_once_and_in_order(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in find_pii(text)] == kinds


def test_it_names_the_field() -> None:
    assert find_pii("0912345678", field="title")[0].span.field == "title"


def test_the_label_of_a_number_is_not_hidden_with_it() -> None:
    text = "LINE ID: abc_123"

    span = find_pii(text)[0].span

    assert mask(text, [(span.start, span.end)]) == "LINE ID: ●●●●●●●"
