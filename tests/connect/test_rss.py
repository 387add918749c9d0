"""What comes out of a feed?"""

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.connect.contract import Page
from firebreak.connect.feeds import read_feed
from firebreak.connect.sources.rss import SEEN_ITEMS, Rss
from firebreak.connect.web import Limits, Web
from firebreak.core.errors import BadInput, FirebreakError, SourceDown
from firebreak.core.terms import Engagement, Media, PostKind
from tests.contracts.server import Outside

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>危機測試報</title><ttl>15</ttl>
<item><guid isPermaLink="false">n-1</guid><title>鮮奶茶 &amp;amp; 食安</title><link>/news/1</link><dc:creator>王記者</dc:creator>
<pubDate>Wed, 18 Nov 2026 03:12:00 +0800</pubDate><slash:comments>7</slash:comments>
<description>摘要</description>
<content:encoded><![CDATA[<p>喝完<b>拉肚子</b></p><script>x()</script><p>照片<img src="https://a.example/p.jpg"><img src="https://t.example/t.gif" width="1"></p>]]></content:encoded>
<enclosure url="https://a.example/v.mp4" type="video/mp4" length="1"/></item>
<item><guid>n-2</guid><title>沒有日期</title></item>
<item><guid>n-3</guid><title>壞日期</title><pubDate>昨天</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Food 板</title>
<entry><id>M.1</id><title>[抱怨] 晨露</title><link href="https://www.ptt.cc/bbs/Food/M.1.html"/>
<author><name>abc</name><email>abc@ptt.cc</email></author><published>2026-11-18T03:12:00</published>
<updated>2026-11-18T04:00:00+08:00</updated><content type="html">&lt;pre&gt;難喝&lt;/pre&gt;</content></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "晨報",
    "items": [
        {
            "id": 5,
            "url": "https://a.example/5",
            "content_html": "<p>過期</p>",
            "date_published": "2026-11-18T03:12:00Z",
            "authors": [{"name": "王"}],
            "image": "https://a.example/5.png",
            "attachments": [{"url": "https://a.example/5.mp3", "mime_type": "audio/mpeg"}],
        },
        {"id": "6"},
        "odd",
    ],
}


def fetch(server: Outside, cursor: Any = None, **config: Any) -> Page:
    web = Web(limits=Limits(deadline_seconds=3.0, pause_seconds=0.0))
    return Rss(web).fetch({"url": server.url("/feed"), **config}, cursor or {})


def test_posts_come_from_the_feed_that_was_named_else_from_its_host(server: Outside) -> None:
    server.put("/feed", ATOM)

    assert [post.source for post in fetch(server, source="島民論壇").posts] == ["島民論壇"]
    assert [post.source for post in fetch(server).posts] == ["127.0.0.1"]


def test_it_reads_rss(server: Outside) -> None:
    """R1.12; R2.84 in part: news sites are a class of source."""
    server.put("/feed", RSS)

    page = fetch(server)

    (post,) = page.posts
    assert (post.id, post.title, post.text) == ("n-1", "鮮奶茶 & 食安", "喝完拉肚子\n照片")
    assert (post.source, post.channel, post.kind) == ("127.0.0.1", "危機測試報", PostKind.NEWS)
    assert (post.url, post.author.name) == (server.url("/news/1"), "王記者")
    assert post.published_at.isoformat() == "2026-11-18T03:12:00+08:00"
    assert post.engagement == Engagement(comments=7)
    assert post.media == (Media("video", "https://a.example/v.mp4"), Media("image", "https://a.example/p.jpg"))
    assert page.wait_seconds == 900
    assert [bad.context for bad in page.rejects] == [
        {"line": 2, "problem": "no_published_at"},
        {"line": 3, "problem": "bad_published_at"},
    ]


def test_it_reads_atom_without_the_authors_mail(server: Outside) -> None:
    server.put("/feed", ATOM)

    (post,) = fetch(server, source="ptt", kind="post").posts

    assert (post.id, post.source, post.kind, post.text, post.author.name) == (
        "M.1",
        "ptt",
        PostKind.POST,
        "難喝",
        "abc",
    )
    assert post.published_at.isoformat() == "2026-11-18T03:12:00+08:00"  # no zone: Taipei


