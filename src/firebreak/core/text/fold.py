"""When are two ways of writing the same word the same word? Folds script, case and width, one character to one.

NFKC where it keeps the length → casefold where it keeps the length → traditional to simplified → 臺 as 台. Because
every code point becomes exactly one code point, an offset into the folded text is an offset into the text as published.
"""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from firebreak.core.text.han import SIMPLIFIED, TRADITIONAL

Codes = npt.NDArray[np.uint32]

# Outside these ranges NFKC and casefold change nothing that stays one character long (a test walks all of Unicode).
CHANGING = (
    (0xA0, 0x557), (0xF0C, 0x10FD), (0x13F8, 0x13FE), (0x1C80, 0x24EB), (0x2C00, 0x32FF), (0xA640, 0xA7FA),
    (0xAB5C, 0xABC0), (0xF900, 0xFFEF), (0x10400, 0x107BB), (0x10C80, 0x10CB3), (0x118A0, 0x118C0), (0x16E40, 0x16E60),
    (0x1D400, 0x1D800), (0x1E900, 0x1E922), (0x1EE00, 0x1EEBC), (0x1F12B, 0x1F252), (0x1FBF0, 0x1FBFA),
    (0x2F800, 0x2FA1E),
)  # fmt: skip
SIZE = 0x110000
REPLACEMENT = 0xFFFD


def fold_char(char: str) -> str:
    """Fold one character by the Unicode rules alone, without the Han table."""
    compatible = unicodedata.normalize("NFKC", char)
    if len(compatible) != 1:
        compatible = char
    plain = compatible.casefold()
    return plain if len(plain) == 1 else compatible


@cache
def table() -> Codes:
    """Give the folding table: (0x110000,) uint32, the folded code point of every code point.

    NUL and lone surrogates become U+FFFD, so that no later step has to fear them.
    """
    found = np.arange(SIZE, dtype=np.uint32)
    for low, high in CHANGING:
        found[low:high] = [ord(fold_char(chr(code))) for code in range(low, high)]
    found[ord("A") : ord("Z") + 1] += 32
    found[0xD800:0xE000] = REPLACEMENT
    found[0] = REPLACEMENT
    simpler = np.arange(SIZE, dtype=np.uint32)
    simpler[codes_of(TRADITIONAL)] = codes_of(SIMPLIFIED)
    return simpler[simpler[found]]


def codes_of(text: str) -> Codes:
    """Give the code points of a string; lone surrogates are kept."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """Give the string of folded code points."""
    return codes.tobytes().decode("utf-32-le")


def fold_codes(text: str) -> Codes:
    """Fold a string into code points, one for each of its own."""
    return table()[codes_of(text)]


def fold(text: str) -> str:
    """Fold a string; the result has the same length.

    >>> fold("臺灣ＡＰＰ") == fold("台湾app")
    True
    """
    return text_of(fold_codes(text))
