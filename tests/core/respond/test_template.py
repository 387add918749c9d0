"""Does every template begin a text that does no harm, say what it lacks, and run nothing that a value may hold?"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Line, Status
from firebreak.core.respond.statement import Draft, DraftKind, Posture, lint
from firebreak.core.respond.template import BLOCKS, NAMES, Occasion, choose, holes, render, tongue_of, values_of
from firebreak.core.terms import Category, Severity

RULES = knowledge.templates()
FULL = {
    "zh-Hant": {
        "brand": "明泉生活", "batch": "B2611-07", "time": "11 月 20 日 08:12", "place": "台中、彰化門市",
        "scope": "同一批的 1,240 瓶", "cause": "封口機的墊片脫落", "remedy": "到任一門市全額退費，不需發票",
        "contact": "0800-000-147", "next_update": "11 月 20 日 20:00",
    },
    "en": {
        "brand": "Spring House", "batch": "B2611-07", "time": "20 November, 08:12", "place": "Taichung",
        "scope": "1,240 bottles of one batch", "cause": "a loose gasket of the sealing machine",
        "remedy": "a full refund at any shop, no receipt needed", "contact": "0800-000-147",
        "next_update": "20 November, 20:00",
    },
}  # fmt: skip
SHAPES = (Channel.LINE, Channel.MAIL, Channel.PRESS)  # lean, signed, and with a headline: the others have these words
KINDS = (DraftKind.HOLDING, DraftKind.STATEMENT, DraftKind.LETTER)
DEFECT = Occasion(Category.PRODUCT_DEFECT, Audience.PUBLIC, Channel.WEBSITE, DraftKind.HOLDING, Severity.S2)


def occasions(category: Category, channels: tuple[Channel, ...], kinds: tuple[DraftKind, ...]) -> list[Occasion]:
    wanted = product(Audience, channels, kinds, (Severity.S2, Severity.S3), FULL)
    return [Occasion(category, audience, *rest) for audience, *rest in wanted]  # type: ignore[arg-type]


@pytest.mark.parametrize("category", sorted({*RULES.categories, "other"}))
def test_every_template_begins_a_text_that_the_tone_rules_let_pass(category: str) -> None:
    for one in occasions(Category(category), SHAPES, KINDS):
        if one.severity is not Severity.S2:  # what is less grave is said with fewer of these sentences
            continue
        text = render(choose(one, RULES), FULL[one.lang]).text
        found = lint(Draft("1", one.kind, text, lang=one.lang, severity=one.severity), knowledge.tone())

        assert found.ok, (one, found.findings)


@pytest.mark.parametrize("category", Category)
def test_every_occasion_has_its_three_parts_within_the_length_of_its_channel(category: Category) -> None:
    """R2.10, R2.45: every class, audience, channel and kind; R1.50, R2.74 in part: three blocks, within the length."""
    for one in occasions(category, tuple(Channel), tuple(DraftKind)):
        template = choose(one, RULES)
        made = render(template, FULL[one.lang])

        assert all(template.blocks[name] for name in BLOCKS)
        assert (made.missing, holes(made.text, RULES)) == ((), ())
        assert len(made.text) <= template.form.longest, template.code


@pytest.mark.parametrize("lang", FULL)
def test_an_empty_sheet_leaves_marks_that_name_what_is_missing(lang: str) -> None:
    one = Occasion(Category.PRODUCT_SAFETY, Audience.PUBLIC, Channel.WEBSITE, DraftKind.STATEMENT, Severity.S1, lang)

    made = render(choose(one, RULES), {})

    assert set(made.missing) == {"time", "place", "scope", "batch", "remedy", "contact", "next_update"}
    assert set(holes(made.text, RULES)) == set(made.missing)


@pytest.mark.parametrize("category", sorted({*RULES.categories, "other"}))
def test_a_first_response_waits_only_for_when_we_speak_again_and_where_we_are_reached(category: str) -> None:
    """R1.28 in part: it holds all that a first word needs."""
    for one in occasions(Category(category), (Channel.LINE, Channel.WEBSITE), (DraftKind.HOLDING,)):
        if one.severity is not Severity.S2:
            continue
        known = {name: FULL[one.lang][name] for name in ("brand", "contact", "next_update")}
        made = render(choose(one, RULES), known)
        draft = Draft("1", one.kind, made.text, lang=one.lang, severity=Severity.S1, posture=Posture.INFORM)

        assert made.missing == ()
        assert lint(draft, knowledge.tone()).findings == (), one


def test_a_cause_that_nobody_has_confirmed_is_not_told() -> None:
    line = Line(Key.CAUSE, "封口機的墊片脫落", Status.CHECKING)

    made = render(choose(DEFECT, RULES), FULL["zh-Hant"] | {"cause": ""} | values_of([line], brand="明泉"))

    assert "墊片" not in made.text
    assert "原因還在查" in made.text


@pytest.mark.parametrize("key", [Key.SCOPE, Key.TIME, Key.PLACE])
def test_what_nobody_has_confirmed_is_not_told_as_confirmed(key: Key) -> None:
    lines = [Line(Key.BATCH, "B1"), Line(key, "民生門市 1,240 瓶", Status.CHECKING)]
    sure = Line(key, "民生門市 1,240 瓶", Status.CONFIRMED)

    made = render(choose(DEFECT, RULES), values_of(lines, brand="明泉"))

    told = {"time": "08:12", "place": "台中"} | values_of([sure], brand="明泉")
    assert "民生門市" not in made.text
    assert "還在查" in made.text
    assert "民生門市" in render(choose(DEFECT, RULES), told).text


def test_what_was_refuted_is_not_told() -> None:
    assert values_of([Line(Key.BATCH, "B1", Status.REFUTED)], brand="明泉") == {"brand": "明泉"}


def test_advice_comes_first_where_it_is_grave() -> None:
    grave = choose(DEFECT, RULES).blocks["now"][0].text

    assert grave == RULES.tongues["zh-Hant"].advice["product_defect"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=60) | st.sampled_from([
    "{{ brand }}", "{{ batch }}{{ time }}", "{0.__class__}", "%(brand)s", "{% load os %}", "${7*7}", "\\g<1>", "{brand!r}",
])))  # fmt: skip
def test_a_value_is_only_ever_words(values: dict[str, str]) -> None:
    marks = {name: f"⟦{name}⟧" for name in NAMES}
    template = choose(DEFECT, RULES)
    given_ = {name: said.strip(" \t\r\n。．.;；") for name, said in values.items()}

    made = render(template, values).text

    skeleton = render(template, {name: marks[name] for name, said in given_.items() if said}).text
    for name, said in sorted(given_.items()):
        if said and name != "brand":
            assert made.count(said) >= skeleton.count(marks[name])
    left = sum(len(given_[name]) - len(marks[name]) for name in given_ if given_[name] and marks[name] in skeleton)
    assert len(made) == len(skeleton) + left


@pytest.mark.parametrize("said", ["{{ password }}", "{{brand}}", "{{ brand.pk }}", "{% now %}", "{# x #}"])
def test_a_template_file_may_name_facts_and_nothing_else(said: str) -> None:
    data = dict(knowledge.load_yaml("templates/en"), remedy=said)

    with pytest.raises(ValueError, match=r"."):
        tongue_of(data, [*RULES.categories, "other"])


def test_a_broken_file_is_named() -> None:
    from firebreak.core.respond.template import rules

    with pytest.raises(BadInput):
        rules({"categories": []}, [])
