"""Do figures say the same in the picture, in the sentence and in the table, whatever the numbers are?"""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from firebreak.console import charts, gauges
from firebreak.console.charts import Area, Figure, Lane, Line, Mark
from firebreak.console.formats import thousands
from firebreak.console.scale import TICKS, clean, nice_top, part, pieces_of, x_of, y_of

NUMBER = st.one_of(
    st.none(),
    st.integers(min_value=0, max_value=10**7).map(float),
    st.floats(allow_nan=True, allow_infinity=True),
)
LABEL = st.text(max_size=12)
PLACE = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?) (-?[\d.]+(?:e[+-]?\d+)?)")


class Outline(HTMLParser):
    """Reads a figure: every attribute, and the cells of its table row by row."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.is_cell = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self.is_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.rows[-1][-1] += data

    def every(self, attribute: str) -> list[str]:
        return [found for _tag, attributes in self.tags if (found := attributes.get(attribute)) is not None]


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    count = draw(st.integers(0, 40))
    values = st.lists(NUMBER, min_size=count, max_size=count)
    lines = draw(st.lists(st.builds(Line, LABEL, values, st.sampled_from(["", "neg", "dash"])), max_size=3))
    areas = draw(st.lists(st.builds(Area, LABEL, values, values), max_size=2))
    index = st.integers(-2, count + 2)
    return Figure(
        sentence=draw(LABEL),
        labels=draw(st.lists(LABEL, min_size=count, max_size=count)),
        lines=lines,
        areas=areas,
        anomalies=draw(st.lists(index, max_size=3)),
        marks=draw(st.lists(st.builds(Mark, index, LABEL), max_size=2)),
        unit=draw(LABEL),
        open_end=draw(st.booleans()),
    )


def assert_inside(markup: str) -> None:
    """Every path, dot and bar lies in the viewBox, and nothing carries its own style."""
    outline = Outline(markup)
    for drawn in outline.every("d"):
        for x, y in PLACE.findall(drawn):
            assert 0 <= float(x) <= 1000
            assert 0 <= float(y) <= 100
    for name in ("cx", "cy"):
        assert all(0 <= float(place.rstrip("%")) <= 100 for place in outline.every(name))
    for tag, attributes in outline.tags:
        if tag == "rect" and str(attributes.get("class")).startswith("b"):
            assert 0 <= float(attributes["y"] or 0) + float(attributes["height"] or 0) <= 100.01
    assert not outline.every("style")
    assert "nan" not in " ".join(outline.every("d"))
    assert "script" not in {tag for tag, _attributes in outline.tags}


@given(figures())
def test_any_figure_is_drawn_inside_its_paper(figure: Figure) -> None:
    assert_inside(charts.line_chart(figure))


@given(figures())
def test_the_table_has_one_row_per_label_and_the_numbers_of_the_lines(figure: Figure) -> None:
    rows = Outline(charts.line_chart(figure)).rows

    assert len(rows) == 1 + len(figure.labels)
    for at, row in enumerate(rows[1:]):
        assert row[1 : 1 + len(figure.lines)] == [thousands(clean(line.values[at])) for line in figure.lines]


@given(st.lists(NUMBER, max_size=30), st.lists(NUMBER, max_size=30))
def test_bars_are_stacked_inside_their_paper(below: list[float | None], above: list[float | None]) -> None:
    count = min(len(below), len(above))
    labels = [str(at) for at in range(count)]

    drawn = charts.bar_chart(
        sentence="bars", labels=labels, lower=Line("a", below[:count]), upper=Line("b", above[:count]), words=labels
    )

    assert_inside(drawn)
    assert len(Outline(drawn).rows) == count + 1


@given(st.lists(NUMBER, max_size=30))
def test_a_spark_never_raises_and_stays_inside(values: list[float | None]) -> None:
    assert_inside(gauges.spark(values, label="line"))


@given(st.floats(allow_nan=True, allow_infinity=True), st.lists(st.floats(-100, 100), max_size=5), st.booleans())
def test_a_track_never_leaves_its_day(used: float, deeds: list[float], done: bool) -> None:
    assert_inside(gauges.track(used, deeds=deeds, target=4, done=done))


@given(st.lists(st.builds(Lane, LABEL, LABEL, LABEL, st.floats(-1, 2), st.lists(NUMBER, max_size=20)), max_size=5))
def test_lanes_name_every_source_in_picture_and_table(lanes: list[Lane]) -> None:
    drawn = charts.lane_chart(lanes, axis=["08:00", "09:00"], caption="spread")

    assert_inside(drawn)
    assert [row[1] for row in Outline(drawn).rows[1:]] == [lane.name for lane in lanes]


@given(st.lists(st.lists(NUMBER, max_size=10), max_size=3))
def test_the_top_holds_every_value_and_divides_evenly(series: list[list[float | None]]) -> None:
    top = nice_top(series)

    assert top >= max((value for values in series for each in values if (value := clean(each)) is not None), default=0)
    assert top / TICKS >= 1


@pytest.mark.parametrize(
    ("highest", "top"),
    [
        (0, 3),  # nothing at all still has an axis
        (1, 3),
        (3, 3),
        (4, 6),
        (33, 45),
        (186, 240),
        (1540, 1800),
        (10**9, 1.2 * 10**9),
    ],
)
def test_the_axis_ends_at_a_round_number_close_above(highest: float, top: float) -> None:
    assert nice_top([[highest]]) == pytest.approx(top)


def test_gaps_break_a_line_instead_of_falling_to_zero() -> None:
    drawn = charts.line_chart(Figure("gap", list("abcde"), [Line("n", [1, 2, None, 4, 5])]))

    assert drawn.count('<path class="l"') == 2
    assert Outline(drawn).rows[3] == ["c", "—"]


def test_the_last_bucket_is_dashed_while_it_fills() -> None:
    drawn = charts.line_chart(Figure("open", list("abc"), [Line("n", [1, 2, 3])], open_end=True))

    assert drawn.count('<path class="l dash"') == 1


def test_anomalies_are_hollow_circles_on_the_first_line_only_where_there_is_a_value() -> None:
    drawn = charts.line_chart(Figure("odd", list("abc"), [Line("n", [1, None, 3])], anomalies=[0, 1, 2, 9]))

    assert drawn.count('class="dot an"') == 2


def test_a_fan_starts_where_the_known_ends_and_says_its_median() -> None:
    known, none = [10.0, 20.0], [None, None]
    with translation.override("en"):
        drawn = charts.fan_chart(
            sentence="fan",
            labels=list("abcd"),
            actual=[*known, *none],
            middle=[None, 20.0, 30.0, 25.0],
            inner=([None, 20.0, 25.0, 20.0], [None, 20.0, 35.0, 30.0]),
            outer=([None, 20.0, 20.0, 10.0], [None, 20.0, 45.0, 50.0]),
            now="now",
        )

    assert "Median 30" in drawn
    assert 'd="M333.3 0V100"' in drawn  # the upright stands at the second of four labels
    assert Outline(drawn).rows[3] == ["c", "—", "30", "20–45", "25–35"]


def test_one_sentence_is_read_aloud_and_hostile_names_stay_text() -> None:
    drawn = charts.line_chart(Figure('"><script>', ["<b>"], [Line("<i>", [1])], unit="<u>", marks=[Mark(0, "<s>")]))

    assert Outline(drawn).every("aria-label") == ['"><script>']
    assert not {"script", "b", "i", "u", "s"} & {tag for tag, _attributes in Outline(drawn).tags}


@given(st.floats(allow_nan=True, allow_infinity=True), st.floats(allow_nan=True, allow_infinity=True))
def test_a_share_is_between_nothing_and_all(value: float, top: float) -> None:
    assert 0 <= part(value, top) <= 100
    assert 0 <= y_of(value, top) <= 100


def test_a_single_bucket_stands_in_the_middle() -> None:
    assert x_of(0, 1) == 500


@given(st.lists(st.one_of(st.none(), st.integers()), max_size=30))
def test_pieces_put_together_give_all_that_is_known(values: list[int | None]) -> None:
    pieces = list(pieces_of(values))

    assert [each for _start, run in pieces for each in run] == [each for each in values if each is not None]
    assert all(values[start : start + len(run)] == run for start, run in pieces)
