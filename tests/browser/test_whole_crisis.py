"""Do two houses bring the demo's crisis from its alert to its end, and can a stranger check the proof afterwards?"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.play import Player, Theatre, at_home, running_demo

ROOM = "incidents/1/"
BATCH = "A1107-3"
REFUND = "買到這一批的人，每瓶退 89 元。"
WHOLE = (
    "我們知道有顧客喝到碎片、孩子受傷，讓您和家人擔心，我們很抱歉。11 月 18 日上午，我們接到顧客反映，受影響的批號為 "
    f"{BATCH}，這一批已經全部下架。{REFUND}為了避免再發生，從 11 月 20 日起，每一批包材都加驗異物。"
    "原因還在查，查清楚之前我們不猜。下次說明時間：11 月 18 日 20:00；有任何問題，請聯絡我們：0800-000-147。"
)
MOCKING = "你們這些奧客不要再造謠。"


@pytest.fixture
def theatre(tmp_path: Path) -> Iterator[Theatre]:
    with running_demo(tmp_path / "home") as running:
        yield running


def test_two_houses_bring_the_crisis_from_its_alert_to_its_end(
    browser: Browser, theatre: Theatre, tmp_path: Path
) -> None:
    brand, agency, counsel = (Player(browser, theatre, f"{one}@firebreak.example") for one in ("demo", "lead", "legal"))

    the_brand_hears_of_it(brand)
    the_agency_leads_with_roles_given(agency)
    both_work_through_the_plan(agency, brand)
    one_writes_the_facts_and_the_other_confirms_them(agency, brand)
    a_first_response_is_drafted_from_a_template_and_checked(agency)
    the_other_house_approves(brand, counsel)
    it_is_published_in_time(agency)
    the_whole_answer_that_says_something_else_is_held_back(agency)
    the_other_house_approves(brand, counsel)
    it_is_published_in_time(agency)
    somebody_who_was_hurt_is_made_good(agency, brand)
    the_end_is_refused_while_something_is_missing(agency)
    cause_and_actions_are_written_down(agency)
    the_watch_runs_to_its_end(brand, agency)
    the_incident_is_closed(agency)
    pack = the_pack_is_taken(brand, tmp_path)

    assert said_of(pack, tmp_path)[0] == 0
    changed = bytearray(pack.read_bytes())
    changed[len(changed) // 2] ^= 1
    pack.write_bytes(changed)
    assert said_of(pack, tmp_path)[0] == 1
    assert [player.complaints for player in (brand, agency, counsel)] == [[], [], []]


def the_brand_hears_of_it(brand: Player) -> None:
    brand.sees("INC-0001", "#urgent")
    brand.opens("alerts/")
    brand.page.get_by_role("button", name="接手").first.click()
    brand.sees("INC-0001")


def the_agency_leads_with_roles_given(agency: Player) -> None:
    agency.opens("")
    agency.follows("進入危機室")
    agency.press("我來指揮")
    agency.press("進到「研判」")
    agency.press("進到「回應」")
    agency.follows("分工")
    agency.sees_nothing_of("沒有人")
    row = agency.page.locator(".part-row", has_text="記錄")
    row.locator("select").select_option(label="吳孟潔")
    agency.press("指定：記錄", row)
    expect(row.locator("bdi").first).to_have_text("吳孟潔")


def both_work_through_the_plan(agency: Player, brand: Player) -> None:
    agency.follows("任務")
    agency.press("完成：停掉排程貼文、廣告與自動回覆")
    brand.opens(f"{ROOM}?tab=plan")
    brand.sees("吳孟潔 完成", "#step-stop_schedule")


def one_writes_the_facts_and_the_other_confirms_them(agency: Player, brand: Player) -> None:
    for name, value in (("批號", BATCH), ("聯絡窗口", "0800-000-147"), ("下次更新", "11 月 18 日 20:00")):
        agency.opens(f"{ROOM}?tab=statements")
        agency.follows(name, "section[aria-labelledby=h-sheet]")
        agency.fill("目前掌握", value)
        agency.fill("消息來源", "品保與客服")
        agency.press("存下")
    for fact in ("batch", "contact", "next_update"):
        brand.opens(f"{ROOM}facts/{fact}/")
        brand.press("確認")
        brand.sees("已確認")


def a_first_response_is_drafted_from_a_template_and_checked(agency: Player) -> None:
    agency.opens(f"{ROOM}?tab=statements")
    agency.follows("範本", "section[aria-labelledby=h-texts]")
    agency.press("用在 INC-0001")
    words = agency.page.locator("#id_text")
    drafted = words.input_value()
    assert BATCH in drafted
    words.fill(drafted + REFUND + MOCKING)
    agency.sees("嘲諷貶低", "#judged")
    words.fill(drafted + REFUND)
    agency.sees("通過", "#judged")
    agency.press("送審")


def the_other_house_approves(*approvers: Player) -> None:
    for approver in approvers:
        approver.opens("incidents/approvals/")
        approver.press("核准")
        approver.sees("沒有等你處理的", "#queue")


def it_is_published_in_time(agency: Player) -> None:
    agency.page.reload()
    agency.fill("發布連結", "https://dairy.example/news/1")
    agency.press("標記為已發布")
    agency.sees("SHA-256", "#way")


def the_whole_answer_that_says_something_else_is_held_back(agency: Player) -> None:
    agency.opens(f"{ROOM}?tab=statements")
    agency.unfolds("新增文稿")
    agency.chooses("管道", "LINE")
    agency.chooses("文體", "公開聲明")
    agency.press("開始寫")
    words = agency.page.locator("#id_text")
    words.fill(WHOLE.replace("89", "98"))
    agency.sees("與已發布的內容衝突", "#judged")
    words.fill(WHOLE)
    agency.sees("通過", "#judged")
    agency.press("送審")


def somebody_who_was_hurt_is_made_good(agency: Player, brand: Player) -> None:
    brand.opens("cases/money/")
    brand.page.get_by_label("哪個危機事件的預算").select_option(index=1)
    brand.fill("增加多少（NT$），減少填負數", "50000")
    brand.press("調整預算")

    agency.opens(f"{ROOM}?tab=mentions")
    with agency.page.expect_navigation(wait_until="load"):
        agency.page.locator(".copyrow a").last.click()
    with agency.page.expect_navigation(wait_until="load"):
        agency.page.keyboard.press("p")
    agency.unfolds("記下依據…")
    agency.page.get_by_label("私訊").check()
    agency.fill("在哪裡可以查到", "私訊 10:40")
    agency.press("記下")
    agency.chooses("方式", "私訊")
    agency.fill("說了什麼", "已致歉，並陪同就醫")
    agency.press("記下聯絡")
    agency.chooses("項目", "M-1 醫療費用")
    agency.fill("NT$", "8000")
    agency.press("提出賠償")
    case = agency.page.url

    brand.page.goto(case)
    brand.press("核准")
    agency.page.goto(case)
    agency.fill("原因或付款單號", "P-1118-01")
    agency.press("已付")
    agency.press("結案")
    agency.sees("已確認滿意")


def the_end_is_refused_while_something_is_missing(agency: Player) -> None:
    agency.opens(ROOM)
    agency.press("進到「補救」")
    agency.press("進到「觀察」")
    agency.unfolds("其他階段…")
    agency.chooses("前往", "檢討結案")
    agency.press("變更階段")
    for missing in ("還沒有寫根因", "還沒訂檢討日", "最終結果尚未公開"):
        agency.sees(missing, ".room-problem")


def cause_and_actions_are_written_down(agency: Player) -> None:
    agency.opens(f"{ROOM}?tab=learn")
    agency.fill("為什麼會發生？", "包材的碎片進了瓶子")
    agency.fill("根因", "換包材供應商時沒有加驗異物", "#cause")
    agency.chooses("屬於哪一類", "供應商", "#cause")
    agency.press("儲存", "#cause")
    agency.unfolds("新增措施")
    agency.fill("改什麼？", "每一批包材加驗異物")
    agency.chooses("負責人", "許沛晴", "#action")
    agency.fill("期限", "2026-11-30")
    agency.press("決定")
    agency.unfolds("完成並附佐證")
    agency.fill("佐證", "檢驗標準 QS-88 第 3 版")
    agency.press("完成", "#actions")
    agency.fill("檢討日", "2026-12-20", "#after")
    agency.chooses("結案後觀察", "30 天", "#after")
    agency.page.locator("#after_result").select_option(index=1)
    agency.press("儲存", "#after")
    agency.sees("結案要的都齊了")


def the_watch_runs_to_its_end(brand: Player, agency: Player) -> None:
    brand.opens(f"{ROOM}?tab=learn")
    brand.sets_the_clock_to("×3,600", or_already="×1")
    brand.sees("×1", ".demo-clock")  # what was recorded is over
    brand.sets_the_clock_to("×604,800")
    brand.looks_again_until("有效", "#actions")
    brand.sets_the_clock_to("×1")
    brand.fill("看到什麼", "三十天沒有新的異物通報", "#actions")
    brand.press("有效", "#actions")
    brand.sees("30 天", "#actions")


def the_incident_is_closed(agency: Player) -> None:
    agency.opens(ROOM)
    agency.press("進到「檢討結案」")
    agency.sees("已結案")
    agency.sees_nothing_of("逾時", ".clocks")


def the_pack_is_taken(brand: Player, folder: Path) -> Path:
    brand.opens(f"{ROOM}?tab=files")
    with brand.page.expect_download() as coming:
        brand.page.get_by_role("button", name="下載").click()
    taken = folder / "pack.zip"
    coming.value.save_as(taken)
    return taken


def said_of(pack: Path, folder: Path) -> tuple[int, str]:
    """Check a pack as a stranger would: another home, no keys, no database."""
    home = folder / "elsewhere"
    command = [sys.executable, "-m", "firebreak", "evidence", "verify", str(pack)]
    done = subprocess.run(command, env=at_home(home) | {"HOME": str(home)}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout
