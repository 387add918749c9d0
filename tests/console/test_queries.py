"""How many questions does each page ask the database? Growth is a visible difference in tests/queries.json."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firebreak.console.home.health import forget_slow
from firebreak.console.listen.hourly import forget_hours
from tests.cast import Cast
from tests.console.walk import Page, pages, records_of

BUDGETS = Path(__file__).parent.parent / "queries.json"
READABLE = [page for page in pages() if page.name != "stream"]


def asked(page: Page, cast: Cast, records: dict[str, Any]) -> int | None:
    """Count the questions of one visit, the session's own included; None for a page that cannot be opened.

    Each visit is the first one of its hour to a process: what was counted for another page is forgotten.
    """
    forget_slow()
    forget_hours()
    client = Client()
    client.force_login(cast.alice)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.url(cast.brand.slug, records))
    return len(captured) if response.status_code == 200 else None


def test_each_page_asks_no_more_than_its_budget(cast: Cast, stage: dict[str, Any]) -> None:
    records = records_of(cast, stage)
    counts = {page.name: asked(page, cast, records) for page in READABLE}
    found = {name: count for name, count in sorted(counts.items()) if count is not None}

    if os.environ.get("FIREBREAK_QUERIES") == "write":
        BUDGETS.write_text(json.dumps(found, indent=2) + "\n")
        pytest.skip("tests/queries.json was written")

    budgets = json.loads(BUDGETS.read_text())
    assert {name: count for name, count in found.items() if count > budgets.get(name, 0)} == {}
