"""How is a figure drawn so that it reads the same on a screen, on paper and in a mail, without script or inline style?

Lines live in a stretched viewBox (0 0 1000 100, strokes do not scale); dots and words live in a second layer at
percentage positions, so circles stay round and words never shrink on a phone. Colour comes by class from the tokens.
Every figure is an image with one sentence, followed by a table with the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firebreak.console.drawing import (
    Area,
    Line,
    Mark,
    Note,
    axis_word,
    axis_words,
    bar,
    draw_area,
    draw_dot,
    draw_line,
    draw_mark,
    draw_note,
    plot_svg,
    svg,
    vouched,
)
from firebreak.console.formats import compact, thousands
from firebreak.console.scale import (
    TICKS,
    WIDTH,
    Values,
    clean,
    last_known,
    nice_top,
    part,
    total_of,
    value_at,
    x_of,
    y_of,
)

__all__ = ["Area", "Figure", "Lane", "Line", "Mark", "Note", "bar_chart", "fan_chart", "lane_chart", "line_chart"]

WORDED = 1.15
"""How much higher a figure is where a mark has a word: the word stands above the lines, not on them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a line chart shows. `sentence` is read aloud; `labels` name the buckets; `anomalies` are indexes of the
    first line; with `open_end` the last bucket is still filling and its piece is dashed."""

    sentence: str
    labels: Sequence[str]
    lines: Sequence[Line]
    areas: Sequence[Area] = ()
    anomalies: Sequence[int] = ()
    marks: Sequence[Mark] = ()
    notes: Sequence[Note] = ()
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


def line_chart(figure: Figure) -> SafeString:
    """Draw lines over bands, with anomalies as hollow red circles; an empty figure draws only its axes."""
    lines = [line.values for line in figure.lines]
    top = nice_top([*lines, *(area.high for area in figure.areas)], room=WORDED if figure.marks else 1.0)
    count = len(figure.labels)
    plot = "".join(draw_area(area, top, count) for area in figure.areas)
    plot += "".join(draw_line(line, top, count, open_end=figure.open_end) for line in figure.lines)
    plot += "".join(f'<path class="vl" d="M{x_of(mark.index, count):g} 0V100"/>' for mark in figure.marks)
    over = "".join(draw_mark(mark, count) for mark in figure.marks)
    over += "".join(draw_note(note, top, count) for note in figure.notes)
    if figure.lines:
        over += "".join(draw_dot(figure.lines[0].values, at, top, count, "dot an") for at in figure.anomalies)
    return frame(figure, plot, over, top=top, count=count) + table(figure)


def fan_chart(
    *,
    sentence: str,
    labels: Sequence[str],
    actual: Values,
    middle: Values,
    outer: tuple[Values, Values],
    now: str,
    inner: tuple[Values, Values] | None = None,
    earlier: Line | None = None,
    unit: str = "",
    size: str = "l",
) -> SafeString:
    """Draw what was and, from its last point on, a median with its 80 % range; all values run over `labels`.

    `inner` is a 50 % range, where there is one; `earlier` is what was forecast before, beside what came.
    """
    joint = last_known(actual)
    areas = (Area(_("Range 80%"), *outer, "f2"), *((Area(_("Range 50%"), *inner, "f1"),) if inner else ()))
    return line_chart(
        Figure(
            sentence=sentence,
            labels=labels,
            lines=(Line(_("Actual"), actual), Line(_("Median"), middle, "dash"), *((earlier,) if earlier else ())),
            areas=areas,
            marks=() if joint is None else (Mark(joint, now),),
            notes=fan_notes(middle, inner[1] if inner else (), outer[1]),
            unit=unit,
            size=size,
        )
    )


def fan_notes(middle: Values, inner: Values, outer: Values) -> tuple[Note, ...]:
    """Name the height of the median, and the two ranges where they are wide."""
    known = [(value, at) for at, each in enumerate(middle) if (value := clean(each)) is not None]
    if not known:
        return ()
    peak, at = max(known)
    late = known[len(known) * 3 // 4][1]
    named = ((value_at(outer, late), _("80%")), (value_at(inner, late), _("50%")))
    ranges = (Note(late, value, word, "hide-m below") for each, word in named if (value := clean(each)) is not None)
    return (Note(at, peak, _("Median %(count)s") % {"count": compact(peak)}, "strong"), *ranges)


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


def table(figure: Figure) -> SafeString:
    """Give the figure's numbers as a table: one row per label, in the order of the picture."""
    heads = [_("Time"), *(line.name for line in figure.lines), *(area.name for area in figure.areas)]
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
    show = _("Show the table")
    return vouched(
        f'<details class="twin"><summary>{escape(show)}</summary><div class="scroll-x" tabindex="0">'
        f'<table class="table"><caption class="sr">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )
