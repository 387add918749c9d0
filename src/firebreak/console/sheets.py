"""Which rules of style are there, in which order? All in one file, so that a page on a slow line asks only once."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

NAMES = (
    "tokens",
    "base",
    "words",
    "layout",
    "shell",
    "topbar",
    "tabbar",
    "menu",
    "button",
    "chip",
    "tabs",
    "card",
    "table",
    "form",
    "meter",
    "chart",
    "key",
    "state",
    "dialog",
    "board",
    "mention",
    "list",
    "post",
    "why",
    "room",
    "plan",
    "alert",
    "story",
    "settings",
    "auth",
    "palette",
    "export",
    "first",
    "desk",
    "watch",
    "work",
    "print",
    "touch",
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND = re.compile(r" (?=[{>])|([:,>]) ")  # nowhere a space that joins: not before a colon, not around a sum
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet, as it is and packed, under the name of its content."""

    plain: bytes
    packed: bytes
    digest: str


@cache
def sheet() -> Sheet:
    """Put the files together, once in the life of a process."""
    plain = "\n".join(lean(Path(str(find(f"css/{name}.css"))).read_text(encoding="utf-8")) for name in NAMES).encode()
    return Sheet(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:12])


def lean(rules: str) -> str:
    """Leave out what only the writer of the rules needs: comments, indents, ends of lines, and spaces around marks."""
    lines = (line.strip() for line in COMMENT.sub("", rules).splitlines())
    joined = "".join(line if line[-1] in "{};," else f"{line} " for line in lines if line)
    return AROUND.sub(r"\1", joined).replace(";}", "}")


def address() -> str:
    return reverse("style", args=[sheet().digest])


@require_safe
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """Give the sheet; only the one that was asked for by its own name may be kept for ever."""
    found = sheet()
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if is_packed else found.plain, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if digest == found.digest else "no-cache"
    response["Vary"] = "Accept-Encoding"
    if is_packed:
        response["Content-Encoding"] = "gzip"
    return response
