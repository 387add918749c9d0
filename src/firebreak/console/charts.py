"""How is a figure drawn so that it reads the same on a screen, on paper and in a mail, without script or inline style?

Lines live in a stretched viewBox (0 0 1000 100, strokes do not scale); dots and words live in a second layer at
percentage positions, so circles stay round and words never shrink on a phone. Colour comes by class from the tokens.
Every figure is an image with one sentence, followed by a table with the same numbers.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from firebreak.console.formats import compact, thousands
from firebreak.console.scale import (
    HEIGHT,
    TICKS,
    WIDTH,
    Values,
    clean,
    last_known,
    nice_top,
    part,
    pieces_of,
    points,
    total_of,
    value_at,
    x_of,
    y_of,
)

LABELS = 6


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
class Figure:
    """What a line chart shows. `sentence` is read aloud; `labels` name the buckets; `anomalies` are indexes of the
    first line; with `open_end` the last bucket is still filling and its piece is dashed."""

    sentence: str
    labels: Sequence[str]
    lines: Sequence[Line]
    areas: Sequence[Area] = ()
    anomalies: Sequence[int] = ()
    marks: Sequence[Mark] = field(default_factory=tuple)
    unit: str = ""
    size: str = "m"
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One source of a story: when it began (share of the span in [0, 1]), its counts per bucket, and a note."""

    name: str
    note: str
    first: str
    starts: float
    values: Values


def vouched(markup: str) -> SafeString:
    """Let markup made on this page through: every text in it went through escape, every number through a format."""
    return mark_safe(markup)  # noqa: S308


def line_chart(figure: Figure) -> SafeString:
    """Draw lines over bands, with anomalies as hollow red circles; an empty figure draws only its axes."""
    lines = [line.values for line in figure.lines]
    top = nice_top([*lines, *(area.high for area in figure.areas)])
    count = len(figure.labels)
    plot = "".join(draw_area(area, top, count) for area in figure.areas)
    plot += "".join(draw_line(line, top, count, open_end=figure.open_end) for line in figure.lines)
    plot += "".join(f'<path class="vl" d="M{x_of(mark.index, count):g} 0V100"/>' for mark in figure.marks)
    over = "".join(draw_mark(mark, count) for mark in figure.marks)
    if figure.lines:
        over += "".join(draw_dot(figure.lines[0].values, at, top, count, "dot an") for at in figure.anomalies)
    return frame(figure, plot, over, top=top, count=count) + table(figure)


def fan_chart(
    *,
    sentence: str,
    labels: Sequence[str],
    actual: Values,
    middle: Values,
    inner: tuple[Values, Values],
    outer: tuple[Values, Values],
    now: str,
    unit: str = "",
    size: str = "l",
) -> SafeString:
    """Draw what was and, from its last point on, a median with 50 % and 80 % ranges; all values run over `labels`."""
    joint = last_known(actual)
    return line_chart(
        Figure(
            sentence=sentence,
            labels=labels,
            lines=(Line(_("Actual"), actual), Line(_("Median"), middle, "dash")),
            areas=(Area(_("80% range"), *outer, "f2"), Area(_("50% range"), *inner, "f1")),
            marks=() if joint is None else (Mark(joint, now),),
            unit=unit,
            size=size,
        )
    )


def bar_chart(
    *,
    sentence: str,
    labels: Sequence[str],
    lower: Line,
    upper: Line | None = None,
    words: Sequence[str] = (),
    unit: str = "",
    size: str = "m",
) -> SafeString:
    """Draw one bar per label, `upper` stacked on `lower`, with `words` above the bars."""
    count = max(1, len(labels))
    below = [clean(value) or 0.0 for value in lower.values]
    above = [clean(value) or 0.0 for value in upper.values] if upper else [0.0] * len(below)
    sums = [low + high for low, high in zip(below, above, strict=True)]
    top = nice_top([sums])
    slot = WIDTH / count
    plot = "".join(bar(at, slot, low, total, top) for at, (low, total) in enumerate(zip(below, sums, strict=True)))
    over = "".join(
        f'<text x="{(at + 0.5) * slot / 10:.2f}%" y="{y_of(total, top):g}%" dy="-5" text-anchor="middle">'
        f"{escape(word)}</text>"
        for at, (word, total) in enumerate(zip(words, sums, strict=False))
    )
    figure = Figure(sentence, labels, (lower, upper) if upper else (lower,), unit=unit, size=size)
    return frame(figure, plot, over, top=top, count=count, bars=True) + table(figure)


