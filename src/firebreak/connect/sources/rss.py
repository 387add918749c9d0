"""What is new in a feed? RSS 2.0, Atom and JSON Feed, asked with the cursor of the last answer."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from firebreak.connect.contract import Cursor, Page, Policy
from firebreak.connect.feeds import Feed, read_feed
from firebreak.connect.posts import post_of
from firebreak.connect.web import Answer, Web
from firebreak.core.errors import BadInput, BadRow, SourceDown
from firebreak.core.terms import Post

SEEN_ITEMS = 500  # remembered in the cursor beyond those the feed still shows
# Headline, excerpt and link may be kept as long as a crisis is worked on; publishers' terms set the limit.
POLICY = Policy(may_store=True, keep_for=timedelta(days=365), must_honour_deletes=False, may_act=False)


class Rss:
    """A feed. Configuration: `url`; optional `source` (else the host), `kind` of its posts (else news), `channel`.

    Without a channel it goes by its title.

    The cursor holds ETag, Last-Modified and a digest of each item seen, so an unchanged item comes once and an edited
    one again, under the same id. An item without a date that appears between two visits is dated by the visit; on the
    first visit its time is unknown, and it is a reject.
    """

    kind = "rss"
    policy = POLICY

    def __init__(self, web: Web | None = None) -> None:
        self._web = web or _shared()

    def fetch(self, config: Mapping[str, Any], cursor: Cursor) -> Page:
        """Give the items that are new or edited since `cursor`."""
        address = config.get("url")
        if not isinstance(address, str) or not address.strip():
            raise BadInput(problem="no_url")
        answer = self._web.get(address.strip(), headers=_conditions(cursor))
        if answer.is_unchanged:
            return Page(cursor=cursor, unchanged=True)
        try:
            feed = read_feed(
                answer.body, address=answer.target.plain, content_type=answer.headers.get("content-type", "")
            )
        except SourceDown as down:
            raise SourceDown(host=answer.target.host, **down.context) from None
        return _page(feed, answer=answer, config=config, cursor=cursor)


def _page(feed: Feed, *, answer: Answer, config: Mapping[str, Any], cursor: Cursor) -> Page:
    known, seen = dict(cursor.get("seen") or {}), dict[str, str]()
    visited_at = answer.at(datetime.now(UTC)) if "seen" in cursor else None
    posts: list[Post] = []
    rejects: list[BadRow] = []
    for number, item, key, digest in _numbered(feed):
        before = known.get(key)
        seen[key] = digest
        if before == digest:
            continue
        try:
            posts.append(_post(item, number=number, feed=feed, answer=answer, config=config, visited_at=visited_at))
        except BadRow as bad:
            rejects.append(bad.with_traceback(None))
    return Page(
        posts=tuple(posts),
        rejects=tuple(rejects),
        cursor=_next_cursor(answer, seen=seen, known=known),
        wait_seconds=feed.wait_seconds,
        unchanged=not posts and not rejects,
    )


def _post(
    item: Any, *, number: int, feed: Feed, answer: Answer, config: Mapping[str, Any], visited_at: datetime | None
) -> Post:
    if isinstance(item, dict):
        dated = {} if item.get("published_at") or not visited_at else {"published_at": visited_at, "dated": "visit"}
        usual = {"kind": config.get("kind") or "news", "channel": config.get("channel") or feed.title}
        item = {**usual, **item, **dated}
    return post_of(item, line=number, source=str(config.get("source") or answer.target.host))


def _numbered(feed: Feed) -> Iterator[tuple[int, Any, str, str]]:
    """Give each item with its 1-based place, what identifies it and what its content is."""
    for number, item in enumerate(feed.items, start=1):
        body = orjson.dumps(item, option=orjson.OPT_SORT_KEYS, default=str)
        id_ = item.get("id") if isinstance(item, dict) else None
        yield number, item, _digest(str(id_).encode("utf-8", "replace") if id_ else body), _digest(body)


def _next_cursor(answer: Answer, *, seen: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Any]:
    """Remember every item that is shown, and the latest of those that no longer are."""
    gone = [(key, digest) for key, digest in known.items() if key not in seen]
    kept = dict(gone[max(0, len(gone) - max(0, SEEN_ITEMS - len(seen))) :]) | dict(seen)
    return {
        "etag": answer.headers.get("etag", ""),
        "last_modified": answer.headers.get("last-modified", ""),
        "seen": kept,
    }


def _conditions(cursor: Cursor) -> dict[str, str]:
    pairs = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("last_modified")}
    return {name: value for name, value in pairs.items() if isinstance(value, str) and value}


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=6).hexdigest()


_WEB: list[Web] = []


def _shared() -> Web:
    """Give the one client of this process, so that all feeds share its politeness."""
    if not _WEB:
        _WEB.append(Web())
    return _WEB[0]
