"""Does a judgement look the same everywhere: shape, word and colour together, times and numbers by one rule?"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from firebreak.console import formats, sentences
from firebreak.core.terms import Phase, Reason, Sentiment, Severity

AT = datetime(2026, 11, 20, 3, 34, 8, tzinfo=UTC)  # 11:34:08 in Taipei


def render(source: str, **context: object) -> str:
    """Render a piece of a template as at 11:34:08."""
    return Template(source).render(Context({"shell": SimpleNamespace(at=AT), **context}))


@pytest.fixture(autouse=True)
def chinese() -> object:
    with translation.override("zh-hant"):
        yield


@pytest.mark.parametrize("level", list(Severity))
def test_a_severity_is_shape_code_and_word(level: Severity) -> None:
    shown = render("{% sev level %}", level=level)

    assert f'class="sev {level.lower()}"' in shown
    assert "<use href=" in shown
    assert f"</svg>{level.value} " in shown


def test_without_its_word_a_severity_still_says_it_aloud() -> None:
    assert '<span class="sr">重大危機</span>' in render("{% sev 'S1' False %}")


def test_no_severity_shows_nothing() -> None:
    assert render("{% sev '' %}") == ""


@pytest.mark.parametrize(("label", "arrow"), [("negative", "down"), ("neutral", "dash"), ("positive", "up")])
def test_a_sentiment_has_an_arrow_and_a_word(label: str, arrow: str) -> None:
    shown = render("{% sent label '88%' %}", label=Sentiment(label))

    assert f"#i-{arrow}" in shown
    assert "88%" in shown


def test_an_uncertain_sentiment_is_shown_as_undecided() -> None:
    shown = render("{% sent 'negative' uncertain=True %}")

    assert "未定" in shown
    assert "負面" not in shown


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase_has_a_status(phase: Phase) -> None:
    assert 'class="status' in render("{% status phase %}", phase=phase)


def test_a_relapse_is_shown_until_the_incident_is_closed() -> None:
    assert "復燃" in render("{% status 'respond' at %}", at=AT)
    assert "已結案" in render("{% status 'closed' at %}", at=AT)


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (AT, "11:34"),  # today
        (AT - timedelta(days=1), "11/19（四）11:34"),  # this year
        (AT - timedelta(days=366), "2025/11/19 11:34"),  # another year
        (datetime(2026, 11, 19, 16, 30, tzinfo=UTC), "00:30"),  # already today in Taipei
    ],
)
def test_times_are_as_long_as_they_must_be(instant: datetime, shown: str) -> None:
    assert f">{shown}</time>" in render("{% when instant %}", instant=instant)


def test_every_time_carries_its_offset_and_the_full_instant() -> None:
    shown = render("{% when instant 'ago' %}", instant=AT - timedelta(minutes=4))

    assert 'datetime="2026-11-20T11:30:08+08:00"' in shown
    assert 'title="2026/11/20 11:30:08"' in shown
    assert ">4 分前<" in shown


def test_beyond_a_day_a_relative_time_becomes_a_date() -> None:
    assert ">11/18（三）11:34<" in render("{% when instant 'ago' %}", instant=AT - timedelta(days=2))


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(minutes=38, seconds=12), "00:38:12"),
        (timedelta(hours=20, minutes=38, seconds=12), "20:38:12"),
        (timedelta(hours=51), "2 日 3 時"),
        (timedelta(minutes=-12), "逾時 12 分"),
        (timedelta(), "00:00:00"),
    ],
)
def test_a_countdown_says_what_is_left_or_how_late_it_is(left: timedelta, shown: str) -> None:
    assert f">{shown}</span>" in render("{% countdown due %}", due=AT + left)


def test_a_countdown_stands_beside_its_deadline() -> None:
    shown = render("{% countdown due deadline=True say='接手' %}", due=AT + timedelta(minutes=38))

    assert 'data-due="2026-11-20T12:12:08+08:00"' in shown
    assert 'data-say="接手"' in shown
    assert "截止 12:12" in shown


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (0, "0", "0"),
        (1284, "1,284", "1,284"),
        (42_000, "4.2 萬", "42K"),
        (310_000, "31 萬", "310K"),
        (130_000_000, "1.3 億", "130M"),
        (None, "—", "—"),
    ],
)
def test_large_numbers_are_shortened_in_the_reader_s_language(number: float | None, zh: str, en: str) -> None:
    assert formats.compact(number) == zh
    with translation.override("en"):
        assert formats.compact(number) == en


def test_money_shares_and_multiples_have_one_form() -> None:
    assert render("{{ a|money }} {{ b|percent }} {{ c|times }}", a=1200, b=0.61, c=6.8) == "NT$1,200 61% 常態的 6.8 倍"
    assert render("{{ a|money }}", a=-8000) == "−NT$8,000"


def test_a_change_has_an_arrow_and_says_whether_it_is_good() -> None:
    assert render("{% change 38 ' 點' good='down' %}") == '<span class="t-bad">▲ 38 點</span>'
    assert render("{% change -12 ' 分' good='down' %}") == '<span class="t-ok">▼ 12 分</span>'
    assert "—" in render("{% change 0 %}")


@pytest.mark.parametrize(
    ("name", "shown"), [("夜班小貓", "夜班*"), ("陳寧", "陳*"), ("林", "林*"), ("", "匿名"), ("longername", "long*")]
)
def test_a_public_name_is_half_hidden(name: str, shown: str) -> None:
    assert formats.masked(name) == shown


@given(st.text(min_size=2, max_size=40))
def test_a_masked_name_never_gives_the_name(name: str) -> None:
    assert formats.masked(name) != name.strip() or name.strip().endswith("*")


@pytest.mark.parametrize(("name", "letter"), [("許沛晴", "沛"), ("Alice", "A"), ("bob", "B"), ("", "?"), ("林", "林")])
def test_a_person_is_one_letter(name: str, letter: str) -> None:
    assert formats.initial(name) == letter


def test_a_reason_is_a_sentence_with_its_numbers_written_out() -> None:
    live = Reason("followers", 7, {"count": 310_000})
    stored = {"code": "category", "points": 16, "facts": {"category": "product_safety"}}

    assert render("{% reason one %}", one=live) == "發文者合計 31 萬位追蹤者"
    assert render("{% reason one %}", one=stored) == "類別：產品安全／食安"


def test_a_reason_that_rests_on_one_post_says_one() -> None:
    with translation.override("en"):
        assert sentences.reason_sentence("negative", {"count": 1}) == "1 negative post"
        assert sentences.reason_sentence("negative", {"count": 7}) == "7 negative posts"
        assert sentences.reason_sentence("per_hour", {"posts": 1}) == "1 post in the last hour"


def test_an_unknown_reason_shows_its_code_rather_than_nothing() -> None:
    assert sentences.reason_sentence("new_rule", {}) == "new_rule"
    assert sentences.reason_sentence("followers", {}) == "followers"


def test_a_line_of_the_timeline_names_phases_in_words() -> None:
    line = SimpleNamespace(kind="phase", facts={"was": "triage", "now": "respond", "skipped": [], "relapse": False})

    assert render("{% moment line %}", line=line) == "階段：研判 → 回應"


def test_marks_show_where_a_post_was_read_and_keep_it_text() -> None:
    shown = render("{% marked text spans %}", text="喝到<b>碎片</b>", spans=[(0, 2), (1, 3), (99, 120)])

    assert shown == "<mark>喝到&lt;</mark>b&gt;碎片&lt;/b&gt;"


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6))
def test_marking_never_changes_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    merged = formats.merged_spans(spans, length=len(text))

    assert all(0 <= start < end <= len(text) for start, end in merged)
    assert all(one[1] < two[0] for one, two in pairwise(merged))


def test_contributions_are_signed_and_those_that_lower_are_teal() -> None:
    assert render("{% points 22 %}{% points -4 %}") == '<b class="">+22</b><b class="t-pos">−4</b>'


def test_what_people_wrote_is_never_markup() -> None:
    shown = render("{% chip text 'info' %}{% avatar text %}", text="<script>alert(1)</script>")

    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Found glass in 晨露 milk tea", "en"),
        ("這杯 milk tea 有玻璃", "zh-Hant-TW"),
        ("まずい", "ja"),
        ("맛없다", "ko"),
        ("123 !", ""),
        (None, ""),
    ],
)
def test_somebodys_words_name_their_language(words: str | None, tag: str) -> None:
    assert render('<b lang="{{ words|tongue }}">', words=words) == f'<b lang="{tag}">'
