"""Does a list leave the console whole, harmless, masked, and never without a line in the log?"""

import csv
import hashlib
import io
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from firebreak.console.access import take_seat
from firebreak.console.export import services
from firebreak.console.export.cells import LONGEST, for_csv, for_excel
from firebreak.console.export.files import write_csv, write_xlsx
from firebreak.console.export.listing import Asked
from firebreak.console.export.mentions import mentions
from firebreak.console.govern.models import Anchor, Assignment, Entry, Person
from firebreak.console.govern.services import verify_chain
from firebreak.console.listen.models import Post
from firebreak.core.errors import NotAllowed
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import post

Sign = Callable[[Person], Client]
FORMULAS = ("=1+1", "+886", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－1", "＠a")

PASSWORD = "quiet-spring-water-7"


def with_password(who: Person) -> Person:
    who.set_password(PASSWORD)
    who.save()
    return who


def body(response: HttpResponse) -> bytes:
    found = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.file.close()  # type: ignore[attr-defined]  # closing the answer would close the database of the test
    return found


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def take(client: Client, cast: Cast, what: str = "mentions", query: str = "view=all", **said: str) -> HttpResponse:
    return client.post(f"/b/{cast.brand.slug}/{what}/export/?{query}", {"how": "csv", **said})


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert for_csv(text) == f"'{text}"
    assert str(for_excel(text)).startswith("'")


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_long_list_costs_no_more_memory_than_a_short_one(write: Any) -> None:
    text = "漏水了，地板都泡爛" * 100
    tracemalloc.start()

    with TemporaryFile() as file:
        count = write(([f"{number}{text}"] for number in range(8000)), ["內文"], file)
        size = file.tell()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 8000
    assert size > 0
    assert peak < 2_000_000  # the text alone is ten times that


def test_our_own_numbers_stay_numbers() -> None:
    assert (for_csv(-0.94), for_excel(-0.94), for_csv(None), for_excel(None)) == ("-0.94", -0.94, "", None)


def test_a_cell_of_excel_holds_what_it_can_and_says_where_it_ends() -> None:
    cell = str(for_excel("\x00字\ufffe" + "字" * LONGEST))

    assert len(cell) == LONGEST
    assert cell.startswith("\ufffd字\ufffd")
    assert cell.endswith("…")


def test_a_file_holds_the_rows_of_the_list_and_no_others(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at, sentiment="positive", text="好喝")
    post(cast.brand, at=at, text="漏水了")
    post(cast.others_brand, at=at, text="別家的事")

    found = rows_of(take(signed_in(cast.alice), cast, query="view=negative"))

    assert [row["內文"] for row in found] == ["漏水了"]
    assert found[0]["發布時間"] == "2026-11-20 11:34:08"


def test_a_csv_says_that_it_is_utf_8_and_comes_as_a_file(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at)

    response = take(signed_in(cast.alice), cast)

    assert response["Content-Disposition"] == 'attachment; filename="mentions-spring-20261120-1134.csv"'
    assert body(response).startswith(b"\xef\xbb\xbf")


def test_hostile_text_comes_out_of_both_files_as_it_went_in(signed_in: Sign, cast: Cast, at: datetime) -> None:
    text = '=HYPERLINK("http://x","按我") _x0041_ <b>&\x07 \u202e 😀 "a",\nb'
    post(cast.brand, at=at, text=text)
    client = signed_in(cast.alice)

    plain = rows_of(take(client, cast))[0]["內文"]
    sheet = load_workbook(io.BytesIO(body(take(client, cast, how="xlsx")))).active
    head, told = ([cell.value for cell in row] for row in sheet.iter_rows())

    assert plain == f"'{text}"
    assert unescape(dict(zip(head, told, strict=True))["內文"]) == f"'{text}".replace("\x07", "\ufffd")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_workbook_has_times_and_numbers_as_such(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at, followers=1200)

    sheet = load_workbook(io.BytesIO(body(take(signed_in(cast.alice), cast, how="xlsx")))).active
    head, told = ([cell.value for cell in row] for row in sheet.iter_rows())
    row = dict(zip(head, told, strict=True))

    assert (row["發布時間"], row["追蹤數"]) == (datetime(2026, 11, 20, 11, 34, 8), 1200)
    assert sheet.freeze_panes == "A2"


def with_phone(cast: Cast, at: datetime) -> Post:
    text = "請打 0912345678 給我"
    pii = [{"kind": "phone", "field": "text", "start": 3, "end": 13}]
    return post(cast.brand, at=at, text=text, author_name="陳大文", author_id="bigwen", detail={"pii": pii})


def test_personal_data_stays_hidden_unless_a_reason_is_given(signed_in: Sign, cast: Cast, at: datetime) -> None:
    with_phone(cast, at)
    client = signed_in(with_password(cast.alice))

    masked = rows_of(take(client, cast))[0]
    lifted = rows_of(take(client, cast, lift="on", reason="legal", confirm=PASSWORD))[0]

    assert "0912345678" not in masked["內文"]
    assert (masked["作者"], masked["帳號"]) == ("陳**", "bi*")
    assert lifted["內文"] == "請打 0912345678 給我"
    assert (lifted["作者"], lifted["帳號"]) == ("陳大文", "bigwen")


def test_without_a_reason_nothing_leaves_and_the_page_says_what_is_missing(signed_in: Sign, cast: Cast) -> None:
    response = take(signed_in(cast.alice), cast, lift="on")

    assert response.status_code == 400
    assert "請選一個理由" in response.content.decode()
    assert not Entry.objects.filter(action="export_list").exists()


@pytest.mark.parametrize("confirm", ["", "wrong-wrong"])
def test_personal_data_leaves_for_nobody_at_somebody_elses_desk(signed_in: Sign, cast: Cast, confirm: str) -> None:
    client = signed_in(with_password(cast.alice))

    response = take(client, cast, lift="on", reason="legal", confirm=confirm)

    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"confirm"}
    assert not Entry.objects.filter(action="export_list").exists()


