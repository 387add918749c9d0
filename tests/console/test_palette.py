"""Does the command bar find what one may see, offer what can be done, and say who may do the rest?"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from firebreak.console.access import take_seat
from firebreak.console.desk.places import places_of
from firebreak.console.govern.models import Assignment, Brand, Person
from firebreak.console.listen.models import Post
from firebreak.console.listen.search import Indexed, index_tokens
from firebreak.console.listen.tokens import stored
from firebreak.console.palette.commands import Asked, Command, fitting
from firebreak.console.palette.finding import Group, groups_of
from firebreak.console.shell import Shell
from firebreak.core.terms import Role
from tests.cast import Cast, engage
from tests.records import incident, post, story

Sign = Callable[[Person], Client]


def asked_by(person: Person, text: str, at: datetime, *, brand: Brand | None) -> list[Group]:
    request: HttpRequest = RequestFactory().get("/")
    request.user = person
    if brand:
        request.seat = take_seat(person, brand.slug, at=at)  # type: ignore[attr-defined]
    return groups_of(Shell(request), places_of(person, at=at), text)


def lines(groups: list[Group], code: str = "") -> list[Command]:
    return [one for group in groups if code in ("", group.code) for one in group.commands]


def labels(groups: list[Group], code: str = "") -> list[str]:
    return [one.label for one in lines(groups, code)]


def findable(row: Post, *, pii: tuple[tuple[str, int, int], ...] = ()) -> Post:
    """Let a stored post be found by its words, as a batch leaves it."""
    open_to_all, private = Indexed(row.pk, row.title, row.text, pii).grams()
    index_tokens([(row.pk, stored(open_to_all))], [(row.pk, stored(private))])
    return row


def test_best_is_what_begins_so_then_what_holds_it_then_what_is_found_by_other_words() -> None:
    names = ("匯出話題", "話題", "所有話題")
    found = [Command("x", name, "/") for name in names] + [Command("x", "設定", "/", also="話題")]

    assert [one.label for one in fitting(found, Asked.of("話題"), most=9)] == ["話題", "匯出話題", "所有話題", "設定"]


def test_every_word_must_be_there_in_whatever_script_or_width() -> None:
    found = [Command("x", "匯出 Ｓtories 話題", "/")]

    assert fitting(found, Asked.of("话题 stories"), most=9)[0].spans == [(11, 13), (3, 10)]
    assert fitting(found, Asked.of("話題 警報"), most=9) == []


@pytest.mark.parametrize(
    ("text", "digits"), [("147", "147"), ("#0147", "147"), ("INC-0147", "147"), ("0", ""), ("九", "")]
)
def test_a_number_is_a_number_however_it_is_written(text: str, digits: str) -> None:
    assert Asked.of(text).digits == digits


def test_it_shows_acts_then_places_then_mentions(cast: Cast, stage: dict[str, Any], at: datetime) -> None:
    findable(stage["post"])

    groups = asked_by(cast.alice, "漏水", at, brand=cast.brand)

    assert [group.code for group in groups] == ["act", "go", "mention"]


def test_a_mention_is_found_by_its_words_and_all_of_them_are_one_step_away(
    cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    findable(stage["post"])

    found = lines(asked_by(cast.alice, "地板", at, brand=cast.brand), "mention")

    assert found[0].url == f"/b/spring/mentions/{stage['post'].pk}/"
    assert found[-1].url == "/b/spring/mentions/?q=%E5%9C%B0%E6%9D%BF"


def test_who_may_not_unmask_finds_nobody_by_what_is_hidden(cast: Cast, at: datetime) -> None:
    text = "請打 0912345678 給我"
    pii = [{"kind": "phone", "field": "text", "start": 3, "end": 13}]
    findable(post(cast.brand, at=at, text=text, detail={"pii": pii}), pii=(("text", 3, 13),))

    hidden = lines(asked_by(cast.carol, "0912345678", at, brand=cast.brand), "mention")
    seen = lines(asked_by(cast.alice, "0912345678", at, brand=cast.brand), "mention")

    assert (len(hidden), len(seen)) == (1, 2)
    assert "0912345678" not in seen[0].label


def test_what_one_may_not_do_is_kept_and_says_who_may(cast: Cast, stage: dict[str, Any], at: datetime) -> None:
    found = lines(asked_by(cast.carol, "匯出", at, brand=cast.brand), "act")

    assert len(found) == 5
    assert {one.needs for one in found} == {"品牌公關、法務、主管、稽核、管理員"}


@pytest.mark.parametrize("role", list(Role))
def test_it_offers_to_each_role_what_its_seat_allows(
    role: Role, cast: Cast, stage: dict[str, Any], at: datetime, signed_in: Sign
) -> None:
    Assignment.objects.filter(person=cast.alice).update(role=role.value)
    client = signed_in(cast.alice)

    for one in lines(asked_by(cast.alice, ">", at, brand=cast.brand), "act"):
        if one.sends and not one.needs and "/b/" in one.url:
            assert client.post(one.url, dict([one.sends])).status_code == 302, one.label
        elif not one.sends and not one.needs:
            assert client.get(one.url).status_code == 200, one.label
        elif one.needs and one.sends:
            assert client.post(one.url, dict([one.sends])).status_code == 403, one.label


def test_every_place_it_leads_to_is_there(cast: Cast, stage: dict[str, Any], at: datetime, signed_in: Sign) -> None:
    client = signed_in(cast.alice)
    groups = [*asked_by(cast.alice, "", at, brand=cast.brand), *asked_by(cast.alice, "#1", at, brand=cast.brand)]

    for one in lines(groups, "go"):
        assert client.get(one.url).status_code == 200, one.label


def test_a_record_is_found_by_number_and_by_name(cast: Cast, at: datetime) -> None:
    incident(cast.brand, at=at, title="瓶蓋鬆脫")
    story(cast.brand, at=at, title="客服語氣", posts=1)

    assert labels(asked_by(cast.alice, "#1", at, brand=cast.brand)) == ["INC-0001 瓶蓋鬆脫", "ST-0001 客服語氣"]
    assert labels(asked_by(cast.alice, "瓶盖", at, brand=cast.brand), "go") == ["INC-0001 瓶蓋鬆脫"]
    assert labels(asked_by(cast.alice, "ST-0001", at, brand=cast.brand), "go") == ["ST-0001 客服語氣"]


def test_outsiders_find_nothing_of_the_brand(cast: Cast, stage: dict[str, Any], at: datetime, signed_in: Sign) -> None:
    findable(stage["post"])

    for name, outsider in cast.outsiders.items():
        for text in ("", "漏水", "#1", "明泉", "地板"):
            page = signed_in(outsider).get("/palette/", {"q": text}).content.decode()
            assert cast.brand.slug not in page, (name, text)
            assert "INC-0001" not in page, (name, text)


def test_over_all_brands_each_line_names_its_brand(cast: Cast, at: datetime) -> None:
    engage(cast.others_brand, cast.agency, at=at)
    Assignment.objects.create(person=cast.bob, brand=cast.others_brand, role=Role.AGENCY_LEAD.value)
    for brand in (cast.brand, cast.others_brand):
        incident(brand, at=at, title="瓶蓋鬆脫")

    found = lines(asked_by(cast.bob, "瓶蓋", at, brand=None), "go")

    assert sorted(one.note.rpartition(" · ")[2] for one in found) == ["別家", "明泉"]


@pytest.mark.parametrize(("typed", "place"), [("背景工作", "/b/spring/long-work/"), ("離線", "/b/spring/card/")])
def test_what_stands_in_no_menu_is_found_by_its_name(
    typed: str, place: str, cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    groups = asked_by(cast.carol, typed, at, brand=cast.brand)

    assert place in [one.url for one in lines(groups)]


def test_another_brand_is_one_step_away(cast: Cast, at: datetime) -> None:
    engage(cast.others_brand, cast.agency, at=at)
    Assignment.objects.create(person=cast.bob, brand=cast.others_brand, role=Role.AGENCY_LEAD.value)

    assert "/b/other/" in [one.url for one in lines(asked_by(cast.bob, "別家", at, brand=cast.brand), "go")]


def test_the_answer_is_made_of_groups_and_options_and_escapes_what_was_typed(
    signed_in: Sign, cast: Cast, stage: dict[str, Any]
) -> None:
    page = signed_in(cast.alice).get("/b/spring/palette/", {"q": "<b>漏水"}).content.decode()

    assert "<b>" not in page
    assert "&lt;b&gt;漏水" in page
    assert re.findall(r'role="(\w+)"', page) == ["presentation", "group", "option"]


def test_a_text_without_end_is_cut_and_answered(signed_in: Sign, cast: Cast, stage: dict[str, Any]) -> None:
    assert signed_in(cast.alice).get("/b/spring/palette/", {"q": "漏" * 5000}).status_code == 200


def test_it_speaks_the_readers_language(cast: Cast, stage: dict[str, Any], at: datetime) -> None:
    with translation.override("en"):
        assert labels(asked_by(cast.alice, "export men", at, brand=cast.brand), "act") == ["Export mentions…"]
