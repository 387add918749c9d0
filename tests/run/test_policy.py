"""Is what the owner of a source allows kept to, whatever comes in?"""

from datetime import datetime
from typing import Any

import orjson
import pytest

from firebreak.connect.contract import Deleted, Page
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.listen.intake import accept_parcel
from firebreak.console.listen.models import Parcel, Post, Source
from firebreak.run.collect import take_page
from firebreak.run.parcels import open_parcels
from firebreak.run.setup import upload_of
from tests.posts import LEAK, MINUTE, hand_in, listening, post
from tests.run.test_ingest import differences


@pytest.fixture
def hook(brand: Brand, at: datetime) -> Source:
    return listening(brand, at=at, key="crm", kind="webhook")


def told(source: Source, *rows: dict[str, Any], at: datetime) -> None:
    """Hand a body in and let it be opened."""
    accept_parcel(source=source, body=orjson.dumps(list(rows)), at=at)
    open_parcels(at=at)
    source.refresh_from_db()


def row(id_: str, at: datetime) -> dict[str, Any]:
    return {"id": id_, "text": LEAK, "published_at": at.isoformat()}


def held() -> set[str]:
    return set(Post.objects.values_list("external_id", flat=True))


def test_posts_that_may_not_be_stored_are_read_and_counted_and_nothing_of_them_stays(
    hook: Source, at: datetime
) -> None:
    Source.objects.filter(pk=hook.pk).update(may_store=False)

    told(hook, row("1", at - MINUTE), row("2", at), {"id": "3", "text": ""}, at=at)

    assert (hook.seen, hook.rejected) == (2, 1)
    assert not Post.objects.exists()
    assert not Parcel.objects.exists()


def test_what_is_deleted_at_the_source_is_erased_here(hook: Source, at: datetime) -> None:
    """With everything that held its words, and a line in the trail that holds none."""
    told(hook, row("1", at - MINUTE), row("2", at), at=at)
    gone = Post.objects.get(external_id="1").pk

    told(hook, {"id": "1", "deleted": True}, at=at)

    assert held() == {"2"}
    entry = Entry.objects.get(action="erase_post")
    assert (entry.subject, entry.detail, entry.actor) == (
        f"post:{gone}",
        {"why": "deleted_at_source"},
        "machine:collect",
    )
    assert differences() == []


def test_a_post_and_its_deletion_in_one_call_leave_nothing(hook: Source, at: datetime) -> None:
    told(hook, {"id": "1", "deleted": True}, row("1", at), at=at)

    assert held() == set()


def test_a_deletion_changes_nothing_where_the_record_does_not_ask_for_it(hook: Source, at: datetime) -> None:
    Source.objects.filter(pk=hook.pk).update(must_honour_deletes=False)
    told(hook, row("1", at), at=at)

    told(hook, {"id": "1", "deleted": True}, at=at)

    assert held() == {"1"}


def test_a_webhook_erases_only_what_it_brought(hook: Source, brand: Brand, at: datetime) -> None:
    hand_in(brand, [post(1, LEAK, at)], via=upload_of(brand), at=at)

    told(hook, {"id": "t1", "source": "ptt", "deleted": True}, at=at)

    assert held() == {"t1"}


@pytest.mark.parametrize("item", [{"deleted": True}, {"id": "", "deleted": True}, {"id": [1], "deleted": True}])
def test_a_deletion_that_names_no_post_is_counted_as_unreadable(
    hook: Source, item: dict[str, Any], at: datetime
) -> None:
    told(hook, item, row("1", at), at=at)

    assert (hook.rejected, held()) == (1, {"1"})


def test_a_visited_source_may_report_deletions_too(hook: Source, at: datetime) -> None:
    told(hook, row("1", at), at=at)

    take_page(hook, Page(deleted=(Deleted(source="crm", id="1"),)), at=at)

    assert held() == set()


def test_a_file_begins_with_the_policy_of_files(brand: Brand) -> None:
    via = upload_of(brand)

    assert (via.may_store, via.keep_days, via.must_honour_deletes, via.may_act) == (True, None, False, False)
