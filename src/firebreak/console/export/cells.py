"""How is a value written so that a spreadsheet shows it and runs nothing?"""

import re
from collections.abc import Sequence
from datetime import datetime

from firebreak.console.formats import local

Value = str | int | float | bool | datetime | None
Row = Sequence[Value]

# A spreadsheet takes text with such a beginning for a formula; some do so after reading full-width letters as narrow.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767  # characters in a cell of Excel


def safe(text: str) -> str:
    """Write text that may come from anybody; an apostrophe before it says that it is text.

    >>> safe("=1+1"), safe("\\t@SUM(A1)"), safe("喝了 -1 分")
    ("'=1+1", "'\\t@SUM(A1)", '喝了 -1 分')
    """
    return f"'{text}" if text.startswith(STARTS) else text


def as_told(cell: str) -> str:
    """Read back what `safe` has written.

    >>> as_told(safe("+886 2 2345 6789")), as_told("'tis")
    ('+886 2 2345 6789', "'tis")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(STARTS) else cell


def for_csv(value: Value) -> str:
    """Write a value for CSV: a time as Taipei has it, a number as it is, text so that nothing of it runs."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    return safe(value) if isinstance(value, str) else str(value)


def for_excel(value: Value) -> Value:
    """Write a value for a cell: as CSV has it, without what XML cannot hold, and cut to what a cell holds."""
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    text = safe(UNWRITABLE.sub("\ufffd", value))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
