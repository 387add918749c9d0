"""Does every source keep the contract, whatever the outside does?"""

import logging
import time
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from firebreak.connect.contract import Page, Policy
from firebreak.connect.registry import find_sources
from firebreak.connect.sources.rss import Rss
from firebreak.connect.web import Web
from firebreak.core.errors import AddressRefused, SourceDown
from tests.contracts.drivers import ASKS_OVER_HTTP, DRIVERS, KEEPS_A_PLACE, SECRET, Driver
from tests.contracts.server import Outside

FIRST = {"id": "1", "text": "鮮奶茶喝完拉肚子", "published_at": "2026-11-18T03:12:00+08:00"}
SECOND = {"id": "2", "text": "客服不理人", "published_at": "2026-11-18T03:20:00+08:00"}
MALFORMED = {"id": "3", "published_at": "2026-11-18T03:25:00+08:00"}
LATER = {"id": "4", "text": "又一個", "published_at": "2026-11-18T03:30:00+08:00"}


@pytest.fixture
def driver(request: pytest.FixtureRequest, server: Outside, web: Web, tmp_path: Path) -> Driver:
    return DRIVERS[request.param][1](server=server, web=web, folder=tmp_path)


every_source = pytest.mark.parametrize("driver", DRIVERS, indirect=True)
placed_source = pytest.mark.parametrize("driver", KEEPS_A_PLACE, indirect=True)
http_source = pytest.mark.parametrize("kind", ASKS_OVER_HTTP)


def ids(page: Page) -> list[str]:
    return [post.id for post in page.posts]


def failure(web: Web, server: Outside, path: str) -> SourceDown:
    with pytest.raises(SourceDown) as caught:
        Rss(web).fetch({"url": server.url(path)}, {})
    return caught.value


def test_every_registered_source_is_driven_through_this_suite() -> None:
    """R1.19: the registry names every source; none stays untested."""
    assert {kind for kind, _ in DRIVERS.values()} == set(find_sources().sources)


@pytest.mark.parametrize("kind", find_sources().sources)
def test_it_says_what_its_owner_allows(kind: str) -> None:
    source = find_sources().sources[kind]

    assert source.kind == kind
    assert isinstance(source.policy, Policy)
    assert source.policy.keep_for is None or source.policy.keep_for > timedelta(0)


@every_source
def test_it_gives_the_posts(driver: Driver) -> None:
    """R2.7, R2.18."""
    driver.give([FIRST, SECOND])

    page = driver.take({})

    assert [(post.id, post.text) for post in page.posts] == [("1", FIRST["text"]), ("2", SECOND["text"])]
    assert all(post.source and post.published_at.utcoffset() is not None for post in page.posts)


@every_source
def test_it_gives_an_empty_page_when_there_is_nothing(driver: Driver) -> None:
    driver.give([])

    page = driver.take({})

    assert (page.posts, page.rejects, page.more) == ((), (), False)


@every_source
def test_it_names_a_malformed_item_beside_good_ones(driver: Driver) -> None:
    driver.give([FIRST, MALFORMED, SECOND])

    page = driver.take({})

    assert ids(page) == ["1", "2"]
    assert [reject.context["problem"] for reject in page.rejects] == ["no_text"]
    assert page.rejects[0].context["line"] >= 2


@every_source
def test_it_reads_a_missing_time_zone_as_taipei(driver: Driver) -> None:
    driver.give([{**FIRST, "published_at": "2026-11-18T03:12:00"}, {**SECOND, "published_at": "2026-11-17T19:12:00Z"}])

    first, second = driver.take({}).posts

    assert first.published_at == second.published_at
    assert first.published_at.utcoffset() == timedelta(hours=8)


@every_source
def test_a_replay_from_the_beginning_gives_the_same_posts(driver: Driver) -> None:
    driver.give([FIRST, MALFORMED, SECOND])

    assert driver.take({}).posts == driver.take({}).posts


@placed_source
def test_it_goes_on_from_its_cursor(driver: Driver) -> None:
    driver.give([FIRST, SECOND])
    cursor = stored(driver.take({}))

    driver.give([FIRST, SECOND, LATER])

    assert ids(driver.take(cursor)) == ["4"]


