"""What does an import say of itself, and what does its source remember?"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest
from django.db import connection

from firebreak.console.bulk import in_bulk
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Source
from firebreak.core.errors import BadInput
from firebreak.run.importer import Progress, import_file
from tests.posts import LEAK

AT = "2026-11-18T03:12:00+08:00"


def brought(brand: Brand, path: Path, *rows: object, mapping: str = "") -> io.StringIO:
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else orjson.dumps(row) for row in rows))
    said = io.StringIO()
    import_file(str(path), watch=None, brand=brand.name, mapping=mapping, rejects=None, progress=said)
    return said


def test_rows_that_are_no_posts_are_counted_on_the_upload(brand: Brand, via: Source, tmp_path: Path) -> None:
    good = {"id": "1", "source": "ptt", "text": LEAK, "published_at": AT}

    brought(brand, tmp_path / "posts.jsonl", good, b"{", {"id": "2", "source": "ptt", "published_at": AT})

    via.refresh_from_db()
    assert (via.seen, via.rejected, Post.objects.count()) == (1, 2, 1)


def test_a_column_of_the_file_is_read_as_the_map_says(brand: Brand, via: Source, tmp_path: Path) -> None:
    row = {"id": "1", "source": "ptt", "說的話": LEAK, "published_at": AT}

    brought(brand, tmp_path / "posts.jsonl", row, mapping="text=說的話")

    assert Post.objects.get().text == LEAK


@pytest.mark.parametrize("mapping", ["text", "text=", "=內容", "nonsense=內容"])
def test_a_map_that_is_none_is_refused_before_anything_is_read(brand: Brand, tmp_path: Path, mapping: str) -> None:
    with pytest.raises(BadInput):
        brought(brand, tmp_path / "posts.jsonl", mapping=mapping)


def test_a_short_import_says_nothing_into_a_log(brand: Brand, via: Source, tmp_path: Path) -> None:
    row = {"id": "1", "source": "ptt", "text": LEAK, "published_at": AT}

    assert brought(brand, tmp_path / "posts.jsonl", row).getvalue() == ""


@pytest.mark.django_db
def test_an_import_that_makes_a_brand_says_that_nobody_may_see_it_yet(tmp_path: Path) -> None:
    row, file, said = (
        {"id": "1", "source": "ptt", "text": LEAK, "published_at": AT},
        tmp_path / "p.jsonl",
        io.StringIO(),
    )
    file.write_bytes(orjson.dumps(row))

    import_file(str(file), watch=None, brand="沒這 家", mapping="", rejects=None, progress=said)

    (line,) = said.getvalue().splitlines()
    assert line.startswith("brand 沒這 家 made: nobody may see it yet")
    assert line.endswith("--brand '沒這 家'")


def said_of(counts: Sequence[int], out: io.TextIOBase) -> None:
    progress = Progress(out)  # type: ignore[arg-type]
    for read in counts:
        progress.say(read)
    progress.end()


def test_a_log_gets_a_line_every_50_000_rows() -> None:
    out = io.StringIO()

    said_of(range(5000, 160_000, 5000), out)

    assert out.getvalue() == "read 50,000\nread 100,000\nread 150,000\n"


def test_a_terminal_gets_one_line_that_changes() -> None:
    behind, before = os.openpty()
    with os.fdopen(before, "w") as terminal, os.fdopen(behind, "rb") as screen:
        said_of([5000, 10_000], terminal)
        terminal.flush()
        shown = screen.readline()

    assert shown == b"\rread 5,000\rread 10,000\r\n"


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite waits for the disk in its own way")
@pytest.mark.django_db
def test_after_much_came_in_postgresql_waits_for_the_disk_as_before() -> None:
    def settings() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_settings WHERE source = 'session' AND name ~ 'commit|work_mem'")
            return [row[0] for row in cursor.fetchall()]

    with in_bulk():
        assert sorted(settings()) == ["32768", "off"]

    assert settings() == []
