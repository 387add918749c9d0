"""What becomes of the rows of a file, and what does its source remember?"""

import io
from pathlib import Path

import orjson
import pytest

from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post, Source
from firebreak.core.errors import BadInput
from firebreak.run.importer import import_file
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
