"""Does every code of the core have its word in both languages, and does the page look as it was designed?"""

import re
from pathlib import Path

import pytest
from django.utils import translation

from firebreak import console
from firebreak.console import faults, sentences, sheets, words
from firebreak.core import errors, terms
from firebreak.core.alert.rule import CODES
from firebreak.core.assess import severity
from firebreak.core.respond import clock
from tools import catalogue

HERE = Path(console.__file__).parent
CSS = sorted((HERE / "static" / "css").glob("*.css"))
# Linked by the few pages that need them.
APART = {
    "case",
    "cost",
    "directory",
    "duty",
    "effect",
    "kept",
    "learn",
    "plans",
    "public",
    "resources",
    "risks",
    "setup",
    "sheet",
    "staff",
}
JS = sorted((HERE / "static" / "js").glob("*.js"))
TEMPLATES = sorted(HERE.rglob("templates/**/*.html"))


def test_the_catalogue_is_complete_and_exact() -> None:
    assert catalogue.check() == []


@pytest.mark.parametrize(
    "other",
    [
        "判斷",  # what the machine says of a post is its 判讀, what it or a person concludes is 判定
        "情緒類別",  # sentiment is 情緒, emotion is 情感
        "來源收得到",  # a source is 聽得到 or not; what a watch takes in is 收
        "來源收不到",
    ],
)
def test_one_thing_has_one_word(other: str) -> None:
    said = [message.string for message in catalogue.read() if message.id]

    assert [one for one in said if other in str(one)] == []


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_each_clock_has_a_name_that_no_other_holds(language: str) -> None:
    with translation.override(language):
        names = [str(name) for name in sentences.CLOCKS.values()]

    assert [
        (one, other) for one in names for other in names if one is not other and one.casefold() in other.casefold()
    ] == []


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (terms.Sentiment, words.SENTIMENTS),
        (terms.Emotion, words.EMOTIONS),
        (terms.Category, words.CATEGORIES),
        (terms.Severity, words.SEVERITIES),
        (terms.Signal, words.SIGNALS),
        (terms.Phase, words.PHASES),
        (terms.Role, words.ROLES),
        (terms.Act, words.ACTS),
        (terms.WatchKind, words.WATCH_KINDS),
        (clock.CLOCKS, sentences.CLOCKS),
    ],
)
def test_every_code_of_the_core_has_a_word(codes: object, table: dict[str, object]) -> None:
    assert {str(code) for code in codes} <= set(table)  # type: ignore[attr-defined]


def test_every_expected_failure_says_what_happened_and_what_to_do() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.code for kind in kinds if issubclass(kind, errors.FirebreakError)}

    assert codes <= set(faults.ERRORS)


def test_an_error_is_said_in_the_language_of_the_reader() -> None:
    with translation.override("zh-hant"):
        assert faults.explain_error(errors.Conflict()).what == "有人先改了這一筆。"
    with translation.override("en"):
        assert faults.explain_error(errors.Conflict()).what == "Somebody else changed this first."


def test_every_reason_that_the_core_gives_has_a_sentence() -> None:
    """R1.23: each judgement is shown with its reasons; a code without a sentence would show as a code."""
    core = Path(terms.__file__).parent
    sources = [path.read_text() for path in [*core.glob("assess/*.py"), *core.glob("alert/*.py")]]
    given = {code for source in sources for code in re.findall(r'(?:Reason|_beyond)\("(\w+)"', source)}
    measures = {name for names in severity.MEASURES.values() for name in names}

    assert given
    assert given | measures | set(CODES.values()) <= set(sentences.REASONS)


def test_every_line_of_a_timeline_has_a_sentence_and_a_sign() -> None:
    writers = "".join((HERE / "respond" / name).read_text() for name in ("opening.py", "services.py"))
    kinds = set(re.findall(r'kind="(\w+)"', writers))

    assert kinds
    assert kinds <= set(sentences.MOMENTS)
    assert set(sentences.MOMENTS) == set(sentences.MOMENT_ICONS)


@pytest.mark.parametrize(("was", "now", "sign"), [("S2", "S3", "down"), ("S3", "S1", "up"), ("S2", "S2", "up")])
def test_a_level_that_was_lowered_points_down(was: str, now: str, sign: str) -> None:
    assert sentences.moment_icon("severity", {"was": was, "now": now}) == sign


