"""How does a row of the contract become a post, and a post a row?"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from firebreak.connect.moment import moment_of
from firebreak.core.errors import BadRow
from firebreak.core.terms import Author, Engagement, Media, Post, PostKind

KNOWN = frozenset(
    (
        *("id", "source", "channel", "kind", "url", "title", "text", "author", "published_at", "parent_id"),
        *("reshare_of", "rating", "engagement", "media", "lang"),
    )
)
# Where a value stands that belongs to a known key but cannot be read as one ("likes": "many").
UNREAD = "unread"
DEEPEST = 50  # levels kept of what we do not know; a document with some hundreds cannot be written again

_KINDS = {kind.value: kind for kind in PostKind}
_NO_AUTHOR = Author()
_NO_ENGAGEMENT = Engagement()
_YES = frozenset(("true", "1", "yes", "y", "v", "是", "已驗證"))
_NO = frozenset(("false", "0", "no", "n", "否", "未驗證"))
_UNITS = {"k": 1e3, "m": 1e6, "千": 1e3, "萬": 1e4, "万": 1e4, "億": 1e8}
_MEDIA_ENDINGS = {
    "image": (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".bmp"),
    "video": (".mp4", ".mov", ".webm", ".m4v", ".m3u8", ".mkv"),
    "audio": (".mp3", ".m4a", ".ogg", ".wav", ".aac"),
}
_LARGEST = 10**12  # more than there are people; sums of many still fit a database's whole numbers


def post_of(row: object, *, line: int = 0, source: str = "") -> Post:
    """Give the post that a row of the contract (parsed JSON) tells; `source` is used when the row names none.

    Raises BadRow whose `problem` is not_an_object, no_text, no_source, no_published_at or bad_published_at.
    Only these stop a row. Any other value of a wrong type is left out and kept under `raw["unread"]`, keys that the
    contract does not know are kept in `raw`, fifty levels deep. U+0000, which no database takes, becomes U+FFFD.
    """
    if not isinstance(row, dict):
        raise BadRow(line=line, problem="not_an_object")
    get = row.get
    unread: dict[str, Any] = {}
    text, title = _words(get("text"), "text", unread), _words(get("title"), "title", unread)
    if not text.strip() and not title.strip():
        raise BadRow(line=line, problem="no_text")
    origin = _words(get("source"), "source", unread) or source
    if not origin:
        raise BadRow(line=line, problem="no_source")
    published_at = get("published_at")
    if published_at is None or published_at == "":
        raise BadRow(line=line, problem="no_published_at")
    try:
        at = moment_of(published_at)
    except (ValueError, OverflowError):
        raise BadRow(line=line, problem="bad_published_at") from None
    url, author = _words(get("url"), "url", unread), _author(get("author"), unread)
    return Post(
        id=_words(get("id"), "id", unread) or _own_id(origin, url, author.id or author.name, at, text or title),
        source=origin,
        text=text,
        published_at=at,
        title=title,
        channel=_words(get("channel"), "channel", unread),
        kind=_kind(get("kind"), unread),
        url=url,
        author=author,
        parent_id=_words(get("parent_id"), "parent_id", unread),
        reshare_of=_words(get("reshare_of"), "reshare_of", unread),
        rating=_rating(get("rating"), unread),
        engagement=_engagement(get("engagement"), unread),
        media=_media(get("media"), unread),
        lang=_words(get("lang"), "lang", unread),
        raw=_raw(row, unread) if unread or not KNOWN.issuperset(row) else {},
    )


def post_dict(post: Post) -> dict[str, Any]:
    """Give the row of the contract that tells `post`: `post_of(post_dict(post)) == post`."""
    author, engagement = post.author, post.engagement
    known = {
        "id": post.id,
        "source": post.source,
        "channel": post.channel or None,
        "kind": post.kind.value,
        "url": post.url or None,
        "title": post.title or None,
        "text": post.text,
        "author": {
            "id": author.id or None,
            "name": author.name or None,
            "followers": author.followers,
            "verified": author.verified,
        },
        "published_at": post.published_at.isoformat(),
        "parent_id": post.parent_id or None,
        "reshare_of": post.reshare_of or None,
        "rating": post.rating,
        "engagement": {
            "likes": engagement.likes,
            "comments": engagement.comments,
            "shares": engagement.shares,
            "views": engagement.views,
        },
        "media": [{"type": media.type, "url": media.url or None} for media in post.media],
        "lang": post.lang or None,
    }
    return {**post.raw, **known}


def media_type(url: str, mime: str = "") -> str:
    """Name what a link shows: image, video, audio or link, by its MIME type, else by the ending of its path."""
    head = mime.partition("/")[0].strip().lower()
    if head in _MEDIA_ENDINGS:
        return head
    path = url.partition("?")[0].partition("#")[0].lower()
    return next((kind for kind, endings in _MEDIA_ENDINGS.items() if path.endswith(endings)), "link")


def _own_id(source: str, url: str, author: str, at: datetime, text: str) -> str:
    """Make the id of a post that has none: SHA-256 of (source, url), without url of (source, author, time, text)."""
    parts = (source, url) if url else (source, author, at.astimezone(UTC).isoformat(), text)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _words(value: Any, key: str, unread: dict[str, Any]) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd") if "\x00" in value else value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    unread[key] = value
    return ""


def _kind(value: Any, unread: dict[str, Any]) -> PostKind:
    if value is None or value == "":
        return PostKind.POST
    kind = _KINDS.get(value.strip().lower()) if isinstance(value, str) else None
    if kind is None:
        unread["kind"] = value
        return PostKind.POST
    return kind


def _author(value: Any, unread: dict[str, Any]) -> Author:
    if not value:
        return _NO_AUTHOR
    if isinstance(value, str):
        return Author(name=_words(value, "author", unread))
    if not isinstance(value, dict):
        unread["author"] = value
        return _NO_AUTHOR
    get = value.get
    return Author(
        id=_words(get("id"), "author_id", unread),
        name=_words(get("name"), "author_name", unread),
        followers=_count(get("followers"), "author_followers", unread),
        verified=_truth(get("verified"), unread),
    )


def _engagement(value: Any, unread: dict[str, Any]) -> Engagement:
    if not value:
        return _NO_ENGAGEMENT
    if not isinstance(value, dict):
        unread["engagement"] = value
        return _NO_ENGAGEMENT
    get = value.get
    return Engagement(
        likes=_count(get("likes"), "likes", unread),
        comments=_count(get("comments"), "comments", unread),
        shares=_count(get("shares"), "shares", unread),
        views=_count(get("views"), "views", unread),
    )


def _count(value: Any, key: str, unread: dict[str, Any]) -> int | None:
    if value is None or (type(value) is int and 0 <= value <= _LARGEST):
        return value
    number = _number(value)
    if number is None or not 0 <= number <= _LARGEST:
        unread[key] = value
        return None
    return int(number)


def _rating(value: Any, unread: dict[str, Any]) -> float | None:
    if value is None or value == "":
        return None
    number = _number(value)
    if number is None:
        unread["rating"] = value
    return number


def _number(value: Any) -> float | None:
    """Read 12, 1.5, "1,200", "3.5萬" and "12k"; None for anything else, and for what is not finite."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip().replace(",", "").lower()
        unit = _UNITS.get(text[-1:], 1.0)
        try:
            number = float(text if unit == 1.0 else text[:-1]) * unit
        except ValueError:
            return None
    elif isinstance(value, int | float):
        number = value if abs(value) <= _LARGEST else float("inf")
    else:
        return None
    return number if abs(number) < float("inf") else None


