"""Does a page on a slow line ask for little: one sheet, packed, kept for ever, and no more than 250 kB in all?"""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.test import Client

from firebreak.console import sheets
from firebreak.console.govern.models import Person
from tests.cast import Cast

SCRIPTS = Path(sheets.__file__).parent / "static" / "js"
MOST_BYTES = 250_000


def test_the_sheet_comes_packed_to_who_can_unpack_it(client: Client) -> None:
    packed = client.get(sheets.address(), headers={"accept-encoding": "gzip"})
    plain = client.get(sheets.address())

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain.headers
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_only_what_was_asked_for_by_its_own_name_is_kept_for_ever(client: Client) -> None:
    assert "immutable" in client.get(sheets.address())["Cache-Control"]
    assert client.get("/style-of-yesterday.css")["Cache-Control"] == "no-cache"


def test_a_page_comes_packed_and_a_stream_does_not(cast: Cast, signed_in: Callable[[Person], Client]) -> None:
    client = signed_in(cast.alice)

    page = client.get("/b/spring/", headers={"accept-encoding": "gzip"})
    stream = client.get("/b/spring/stream", headers={"accept-encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in stream.headers


def test_the_board_with_all_that_it_asks_for_is_light(
    cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    page = signed_in(cast.alice).get("/b/spring/").content
    htmx = Path(str(find("django_htmx/htmx-2.min.js"))).read_bytes()
    scripts = sum(len(script.read_bytes()) for script in SCRIPTS.glob("*.js"))

    assert len(page) + len(sheets.sheet().plain) + len(htmx) + scripts < MOST_BYTES
