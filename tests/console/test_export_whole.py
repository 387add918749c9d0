"""Does a list leave the console whole and narrowed as its page is, where the page shows only the beginning of it?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.govern.services import person_actor, write_entry
from firebreak.console.listen import inbox
from firebreak.console.listen.models import Post
from firebreak.console.listen.search import index_tokens, indexed_row
from firebreak.console.listen.tokens import stored
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.console.test_export import rows_of, take
from tests.records import post

Sign = Callable[[Person], Client]


def findable(row: Post) -> None:
    """Let a stored post be found by its words, as a batch leaves it."""
    open_to_all, private = indexed_row(row).grams()
    index_tokens([(row.pk, stored(open_to_all))], [(row.pk, stored(private))])


def test_a_search_is_taken_along_whole_however_short_its_page_is_cut(
    signed_in: Sign, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step, text in enumerate(["食安出包", "食品與平安", "又是食安"]):
        findable(post(cast.brand, at=at - timedelta(minutes=step), text=text))
    monkeypatch.setattr(inbox, "FOUND", 1)
    client = signed_in(cast.alice)

    page = client.get("/b/spring/mentions/export/?view=all&q=食安").content.decode()
    found = rows_of(take(client, cast, query="view=all&q=食安"))

    assert "2 列" in page
    assert [row["內文"] for row in found] == ["食安出包", "又是食安"]
    assert Entry.objects.get(action="export_list").detail["count"] == 2


@pytest.mark.parametrize(("pii", "count"), [((), 1), (({"kind": "phone", "field": "text", "start": 3, "end": 13},), 0)])
def test_who_sees_masked_takes_along_only_what_a_masked_search_finds(
    pii: tuple[dict[str, Any], ...], count: int, signed_in: Sign, cast: Cast, at: datetime
) -> None:
    Assignment.objects.filter(person=cast.carol).update(role=Role.EXECUTIVE.value)
    findable(post(cast.brand, at=at, text="請打 0912345678 給我", detail={"pii": list(pii)}))

    assert len(rows_of(take(signed_in(cast.carol), cast, query="view=all&q=0912345678"))) == count


def test_a_search_for_nothing_but_marks_takes_nothing_along(signed_in: Sign, cast: Cast, at: datetime) -> None:
    findable(post(cast.brand, at=at))

    assert rows_of(take(signed_in(cast.alice), cast, query="view=all&q=*")) == []


def test_the_log_is_taken_along_as_narrowed_on_its_page(signed_in: Sign, cast: Cast, at: datetime) -> None:
    for who, action, days in [(cast.alice, "save_watch", 0), (cast.bob, "save_watch", 2), (cast.bob, "drop_view", 0)]:
        actor = person_actor(who)
        write_entry(brand=cast.brand, actor=actor, action=action, subject="", detail={}, at=at - timedelta(days=days))
    write_entry(brand=cast.brand, actor="machine:listen", action="store_posts", subject="", detail={}, at=at)
    query, client = f"who={cast.bob.pk}&what=save_watch&until=2026-11-19", signed_in(cast.alice)

    page = client.get(f"/b/spring/settings/audit/export/?{query}").content.decode()
    found = rows_of(take(client, cast, "settings/audit", query))
    usual = rows_of(take(client, cast, "settings/audit", ""))

    assert [(row["編號"], row["誰"]) for row in found] == [("2", cast.bob.name)]
    assert all(told in page for told in (cast.bob.name, "2026-11-19"))
    assert "store_posts" not in [row["代碼"] for row in usual]
    taken = Entry.objects.filter(action="export_list").order_by("number")
    assert [entry.detail["narrowed_by"] for entry in taken] == [["what", "who", "until"], ["what"]]
