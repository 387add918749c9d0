"""How much of a plan does one page of A4 hold: how each step is done too, only what is done, or not even that?"""

import unicodedata
from enum import StrEnum
from math import ceil

from firebreak.console.plans.reading import Line, Reading

ACROSS = 66  # Latin characters in a column of the sheet; a Chinese one is as wide as two
WITH_HOW, WITHOUT, TIGHT = 118, 110, 140  # lines of both columns; the space between steps takes the rest
HEADING = 2  # lines that the name of a phase takes
PAGE_WIDE, THIRD = 140, 42  # Latin characters across the page, and in a column of the lists below
LISTS = 10  # lines of lists above and below that are reckoned with


class Room(StrEnum):
    """How the steps stand on the sheet."""

    ALL = "all"  # what, how, who and until when
    WHAT = "what"  # what, who and until when
    TIGHT = "tight"  # the same in small type, who and until when in one line
    NONE = "none"  # more than a page holds


def room_for(reading: Reading) -> Room:
    """Choose the fullest way in which the steps fit on one page.

    The figures were measured with Chromium's own PDF; a browser test holds them to it.
    """
    lines = reading.lines
    headings = HEADING * len(reading.parts) + 2 * max(0, list_rows(reading) - LISTS)
    what = headings + sum(rows(line.title) + rows(duties(line)) + 1 for line in lines)
    if what + sum(rows(line.advice) for line in lines) <= WITH_HOW:
        return Room.ALL
    if what <= WITHOUT:
        return Room.WHAT
    tight = headings + sum(rows(line.title) + 1 for line in lines)
    return Room.TIGHT if tight <= TIGHT else Room.NONE


def duties(line: Line) -> str:
    return " ".join(f"{letter} {role}" for letter, role in line.duties)


def list_rows(reading: Reading) -> int:
    """Count the lines of what is never done, and of the longest of the three lists below the steps."""
    below = (reading.signs, reading.channels, reading.resources)
    longest = max(sum(rows(said, THIRD) for said in one) for one in below)
    return longest + sum(rows(said, PAGE_WIDE) for said in reading.never)


def rows(said: str, across: int = ACROSS) -> int:
    """Count the lines that words take in a column."""
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in said)
    return max(1, ceil(width / across))
