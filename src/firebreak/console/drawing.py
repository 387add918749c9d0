"""Which strokes make a figure? Markup of single marks: texts go through escape, numbers through a format."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from firebreak.console.scale import HEIGHT, Values, clean, pieces_of, points, x_of, y_of

LABELS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a figure; looks: "" (volume), neg, old, prev, dash, bad, c2, c3, c4."""

    name: str
    values: Values
    look: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A band between two lines; looks: bd (expected), f1 (inner fan), f2 (outer fan)."""

    name: str
    low: Values
    high: Values
    look: str = "bd"


@dataclass(frozen=True, slots=True)
class Mark:
    """A dotted upright at a bucket, with a word: an alert, or now."""

    index: int
    word: str


@dataclass(frozen=True, slots=True)
class Note:
    """A word at a value; looks: "", strong, warn, hide-m (left out on a phone)."""

    index: int
    value: float
    word: str
    look: str = ""


def vouched(markup: str) -> SafeString:
    """Let markup made on this page through: every text in it went through escape, every number through a format."""
    return mark_safe(markup)  # noqa: S308


def plot_svg(drawn: str) -> str:
    return f'<svg class="plot" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


def svg(look: str, drawn: str) -> str:
    return f'<svg class="{look}" aria-hidden="true">{drawn}</svg>'


def axis_words(labels: Sequence[str], places: Sequence[float]) -> str:
    """Write at most eight labels, every second of them only where there is room."""
    step = max(1, math.ceil(len(labels) / LABELS))
    shown = range(0, len(labels), step)
    return "".join(axis_word(places[at], labels[at], "hide-m" if number % 2 else "") for number, at in enumerate(shown))


def axis_word(place: float, text: str, look: str = "") -> str:
    anchor = "start" if place < 0.02 else "end" if place > 0.98 else "middle"
    return f'<text class="{look}" x="{place * 100:.2f}%" y="15" text-anchor="{anchor}">{escape(text)}</text>'


def strokes(values: Values, top: float, count: int, look: str) -> str:
    drawn = []
    for start, piece in pieces_of(values):
        path = points(piece, top, count, start=start)
        drawn.append(f'<path class="{look}" d="M{"L".join(path if len(path) > 1 else path * 2)}"/>')
    return "".join(drawn)


def draw_line(line: Line, top: float, count: int, *, open_end: bool = False) -> str:
    """Draw the pieces of a line between its gaps; a point between two gaps becomes a short stroke."""
    look = f"l {escape(line.look)}".strip()
    whole = list(map(clean, line.values))
    last = len(whole) - 1
    if open_end and last > 0 and whole[last] is not None and whole[last - 1] is not None:
        tail = points([whole[last - 1], whole[last]], top, count, start=last - 1)
        whole[last] = None
        return strokes(whole, top, count, look) + f'<path class="{look} dash" d="M{"L".join(tail)}"/>'
    return strokes(whole, top, count, look)


def draw_area(area: Area, top: float, count: int) -> str:
    both = [
        (clean(low), clean(high)) if clean(low) is not None and clean(high) is not None else None
        for low, high in zip(area.low, area.high, strict=True)
    ]
    drawn = []
    for start, piece in pieces_of(both):
        upper = points([high for _low, high in piece], top, count, start=start)
        lower = points([low for low, _high in piece], top, count, start=start)[::-1]
        drawn.append(f'<path class="{escape(area.look)}" d="M{"L".join(upper + lower)}Z"/>')
    return "".join(drawn)


def draw_dot(values: Values, at: int, top: float, count: int, look: str) -> str:
    value = clean(values[at]) if 0 <= at < len(values) else None
    if value is None:
        return ""
    return f'<circle class="{look}" cx="{x_of(at, count) / 10:g}%" cy="{y_of(value, top):g}%" r="5"/>'


def draw_note(note: Note, top: float, count: int) -> str:
    place = x_of(note.index, count) / 10
    anchor = "start" if place < 10 else "end" if place > 90 else "middle"
    lift = 16 if "below" in note.look else -8
    return (
        f'<text class="{escape(note.look)}" x="{place:g}%" y="{y_of(note.value, top):g}%" dy="{lift}"'
        f' text-anchor="{anchor}">{escape(note.word)}</text>'
    )


def draw_mark(mark: Mark, count: int) -> str:
    place = x_of(mark.index, count) / 10
    anchor, gap = ("start", 6) if place < 20 else ("end", -6)
    return f'<text x="{place:g}%" y="0" dy="12" dx="{gap}" text-anchor="{anchor}">{escape(mark.word)}</text>'


def bar(at: int, slot: float, low: float, total: float, top: float) -> str:
    left, width = at * slot + slot * 0.2, slot * 0.6
    pieces = (("b2", y_of(total, top), y_of(low, top)), ("b1", y_of(low, top), HEIGHT))
    return "".join(
        f'<rect class="{look}" x="{left:.2f}" y="{upper:g}" width="{width:.2f}" height="{lower - upper:g}"/>'
        for look, upper, lower in pieces
    )
