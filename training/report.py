"""How well does the shipped reader read? `python -m training.report [apart]` prints every figure of the model card.

Posts and labels come from the shared bench's labels.py and are scored by its text_score.py; the split `apart` of the
written posts is printed only when asked for, once per version, and never tuned on.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from firebreak import knowledge
from firebreak.core.terms import Post
from firebreak.core.text.batch import Heard
from firebreak.core.understand import Second, contract_dict, understand
from training.data import DATA, Example, hear_brand, hear_nothing, post_of, written

BENCH = Path(os.environ.get("FIREBREAK_BENCH", DATA / "../bench"))
SETS = ("reviews", "forum", "smoke", "abuse")
BATCH = 2_000


def readings(posts: Sequence[Post], heard: Heard | None = None, second: Second | None = None) -> Iterable[str]:
    """Give the contract's readings, a line each."""
    if heard is not None:
        read = understand(posts, heard, knowledge.model(), second)
        yield from (json.dumps(contract_dict(read.reading(place))) for place in range(len(posts)))
        return
    for at in range(0, len(posts), BATCH):
        part = posts[at : at + BATCH]
        yield from readings(part, hear_nothing(part), second)


def score(name: str, labels: Path, lines: Iterable[str], folder: Path) -> None:
    found = folder / "readings.jsonl"
    found.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"\n== {name}", flush=True)
    subprocess.run([sys.executable, str(BENCH / "text_score.py"), str(labels), str(found)], check=True)


def score_set(name: str, folder: Path, second: Second | None) -> None:
    posts, labels = folder / "posts.jsonl", folder / "labels.jsonl"
    subprocess.run([sys.executable, str(BENCH / "labels.py"), name, str(posts), str(labels)], check=True)
    rows = map(json.loads, posts.open(encoding="utf-8"))
    read = readings([post_of(row["text"], id=row["id"]) for row in rows], second=second)
    score(titled(name, second), labels, read, folder)


def score_written(name: str, examples: Sequence[Example], folder: Path, second: Second | None) -> None:
    labels = folder / "labels.jsonl"
    gold = (
        {"id": one.post.id, "sentiment": one.sentiment, "category": one.category, "urgent": one.urgent}
        for one in examples
    )
    labels.write_text("".join(json.dumps(row) + "\n" for row in gold), encoding="utf-8")
    score(name, labels, readings([one.post for one in examples], hear_brand(examples), second), folder)


def titled(name: str, second: Second | None) -> str:
    return f"{name}, {'both readers' if second else 'first reader'}"


def main() -> None:
    second = knowledge.second()
    print(f"reader {knowledge.model().version}, second reader {second.version if second else 'none'}")
    with TemporaryDirectory() as name:
        for reader in (None, second) if second else (None,):
            for each in SETS:
                score_set(each, Path(name), reader)
            for split in ("dev", *sys.argv[1:]):
                score_written(titled(f"written {split}", reader), written(split), Path(name), reader)


if __name__ == "__main__":
    main()
