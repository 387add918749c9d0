"""What does a post show besides its words?"""

from datetime import UTC, datetime

import pytest

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Media, Post, PostKind, Watch, WatchKind
from firebreak.core.understand.signs import SIGNS, signs

AT = datetime(2026, 1, 1, tzinfo=UTC)
MATCHER = Matcher(
    [
        Watch("ours", WatchKind.BRAND, any=("松瀑",)),
        Watch("theirs", WatchKind.COMPETITOR, any=("星峽",)),
        Watch("matter", WatchKind.CONTROVERSY, any=("倒閉",)),
    ]
)
PLAIN = "今天天氣真的很好，" * 4  # 36 characters: neither short nor long


def post(text: str = PLAIN, *, title: str = "", source: str = "t", kind: PostKind = PostKind.POST, media: str = "") -> Post:  # fmt: skip
    shown = (Media(media),) if media else ()
    return Post(id="", source=source, text=text, title=title, published_at=AT, kind=kind, media=shown)


def shown(one: Post) -> set[str]:
    """Give the signs of a post between two others, which must not lend it theirs."""
    around = [post("松瀑？！！！「1」…😡星峽"), one, post("松瀑？！！！「1」…😡星峽", title="嗎？", media="image")]
    row = signs(around, listen(around, MATCHER))[1]
    return {name for name, flag in zip(SIGNS, row, strict=True) if flag}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (post(), set()),
        (post(PLAIN + "？"), {"question_mark", "ends_asking"}),
        (post("？" + PLAIN), {"question_mark"}),
        (post(PLAIN, title="好嗎?"), {"question_mark", "title", "titled_question"}),
        (post(PLAIN + "?", title="好"), {"question_mark", "ends_asking", "title"}),
        (post(PLAIN + "！"), {"exclamation"}),
        (post(PLAIN + "！！"), {"exclamation"}),
        (post(PLAIN + "！！！"), {"exclamation", "many_exclamations"}),
        (post(PLAIN + "…"), {"ellipsis"}),
        (post(PLAIN + "⋯"), {"ellipsis"}),
        (post(PLAIN + "0"), {"digits"}),
        (post(PLAIN + "９"), {"digits"}),
        (post(PLAIN + ":/"), set()),  # the neighbours of the digits
        (post("短" * 24), {"short"}),
        (post("短" * 25), set()),
        (post("長" * 120), set()),
        (post("長" * 121), {"long"}),
        (post("長" * 118, title="三個字"), {"long", "title"}),  # both fields count
        (post(kind=PostKind.NEWS), {"news"}),
        (post(source="news"), {"news"}),
        (post(kind=PostKind.REVIEW), {"review"}),
        (post(source="google_maps"), {"review"}),
        (post(kind=PostKind.MESSAGE), {"message"}),
        (post(source="line"), {"message"}),
        (post(media="image"), {"media"}),
        (post("松瀑" + PLAIN), {"own_named"}),
        (post("松瀑" + PLAIN + "松瀑"), {"own_named", "named_twice"}),
        (post(PLAIN + "松瀑"), {"own_named", "named_late"}),
        (post("長" * 15 + "松瀑" + "長" * 13), {"own_named"}),  # in the middle of thirty
        (post("長" * 16 + "松瀑" + "長" * 12), {"own_named", "named_late"}),
        (post(PLAIN, title="是松瀑"), {"own_named", "title"}),  # a title comes first, wherever in it
        (post(PLAIN + "星峽"), {"rival_named"}),
        (post(PLAIN + "倒閉"), set()),
        (post("「" + PLAIN), {"quoted"}),
        (post("“" + PLAIN), {"quoted"}),
        (post("」" + PLAIN), set()),
        (post(PLAIN + "😡"), {"emoji"}),
        (post(PLAIN + "\U0001f300"), {"emoji"}),
        (post(PLAIN + "\U0001f2ff"), set()),
        (post(PLAIN + "\U0001fafe"), {"emoji"}),
    ],
)
def test_it_sees_signs(written: Post, expected: set[str]) -> None:
    assert shown(written) == expected


def test_without_watches_nobody_is_named() -> None:
    posts = [post("松瀑" + PLAIN)]

    assert not signs(posts, listen(posts, Matcher([]))).any()


def test_no_posts_have_no_signs() -> None:
    assert signs([], listen([], MATCHER)).shape == (0, len(SIGNS))
