"""Does a person get through the list by keys alone, without ever losing their place or somebody else's word?"""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from firebreak.console.access import take_seat
from firebreak.console.assess.models import StoryPost
from firebreak.console.govern.services import beat
from firebreak.console.listen import handling
from firebreak.console.listen.handled import Handling
from firebreak.console.listen.lanes import PAGE
from firebreak.console.listen.models import Post, Reading
from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.cast import Cast
from tests.records import post

SECOND = timedelta(seconds=1)
ALL = "/b/spring/mentions/?view=all"
LIST = "/b/spring/mentions/?view=untriaged&sort=newest"


def hear(cast: Cast, at: datetime, count: int) -> list[Post]:
    return [post(cast.brand, at=at - n * SECOND, text=f"漏水 {n:02d}") for n in range(count)]


def stands_at(page: Page, words: str) -> None:
    expect(page.locator(".mention[aria-current] .words")).to_have_text(words)


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other, each when the one before has been heard."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(120)


def test_closing_opens_the_next_keeps_the_place_and_z_brings_it_back(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, 6)
    visitor = desk.seat(cast.alice)
    page = visitor.page(LIST)
    page.evaluate("window.sameDocument = true")

    press(page, "j", "j")
    expect(page.locator("#mention .post")).to_contain_text("漏水 02")
    press(page, "d")

    expect(page.locator(f"#m-{rows[2].pk}")).to_be_hidden()
    expect(page.locator(".toast")).to_contain_text("已結案 1 則")
    expect(page.locator("#mention .post")).to_contain_text("漏水 03")
    stands_at(page, "漏水 03")
    expect(page.locator(f"#m-{rows[3].pk}")).to_be_focused()

    press(page, "z")
    expect(page.locator(".toast")).to_contain_text("已復原 1 則")
    expect(page.locator(f"#m-{rows[2].pk}")).to_be_visible()
    expect(page.locator("#mention .post")).to_contain_text("漏水 02")
    assert not Handling.objects.exists()
    assert page.evaluate("window.sameDocument") is True
    assert [one for one in visitor.complaints if "afterRequest" not in one and "sendAbort" not in one] == []


def test_an_answer_that_comes_after_the_next_mention_still_counts(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, 3)
    visitor = desk.seat(cast.alice)
    page = visitor.page(LIST)
    before = page.locator("#views .n").first.inner_text()

    def late(route: Route) -> None:
        page.locator("#mention .post", has_text="漏水 01").wait_for()
        route.continue_()

    page.route("**/mentions/act/**", late)
    press(page, "d")

    expect(page.locator(".toast")).to_contain_text("已結案 1 則")
    expect(page.locator("#views .n").first).to_have_text(str(int(before) - 1))
    assert [one for one in visitor.complaints if "oobError" in one] == []
    assert list(Handling.objects.values_list("post_id", flat=True)) == [rows[0].pk]


