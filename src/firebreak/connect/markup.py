"""What does markup of strangers say in plain text, and is it safe to parse?"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from firebreak.core.errors import SourceDown

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#([xX]?)([0-9a-fA-F]+);?")
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript", "iframe", "object"))
_BLOCKS = frozenset(
    (
        *("p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "hr", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "header", "footer", "dd", "dt"),
    )
)
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r" ?\n\s*")
_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")


class Plain(NamedTuple):
    """The words of a piece of HTML, and the addresses of the pictures shown in it."""

    text: str
    images: tuple[str, ...]


def plain(html: str) -> Plain:
    """Give the words of HTML as a reader sees them, a line for each block; text without markup stays as it is.

    >>> plain("<p>買到<b>過期</b>品 &amp; 拉肚子</p><img src='https://a.example/1.jpg'>")
    Plain(text='買到過期品 & 拉肚子', images=('https://a.example/1.jpg',))
    """
    if not _LOOKS_LIKE_HTML.search(html):
        return Plain(storable(html.strip()), ())
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = _LINES.sub("\n", _SPACES.sub(" ", "".join(reader.words))).strip()
    return Plain(storable(text), tuple(dict.fromkeys(reader.images)))


def storable(text: str) -> str:
    """Replace what is no character (U+0000, lone surrogates from numeric references)."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def refuse_entities(document: bytes) -> None:
    """Raise SourceDown for XML that declares entities: a few lines of them can fill any memory or read local files.

    The document is walked by a parser that forbids them; where that stops at a mistake, the rest is searched as text.
    """
    try:
        # A DTD named by address is harmless, for the parser fetches nothing; old feeds name Netscape's.
        parseString(document, ContentHandler(), forbid_entities=True, forbid_external=False)
    except DefusedXmlException:
        raise SourceDown(problem="xml_entities") from None
    except (SAXException, ValueError, LookupError):
        if _ENTITY.search(document.replace(b"\x00", b"")):
            raise SourceDown(problem="xml_entities") from None


def without_impossible_characters(document: bytes) -> bytes:
    """Replace numeric references to what is no character, at which parsers give up the whole document."""
    return _REFERENCE.sub(_possible, document)


def _possible(reference: "re.Match[bytes]") -> bytes:
    digits = reference[2].lstrip(b"0")[:9] or b"0"
    if not reference[1] and not digits.isdigit():
        return reference[0]
    number = int(digits, 16 if reference[1] else 10)
    return reference[0] if 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF else b"&#xFFFD;"


class _Reader(HTMLParser):
    """Collects words and pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.images: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag in _BLOCKS:
            self.words.append("\n")
        if tag == "img":
            self._see(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)

    def _see(self, attributes: dict[str, str | None]) -> None:
        """Take a picture, but not the dot of a visitor counter."""
        address = (attributes.get("src") or "").strip()
        is_dot = attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1")
        if address.startswith(("http://", "https://")) and not is_dot:
            self.images.append(address)
