"""Whose personal data stands in a text, and where? Finds what Taiwanese posts leak, checks it, and hides it.

Patterns run over the folded text, whose offsets are those of the text as published. Checksums follow the rules of the
issuer: national ids weigh letter and digits modulo 10; cards follow Luhn (ISO/IEC 7812-1).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from firebreak.core.terms import Pii, Span
from firebreak.core.text.fold import fold
from firebreak.core.text.spans import Pair, overlaps

MASK = "●"
LETTERS = "abcdefghjklmnpqrstuvxywzio"  # a = 10 … o = 35 on a national id
ID_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
CONTEXT = 12  # characters around a possible plate in which a car must be spoken of
PLATE_CONTEXT = re.compile("车|plate|机车|骑士|驾驶")


def is_national_id(text: str) -> bool:
    """Check a national id or resident certificate number (folded, ten characters)."""
    first = LETTERS.index(text[0]) + 10
    second = str(LETTERS.index(text[1]) % 10) if text[1].isalpha() else text[1]
    digits = (first // 10, first % 10, int(second), *map(int, text[2:]))
    return sum(weight * digit for weight, digit in zip(ID_WEIGHTS, digits, strict=True)) % 10 == 0


def is_card(text: str) -> bool:
    """Check a card number by Luhn's formula, separators ignored."""
    digits = [int(char) for char in text if char.isdigit()]
    doubled = [digit if at % 2 == 0 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(reversed(digits))]
    return 13 <= len(digits) <= 19 and sum(doubled) % 10 == 0 and len(set(digits)) > 1


def is_landline(text: str) -> bool:
    """Check that a landline has the nine or ten digits of a Taiwanese number."""
    digits = "".join(char for char in text if char.isdigit())
    local = "0" + digits.removeprefix("886").removeprefix("0") if digits.startswith("886") else digits
    return len(local) in (9, 10) and not local.startswith(("0800", "0809"))


def has_digits(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 4


def always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one kind of personal data looks; `check` confirms the group "it", or the whole match without that group."""

    kind: str
    shape: re.Pattern[str]
    check: Callable[[str], bool] = always


# Without one of these no pattern can hold.
LIKELY = re.compile(
    r"\d{3}(?:[-. ]?\d){2}|[a-z]-?\d{3}|\d-[a-z]{2}|@|line|赖|订单|单号|order|[\d一二三四五六七八九十]号"
)
HAN = r"[\u3400-\u9fff]"
NUMBER = r"[\d一二三四五六七八九十]{1,5}"
PATTERNS = (
    Pattern(
        "email",
        re.compile(
            r"(?<![a-z0-9._+-])[a-z0-9][a-z0-9._%+-]{0,63}"
            r"@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?![a-z0-9])"
        ),
    ),
    Pattern("national_id", re.compile(r"(?<![a-z0-9])[a-z][1289a-d]\d{8}(?!\d)"), is_national_id),
    Pattern("card", re.compile(r"(?<![\d-])[3-6]\d{3}(?:[ -]?\d{2,6}){2,4}(?![\d-])"), is_card),
    Pattern("phone", re.compile(r"(?<!\d)(?:\+?886[- ]?|0)9\d{2}(?:[-. ]?\d){6}(?!\d)")),
    Pattern(
        "phone",
        re.compile(
            r"(?<![\d-])(?:\+?886[- ]?\(?|\(?0)[2-8]\d{0,3}\)?[-. ]{0,2}\d{3,4}[-. ]?\d{3,4}(?![\d-])"
        ),
        is_landline,
    ),
    Pattern(
        "line_id",
        re.compile(
            r"(?<![a-z])(?:line[ _-]?(?:id|帐号)[ ]?(?:[:=是为]|[ ])?[ ]?|line[ ]?[:=][ ]?"
            r"|加(?:我)?(?:line|赖)[ :=]{0,3}|赖[ ]?(?:id)?[ ]?[:=][ ]?)"
            r"@?(?P<it>[a-z0-9][a-z0-9._-]{3,19})(?![a-z0-9])"
        ),
    ),
    Pattern(
        "order_no",
        re.compile(
            r"(?:订单|单号|order)(?:编号|号码|号|no\.?|number)?[ ]?(?:[:#是为]|[ ])?[ ]?"
            r"(?P<it>[a-z0-9][a-z0-9-]{5,23})(?![a-z0-9])"
        ),
        has_digits,
    ),
    Pattern(
        "plate",
        re.compile(
            r"(?<![a-z0-9-])"
            r"(?:[a-z]{3}-?\d{4}|[a-z]{2}-\d{4}|\d{4}-[a-z]{2}|[a-z]{3}-\d{3}|\d{3}-[a-z]{3})(?![a-z0-9-])"
        ),
    ),
    Pattern(
        "address",
        re.compile(
            rf"(?:{HAN}{{2}}[市县])?(?:{HAN}{{1,3}}[区乡镇市])?(?:{HAN}{{1,3}}[里村])?{HAN}{{1,5}}(?:路|街|大道)(?:{NUMBER}段)?"
            rf"(?:{NUMBER}巷)?(?:{NUMBER}弄)?{NUMBER}(?:之{NUMBER})?号(?:{NUMBER}楼)?(?:之{NUMBER})?"
        ),
    ),
)  # fmt: skip


def find_pii(text: str, *, field: str = "text") -> tuple[Pii, ...]:
    """Find the personal data of one field, in order and without overlaps."""
    return find_folded_pii(fold(text), field=field)


def find_folded_pii(plain: str, *, field: str) -> tuple[Pii, ...]:
    """Find the personal data of a field that is folded already; of two that overlap, the more certain kind is kept."""
    found: list[tuple[int, int, str]] = []
    for start, end, kind in candidates(plain):
        if not any(overlaps((start, end), (low, high)) for low, high, _ in found):
            found.append((start, end, kind))
    return tuple(Pii(kind=kind, span=Span(field, start, end)) for start, end, kind in sorted(found))


def candidates(plain: str) -> Iterator[tuple[int, int, str]]:
    """Give what looks like personal data in folded text and passes its check, most certain kind first."""
    if not LIKELY.search(plain):
        return
    for pattern in PATTERNS:
        for match in pattern.shape.finditer(plain):
            group = "it" if "it" in pattern.shape.groupindex else 0
            if not pattern.check(match.group(group)):
                continue
            if pattern.kind == "plate" and not near_a_car(plain, match.span()):
                continue
            start, end = match.span(group)
            yield start, end, pattern.kind


def near_a_car(plain: str, place: Pair) -> bool:
    return bool(PLATE_CONTEXT.search(plain, max(0, place[0] - CONTEXT), place[1] + CONTEXT))


def mask(text: str, pairs: Iterable[Pair]) -> str:
    """Hide places of a text; the length stays, so that every other offset holds."""
    chars = list(text)
    for start, end in pairs:
        chars[start:end] = MASK * len(chars[start:end])
    return "".join(chars)
