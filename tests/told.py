"""How does a test let a brand hear texts and look at one of them? By the real contract, reading, stories and pages."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from firebreak.connect.posts import post_of
from firebreak.console.assess.services import take_in
from firebreak.console.listen.models import Post
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.services import set_watches
from firebreak.core.terms import Watch, WatchKind
from tests.cast import Cast


def told(cast: Cast, at: datetime, *texts: str, **fields: Any) -> list[Post]:
    """Let the brand hear texts, the newest first."""
    set_watches(brand=cast.brand, watches=[Watch("明泉", WatchKind.BRAND, any=("明泉",))], at=at)
    posts = [
        post_of({"id": f"t{n}", "source": "ptt", "text": text, "published_at": str(at - timedelta(minutes=n))} | fields)
        for n, text in enumerate(texts, 1)
    ]
    take_in(brand=cast.brand, read=reader_of(cast.brand).read(posts), via=None, at=at)
    return [Post.objects.get(external_id=one.id) for one in posts]


def page_of_one(client: Client, cast: Cast, one: Post) -> str:
    return client.get(reverse("mention", args=[cast.brand.slug, one.pk])).content.decode()
