"""What do the benchmarks read? Posts composed from written ones about one brand, the same every time."""

import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).parents[1] / "training" / "written"
BASE = ("complaints", "english", "ordinary", "others")  # a load that grew with what is written would be another one
TAIPEI = timezone(timedelta(hours=8))
START = datetime(2026, 9, 1, tzinfo=TAIPEI)
DAYS = 60
BRAND = "松濤食品"
WATCHES = f"""brand: {BRAND}
watches:
  - {{name: 松濤, kind: brand, any: [松濤, 松濤食品], none: [松濤聲]}}
  - {{name: 海岬, kind: competitor, any: [海岬食品]}}
  - {{name: 食安, kind: controversy, query: '松濤 AND (食物中毒 OR 拉肚子 OR 過期)'}}
"""


def written() -> list[dict[str, Any]]:
    """Give the written posts, their brand replaced by ours."""
    found = []
    for file in BASE:
        for line in (WRITTEN / f"{file}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            name = row["brand"] or BRAND
            title, text = ((row[key] or "").replace(name, BRAND) for key in ("title", "text"))
            text = text if BRAND in title + text else f"{BRAND} {text}"
            found.append({"title": title, "text": text, "source": row["source"] or "ptt", "media": row["media"]})
    return found


def posts(count: int, *, days: int = DAYS, seed: int = 7) -> Iterator[dict[str, Any]]:
    """Give `count` matching posts in the order of time: written words, mixed, with numbers and authors of their own."""
    rng, base = random.Random(seed), written()
    at, step = START, days * 86400 / count
    for number in range(count):
        row, other = rng.choice(base), rng.choice(base)
        at += timedelta(seconds=rng.expovariate(1 / step))
        text = row["text"] + (rng.choice(other["text"].split("，")) if rng.random() < 0.5 else "")
        yield {
            "id": f"made-{number}",
            "source": row["source"],
            "channel": rng.choice(("Food", "Gossiping", "美食", "")),
            "url": f"https://example.org/{number}",
            "title": row["title"],
            "text": f"{text} {rng.randrange(30, 3000)} 元",
            "author": {"id": f"u{rng.randrange(50_000)}", "name": "路人", "followers": rng.randrange(5000)},
            "published_at": at.isoformat(),
            "engagement": {"likes": rng.randrange(90), "comments": rng.randrange(20), "shares": rng.randrange(5)},
            "media": row["media"],
        }


def write_posts(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for row in posts(count):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path