def test_it_reads_json_feed(server: Outside) -> None:
    server.put("/feed", orjson.dumps(JSON), "application/feed+json")

    page = fetch(server)

    (post,) = page.posts
    assert (post.id, post.text, post.author.name) == ("5", "過期", "王")
    assert [media.type for media in post.media] == ["image", "audio"]
    assert [bad.context["problem"] for bad in page.rejects] == ["no_text", "not_an_object"]


def test_it_reads_a_feed_in_big5(server: Outside) -> None:
    server.put("/feed", ATOM.replace("<feed", '<?xml version="1.0" encoding="big5"?><feed', 1).encode("big5"))

    assert fetch(server).posts[0].text == "難喝"


def test_a_feed_with_broken_markup_gives_what_can_be_read(server: Outside) -> None:
    server.put("/feed", RSS.replace("<title>沒有日期</title>", "<title>沒有 & <日期</title>"))

    assert "n-1" in [post.id for post in fetch(server).posts]


def test_an_edited_item_comes_again_under_its_id(server: Outside) -> None:
    server.put("/feed", ATOM)
    cursor = fetch(server).cursor

    server.put("/feed", ATOM.replace("難喝", "更正：難喝"))

    assert [(post.id, post.text) for post in fetch(server, cursor).posts] == [("M.1", "更正：難喝")]


def test_an_undated_item_that_appears_between_two_visits_is_dated_by_the_visit(server: Outside) -> None:
    server.put("/feed", ATOM)
    cursor = fetch(server).cursor
    server.put("/feed", ATOM.replace("</feed>", "<entry><id>M.2</id><title>新的</title></entry></feed>"))

    (post,) = fetch(server, cursor).posts

    assert (post.id, post.raw["dated"]) == ("M.2", "visit")


def test_the_cursor_stays_small(server: Outside) -> None:
    cursor: Any = {}
    for start in range(0, 1200, 300):
        entries = "".join(
            f"<entry><id>{n}</id><title>t</title><updated>2026-11-18T04:00:00Z</updated></entry>"
            for n in range(start, start + 300)
        )
        server.put("/feed", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>')
        cursor = fetch(server, cursor).cursor

    assert len(cursor["seen"]) == SEEN_ITEMS
    assert len(orjson.dumps(cursor)) < 20_000


BOMB = (
    '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>'
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>&x;</channel></rss>',
        b"<broken &" + BOMB.encode(),  # where the parser stops, the rest is searched
    ],
)
def test_it_refuses_xml_with_entities(server: Outside, body: bytes) -> None:
    server.put("/feed", body)

    with pytest.raises(SourceDown) as caught:
        fetch(server)

    assert caught.value.context == {"host": "127.0.0.1", "problem": "xml_entities"}


def test_a_doctype_without_entities_is_harmless(server: Outside) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    server.put("/feed", RSS.replace("<rss ", f"{doctype}<rss ", 1))

    assert fetch(server).posts


@pytest.mark.parametrize("body", [b"<html><body>404</body></html>", b"", b"{}", b"{", b"/etc/passwd"])
def test_a_page_that_is_no_feed_is_said_to_be_none(server: Outside, body: bytes) -> None:
    server.put("/feed", body)

    with pytest.raises(SourceDown) as caught:
        fetch(server)

    assert caught.value.context["problem"] == "no_feed"


def test_a_feed_without_address_is_bad_input() -> None:
    with pytest.raises(BadInput):
        Rss().fetch({}, {})


pieces = st.lists(
    st.sampled_from(
        ["<item>", "</item>", "<entry>", "<title>", "</title>", "<guid>1</guid>", "&#0;", "&#xd800;", "]]>"]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)


@given(
    st.binary(max_size=200)
    | pieces.map(lambda inner: f"<rss version='2.0'><channel>{inner}".encode("utf-8", "replace"))
)
@settings(deadline=None)
def test_any_bytes_raise_nothing_but_our_errors(body: bytes) -> None:
    try:
        feed = read_feed(body, address="https://a.example/feed")
    except FirebreakError:
        return
    orjson.dumps(feed.items)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["items", "id", "url", "authors", "attachments", "content_html", "name", "title"]), x
            )
        ),
    )
)
@settings(deadline=None)
def test_any_json_raises_nothing_but_our_errors(document: Any) -> None:
    try:
        body = orjson.dumps({"items": document})
        read_feed(body, address="https://a.example/feed")
    except (FirebreakError, orjson.JSONEncodeError):
        return