def test_who_may_export_but_not_see_personal_data_gets_none_by_asking(
    signed_in: Sign, cast: Cast, at: datetime
) -> None:
    with_phone(cast, at)
    Assignment.objects.filter(person=cast.carol).update(role=Role.EXECUTIVE.value)

    asked = take(signed_in(with_password(cast.carol)), cast, lift="on", reason="legal", confirm=PASSWORD)

    assert asked.status_code == 403
    assert not Entry.objects.filter(action="export_list").exists()


def test_an_agency_does_not_take_the_brands_data_along(cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        services.take_along(seat=seat, listing=mentions(Asked(seat, {})), how="csv")


def test_the_log_holds_count_and_digest_of_the_very_file(signed_in: Sign, cast: Cast, at: datetime) -> None:
    with_phone(cast, at)

    said = {"lift": "on", "reason": "legal", "confirm": PASSWORD}
    client = signed_in(with_password(cast.alice))

    response = take(client, cast, query="view=all&sentiment=negative", **said)
    entry = Entry.objects.get(action="export_list")

    assert entry.actor == f"person:{cast.alice.pk}"
    assert entry.detail["sha256"] == hashlib.sha256(body(response)).hexdigest() == response["X-SHA256"]
    assert (entry.detail["count"], entry.detail["personal_data"]) == (1, "legal")


def test_the_log_names_what_a_list_was_narrowed_by_but_not_to_whom(signed_in: Sign, cast: Cast) -> None:
    body(take(signed_in(cast.alice), cast, query="view=all&q=陳大文"))

    entry = Entry.objects.get(action="export_list")

    assert entry.detail["narrowed_by"] == ["view:all", "q"]
    assert "陳大文" not in str(entry.detail)


def test_an_export_is_sealed_with_an_anchor(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at)
    body(take(signed_in(cast.alice), cast))
    house = cast.brand.organisation

    anchor = Anchor.objects.get(organisation=house)

    assert anchor.count == Entry.objects.filter(organisation=house).count()
    assert verify_chain(house, claimed=anchor.claim).whole


def test_a_list_too_long_for_a_sheet_is_refused_before_anything_is_written(
    signed_in: Sign, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(cast.brand, at=at)
    post(cast.brand, at=at)
    monkeypatch.setattr(services, "EXCEL_ROWS", 2)

    response = take(signed_in(cast.alice), cast, how="xlsx")

    assert response.status_code == 400
    assert "CSV" in response.content.decode()
    assert not Entry.objects.filter(action="export_list").exists()


@pytest.mark.parametrize(
    ("what", "column", "told"),
    [
        ("stories", "標題", "淨水器漏水，地板泡爛"),
        ("alerts", "訊號", "話題成長"),
        ("incidents", "危機事件", "INC-0001"),
        ("settings/audit", "代碼", "export_list"),
    ],
)
def test_every_list_can_be_taken_along(
    what: str, column: str, told: str, signed_in: Sign, cast: Cast, stage: dict[str, Any]
) -> None:
    client = signed_in(cast.alice)
    body(take(client, cast, "stories", ""))

    found = rows_of(take(client, cast, what, ""))

    assert told in [row[column] for row in found]


def test_the_page_shows_what_will_be_in_the_file(signed_in: Sign, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at)
    post(cast.brand, at=at - timedelta(hours=3))

    page = signed_in(cast.alice).get("/b/spring/mentions/export/?view=all&hours=1").content.decode()

    assert "1 列" in page
    assert "近 1 小時" in page


def test_a_nonsense_wish_is_answered_with_the_page(signed_in: Sign, cast: Cast) -> None:
    assert take(signed_in(cast.alice), cast, how="exe").status_code == 400