def spark(values: Values, *, look: str = "", label: str = "") -> SafeString:
    """Draw a small line without axes; with a `label` it is an image of its own, else decoration."""
    top = nice_top([values])
    path = draw_line(Line("", values), top, len(values))
    role = format_html('role="img" aria-label="{}"', label) if label else vouched('aria-hidden="true"')
    return format_html(
        '<svg class="spark {}" viewBox="0 0 1000 100" preserveAspectRatio="none" {}>{}</svg>',
        look,
        role,
        vouched(path),
    )


def meter(
    value: float, *, top: float = 100, look: str = "", target: float | None = None, label: str = ""
) -> SafeString:
    """Draw `value` of `top` as a bar with an optional mark; out of range is drawn at the edge."""
    share = part(value, top)
    tick = "" if target is None else f'<rect class="tick" x="{part(target, top):g}%" y="0" width="2" height="100%"/>'
    return format_html(
        '<svg class="meter" role="img" aria-label="{}"><rect class="bg" width="100%" height="100%"/>'
        '<rect class="v {}" width="{}%" height="100%"/>{}</svg>',
        label or f"{share:.0f}%",
        look,
        f"{share:g}",
        vouched(tick),
    )


def track(
    used: float, *, total: float = 24, deeds: Iterable[float] = (), target: float | None = None, done: bool = False
) -> SafeString:
    """Draw hours on a linear scale: used time, the internal limit, deeds as dots, all green once the reply is out."""
    edge = part(used, total)
    pieces = [
        '<rect class="base" y="8" width="100%" height="8" rx="2"/>',
        f'<rect class="used{" done" if done else ""}" y="8" width="{edge:g}%" height="8" rx="2"/>',
    ]
    if target is not None and 0 <= target <= total:
        pieces.append(f'<rect class="sla" x="{part(target, total):g}%" y="3" width="2" height="18"/>')
    pieces += [f'<rect class="tick" x="{quarter}%" y="8" width="1" height="8"/>' for quarter in (25, 50, 75)]
    pieces += [f'<circle class="ev ok" cx="{part(deed, total):g}%" cy="12" r="4"/>' for deed in deeds]
    if not done:
        pieces.append(f'<rect class="now" x="{edge:g}%" y="2" width="2" height="20"/>')
    sentence = _("%(used)s of %(total)s hours used") % {"used": thousands(round(used, 1)), "total": thousands(total)}
    return format_html('<svg class="g24" role="img" aria-label="{}">{}</svg>', sentence, vouched("".join(pieces)))


def lane_chart(lanes: Sequence[Lane], *, axis: Sequence[str], caption: str) -> SafeString:
    """Draw how a story went from source to source: one small area each, in the order in which they began."""
    top = nice_top([lane.values for lane in lanes])
    rows = "".join(draw_lane(number, lane, top) for number, lane in enumerate(lanes, 1))
    ends = max(1, len(axis) - 1)
    words = "".join(axis_word(at / ends, text) for at, text in enumerate(axis))
    foot = f'<div class="lane ax" aria-hidden="true"><span></span><span></span>{svg("fig-x", words)}<span></span></div>'
    heads = [_("Order"), _("Source"), _("First"), _("Mentions"), _("Note")]
    body = [
        [str(number), lane.name, lane.first, thousands(total_of(lane.values)), lane.note]
        for number, lane in enumerate(lanes, 1)
    ]
    listing = f'<div class="lanes" role="list" aria-label="{escape(caption)}">{rows}</div>{foot}'
    return vouched(listing) + twin(caption, heads, body)


def plot_svg(drawn: str) -> str:
    return f'<svg class="plot" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'


def svg(look: str, drawn: str) -> str:
    return f'<svg class="{look}" aria-hidden="true">{drawn}</svg>'


