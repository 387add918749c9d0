"""How does a text come onto a site of WordPress? As a draft first, over REST, so that it is there once.

A draft that nobody sees may be laid twice when an answer is lost; publishing one draft twice is publishing it once.
https://developer.wordpress.org/rest-api/reference/posts/
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import urlencode

import orjson

from firebreak.connect.contract import Posted, Words
from firebreak.connect.web import Web
from firebreak.connect.web.refusal import asked
from firebreak.core.errors import ChannelRefused

API = "/wp-json/wp/v2"
ANY = "draft,pending,private,future,publish"
HIDDEN = ("draft", "pending")  # from readers


@dataclass(frozen=True, slots=True)
class WordPress:
    """A site, and a person of it with an application password, which opens the interface and no page."""

    web: Web
    site: str
    user: str
    password: str = field(repr=False)

    def lay(self, words: Words) -> str:
        """Store the text as a draft, or find the one that an earlier try has stored; raises where it was changed."""
        asked_for = {"slug": slug_of(words), "status": ANY, "context": "edit"}
        found = self.call("GET", f"/posts?{urlencode(asked_for)}")
        there = found[0] if isinstance(found, list) and found else None
        draft = there or self.call("POST", "/posts", content_of(words) | {"status": "draft", "slug": slug_of(words)})
        need_same(draft, words)
        return str(draft["id"])

    def post(self, words: Words, laid: str) -> Posted:
        """Publish the draft with the words as they were approved, whatever became of it there."""
        out = self.call("POST", f"/posts/{laid}", content_of(words) | {"status": "publish"})
        said = out if isinstance(out, dict) else {}
        if said.get("status") in HIDDEN:
            raise ChannelRefused(problem="may_not_publish", permanent=True)
        if said.get("status") != "publish":
            raise ChannelRefused(problem="not_wordpress", permanent=True, perhaps=True)
        return Posted(id=laid, url=str(said.get("link", "")))

    def check(self) -> None:
        """Ask whether the person may publish."""
        me = self.call("GET", "/users/me?context=edit")
        able = me.get("capabilities") if isinstance(me, dict) else None
        if not isinstance(able, dict) or not able.get("publish_posts"):
            raise ChannelRefused(problem="may_not_publish", permanent=True)

    def call(self, method: str, path: str, told: Mapping[str, str] | None = None) -> Any:
        """Give what the site answers. A site that did what it was told to may still answer what is no JSON."""
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/json", "Accept": "application/json"}
        with asked():
            answer = self.web.send(
                method, self.site.rstrip("/") + API + path, headers=headers, body=orjson.dumps(told) if told else b""
            )
        try:
            return orjson.loads(answer.body)
        except orjson.JSONDecodeError:
            host, told_to = answer.target.host, bool(told)
            raise ChannelRefused(host=host, problem="not_wordpress", permanent=True, perhaps=told_to) from None


def slug_of(words: Words) -> str:
    """Name the draft so that a later try finds it."""
    return f"firebreak-{words.key}"


def content_of(words: Words) -> dict[str, str]:
    """Give title and text as their own markup: no sign of them is a tag, an entity or a shortcode."""
    return {"title": marked_up(words.title), "content": marked_up(words.text)}


def marked_up(text: str) -> str:
    return escape(text, quote=False).replace("[", "&#91;")


def need_same(draft: Any, words: Words) -> None:
    """Raise where what the site has stored is not the text: some sites filter what is handed in."""
    content = draft.get("content") if isinstance(draft, dict) else None
    raw = content.get("raw") if isinstance(content, dict) else None
    if not isinstance(raw, str) or not isinstance(draft.get("id"), int):
        raise ChannelRefused(problem="not_wordpress", permanent=True)
    if unescape(raw) != words.text:
        raise ChannelRefused(problem="changed_there", permanent=True)
