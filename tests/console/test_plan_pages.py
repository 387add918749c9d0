"""Does a person change, compare and take along a plan in the browser, and read at its field what is wrong?"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from firebreak.console.access import Seat
from firebreak.console.govern.models import Person
from firebreak.console.plans.models import PlanVersion
from firebreak.console.plans.page import PlanPage
from firebreak.console.respond.opening import open_by_hand
from firebreak.console.respond.plan.records import Step
from firebreak.console.respond.plan.steps import settle_step
from firebreak.console.respond.plan.uses import Uses
from firebreak.core.respond.playbook import joined
from firebreak.core.respond.revision import content_of
from firebreak.core.terms import Category, Role, Severity
from firebreak.knowledge.playbooks import parse_plan, playbooks, write_plan
from tests.cast import Cast

SignIn = Callable[[Person], Client]
FIELDS = {
    "was": "0",
    "reason": "店長要先確認",
    "phase": "triage",
    "do_zh": "同批號停售",
    "do_en": "Stop the batch",
    "how_zh": "打給店長",
    "how_en": "Call each store",
    "A": ["brand_pr"],
    "R": ["agency_lead"],
    "due_S1": "15m",
    "due_S2": "1h",
    "due_S3": "-",
    "due_S4": "",
}


def where(name: str, *more: str, plan: str = "food_safety") -> str:
    return reverse(name, args=["spring", plan, *more])


def change(client: Client, step: str = "hold_batch", plan: str = "food_safety", **fields: Any) -> Any:
    return client.post(where("edit_plan_step", step, plan=plan), FIELDS | fields)


@pytest.fixture
def alice(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.alice)


def test_a_step_that_was_changed_stands_in_the_next_version(alice: Client) -> None:
    answer = change(alice)

    assert answer.status_code == 302
    step = next(task for task in PlanVersion.objects.get().plan.tasks if task.code == "hold_batch")
    assert (step.do.zh, step.due, step.who.accountable) == (
        "同批號停售",
        {Severity.S1: "15m", Severity.S2: "1h"},
        Role.BRAND_PR,
    )


def test_a_step_of_the_base_is_changed_for_this_plan_alone(alice: Client, seat: Seat) -> None:
    change(alice, "holding")

    mine = PlanPage(seat, "food_safety").reading
    assert next(line.title for line in mine.lines if line.code == "holding") == "同批號停售"
    assert PlanPage(seat, "stop_bleeding").reading.plan == playbooks()["stop_bleeding"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"A": ["brand_pr", "legal"]}, "每一步剛好一位當責（A），這裡有 2 位。"),
        ({"A": []}, "每一步剛好一位當責（A），這裡有 0 位。"),
        ({"R": []}, "每一步至少一位執行（R）。"),
        ({"due_S1": "soon"}, "不能寫 soon"),
        ({"do_en": ""}, "這裡不能空白。"),
        ({"reason": ""}, "用一句話寫為什麼改"),
    ],
)
def test_what_is_wrong_with_a_step_is_said_and_no_word_is_lost(
    alice: Client, fields: dict[str, Any], said: str
) -> None:
    answer = change(alice, **fields)

    page = answer.content.decode()
    assert (answer.status_code, said in page, "打給店長" in page) == (400, True, True)
    assert not PlanVersion.objects.exists()


def test_the_second_of_two_keeps_the_words_and_writes_on_top(cast: Cast, alice: Client, signed_in: SignIn) -> None:
    change(alice)

    late = change(alice, how_zh="請店長拍照回傳")
    again = change(alice, how_zh="請店長拍照回傳", was="2")

    assert (late.status_code, "請店長拍照回傳" in late.content.decode(), again.status_code) == (409, True, 302)
    assert 'name="was" value="2"' in late.content.decode()
    assert [one.number for one in PlanVersion.objects.order_by("number")] == [2, 3]


def test_a_step_is_added_and_dropped_again(alice: Client) -> None:
    alice.post(where("add_plan_step"), FIELDS | {"code": "call_stores"})
    alice.post(where("drop_plan_step", "call_stores"), {"was": "2", "reason": "併入停售"})

    codes = [[task.code for task in one.plan.tasks] for one in PlanVersion.objects.order_by("number")]
    assert ["call_stores" in one for one in codes] == [True, False]


def test_a_step_of_the_base_cannot_be_dropped_here(alice: Client) -> None:
    answer = alice.post(where("drop_plan_step", "holding"), {"was": "0", "reason": "不需要"})

    assert answer.status_code == 400


def test_what_stands_above_the_steps_is_changed_in_both_languages(alice: Client) -> None:
    filled = alice.get(where("edit_plan")).context["form"].initial
    fields = {**filled, "reason": "加一條", "never_zh": "不拖\n不刪", "never_en": "No delay\nDelete nothing"}

    uneven = alice.post(where("edit_plan"), fields | {"never_en": "No delay"})
    even = alice.post(where("edit_plan"), fields)

    assert (uneven.status_code, even.status_code) == (400, 302)
    plan = PlanVersion.objects.get().plan
    assert [one.en for one in plan.never] == ["No delay", "Delete nothing"]
    assert (plan.tasks, plan.builds_on, plan.laws) == tuple(
        getattr(playbooks()["food_safety"], name) for name in ("tasks", "builds_on", "laws")
    )


def test_a_file_that_was_taken_along_is_brought_in_again(alice: Client) -> None:
    file = alice.get(where("plan_as_yaml"))
    text = file.content.decode().replace("30m 60m 4h 24h", "20m 60m 4h 24h", 1)

    upload = SimpleUploadedFile("plan.yaml", text.encode("utf-8-sig"))
    answer = alice.post(reverse("new_plan", args=["spring"]), {"was": "0", "reason": "會議決定", "file": upload})

    assert file["Content-Disposition"] == 'attachment; filename="food_safety-v1.yaml"'
    assert answer.status_code == 302
    assert "20m" in PlanVersion.objects.get(code="food_safety", number=2).text


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("A: brand_pr", "A: brand_pr legal", ("第", "任務 › 1 › 分工（RACI）", "剛好一位當責")),
        ("tasks:", "tasks: [", ("行", "這不是 YAML")),
        ("with: stop_bleeding", "with: nowhere", ("以哪份為底", "沒有這個代碼的計畫：nowhere")),
    ],
)
def test_what_is_wrong_with_a_text_is_said_at_its_line(
    alice: Client, was: str, now: str, said: tuple[str, ...]
) -> None:
    """R1.53, R2.71: a second who is accountable is refused."""
    text = write_plan(content_of(playbooks()["food_safety"])).replace(was, now, 1)

    answer = alice.post(where("write_plan"), {"was": "0", "reason": "改", "text": text})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert [part for part in said if part not in page] == []
    assert now in page.replace("&#x27;", "'")


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_a_document_holds_every_step_with_its_duties_and_limits(alice: Client, language: str) -> None:
    """R1.2: each plan leaves as DOCX in both languages; as PDF in tests/browser/test_plans.py."""
    file = alice.get(where("plan_as_docx"), {"language": language})

    paper = Document(io.BytesIO(file.content))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    tasks = joined(playbooks()["food_safety"], playbooks())
    wanted = [task.do.within(language) for task in tasks]
    assert [row[0].splitlines()[0] for row in rows if row[0].splitlines()[0] in wanted] == wanted
    assert paper.paragraphs[0].text == playbooks()["food_safety"].name.within(language)
    assert all(len(row) == 6 and row[1] for row in rows)


# The three steps as the source has them: judge (R1.23), answer (R1.27 R1.28 R1.32 R1.34), put right (R1.35 R1.36).
STEPS = {
    "zh-hant": [
        ("研判", "有沒有人受害、會到多大、責任在誰"),
        ("回應", "發出初步回應"),
        ("回應", "我們知道了、對受影響的人說什麼、正在做什麼、下次更新幾點"),
        ("回應", "聯繫當事人，先聽再談"),
        ("回應", "完整說明：事實、補救、聯絡方式"),
        ("補救", "逐一兌現承諾的補救"),
        ("補救", "分設計、流程、訓練、供應商、溝通"),
    ],
    "en": [
        ("Triage", "is anybody hurt, how big will it get, whose fault can it be"),
        ("Respond", "Say the first word to the public"),
        ("Respond", "we know, a word to those affected, what we are doing, when we speak next"),
        ("Respond", "Reach those affected; listen before offering"),
        ("Respond", "Tell all: facts, remedy, contact"),
        ("Remedy", "Keep each promise of remedy"),
        ("Remedy", "over design, process, training, supplier and communication"),
    ],
}


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_document_of_the_three_steps_judges_then_answers_then_puts_right(alice: Client, language: str) -> None:
    """R1.2: in the order of the source."""
    file = alice.get(where("plan_as_docx", plan="stop_bleeding"), {"language": language})

    paper = Document(io.BytesIO(file.content))
    phases = [one.text for one in paper.paragraphs if one.style and one.style.name == "Heading 1"]
    tables = zip(phases, paper.tables, strict=True)
    steps = [(phase, row.cells[0].text) for phase, table in tables for row in table.rows[1:]]
    places = [
        next((n for n, (of, told) in enumerate(steps) if of == phase and said in told), -1)
        for phase, said in STEPS[language]
    ]
    assert -1 not in places
    assert places == sorted(places)


def test_two_versions_are_compared_by_step_and_field(alice: Client) -> None:
    change(alice, R=["brand_pr", "agency_lead"], phase="triage")

    page = alice.get(where("plan_versions")).content.decode()

    assert "v1 → v2" in page
    assert "店長要先確認" in page
    assert "30 分" in page
    assert "15 分" in page


def test_an_old_version_is_still_read(alice: Client) -> None:
    change(alice)
    change(alice, was="2", do_zh="全店停售")

    old, new, none = (alice.get(where("plan"), {"v": number}) for number in ("2", "3", "9"))

    assert ("全店停售" in old.content.decode(), "全店停售" in new.content.decode()) == (False, True)
    assert none.status_code == 404


def test_a_plan_is_signed_in_the_browser_by_both_houses(cast: Cast, signed_in: SignIn) -> None:
    change(signed_in(cast.alice))

    first = signed_in(cast.alice).post(where("sign_plan"), {"number": "2"})
    second = signed_in(cast.bob).post(where("sign_plan"), {"number": "2"})
    late = signed_in(cast.bob).post(where("sign_plan"), {"number": "1"})

    assert (first.status_code, second.status_code, late.status_code) == (302, 302, 409)
    assert PlanVersion.objects.get().in_force_at


def test_who_may_not_change_is_told_who_may(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.carol).get(where("plan")).content.decode()

    assert "可修改：外包主管" in page
    assert where("edit_plan") not in page


def test_a_plan_shows_how_it_went(seat: Seat, at: datetime, signed_in: SignIn, cast: Cast) -> None:
    one = open_by_hand(seat=seat, title="吃完拉肚子", category=Category.PRODUCT_SAFETY, severity=Severity.S1)
    settle_step(seat=seat, incident=one, code="stop_schedule", was="open", to="done")
    settle_step(seat=seat, incident=one, code="secure_evidence", was="open", to="done")
    one.plan.filter(code="secure_evidence").update(settled_at=at + timedelta(minutes=35))

    uses = Uses(seat, "food_safety")

    assert (uses.in_time, len(uses.done), uses.running) == (1, 2, [(one, "1")])
    assert uses.slow and (uses.slow.step.code, uses.slow.late) == ("secure_evidence", timedelta(minutes=20))
    page = signed_in(cast.bob).get(where("plan_uses")).content.decode()
    assert ("50%" in page, one.code in page) == (True, True)
    assert Uses(seat, "leak").could_take == [one]
    assert Step.objects.filter(incident=one, pack="leak").count() == 0


def test_every_plan_that_ships_can_be_edited_as_it_is(seat: Seat) -> None:
    for code in playbooks():
        page = PlanPage(seat, code)
        assert parse_plan(write_plan(content_of(page.plan))) == page.plan
        assert page.reading.lacks == []


def test_the_audit_log_names_the_version_that_was_signed(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    change(client)
    client.post(where("sign_plan"), {"number": "2"})

    page = client.get(reverse("settings_audit", args=["spring"])).content.decode()

    assert ("簽署計畫" in page, "計畫 food_safety v2" in page) == (True, True)
