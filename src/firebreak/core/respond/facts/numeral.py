"""Which number is meant? Arabic, Chinese and English numerals as they stand in folded text."""

import re
from decimal import Decimal
from math import prod

from firebreak.core.text.fold import fold

DIGITS = {
    char: at for at, row in enumerate(zip("〇一二三四五六七八九", "零壹貳參肆伍陸柒捌玖", strict=True)) for char in row
}
HAN_DIGITS = {fold(char): value for char, value in DIGITS.items()} | {"0": 0, "○": 0, fold("兩"): 2}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {fold("萬"): 10**4, fold("億"): 10**8}
SCORES = {"廿": "二十", "卅": "三十"}
HAN_SET = "".join([*HAN_DIGITS, *SMALL, *LARGE, *SCORES])
SCALE = "".join([*SMALL, *LARGE])
ARABIC = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)(?!\d)"
LOWER = rf"(?:(?:{ARABIC})[{SCALE}]{{0,4}}| (?:{ARABIC}) ?[{SCALE}]{{1,4}})"  # 8千 and 8 千 of 4萬8千
SCALED = rf"(?:{ARABIC})(?: ?[{SCALE}]{{1,4}}{LOWER}{{0,3}}| (?:thousand|million|billion)\b)?"
BEYOND = Decimal(10) ** 18  # nobody counts so far; the decimals would end before the number does
CHUNK = re.compile(rf"([0-9]+(?:\.[0-9]+)?) ?([{SCALE}]*)")
HAN = f"[{HAN_SET}]{{1,20}}"
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = {word: value for value, word in enumerate(ONES)} | {word: 20 + 10 * at for at, word in enumerate(TENS)}
TIMES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
WORD = "|".join(sorted([*ENGLISH, *TIMES], key=len, reverse=True))
WORDS = rf"\b(?:{WORD})(?:(?:[ -]| and )(?:{WORD})){{0,9}}\b"
ROUGH = re.compile(
    fold(
        r"(?:約|(?<![附最鄰])近|逾|超過|大約|大概|將近|差不多|估計|大致|幾乎|(?<![很飛盡趕加儘])快要?"
        r"|about|around|nearly|over|some|more than|almost|roughly|under|approximately|circa) ?$"
    )
)
ROUGH_AFTER = re.compile(fold(r" ?(?:左右|上下|許(?!可)|之譜|or so\b|or thereabouts)"))
LEAST = re.compile(
    fold(
        r"(?:逾|超過|超出|突破|不只|不止|至少|起碼|最少|不少於|不低於|不下|多達|高達|上看"
        r"|\bover|more than|at least|no fewer than|no less than|exceed(?:s|ed|ing)?) ?$"
    )
)
LEAST_AFTER = re.compile(fold(r" ?(?:以上|起跳|\bor more\b)"))
MOST = re.compile(
    fold(
        r"(?<!超過)(?:不到|未滿|不滿|不足|至多|最多|頂多|上限為?|不超過|未超過|未逾|不逾|低於|少於|未達|不及|將近|接近|(?<![附最鄰])近"
        r"|\bunder|less than|fewer than|at most|up to|no more than|nearly|almost|just short of) ?$"
    )
)
MOST_AFTER = re.compile(fold(r" ?(?:以內|之內|內(?!容|部|科|場)|以下|不到|or (?:less|fewer)\b)"))
NUMBER = rf"(?:{SCALED}|{HAN}|{WORDS})"


def bound_of(before: str, after: str) -> str:
    """Say whether a value is the least (逾三百) or the most (不到十分鐘) that is meant, empty where it is the value.

    Both are folded: what stands before it and behind.

    >>> bound_of(fold("已超過 "), fold("筆")), bound_of("", fold("以內")), bound_of("共", "")
    ('least', 'most', '')
    """
    if MOST.search(before) or MOST_AFTER.match(after):
        return "most"
    return "least" if LEAST.search(before) or LEAST_AFTER.match(after) else ""


def value_of(text: str) -> Decimal | None:
    """Give the value of a numeral, None when it is none.

    >>> value_of("3.2 万"), value_of("三千五"), value_of("one thousand and fifty"), value_of("4 万 8 千")
    (Decimal('32000.0'), Decimal('3500'), Decimal('1050'), Decimal('48000'))
    """
    value = any_value(text.replace(",", "").strip())
    return value if value is not None and value < BEYOND else None


def any_value(plain: str) -> Decimal | None:
    if not plain:
        return None
    if plain[0].isascii() and plain[0].isdigit():
        return scaled(plain)
    if plain[0].isascii():
        return english(plain)
    return Decimal(han(plain)) if all(char in HAN_SET for char in plain) else None


def scaled(plain: str) -> Decimal:
    """Read digits with their scale: 3.2萬, 5千4百, 3萬2,800, and 3萬2 with the unit that speech leaves out."""
    chunks = CHUNK.findall(plain)
    english_scale = TIMES.get(plain.rsplit(" ", 1)[-1])
    if english_scale:
        return Decimal(chunks[0][0]) * english_scale
    total, section, unit = Decimal(0), Decimal(0), 1
    for digits, scale in chunks:
        value = Decimal(digits) * (unit // 10 if not scale and unit > 10 and len(digits) == 1 else 1)
        unit = 1
        for char in scale:
            unit *= SMALL.get(char) or LARGE[char]
        section += value * prod(SMALL.get(char, 1) for char in scale)
        if any(char in LARGE for char in scale):
            total, section = total + section * prod(LARGE.get(char, 1) for char in scale), Decimal(0)
    return total + section


def han(plain: str) -> int:
    """Read a Chinese numeral: 二〇二六 by its digits, 三萬二 with the unit that speech leaves out, 廿六 as 26."""
    for char, spelled in SCORES.items():
        plain = plain.replace(char, spelled)
    if len(plain) > 1 and not any(char in SMALL or char in LARGE for char in plain):
        return int("".join(str(HAN_DIGITS[char]) for char in plain))
    total = section = digit = 0
    unit = 1
    for char in plain:
        if char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
            unit = 1 if digit == 0 else unit
        elif char in SMALL:
            unit = SMALL[char]
            section, digit = section + (digit or 1) * unit, 0
        else:
            unit = LARGE[char]
            below = section + digit
            total = (total + below or 1) * unit if unit > 10**4 else total + (below or 1) * unit
            section = digit = 0
    return total + section + digit * (unit // 10 if unit > 10 else 1)


def english(plain: str) -> Decimal | None:
    total = part = 0
    for word in re.findall(r"[a-z]+", plain):
        if word in ENGLISH:
            part += ENGLISH[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in TIMES:
            total, part = total + (part or 1) * TIMES[word], 0
    return Decimal(total + part)
