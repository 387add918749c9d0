"""R1.65: the directory is at hand without a network, on a screen and as a PDF."""

from datetime import datetime
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.cast import Cast
from tests.records import resource


def test_the_file_that_was_taken_along_opens_without_a_network_and_prints(
    cast: Cast, at: datetime, desk: Desk, tmp_path: Path
) -> None:
    resource(cast.brand, by=cast.alice, at=at, name="北區檢驗", phone="02-2345-6789")
    visitor = desk.seat(cast.carol)
    page = visitor.page("/b/spring/alerts/resources/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="離線檔").click()
    kept = tmp_path / "directory.html"
    coming.value.save_as(kept)

    visitor.context.set_offline(True)
    page.goto(kept.as_uri())

    expect(page.get_by_role("heading", name="北區檢驗")).to_be_visible()
    expect(page.get_by_role("article").filter(has_text="北區檢驗").get_by_role("link")).to_have_attribute(
        "href", "tel:0223456789"
    )
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF-") and printed.rstrip().endswith(b"%%EOF")
    assert visitor.complaints == []
