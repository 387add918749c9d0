"""On which posts is a watch tried: those of the last days, taken or not, or those that a person pastes or brings?"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import IO

from django import forms
from django.utils.translation import gettext_lazy as _

from firebreak.connect.sources.upload import read_posts
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Overheard
from firebreak.console.listen.models import Post as PostRow
from firebreak.core.errors import UnreadableFile
from firebreak.core.terms import Post

STORED_FOR = timedelta(days=30)
STORED_MOST = OVERHEARD_MOST = 500
PASTED_MOST = 300
LONGEST = 2000  # characters of one post that is brought
MOST_MB = 5
RECENT, PASTED = "recent", "pasted"


@dataclass(frozen=True, slots=True)
class Sample:
    """Posts to try watches on; the first `stored` of them were taken before, the others were not or were pasted."""

    posts: tuple[Post, ...]
    stored: int = 0

    def __len__(self) -> int:
        return len(self.posts)


class SampleForm(forms.Form):
    """What a trial goes over, and what a person said of its posts; `noise` and `wanted` are keys."""

    over = forms.ChoiceField(
        choices=[(RECENT, _("Last days")), (PASTED, _("Pasted posts"))], required=False, widget=forms.RadioSelect
    )
    pasted = forms.CharField(required=False, max_length=400_000, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def sample(self, brand: Brand, *, at: datetime) -> Sample:
        """Give the posts that were asked for; what cannot be used counts as nothing pasted."""
        self.is_valid()
        if self.cleaned_data.get("over") == PASTED:
            return Sample(posts=tuple(pasted_posts(str(self.cleaned_data.get("pasted") or ""), at=at)))
        return recent_posts(brand, at=at)


def recent_posts(brand: Brand, *, at: datetime) -> Sample:
    """Give the newest stored posts of 30 days, then the newest that no watch took and that are still kept."""
    rows = PostRow.objects.filter(brand=brand, published_at__gt=at - STORED_FOR).order_by("-published_at", "-pk")
    taken = [
        Post(id=key_of(title, text), source=source, title=title, text=text, published_at=when)
        for source, title, text, when in rows.values_list("source", "title", "text", "published_at")[:STORED_MOST]
    ]
    ring = Overheard.objects.filter(via__brand=brand).order_by("-heard_at", "-pk")
    left = [
        Post(id=key_of("", text), source=source, text=text, published_at=when)
        for source, text, when in ring.values_list("source", "text", "heard_at")[:OVERHEARD_MOST]
    ]
    return Sample(posts=(*taken, *left), stored=len(taken))


def pasted_posts(text: str, *, at: datetime) -> Iterator[Post]:
    """Cut pasted text into posts: at empty lines where there are any, else every line is one."""
    lines = text.replace("\r\n", "\n").strip("\n")
    parts = lines.split("\n\n") if "\n\n" in lines else lines.split("\n")
    for part in islice(filter(None, (part.strip() for part in parts)), PASTED_MOST):
        yield Post(id=key_of("", part[:LONGEST]), source="", text=part[:LONGEST], published_at=at)


def key_of(title: str, text: str) -> str:
    """Name a post by its words, so that a person's word about it holds while they go on writing."""
    return hashlib.sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()[:16]


def words_in(file: IO[bytes]) -> str:
    """Give the posts of a file as they would be pasted; raises UnreadableFile as an import does, or when too large."""
    if file.seek(0, os.SEEK_END) > MOST_MB * 2**20:
        raise UnreadableFile(problem="too_large", most=MOST_MB)
    file.seek(0)
    found = islice((row for row in read_posts(file, source="file") if isinstance(row, Post)), PASTED_MOST)
    return "\n\n".join(one_paragraph(f"{post.title} {post.text}") for post in found)


def one_paragraph(words: str) -> str:
    return " ".join(words.split())[:LONGEST]
