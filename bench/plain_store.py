"""What does the obvious way cost? Reads JSON lines, makes Django objects, calls bulk_create; prints the seconds."""

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firebreak.console.settings")
django.setup()

from datetime import datetime  # noqa: E402

from firebreak.console.listen.models import Post  # noqa: E402
from firebreak.run.setup import ready_brand, upload_of  # noqa: E402

BATCH = 5000


def store(path: Path, brand_name: str) -> float:
    brand = ready_brand(brand=brand_name, watch=None)
    via = upload_of(brand)
    began = time.monotonic()
    lines = path.read_text(encoding="utf-8").splitlines()
    for start in range(0, len(lines), BATCH):
        Post.objects.bulk_create(made(json.loads(line), brand.pk, via.pk) for line in lines[start : start + BATCH])
    return time.monotonic() - began


def made(row: dict[str, object], brand: int, via: int) -> Post:
    at = datetime.fromisoformat(str(row["published_at"]))
    plain = {name: row[name] for name in ("source", "channel", "url", "title", "text", "media")}
    return Post(brand_id=brand, via_id=via, external_id=row["id"], published_at=at, first_seen_at=at, **plain)


if __name__ == "__main__":
    print(store(Path(sys.argv[1]), sys.argv[2]))