def test_every_level_of_the_rubric_has_a_sentence() -> None:
    """R1.23: each of the three sub-scores, 0 to 5, is shown with what the level means."""
    assert set(sentences.RUBRIC) == {f"{axis}_{level}" for axis in ("speed", "reach", "harm") for level in range(6)}


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_page_carries_its_own_style_or_script(page: Path) -> None:
    source = page.read_text()

    assert not re.search(
        r"\sstyle=|<style|\son(?:click|load|error|submit|change|input|key\w+|mouse\w+|focus|blur|toggle)=|hx-on|javascript:",
        source,
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert "|safe" not in source


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_page_speaks_chinese_past_the_catalogue(page: Path) -> None:
    without_name = page.read_text().replace("防火線", "")

    assert not re.search(r"[\u4e00-\u9fff]", without_name)


@pytest.mark.parametrize("sheet", CSS, ids=lambda sheet: sheet.name)
def test_only_the_tokens_name_colours(sheet: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)

    assert len(source.splitlines()) <= 400
    if sheet.name not in ("tokens.css", "dialog.css"):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", re.sub(r"#000 calc", "", source))


@pytest.mark.parametrize("sheet", CSS, ids=lambda sheet: sheet.name)
def test_components_use_only_tokens_that_exist(sheet: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", (HERE / "static" / "css" / "tokens.css").read_text()))

    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


def test_every_sheet_is_on_the_page() -> None:
    assert sorted(sheets.NAMES) == [sheet.stem for sheet in CSS if sheet.stem not in APART]
    assert sheets.NAMES[:2] == ("tokens", "base")


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="i-(\w+)"', (HERE / "templates" / "parts" / "icons.html").read_text()))
    asked = {name for page in TEMPLATES for name in re.findall(r'{% icon "(\w+)"', page.read_text())}

    assert asked | set(sentences.MOMENT_ICONS.values()) <= drawn


def test_the_scripts_are_small_and_build_no_code() -> None:
    sources = [module.read_text() for module in JS]

    assert all(source.count("\n") <= 80 for source in sources)
    assert sum(source.count("\n") for source in sources) <= 1500
    assert not any(
        re.search(r"\beval\(|new Function|innerHTML|outerHTML|document\.write", source) for source in sources
    )


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens(theme: int) -> dict[str, str]:
    """Give the colours of a theme: 0 light, 1 dark."""
    source = (HERE / "static" / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", source)
    fixed = re.findall(r"--([\w-]+): (#\w{6});", source)
    return {name: both[theme] for name, *both in pairs} | dict(fixed)


TEXTS = ("text", "text-2", "text-3", "accent")
GROUNDS = ("bg", "surface", "surface-2", "nav-bg")
STATES = ("neg", "neu", "pos", "ok", "warn", "bad", "drill", "accent")
PAIRS: list[tuple[str, str, float]] = [
    *((text, ground, 4.5) for text in TEXTS for ground in GROUNDS),
    *((f"on-s{level}", f"s{level}", 4.5) for level in range(1, 5)),
    *((f"s{level}-text", f"s{level}-soft", 4.5) for level in range(1, 5)),
    *((f"s{level}-text", "surface", 4.5) for level in range(1, 5)),
    *((state, f"{state}-soft", 4.5) for state in STATES),
    *((state, "surface", 4.5) for state in STATES),
    *((text, soft, 4.5) for text in ("text", "text-2") for soft in ("warn-soft", "bad-soft", "ok-soft", "s1-soft")),
    *((text, "accent-soft", 4.5) for text in ("text", "text-2", "text-3", "warn", "bad", "ok")),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-hover", 4.5),
    ("on-drill", "drill", 4.5),
    ("mark-ink", "mark", 4.5),
    ("text-3", "nav-active", 4.5),
    ("text-3", "surface-3", 4.5),
    ("c-axis", "surface", 4.5),
    ("control-line", "surface", 3),
    ("control-line", "bg", 3),
    ("focus", "bg", 3),
    ("focus", "surface-2", 3),
    ("c-volume", "surface", 3),
    ("c-band-ink", "surface", 3),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(theme: int, ink: str, ground: str, least: float) -> None:
    colours = tokens(theme)

    assert contrast(colours[ink], colours[ground]) >= least
