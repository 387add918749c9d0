"""Which texts may the reader learn from? Opens the data sets that may train shipped weights, and the written posts."""

import csv
import gzip
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Media, Post, PostKind, Watch, WatchKind
from firebreak.core.text.batch import Heard, fold_posts

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FIREBREAK_DATA", ROOT / "../shared/data"))
WRITTEN = Path(__file__).parent / "written"
OUTSPOKEN = ("complaints", "english", "ordinary", "others")  # files whose posts say what they feel, whoever is named
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
NOBODY = Matcher(())
KINDS = {"news": PostKind.NEWS, "google_maps": PostKind.REVIEW, "line": PostKind.MESSAGE}


@dataclass(frozen=True, slots=True)
class Example:
    """A post with what a person says it means."""

    post: Post
    brand: str
    sentiment: str
    category: str
    urgent: bool
    split: str
    is_outspoken: bool = False


def rows(name: str) -> Iterator[Mapping[str, str]]:
    """Read the rows of a data set."""
    csv.field_size_limit(10**9)
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def post_of(text: str, *, title: str = "", source: str = "data", media: Sequence[str] = (), id: str = "") -> Post:
    kind = KINDS.get(source, PostKind.POST)
    shown = tuple(Media(type=one) for one in media)
    return Post(id=id, source=source, text=text, title=title, published_at=NEVER, kind=kind, media=shown)


def written(*splits: str) -> list[Example]:
    """Read the posts written for the purpose, by id."""
    files = {path.stem: path.read_text(encoding="utf-8") for path in sorted(WRITTEN.glob("*.jsonl"))}
    lines = ((name, line) for name, text in files.items() for line in text.split("\n") if line)
    found = (example_of(json.loads(line), is_outspoken=name in OUTSPOKEN) for name, line in lines)
    return sorted((one for one in found if one.split in splits), key=lambda one: one.post.id)


def example_of(row: Mapping[str, object], *, is_outspoken: bool = False) -> Example:
    media = row.get("media") or []
    assert isinstance(media, list)
    types = [one["type"] if isinstance(one, dict) else str(one) for one in media]
    said = {name: str(row.get(name) or "") for name in ("id", "text", "title", "source")}
    labels = {name: str(row.get(name) or "") for name in ("brand", "sentiment", "category", "split")}
    return Example(post=post_of(**said, media=types), urgent=bool(row["urgent"]), is_outspoken=is_outspoken, **labels)


def hear_brand(examples: Sequence[Example]) -> Heard:
    """Hear each example's own brand; a brand watch of one never counts for another."""
    brands = list(dict.fromkeys(one.brand for one in examples if one.brand))
    matcher = Matcher([Watch(name, WatchKind.BRAND, any=(name,)) for name in brands])
    heard = listen([one.post for one in examples], matcher)
    pairs = zip(heard.post.tolist(), heard.watch.tolist(), strict=True)
    own = np.array([heard.watches[watch].name == examples[post].brand for post, watch in pairs], dtype=np.bool_)
    columns = {name: getattr(heard, name)[own] for name in ("post", "watch", "term", "field", "start", "end")}
    return Heard(folded=heard.folded, watches=heard.watches, terms=heard.terms, matched=heard.matched, **columns)


def hear_nothing(posts: Sequence[Post]) -> Heard:
    return NOBODY.find(fold_posts(posts))
