"""Do the posts of a feed count as what the feed is: as somebody chose, else as its address says?"""

from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from firebreak.console.listen.genre import guess
from firebreak.console.listen.models import Source
from firebreak.core.terms import PostKind
from tests.cast import Cast
from tests.records import feed

AT_HOME = "/b/spring/settings/"
GIVEN = {"feed-name": "島民論壇", "feed-every_seconds": "300"}


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.ptt.cc/atom/Food.xml", "forum"),
        ("https://www.dcard.tw/f/food/rss", "forum"),
        ("https://forum.example/rss", "forum"),
        ("https://town.example/forums/12/feed", "forum"),
        ("https://notptt.cc/feed", "news"),
        ("https://tea.pixnet.net/blog/feed/rss", "blog"),
        ("https://example.org/reviews.xml", "news"),
        ("https://example.org/reviews/rss", "review"),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=1", "social"),
        ("https://news.example/feed", "news"),
        ("no address", "news"),
    ],
)
def test_an_address_tells_what_it_can(url: str, found: str) -> None:
    assert guess(url) == found


@pytest.mark.parametrize(
    ("url", "chosen", "kind"),
    [
        ("https://www.ptt.cc/atom/Food.xml", "", PostKind.POST),
        ("https://news.example/feed", "", PostKind.NEWS),
        ("https://news.example/feed", "review", PostKind.REVIEW),
        ("https://www.ptt.cc/atom/Food.xml", "news", PostKind.NEWS),
    ],
)
def test_a_persons_choice_goes_before_the_address(
    url: str, chosen: str, kind: PostKind, cast: Cast, client: Client
) -> None:
    client.force_login(cast.alice)

    client.post(f"{AT_HOME}sources/feed/", GIVEN | {"feed-url": url, "feed-genre": chosen})

    assert Source.objects.get().config["kind"] == kind.value


def test_the_choice_can_be_changed_and_nothing_is_read_anew(cast: Cast, client: Client) -> None:
    client.force_login(cast.alice)
    client.post(f"{AT_HOME}sources/feed/", GIVEN | {"feed-url": "https://news.example/feed"})
    source = Source.objects.get()
    Source.objects.update(cursor={"seen": {"a": "b"}})

    said = {"name": source.name, "genre": "blog", "every_seconds": "300", "url": ""}
    client.post(f"{AT_HOME}sources/{source.pk}/edit/", said)

    source.refresh_from_db()
    assert (source.config["kind"], source.config["genre"]) == ("post", "blog")
    assert (source.config["url"], source.cursor) == ("https://news.example/feed", {"seen": {"a": "b"}})
    assert "部落格" in client.get(f"{AT_HOME}?source={source.pk}").content.decode()


def test_feeds_from_before_are_sorted_by_their_address_and_a_set_kind_stays(cast: Cast, at: datetime) -> None:
    forum = feed(cast.brand, at=at, name="one", config={"url": "https://www.ptt.cc/atom/Food.xml"})
    own = feed(cast.brand, at=at, name="two", config={"url": "https://www.ptt.cc/atom/Tea.xml", "kind": "message"})

    import_module("firebreak.console.listen.migrations.0015_sorts_of_feeds").sort_feeds(apps, None)

    kinds = {one.pk: one.config["kind"] for one in Source.objects.all()}
    assert kinds == {forum.pk: "post", own.pk: "message"}