def draw_lane(number: int, lane: Lane, top: float) -> str:
    count = len(lane.values)
    area = draw_area(Area("", [0.0] * count, lane.values, "ar"), top, count)
    line = draw_line(Line("", lane.values), top, count)
    plot = f'{area}{line}<path class="g0" d="M0 100H1000"/>'
    dot = f'<circle class="dot first" cx="{part(lane.starts, 1):g}%" cy="100%" r="4"/>'
    return (
        f'<div class="lane" role="listitem"><span class="no">{number}</span>'
        f'<div class="nm"><b>{escape(lane.name)}</b><small>{escape(lane.note)}</small></div>'
        f'<div class="tr">{plot_svg(plot)}{svg("over", dot)}</div>'
        f'<span class="r"><b>{thousands(total_of(lane.values))}</b><small>{escape(lane.first)}</small></span></div>'
    )


def frame(figure: Figure, plot: str, over: str, *, top: float, count: int, bars: bool = False) -> SafeString:
    """Put axes and grid around a plot; the numbers of the axes are part of the picture, not of the text."""
    ticks = [top * step / TICKS for step in range(TICKS + 1)]
    grid = "".join(f'<path class="g{"0" if not tick else ""}" d="M0 {y_of(tick, top):g}H1000"/>' for tick in ticks)
    side = "".join(
        f'<text x="100%" y="{y_of(tick, top):g}%" dy=".35em" text-anchor="end">{compact(tick)}</text>' for tick in ticks
    )
    shown = range(len(figure.labels))
    places = [(at + 0.5) / count if bars else x_of(at, count) / WIDTH for at in shown]
    unit = f'<text class="unit" x="0" y="-8">{escape(figure.unit)}</text>' if figure.unit else ""
    return vouched(
        f'<div class="fig f-{escape(figure.size)}" role="img" aria-label="{escape(figure.sentence)}"'
        f' data-chart="{"bars" if bars else "lines"}">'
        f'{svg("fig-y", side)}<div class="fig-p">{plot_svg(grid + plot)}{svg("over", unit + over)}</div>'
        f"{svg('fig-x', axis_words(figure.labels, places))}</div>"
    )


def axis_words(labels: Sequence[str], places: Sequence[float]) -> str:
    """Write at most six labels, every second of them only where there is room."""
    step = max(1, math.ceil(len(labels) / LABELS))
    shown = range(0, len(labels), step)
    return "".join(axis_word(places[at], labels[at], "hide-m" if number % 2 else "") for number, at in enumerate(shown))


def axis_word(place: float, text: str, look: str = "") -> str:
    anchor = "start" if place < 0.02 else "end" if place > 0.98 else "middle"
    return f'<text class="{look}" x="{place * 100:.2f}%" y="15" text-anchor="{anchor}">{escape(text)}</text>'


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


def strokes(values: Values, top: float, count: int, look: str) -> str:
    drawn = []
    for start, piece in pieces_of(values):
        path = points(piece, top, count, start=start)
        drawn.append(f'<path class="{look}" d="M{"L".join(path if len(path) > 1 else path * 2)}"/>')
    return "".join(drawn)


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


def table(figure: Figure) -> SafeString:
    """Give the figure's numbers as a table: one row per label, in the order of the picture."""
    heads = ["", *(line.name for line in figure.lines), *(area.name for area in figure.areas)]
    rows = []
    for at, label in enumerate(figure.labels):
        cells = [label, *(thousands(clean(value_at(line.values, at))) for line in figure.lines)]
        for area in figure.areas:
            low, high = clean(value_at(area.low, at)), clean(value_at(area.high, at))
            cells.append("—" if low is None or high is None else f"{thousands(low)}–{thousands(high)}")
        rows.append(cells)
    return twin(figure.sentence, heads, rows)


def twin(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> SafeString:
    """Give a folded table; the first column names the row."""
    head = "".join(f'<th scope="col"{" class=r" if at else ""}>{escape(text)}</th>' for at, text in enumerate(heads))
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="r">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return vouched(
        f'<details class="twin"><summary>{escape(_("Show the table"))}</summary><div class="scroll-x" tabindex="0">'
        f'<table class="table"><caption class="sr">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )
