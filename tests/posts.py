"""How does a test hand posts in? Plain posts of a made-up town, read and stored by the real services."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from firebreak.console.assess.services import Taken, take_in
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Source
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.services import ensure_source, set_watches
from firebreak.core.terms import Author, Engagement, Media, Post, Watch, WatchKind

MINUTE = timedelta(minutes=1)
WATCHES = (
    Watch(name="明泉", kind=WatchKind.BRAND, any=("明泉",), none=("光明泉源",)),
    Watch(name="山嵐", kind=WatchKind.COMPETITOR, any=("山嵐",)),
    Watch(name="食安", kind=WatchKind.CONTROVERSY, query="明泉 AND (中毒 OR 拉肚子 OR 送醫)"),
)
SICK = "喝了明泉的桶裝水全家上吐下瀉，半夜送急診打點滴，醫生說是急性腸胃炎，照片是水裡的黑色異物"
LEAK = "明泉的淨水器又漏水了，地板整個泡爛，客服電話打三天都沒人接，氣死"
KIND = "明泉的師傅來換濾心，動作快又親切，推薦"
ASK = "請問明泉的濾心哪裡買得到？"


def post(number: int, text: str, at: datetime, *, photo: bool = False, **fields: Any) -> Post:
    """A post told apart by its number."""
    usual: dict[str, Any] = {
        "id": f"t{number}",
        "source": "ptt",
        "author": Author(id=f"u{number}", name=f"鄰居{number}", followers=100 + number),
        "engagement": Engagement(likes=number % 7, comments=1, shares=1),
        "media": (Media(type="image", url="https://example.org/1.jpg"),) if photo else (),
    }
    return Post(text=text, published_at=at, **(usual | fields))


def listening(brand: Brand, *, at: datetime, key: str = "upload", kind: str = "upload") -> Source:
    """Let a brand listen, and give the source that its posts come by."""
    set_watches(brand=brand, watches=WATCHES, at=at)
    return ensure_source(brand=brand, key=key, kind=kind, at=at)


def hand_in(brand: Brand, posts: Sequence[Post], *, via: Source | None, at: datetime) -> Taken:
    return take_in(brand=brand, read=reader_of(brand).read(posts), via=via, at=at)