def test_keys_pressed_faster_than_the_page_follows_act_on_the_highlighted_row(
    cast: Cast, desk: Desk, at: datetime
) -> None:
    rows = hear(cast, at, 5)
    page = desk.seat(cast.alice).page(ALL)

    for key in "jjd":
        page.keyboard.press(key)

    expect(page.locator(".toast")).to_contain_text("已結案 1 則")
    assert list(Handling.objects.values_list("post_id", flat=True)) == [rows[2].pk]
    bar = page.locator(".actbar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= DESKTOP[1]


def test_a_row_beyond_the_first_page_is_closed_where_it_stands(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, PAGE + 10)
    page = desk.seat(cast.alice).page(LIST)
    page.locator(".more-rows").scroll_into_view_if_needed()
    expect(page.locator(f"#m-{rows[-1].pk}")).to_be_attached()

    page.locator(f"#m-{rows[PAGE + 4].pk} .words").click()
    expect(page.locator("#mention .post")).to_contain_text(f"漏水 {PAGE + 4}")
    before = page.evaluate("document.querySelector('#rows').scrollTop")
    press(page, "d")

    expect(page.locator("#mention .post")).to_contain_text(f"漏水 {PAGE + 5}")
    stands_at(page, f"漏水 {PAGE + 5}")
    assert abs(page.evaluate("document.querySelector('#rows').scrollTop") - before) < 130


def test_a_range_is_chosen_by_keys_and_given_to_somebody_at_once(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, 5)
    page = desk.seat(cast.alice).page(LIST)

    press(page, "x", "j", "j", "Shift+X")
    expect(page.locator("[data-picked]")).to_have_text("已選 3 則")
    press(page, "a", "ArrowDown", "Enter")

    expect(page.locator(".toast")).to_contain_text("已將 3 則指派給 Bob")
    assert set(Handling.objects.values_list("post_id", "holder")) == {(row.pk, cast.bob.pk) for row in rows[:3]}
    expect(page.locator("#chosen")).to_be_hidden()
    stands_at(page, "漏水 03")


def test_i_takes_the_open_mention_and_the_row_shows_who_holds_it(cast: Cast, desk: Desk, at: datetime) -> None:
    (one,) = hear(cast, at, 1)
    page = desk.seat(cast.alice).page(ALL)

    press(page, "i")

    expect(page.locator(f"#m-{one.pk} .hold")).to_contain_text("Alice")


def test_h_puts_a_mention_off_until_it_rises(cast: Cast, desk: Desk, at: datetime) -> None:
    (one,) = hear(cast, at, 1)
    page = desk.seat(cast.alice).page(ALL)

    press(page, "h", "ArrowUp", "Enter")

    expect(page.locator(f"#m-{one.pk} .hold")).to_contain_text("再升溫時")
    assert Handling.objects.get(post=one).until_rise


def test_m_merges_the_chosen_into_a_story_of_the_menu(
    cast: Cast, desk: Desk, stage: dict[str, object], at: datetime
) -> None:
    (one,) = hear(cast, at, 1)
    page = desk.seat(cast.alice).page(ALL)

    press(page, "x", "m")
    expect(page.locator("#chosen .into button").first).to_be_focused()
    press(page, "Enter")

    expect(page.locator(".toast")).to_contain_text("已將 1 則併入 ST-0001")
    assert StoryPost.objects.get(post=one).story == stage["story"]


def test_a_mention_that_joins_a_story_can_become_an_incident_at_once(
    cast: Cast, desk: Desk, stage: dict[str, object], at: datetime
) -> None:
    (one,) = hear(cast, at, 1)
    page = desk.seat(cast.alice).page(ALL)
    expect(page.locator("#mention .actbar > [aria-disabled]")).to_contain_text("開啟危機事件")

    press(page, "m")
    page.locator("#mention .into button").first.click()

    expect(page.locator("#mention .actbar [data-key=e]")).to_contain_text("INC-0001")
    expect(page.locator(f"#m-{one.pk}")).to_be_focused()


def test_t_changes_the_kind_of_all_that_are_chosen(cast: Cast, desk: Desk, at: datetime) -> None:
    (one, other) = hear(cast, at, 2)
    page = desk.seat(cast.alice).page(ALL)

    press(page, "x", "j", "x", "t")
    page.locator("#chosen button[value=delivery]").click()

    expect(page.locator(".toast")).to_contain_text("已將 2 則改為「物流」")
    assert set(Reading.objects.filter(post__in=[one, other]).values_list("category", flat=True)) == {"delivery"}


def test_keys_are_silent_while_a_menu_is_open_and_escape_closes_it(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 2)
    page = desk.seat(cast.alice).page(LIST)

    press(page, "h", "d")
    assert not Handling.objects.exists()
    press(page, "Escape")
    expect(page.locator(".actbar .menu-list:visible")).to_have_count(0)


def test_nothing_is_done_while_a_character_is_composed(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 2)
    page = desk.seat(cast.alice).page(LIST)

    for key in "daehimtxz":
        page.evaluate(
            "key => document.activeElement.dispatchEvent("
            "new KeyboardEvent('keydown', {key, bubbles: true, isComposing: true}))",
            key,
        )
    page.wait_for_timeout(300)

    assert not Handling.objects.exists()
    assert page.locator(".menu[open]").count() == 0
    assert page.locator(".mention input:checked").count() == 0


def test_somebody_who_switched_keys_off_presses_none(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 2)
    type(cast.alice).objects.filter(pk=cast.alice.pk).update(shortcuts=False)
    page = desk.seat(cast.alice).page(LIST)

    press(page, "j", "x", "d", "i")

    assert not Handling.objects.exists()
    stands_at(page, "漏水 00")


def test_who_comes_second_is_told_in_the_row_and_changes_nothing(cast: Cast, desk: Desk, at: datetime) -> None:
    one, other = hear(cast, at, 2)
    page = desk.seat(cast.alice).page(LIST)
    handling.assign(seat=take_seat(cast.bob, "spring", at=at), seen={one.pk: 0}, holder=cast.bob)

    page.evaluate("document.querySelectorAll('[hx-trigger*=handling]').forEach((place) => place.remove())")
    press(page, "d")

    note = page.locator(f"#m-{one.pk} .row-note")
    expect(note).to_contain_text("Bob 搶先一步")
    expect(page.locator(".toast")).to_contain_text("已先被別人改過")
    assert Handling.objects.get(post=one).closed_at is None
    assert not Handling.objects.filter(post=other).exists()


def test_an_act_that_fails_brings_the_row_back_with_the_reason_in_it(cast: Cast, desk: Desk, at: datetime) -> None:
    one, _other = hear(cast, at, 2)
    page = desk.seat(cast.alice).page(LIST)
    page.route("**/mentions/act/**", lambda route: route.abort())

    press(page, "d")

    row = page.locator(f"#m-{one.pk}")
    expect(row).to_be_visible()
    expect(row.locator(".row-note")).to_contain_text("沒有存到")
    expect(page.locator(".toast")).to_have_count(0)
    expect(page.locator("#mention .post")).to_contain_text("漏水 00")


def test_what_others_do_is_seen_at_once_and_no_row_moves(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, 3)
    page = desk.seat(cast.alice).page(LIST)
    page.wait_for_timeout(800)

    handling.assign(seat=take_seat(cast.bob, "spring", at=at), seen={rows[1].pk: 0}, holder=cast.bob)

    expect(page.locator(f"#m-{rows[1].pk} .hold")).to_contain_text("Bob", timeout=6000)
    shown = page.locator(".mention .words").all_inner_texts()
    assert shown[:3] == ["漏水 00", "漏水 01", "漏水 02"]
    stands_at(page, "漏水 00")


def test_new_ones_wait_behind_a_line_until_the_full_stop_loads_them(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 2)
    page = desk.seat(cast.alice).page(LIST)
    page.wait_for_timeout(800)

    post(cast.brand, at=at + SECOND, text="全新的一則")
    beat(cast.brand, "posts")
    expect(page.locator(".newbar")).to_contain_text("有 1 則新提及")
    assert "全新的一則" not in page.locator("#rows").inner_text()
    press(page, ".")

    expect(page.locator(".mention .words").first).to_have_text("全新的一則")


def test_the_help_names_the_keys_of_this_page_only(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 1)
    visitor = desk.seat(cast.alice)
    page = visitor.page(LIST)
    press(page, "?")
    expect(page.locator("[data-keys-help]")).to_contain_text("範圍選取")
    press(page, "Escape")

    board = visitor.page("/b/spring/")
    press(board, "?")

    expect(board.locator("[data-keys-help] div", has_text="範圍選取")).to_be_hidden()


def test_the_slash_opens_the_filters_and_g_goes_to_a_page(cast: Cast, desk: Desk, at: datetime) -> None:
    hear(cast, at, 1)
    page = desk.seat(cast.alice).page(LIST)

    press(page, "/")
    expect(page.locator("#id_q")).to_be_focused()
    press(page, "Escape", "g", "t")

    page.wait_for_url("**/stories/")


@pytest.mark.parametrize(("language", "closed"), [("zh-hant", "已結案 2 則"), ("en", "Closed 2 mentions")])
def test_on_a_phone_two_are_closed_by_the_thumb(
    language: str, closed: str, cast: Cast, desk: Desk, at: datetime
) -> None:
    rows = hear(cast, at, 3)
    page = desk.seat(cast.alice, size=PHONE, language=language).page(LIST)

    for row in rows[:2]:
        page.locator(f"#m-{row.pk} .pick-box").click()
    button = page.locator("#chosen button[value=close]")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] > PHONE[1] / 2
    button.click()

    expect(page.locator(".toast")).to_contain_text(closed)
    expect(page.locator(f"#m-{rows[0].pk}")).to_be_hidden()
    assert Handling.objects.filter(closed_at__isnull=False).count() == 2


def test_without_javascript_many_are_closed_and_taken_back(cast: Cast, desk: Desk, at: datetime) -> None:
    rows = hear(cast, at, 3)
    visitor = desk.seat(cast.alice)
    context = visitor.context.browser.new_context(java_script_enabled=False)
    context.add_cookies(visitor.context.cookies())
    page = context.new_page()
    page.goto(desk.address + LIST)

    page.locator(f"#m-{rows[0].pk} input[type=checkbox]").check()
    page.locator(f"#m-{rows[1].pk} input[type=checkbox]").check()
    page.locator("#chosen button[value=close]").click()
    expect(page.locator(".told")).to_contain_text("已結案 2 則")
    page.locator(".told button").click()

    expect(page.locator(".told")).to_contain_text("已復原 2 則")
    expect(page.locator(f"#m-{rows[0].pk}")).to_be_visible()
    context.close()
