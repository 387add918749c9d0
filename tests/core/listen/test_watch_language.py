import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadWatch
from firebreak.core.listen.clean import LONGEST_TEXT, clean, clean_title
from firebreak.core.listen.query import And, Near, Not, Or, Term, parse
from firebreak.core.listen.watchfile import read_watches
from firebreak.core.terms import WatchKind

MEANINGS = [
    ("茶", Term("茶")),
    ("茶 奶", And((Term("茶"), Term("奶")))),  # side by side is AND
    ("茶 OR 奶 AND 糖", Or((Term("茶"), And((Term("奶"), Term("糖")))))),  # AND binds closer
    ("茶 NOT 奶", And((Term("茶"), Not(Term("奶"))))),
    ("茶 NEAR/8 奶 AND 糖", And((Near(Term("茶"), Term("奶"), 8), Term("糖")))),  # NEAR binds closer still
    ("茶 NEAR 奶", Near(Term("茶"), Term("奶"), 10)),  # ten characters where no number stands
    ("（茶 OR 奶） 糖", And((Or((Term("茶"), Term("奶"))), Term("糖")))),  # full-width parentheses
    ('"鮮 奶茶" 「好喝」', And((Term("鮮 奶茶"), Term("好喝")))),
    ("or and", And((Term("or"), Term("and")))),  # operators are capitals
]
MISTAKES = [
    ("", 0, "word_missing"),
    ("AND 茶", 0, "word_missing"),
    ("茶 OR", 4, "word_missing"),
    ("茶 (奶 OR 糖", 2, "open_parenthesis"),
    ("茶) 奶", 1, "unexpected"),
    ('茶 "奶', 2, "open_quote"),
    ("NOT 茶", 0, "only_negative"),
    ("茶 OR NOT 奶", 0, "only_negative"),
    ("茶 NEAR/3 NOT 奶", 2, "near_not"),
    ('茶 ""', 2, "empty_word"),
    ("(" * 60 + "茶" + ")" * 60, 40, "too_deep"),
]


@pytest.mark.parametrize(("query", "meaning"), MEANINGS)
def test_it_reads_the_watch_language(query: str, meaning: object) -> None:
    assert parse(query) == meaning


@pytest.mark.parametrize(("query", "position", "problem"), MISTAKES)
def test_a_mistake_is_pointed_at(query: str, position: int, problem: str) -> None:
    with pytest.raises(BadWatch) as raised:
        parse(query)

    assert (raised.value.context["position"], raised.value.context["problem"]) == (position, problem)


@given(st.text(st.sampled_from('茶奶 ()（）"「」ANDORTE/8*'), max_size=60))
def test_any_query_is_read_or_refused(query: str) -> None:
    try:
        node = parse(query)
    except BadWatch as refused:
        assert 0 <= refused.context["position"] <= len(query)
    else:
        assert node.required()


def test_a_watch_file_gives_brand_and_watches() -> None:
    """R1.45: brand, product, competitor and controversy, each its own kind."""
    rows = [{"name": kind, "kind": kind, "any": ["茶"]} for kind in ("brand", "product", "competitor", "controversy")]

    file = read_watches({"brand": "松瀑", "watches": rows})

    assert file.brand == "松瀑"
    assert [watch.kind for watch in file.watches] == [
        WatchKind.BRAND, WatchKind.PRODUCT, WatchKind.COMPETITOR, WatchKind.CONTROVERSY,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "not_a_watch_file"),
        ({"watches": "茶"}, "name_missing"),
        ({"watches": [{"kind": "brand"}]}, "name_missing"),
        ({"watches": [{"name": "茶", "kind": "tea", "any": ["茶"]}]}, "unknown_kind"),
        ({"watches": [{"name": "茶", "any": []}]}, "empty"),
        ({"watches": [{"name": "茶", "words": ["茶"]}]}, "unknown_key"),
        ({"watches": [{"name": "茶", "query": "茶 AND"}]}, "word_missing"),
        ({"watches": [{"name": "茶", "any": "茶"}, {"name": "茶", "any": "奶"}]}, "name_twice"),
    ],
)
def test_a_wrong_watch_file_says_what_is_wrong(content: object, problem: str) -> None:
    with pytest.raises(BadWatch) as raised:
        read_watches(content)

    assert raised.value.context["problem"] == problem


LONG = {
    "name": {"watches": [{"name": "茶", "any": "茶"}, {"name": "奶" * 81, "any": "奶"}]},
    "query": {"watches": [{"name": "茶", "query": "奶 " * 2001}]},
    "brand": {"brand": "瀑" * 121, "watches": [{"name": "茶", "any": "茶"}]},
}


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("name", {"watch": "#2", "position": 80, "most": 80}),
        ("query", {"watch": "茶", "position": 4000, "most": 4000}),
        ("brand", {"position": 120, "most": 120}),
    ],
)
def test_a_watch_file_says_where_a_field_is_too_long(field: str, facts: dict[str, object]) -> None:
    with pytest.raises(BadWatch) as raised:
        read_watches(LONG[field])

    assert raised.value.context == {"field": field, "problem": f"long_{field}"} | facts


def test_a_watch_file_may_be_as_long_as_the_records_are() -> None:
    row = {"name": "奶" * 80, "query": "奶" + " " * 3998 + "奶"}

    file = read_watches({"brand": "瀑" * 120, "watches": [row]})

    assert (len(file.brand), len(file.watches[0].name), len(file.watches[0].query)) == (120, 80, 4000)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x07c", "abc"),  # controls
        ("價\u202e錢\u2066好\u2069", "價錢好"),  # direction overrides and isolates
        ("一\r\n二\u2028三", "一\n二\n三"),  # every newline is one
        ("好\ud800", "好"),  # half a character
        ("👩\u200d🍳", "👩\u200d🍳"),  # a joiner inside an emoji stays
    ],
)
def test_cleaning_takes_out_what_deceives(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean_title(text)


def test_a_text_too_long_is_cut_visibly() -> None:
    longest = "長" * LONGEST_TEXT
    cut = clean(longest + "長")

    assert clean(longest) == longest
    assert len(cut) == LONGEST_TEXT
    assert cut.endswith("…")