@placed_source
def test_a_replay_after_the_cursor_adds_nothing(driver: Driver) -> None:
    driver.give([FIRST, MALFORMED, SECOND])
    cursor = stored(driver.take({}))

    again = driver.take(cursor)

    assert (again.posts, again.rejects, again.unchanged) == ((), (), True)
    assert stored(again) == cursor


@every_source
def test_it_writes_no_secret_and_no_post_into_the_log(driver: Driver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    driver.give([FIRST, MALFORMED])

    page = driver.take({})

    assert SECRET not in caplog.text
    assert FIRST["text"] not in caplog.text
    assert SECRET not in repr(page)


@http_source
def test_it_asks_only_for_what_is_new(kind: str, server: Outside, web: Web) -> None:
    server.put("/feed", "<rss version='2.0'><channel><title>x</title></channel></rss>")
    source = Rss(web)
    cursor = source.fetch({"url": server.url("/feed")}, {}).cursor

    page = source.fetch({"url": server.url("/feed")}, cursor)

    assert page.unchanged
    assert page.cursor == cursor
    assert server.asked[-1][1]["If-None-Match"] == cursor["etag"]


@http_source
@pytest.mark.parametrize(("path", "seconds"), [("/busy", 120.0), ("/busy-until", 300.0)])
def test_it_hands_on_how_long_a_busy_server_wants_to_rest(
    kind: str, path: str, seconds: float, server: Outside, web: Web, naps: list[float]
) -> None:
    down = failure(web, server, path)

    assert down.context["retry_after_seconds"] == seconds
    assert not down.permanent
    assert len(server.asked) == 1
    assert naps == []


@http_source
@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/loop", "redirect_loop"),
        ("/hops", "too_many_redirects"),
        ("/large", "too_large"),
        ("/endless", "too_large"),
        ("/bomb", "too_large"),
        ("/torn", "broken_content"),
        ("/hang-up", "bad_http"),
        ("/nonsense", "bad_http"),
    ],
)
def test_it_names_what_a_misbehaving_server_does(
    kind: str, path: str, problem: str, server: Outside, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    down = failure(web, server, path)

    assert down.context["problem"] == problem
    assert not down.permanent
    assert SECRET not in caplog.text + repr(down) + str(down)


@http_source
@pytest.mark.parametrize("path", ["/silent", "/drip"])
def test_it_leaves_a_slow_server_at_the_deadline(kind: str, path: str, server: Outside, web: Web) -> None:
    started = time.monotonic()

    down = failure(web, server, path)

    assert down.context["problem"] == "timeout"
    assert time.monotonic() - started < 8  # of a deadline of 1 s, on a busy machine


@http_source
@pytest.mark.parametrize("path", ["/to-private", "/to-metadata", "/to-loopback", "/to-file"])
def test_it_follows_no_redirect_to_where_the_public_cannot_go(kind: str, path: str, server: Outside, web: Web) -> None:
    down = failure(web, server, path)

    assert isinstance(down, AddressRefused)
    assert down.permanent
    assert SECRET not in repr(down)


@http_source
def test_it_refuses_the_server_itself_unless_the_operator_names_it(
    kind: str, server: Outside, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIREBREAK_ALLOW_HOSTS")

    assert isinstance(failure(web, server, "/feed"), AddressRefused)
    assert server.asked == []


@http_source
def test_it_tries_again_what_passes(kind: str, server: Outside, web: Web, naps: list[float]) -> None:
    server.put("/feed", "<rss version='2.0'><channel><title>x</title></channel></rss>")

    page = Rss(web).fetch({"url": server.url("/flaky")}, {})

    assert page.posts == ()
    assert len(server.asked) == 3
    assert len(naps) == 2
    assert 0.125 <= naps[0] <= 0.375 < 2 * naps[1]


@http_source
def test_a_page_that_is_gone_is_permanent(kind: str, server: Outside, web: Web) -> None:
    assert failure(web, server, "/gone").permanent


def stored(page: Page) -> dict[str, object]:
    """What is left of a cursor after the database had it."""
    cursor: dict[str, object] = orjson.loads(orjson.dumps(dict(page.cursor)))
    return cursor
