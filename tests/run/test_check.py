"""Does `check` see what is wrong, name it, and say what to do? (R1.97 part: an edited row of the trail is named)"""

import io
from collections.abc import Callable
from datetime import datetime

import orjson
import pytest

from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.govern.services import drop_anchor
from firebreak.console.listen.models import Post, Rollup, Source
from firebreak.console.listen.search import forget_posts, indexed_row
from firebreak.run.check import Line, check_all, look, verify_audit
from tests.posts import LEAK, MINUTE, post
from tests.run.conftest import HandIn


@pytest.fixture
def stored(take: HandIn, at: datetime) -> None:
    for number in range(3):
        take([post(number, LEAK, at - number * MINUTE)])


def lines() -> dict[str, Line]:
    return {line.name: line for line in look()}


def test_all_is_fine_after_the_services_did_it(stored: None) -> None:
    out = io.StringIO()

    assert check_all(out, as_json=True)
    assert {orjson.loads(line)["fine"] for line in out.getvalue().splitlines()} == {True}


def miscount() -> None:
    Rollup.objects.update(count=7)


def misplace() -> None:
    Story.objects.update(negative_count=99)


def lose() -> None:
    forget_posts([indexed_row(Post.objects.select_related("reading")[0])])


def fail() -> None:
    Source.objects.update(failures=2, last_error="source_down")


@pytest.mark.parametrize(
    ("harm", "name"), [(miscount, "counts"), (misplace, "stories"), (lose, "search"), (fail, "sources")]
)
def test_it_names_what_is_wrong_and_what_to_do(stored: None, harm: Callable[[], None], name: str) -> None:
    harm()

    found = lines()
    assert [line.name for line in found.values() if not line.fine] == [name]
    assert found[name].do


def test_an_edited_entry_is_named(stored: None, brand: Brand) -> None:
    """R1.97 part: change one row of the trail in the database, and the walk names it."""
    entry = Entry.objects.filter(action="store_posts").order_by("number")[1]
    Entry.objects.filter(pk=entry.pk).update(detail={**entry.detail, "count": 1000})

    found = lines()["audit"]
    assert not found.fine
    assert found.found == f"{brand.organisation.slug}: changed at entry {entry.number}"


def test_a_missing_entry_is_named(stored: None) -> None:
    entry = Entry.objects.order_by("number")[1]
    Entry.objects.filter(pk=entry.pk).delete()

    assert f"missing at entry {entry.number}" in lines()["audit"].found


def test_a_cut_tail_shows_only_beside_an_anchor(stored: None, brand: Brand, at: datetime, tmp_path: object) -> None:
    anchor = drop_anchor(brand.organisation, at=at)
    kept = {
        "organisation": brand.organisation.slug,
        "count": anchor.count,
        "head": anchor.head,
        "at": anchor.at.isoformat(),
        "signature": anchor.signature,
    }
    path = f"{tmp_path}/anchor.jsonl"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(orjson.dumps(kept))
    out = io.StringIO()
    assert verify_audit(out, anchor_file=path)

    Entry.objects.order_by("-number")[0].delete()

    assert not verify_audit(out, anchor_file=path)
    assert "tail_cut" in out.getvalue()
