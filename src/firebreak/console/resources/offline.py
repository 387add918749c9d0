"""How is the directory one file that needs nothing else: no network, no script, no rule of style from elsewhere?"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from firebreak.console.resources.page import Directory
from firebreak.console.sheets import lean
from firebreak.console.shell import LANGUAGES


@cache
def rules() -> str:
    """Give the tokens and what the file needs beside them."""
    names = ("tokens", "directory")
    return "".join(lean(Path(str(find(f"css/{name}.css"))).read_text(encoding="utf-8")) for name in names)


@cache
def allowed() -> str:
    """Give the policy that the file carries itself: nothing at all but these very rules of style."""
    digest = base64.b64encode(hashlib.sha256(rules().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def page_of(directory: Directory) -> bytes:
    """Write the file in the reader's language."""
    tongue = LANGUAGES.get(get_language() or "", LANGUAGES["zh-hant"])[0]
    style = mark_safe(f"<style>{rules()}</style>")  # noqa: S308 - our own two files
    told = {"page": directory, "style": style, "policy": allowed(), "tongue": tongue}
    return render_to_string("resources/offline.html", told).encode()