def _truth(value: Any, unread: dict[str, Any]) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    word = str(value).strip().lower()
    if word not in _YES and word not in _NO and word:
        unread["author_verified"] = value
    return word in _YES


def _media(value: Any, unread: dict[str, Any]) -> tuple[Media, ...]:
    if not value:
        return ()
    items = [value] if isinstance(value, str | dict) else value
    if not isinstance(items, list):
        unread["media"] = value
        return ()
    media = [one for one in map(_medium, items) if one is not None]
    if len(media) < len(items):
        unread["media"] = value
    return tuple(media)


def _medium(item: Any) -> Media | None:
    if isinstance(item, str) and item:
        url = _words(item, "media", {})
        return Media(type=media_type(url), url=url)
    if not isinstance(item, dict):
        return None
    url, kind = item.get("url") or "", item.get("type") or ""
    if not isinstance(url, str) or not isinstance(kind, str) or not (url or kind):
        return None
    url = _words(url, "media", {})
    return Media(type=_words(kind, "media", {}) or media_type(url), url=url)


def _raw(row: Mapping[Any, Any], unread: Mapping[str, Any]) -> dict[str, Any]:
    strange = {key: value for key, value in row.items() if key not in KNOWN}
    raw: dict[str, Any] = _storable(strange | {UNREAD: dict(unread)} if unread else strange)
    return raw


def _storable(value: Any, depth: int = 0) -> Any:
    """Replace U+0000 anywhere inside, which PostgreSQL takes neither in text nor in JSON; cut what is too deep."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, dict | list) and depth == DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(key).replace("\x00", "\ufffd"): _storable(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner, depth + 1) for inner in value]
    return value
