"""What is in a feed? RSS, Atom and JSON Feed, each item as a row of the contract."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import feedparser
import orjson

from firebreak.connect.markup import plain, refuse_entities, storable, without_impossible_characters
from firebreak.connect.posts import media_type
from firebreak.core.errors import SourceDown


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name, its own wish for the pause between two visits, and its items, newest or oldest first as given.

    An item is a row of the contract without `source`; what cannot be an item at all is given as it is.
    """

    title: str
    items: tuple[Any, ...]
    wait_seconds: float | None = None


def read_feed(body: bytes, *, address: str, content_type: str = "") -> Feed:
    """Read a feed whose links are relative to `address`. Raises SourceDown for what is none, or declares entities."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, address)
    refuse_entities(body)
    document = _parsed(without_impossible_characters(body), content_type)
    if not document.get("version") and not document.entries:
        raise SourceDown(problem="no_feed")
    about = document.feed
    items = tuple(_xml_row(entry, address) for entry in document.entries)
    return Feed(title=plain(_word(about.get("title"))).text, items=items, wait_seconds=_minutes(about.get("ttl")))


def _parsed(body: bytes, content_type: str) -> Any:
    """Parse without a base address, so that an item's id stays as the feed says it; `_link` makes links absolute."""
    headers = {"content-type": content_type} if content_type else {}
    try:
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        raise SourceDown(problem="no_feed") from None


def _xml_row(entry: Mapping[str, Any], address: str) -> dict[str, Any]:
    body = plain(_longest(entry))
    link = _link(entry.get("link"), address)
    media = _enclosures(entry, address) + [{"type": "image", "url": image} for image in body.images]
    row: dict[str, Any] = {
        "id": _word(entry.get("id")) or link,
        "url": link,
        "title": plain(_word(entry.get("title"))).text,
        "text": body.text,
        "author": {"name": _author(entry)},
        "published_at": _word(entry.get("published")) or _word(entry.get("updated")),
        "media": list({medium["url"]: medium for medium in reversed(media)}.values())[::-1],
        "engagement": {"comments": entry.get("slash_comments") or entry.get("thr_total")},
        "lang": _word(entry.get("language")),
    }
    return {key: value for key, value in row.items() if value}


def _longest(entry: Mapping[str, Any]) -> str:
    """Give the fullest of what a feed offers as an item's text: teasers and whole articles come side by side."""
    texts = [_word(content.get("value")) for content in entry.get("content") or ()]
    return max([*texts, _word(entry.get("summary"))], key=len)


def _author(entry: Mapping[str, Any]) -> str:
    """Name the author, without the mail address that RSS puts beside the name."""
    detail = entry.get("author_detail") or {}
    name = _word(detail.get("name")) or ("" if detail.get("email") else _word(entry.get("author")))
    return "" if "@" in name else name


def _enclosures(entry: Mapping[str, Any], address: str) -> list[dict[str, str]]:
    found = [*(entry.get("enclosures") or ()), *(entry.get("media_content") or ())]
    media = []
    for one in found:
        url = _link(one.get("href") or one.get("url"), address)
        if url:
            mime = _word(one.get("type")) or _word(one.get("medium"))
            media.append({"type": media_type(url, mime), "url": url})
    thumbnails = (_link(one.get("url"), address) for one in entry.get("media_thumbnail") or ())
    return media + [{"type": "image", "url": url} for url in thumbnails if url]


def _read_json(body: bytes, address: str) -> Feed:
    """Read JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    try:
        document = orjson.loads(body.lstrip(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        raise SourceDown(problem="no_feed") from None
    items = document.get("items")
    if not isinstance(items, list):
        raise SourceDown(problem="no_feed")
    rows = tuple(_json_row(item, address) if isinstance(item, dict) else item for item in items)
    return Feed(title=plain(_word(document.get("title"))).text, items=rows)


def _json_row(item: Mapping[str, Any], address: str) -> dict[str, Any]:
    shown = plain(_word(item.get("content_html")))
    text = storable(_word(item.get("content_text"))) or shown.text or plain(_word(item.get("summary"))).text
    link = _link(item.get("url") or item.get("external_url"), address)
    row: dict[str, Any] = {
        "id": _word(item.get("id")) or link,
        "url": link,
        "title": storable(_word(item.get("title"))),
        "text": text,
        "author": {"name": next(_json_authors(item), "")},
        "published_at": _word(item.get("date_published")) or _word(item.get("date_modified")),
        "media": [*_attachments(item, address), *({"type": "image", "url": image} for image in shown.images)],
        "lang": _word(item.get("language")),
    }
    return {key: value for key, value in row.items() if value}


def _json_authors(item: Mapping[str, Any]) -> Iterator[str]:
    people = item.get("authors")
    for person in [*(people if isinstance(people, list) else ()), item.get("author")]:
        if isinstance(person, dict) and _word(person.get("name")):
            yield storable(_word(person.get("name")))


def _attachments(item: Mapping[str, Any], address: str) -> Iterator[dict[str, str]]:
    if image := _link(item.get("image"), address):
        yield {"type": "image", "url": image}
    attachments = item.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        url = _link(one.get("url"), address) if isinstance(one, dict) else ""
        if url:
            yield {"type": media_type(url, _word(one.get("mime_type"))), "url": url}


def _word(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return storable(value.strip()) if isinstance(value, str) else ""


def _link(value: Any, address: str) -> str:
    """Give an absolute http(s) address, or nothing: `javascript:` and the like are no links."""
    try:
        link = urljoin(address, _word(value)) if _word(value) else ""
    except ValueError:
        return ""
    return link if link.startswith(("http://", "https://")) else ""


def _minutes(value: Any) -> float | None:
    """Read RSS's `ttl`, at most a day: a feed may ask for rest, not for silence."""
    text = _word(value)
    return min(float(text[:6]) * 60, 86400.0) if text.isascii() and text.isdigit() else None
