"""Can a source be changed and given up on the screen, and is what becomes of its mentions said and done?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.listen.models import Overheard, Source
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.records import feed, post

Sign = Callable[[Person], Client]
SOURCES = "/b/spring/settings/"
PASSWORD = "quiet-spring-water-7"


def with_password(who: Person) -> Person:
    who.set_password(PASSWORD)
    who.save()
    return who


@pytest.fixture
def alice(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> Client:
    return signed_in(with_password(cast.alice))


@pytest.fixture
def admin(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> Client:
    boss = with_password(person("Boss", cast.brand.organisation))
    Assignment.objects.create(person=boss, brand=cast.brand, role=Role.ADMIN.value)
    return signed_in(boss)


@pytest.fixture
def source(stage: dict[str, Any]) -> Source:
    """A feed whose owner asks for no deletions."""
    found: Source = stage["source"]
    Source.objects.filter(pk=found.pk).update(must_honour_deletes=False, keep_days=30)
    found.refresh_from_db()
    return found


def edit(client: Client, source: Source, **changes: str) -> int:
    given = {"name": source.name, "url": "", "every_seconds": str(source.every_seconds)}
    return client.post(f"{SOURCES}sources/{source.pk}/edit/", given | changes).status_code


def remove(client: Client, source: Source, *, password: str = PASSWORD) -> Any:
    return client.post(f"{SOURCES}sources/{source.pk}/remove/", {"confirm": password}, follow=True)


def told(response: Any) -> str:
    return " ".join(str(one) for one in response.context["messages"])


def test_name_and_rhythm_of_a_feed_are_changed_and_audited(alice: Client, stage: dict[str, Any]) -> None:
    """R2.34 (part): each source has an interval and a policy of its own, and they are changed by hand."""
    source = stage["source"]

    assert edit(alice, source, name="  市民新聞 ", every_seconds="3600") == 302

    source.refresh_from_db()
    assert (source.name, source.every_seconds) == ("市民新聞", 3600)
    entry = Entry.objects.get(action="change_source")
    assert entry.detail == {"fields": ["every_seconds", "name"], "was": 60, "now": 3600}


def test_another_address_is_read_from_its_beginning_under_the_same_platform(
    alice: Client, stage: dict[str, Any], at: datetime
) -> None:
    source = stage["source"]
    old = {"url": "https://news.example/feed", "source": "Town news"}
    Source.objects.filter(pk=source.pk).update(cursor={"etag": "x"}, config=old)

    edit(alice, source, url="https://news.example/new", name="改名")

    source.refresh_from_db()
    assert source.config == {"url": "https://news.example/new", "source": "Town news"}
    assert (source.cursor, source.next_at) == ({}, at)


def test_a_key_in_an_address_is_not_shown_again_and_stays(alice: Client, stage: dict[str, Any]) -> None:
    source = stage["source"]
    url = "https://reader:s3cr3t-key@news.example/feed"
    Source.objects.filter(pk=source.pk).update(config={"url": url})

    page = alice.get(f"{SOURCES}?source={source.pk}").content.decode()
    edit(alice, source, name="改名")

    source.refresh_from_db()
    assert "s3cr3t-key" not in page
    assert source.config["url"] == url


@pytest.mark.parametrize("changes", [{"name": "Desk"}, {"name": " "}, {"url": "file:///etc/passwd"}])
def test_what_cannot_be_is_refused_beside_its_field(
    alice: Client, stage: dict[str, Any], changes: dict[str, str]
) -> None:
    assert edit(alice, stage["source"], **changes) == 400
    assert not Entry.objects.filter(action="change_source").exists()


def test_a_change_that_changes_nothing_leaves_no_line(alice: Client, stage: dict[str, Any]) -> None:
    edit(alice, stage["source"])

    assert not Entry.objects.filter(action="change_source").exists()


def test_before_and_after_it_is_said_that_mentions_stay_and_how_long(
    alice: Client, cast: Cast, source: Source, at: datetime
) -> None:
    post(cast.brand, at=at, via=source)

    page = alice.get(f"{SOURCES}?source={source.pk}").content.decode()

    assert "1 則提及各保存到滿 30 日" in page
    assert "1 則提及各保存 30 日" in told(remove(alice, source))


def test_before_and_after_it_is_said_that_mentions_are_erased(
    admin: Client, cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    hook = stage["hook"]
    post(cast.brand, at=at, via=hook)

    page = admin.get(f"{SOURCES}?source={hook.pk}").content.decode()

    assert "1 則提及會刪除" in page
    assert "1 則提及正在刪除" in told(remove(admin, hook))


def test_who_may_not_erase_does_not_remove_what_would_be_erased_with_it(alice: Client, stage: dict[str, Any]) -> None:
    hook = stage["hook"]

    assert remove(alice, hook).status_code == 403
    assert Source.objects.filter(pk=hook.pk).exists()


def test_a_wrong_password_removes_nothing(alice: Client, stage: dict[str, Any]) -> None:
    assert remove(alice, stage["source"], password="wrong-wrong").status_code == 400
    assert Source.objects.filter(pk=stage["source"].pk).exists()


def test_a_removed_source_is_heard_no_more_and_its_address_is_gone(alice: Client, source: Source, at: datetime) -> None:
    Overheard.objects.create(via=source, source="x", text="…", heard_at=at)

    remove(alice, source)

    row = Source.ever.get(pk=source.pk)
    assert not Source.objects.due(at=at + timedelta(days=1)).exists()
    assert (row.config, row.cursor, row.removed_at) == ({}, {}, at)
    assert not Overheard.objects.exists()
    assert alice.get(f"{SOURCES}?source={source.pk}").context["chosen"].source != source
    assert Entry.objects.filter(action="remove_source", subject=f"source:{source.pk}").count() == 1


def test_the_name_of_a_removed_source_is_free_again(alice: Client, source: Source) -> None:
    remove(alice, source)

    given = {"feed-name": source.name, "feed-url": "https://news.example/feed", "feed-every_seconds": "300"}
    assert alice.post(f"{SOURCES}sources/feed/", given).status_code == 302


def test_the_page_tells_blind_time_zeros_and_the_last_word_on_the_policy(
    alice: Client, cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    quiet = feed(cast.brand, at=at, name="Quiet")
    Source.objects.update(created_at=quiet.created_at)
    alice.post(f"{SOURCES}sources/{quiet.pk}/policy/", {"keep_days": "9", "may_store": "on"})

    page = alice.get(f"{SOURCES}?source={quiet.pk}").content.decode()

    assert "近 24 小時每個來源都聽得到" in page
    assert "為什麼是零" in page
    assert "Alice" in page.partition('id="policy-title"')[2].partition("</h2>")[2].partition("</div>")[0]
