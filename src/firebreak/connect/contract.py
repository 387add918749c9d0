"""What must a source and a channel be able to do, and what passes between them and the rest?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from firebreak.core.errors import BadRow
from firebreak.core.terms import Post

Cursor = Mapping[str, Any]
"""Where a source stands: JSON-able, opaque to everyone but the source, `{}` before the first fetch."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the owner of a source allows. The core enforces it, not the source.

    `may_store`: posts may be written to the database; if not, they are read, counted and dropped.
    `keep_for`: how long a stored post may be kept; None is as long as the brand's own rule says.
    `must_honour_deletes`: a post deleted at the source must be erased here.
    `may_act`: replying, hiding or reporting through the source's interface is allowed.
    `least_wait`: nobody visits it more often, however much it matters.
    """

    may_store: bool = True
    keep_for: timedelta | None = None
    must_honour_deletes: bool = False
    may_act: bool = False
    least_wait: timedelta = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Deleted:
    """A post that its source says was deleted there, by the name of the source and the post's id."""

    source: str
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a source.

    `cursor` goes into the next fetch and is stored in the same transaction as `posts`.
    `more`: fetch again at once. `wait_seconds`: the source's own wish for the next fetch, None if it has none.
    `unchanged`: the source said that nothing is new since the cursor (as with HTTP 304).
    `deleted`: what was deleted there; it is erased after `posts` are stored, where the policy record asks for it.
    """

    posts: tuple[Post, ...] = ()
    rejects: tuple[BadRow, ...] = ()
    cursor: Cursor = field(default_factory=dict)
    more: bool = False
    wait_seconds: float | None = None
    unchanged: bool = False
    deleted: tuple[Deleted, ...] = ()


class Source(Protocol):
    """A place that posts come from. It is made without arguments and keeps nothing between two fetches.

    The same configuration and cursor give the same posts, so a page that was fetched but never stored comes again.
    An item already covered by the cursor may be left out or come again; its id is the same either way.
    A source that is called rather than asked (a webhook) gives an empty page with the cursor unchanged.
    """

    @property
    def kind(self) -> str:
        """The stable name under which it is registered, such as `rss`."""
        ...

    @property
    def policy(self) -> Policy:
        """What its owner allows to be done with what it gives."""
        ...

    def fetch(self, config: Mapping[str, Any], cursor: Cursor) -> Page:
        """Give the posts after `cursor`.

        Raises SourceDown (with `permanent` and `retry_after_seconds` where known) when the outside does not answer
        as it should, BadInput when `config` cannot work. An item that cannot be a post is a reject, never an error.
        """
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told to one person: a subject of one line, plain text, and the same as HTML if there is one.

    `key` names the occasion: the same key to the same person is the same message, however often it is sent.
    """

    key: str
    subject: str
    text: str
    at: datetime
    html: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The far side took the message over under this id."""

    id: str


class Channel(Protocol):
    """A way to reach a person."""

    def send(self, message: Message, to: str) -> Receipt:
        """Hand `message` over for the address `to`; raises ChannelRefused, permanent or not."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it was approved, to be published once.

    `key` names this sending for good: the same key is the same text, however often it is sent. `text` goes out byte
    for byte; `title` is what the place wants besides, of a page its heading and of a mail its subject.
    """

    key: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a text stands now, as far as the place says so, in its own words: who keeps them looks at them first."""

    id: str = ""
    url: str = ""


class Press(Protocol):
    """A channel of the organisation's own that can publish a text. Each raises ChannelRefused, permanent or not.

    Its `perhaps` says that the text may be out although nothing said so.
    """

    def lay(self, words: Words) -> str:
        """Put the text where nobody sees it yet and give its id there; nothing where the place knows no drafts."""
        ...

    def post(self, words: Words, laid: str) -> Posted:
        """Publish the text, or what was laid."""
        ...

    def check(self) -> None:
        """Find out whether a text could be published now, without publishing any."""
        ...
