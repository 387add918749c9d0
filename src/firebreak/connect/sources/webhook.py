"""Which posts did a program hand in? A signed HTTP call with one post, a list, or {"posts": […]}."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson

from firebreak.connect.contract import Cursor, Deleted, Page, Policy
from firebreak.connect.posts import post_of
from firebreak.connect.signature import mac_of
from firebreak.connect.signature import sign as sign
from firebreak.core.errors import BadInput, BadRow, BadSignature
from firebreak.core.terms import Post

HEADER = "Firebreak-Signature"
TOLERANCE = timedelta(minutes=5)
# A sender who reports a deletion means it.
POLICY = Policy(must_honour_deletes=True)

_SIGNATURE = re.compile(r"t=(?P<t>\d{1,12}),v1=(?P<v1>[0-9a-f]{64})", re.ASCII)


class Webhook:
    """A source that is called. The sender answers for its right to hand posts in, so storing has no limit of ours."""

    kind = "webhook"
    policy = POLICY

    def fetch(self, config: Mapping[str, Any], cursor: Cursor) -> Page:
        """Give nothing: there is nothing to ask."""
        return Page(cursor=cursor, unchanged=True)


def open_body(body: bytes, *, source: str = "") -> Page:
    """Give the posts of a body whose signature was checked when it came.

    `source` is used where a post names none. An item with `"deleted": true` says that the post of its id is gone.
    A reject's `line` is its 1-based place in the list.
    Raises BadInput (problem not_json) when the whole body cannot be read.
    """
    posts: list[Post] = []
    deleted: list[Deleted] = []
    rejects: list[BadRow] = []
    for number, row in enumerate(_rows(body), start=1):
        try:
            if isinstance(row, dict) and row.get("deleted") is True:
                deleted.append(_deleted(row, line=number, source=source))
            else:
                posts.append(post_of(row, line=number, source=source))
        except BadRow as bad:
            rejects.append(bad.with_traceback(None))
    return Page(posts=tuple(posts), rejects=tuple(rejects), deleted=tuple(deleted))


def _deleted(row: Mapping[str, Any], *, line: int, source: str) -> Deleted:
    """Read {"id": …, "deleted": true}; raises BadRow (problem no_id) when it does not say of which post it speaks."""
    id_, origin = row.get("id"), row.get("source") or source
    if isinstance(id_, bool) or not isinstance(id_, str | int) or id_ == "" or not isinstance(origin, str):
        raise BadRow(line=line, problem="no_id")
    return Deleted(source=origin, id=str(id_))


def verify(body: bytes, *, signature: str, secret: str, at: datetime) -> None:
    """Raise BadSignature unless `signature` was made with `secret` over this body within five minutes of `at`."""
    found = _SIGNATURE.fullmatch(signature.strip())
    if not secret or found is None:
        raise BadSignature(problem="no_signature" if secret else "no_secret")
    if not hmac.compare_digest(mac_of(body, secret=secret, moment=found["t"]), found["v1"]):
        raise BadSignature(problem="mismatch")
    if abs(at.timestamp() - int(found["t"])) > TOLERANCE.total_seconds():
        raise BadSignature(problem="too_old")


def _rows(body: bytes) -> list[Any]:
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadInput(problem="not_json") from None
    if isinstance(document, dict) and isinstance(document.get("posts"), list):
        document = document["posts"]
    return document if isinstance(document, list) else [document]
