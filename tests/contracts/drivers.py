"""How does the contract suite hand the same rows to every source? One driver each."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from xml.sax.saxutils import escape

import orjson

from firebreak.connect.contract import Cursor, Page
from firebreak.connect.sources.rss import Rss
from firebreak.connect.sources.upload import Upload
from firebreak.connect.sources.webhook import open_body, sign, verify
from firebreak.connect.web import Web
from tests.contracts.server import Outside

Row = Mapping[str, Any]
SECRET = "geheim"
AT = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


class Driver(Protocol):
    """Puts rows outside (a row without text is malformed) and takes what the source makes of them."""

    def give(self, rows: Sequence[Row]) -> None: ...

    def take(self, cursor: Cursor) -> Page: ...


class RssDriver:
    """The rows as an RSS 2.0 feed on the server."""

    def __init__(self, *, server: Outside, web: Web, folder: Path) -> None:
        self.server, self.source = server, Rss(web)

    def give(self, rows: Sequence[Row]) -> None:
        items = "".join(
            f"<item><guid>{row['id']}</guid><description>{escape(row.get('text', ''))}</description>"
            f"<pubDate>{row['published_at']}</pubDate></item>"
            for row in rows
        )
        self.server.put("/feed", f"<rss version='2.0'><channel><title>晨報</title>{items}</channel></rss>")

    def take(self, cursor: Cursor) -> Page:
        address = self.server.url("/feed").replace("//", f"//user:{SECRET}@") + f"?token={SECRET}"
        return self.source.fetch({"url": address}, cursor)


class UploadDriver:
    """The rows as a file of JSON Lines that grows."""

    def __init__(self, *, server: Outside, web: Web, folder: Path) -> None:
        self.path, self.source = folder / "posts.jsonl", Upload()

    def give(self, rows: Sequence[Row]) -> None:
        self.path.write_bytes(b"".join(orjson.dumps(dict(row)) + b"\n" for row in rows))

    def take(self, cursor: Cursor) -> Page:
        return self.source.fetch({"path": str(self.path), "source": "file"}, cursor)


class TableDriver(UploadDriver):
    """The rows as a CSV in Big5."""

    def give(self, rows: Sequence[Row]) -> None:
        table = io.StringIO()
        writer = csv.DictWriter(table, ["id", "text", "published_at"])
        writer.writeheader()
        writer.writerows(rows)
        self.path.write_bytes(table.getvalue().encode("cp950"))


class WebhookDriver:
    """The rows as one signed call. The sender keeps the place, so a second delivery holds everything again."""

    def __init__(self, *, server: Outside, web: Web, folder: Path) -> None:
        self.body = b"[]"

    def give(self, rows: Sequence[Row]) -> None:
        self.body = orjson.dumps({"posts": [dict(row) for row in rows]})

    def take(self, cursor: Cursor) -> Page:
        verify(self.body, signature=sign(self.body, secret=SECRET, at=AT), secret=SECRET, at=AT)
        return open_body(self.body, source="crm")


# Every way in, with the kind of source it tests.
DRIVERS: dict[str, tuple[str, type[RssDriver] | type[UploadDriver] | type[WebhookDriver]]] = {
    "rss": ("rss", RssDriver),
    "upload-jsonl": ("upload", UploadDriver),
    "upload-csv-big5": ("upload", TableDriver),
    "webhook": ("webhook", WebhookDriver),
}
KEEPS_A_PLACE = ("rss", "upload-jsonl", "upload-csv-big5")  # a webhook's sender keeps it
ASKS_OVER_HTTP = ("rss",)  # only what goes out over HTTP can meet a misbehaving server
