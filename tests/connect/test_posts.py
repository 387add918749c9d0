"""Does a row of the contract become the post that it tells?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.connect.moment import moment_of
from firebreak.connect.posts import DEEPEST, post_dict, post_of
from firebreak.core.errors import BadRow
from firebreak.core.terms import Author, Engagement, Media, PostKind

ROW: dict[str, Any] = {
    "id": "ptt:Food:M.1",
    "source": "ptt",
    "channel": "Food",
    "kind": "comment",
    "url": "https://a.example/1",
    "title": "晨露",
    "text": "拉肚子",
    "author": {"id": "abc", "name": "阿明", "followers": 1200, "verified": True},
    "published_at": "2026-11-18T03:12:00+08:00",
    "parent_id": "0",
    "reshare_of": None,
    "rating": 1.5,
    "engagement": {"likes": 3, "comments": 1, "shares": 0, "views": None},
    "media": [{"type": "image", "url": "https://a.example/1.jpg"}],
    "lang": None,
    "floor": 7,
}
LEAST = {"source": "ptt", "text": "拉肚子", "published_at": "2026-11-18T03:12:00+08:00"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def test_it_reads_every_field_of_the_contract() -> None:
    post = post_of(ROW)

    assert (post.id, post.source, post.channel, post.kind) == ("ptt:Food:M.1", "ptt", "Food", PostKind.COMMENT)
    assert post.author == Author(id="abc", name="阿明", followers=1200, verified=True)
    assert post.engagement == Engagement(likes=3, comments=1, shares=0)
    assert post.media == (Media("image", "https://a.example/1.jpg"),)
    assert (post.parent_id, post.reshare_of, post.rating, post.lang) == ("0", "", 1.5, "")
    assert post.raw == {"floor": 7}


def test_a_post_written_and_read_again_is_the_same() -> None:
    post = post_of(ROW)

    assert post_of(orjson.loads(orjson.dumps(post_dict(post)))) == post


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": None}, "no_text"),
        ({"text": "  \n"}, "no_text"),
        ({"text": ["拉肚子"]}, "no_text"),  # not words
        ({"source": ""}, "no_source"),
        ({"published_at": None}, "no_published_at"),
        ({"published_at": "昨天"}, "bad_published_at"),
        ({"published_at": 1763430000}, "bad_published_at"),  # seconds or milliseconds? the contract says ISO 8601
        ({"published_at": "0001-01-01T00:00:00+08:00"}, "bad_published_at"),  # UTC would be before year 1
    ],
)
def test_it_names_what_is_missing(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadRow) as caught:
        post_of({**LEAST, **change}, line=9)

    assert caught.value.context == {"line": 9, "problem": problem}


def test_a_title_is_enough() -> None:
    assert post_of({**LEAST, "text": None, "title": "召回"}).text == ""


def test_an_optional_value_that_cannot_be_read_costs_itself_only() -> None:
    post = post_of({**LEAST, "kind": "tweet", "engagement": {"likes": "多"}, "rating": "五星"})

    assert (post.kind, post.engagement.likes, post.rating) == (PostKind.POST, None, None)
    assert post.raw == {"unread": {"kind": "tweet", "likes": "多", "rating": "五星"}}


@pytest.mark.parametrize(
    ("written", "count"), [("1,200", 1200), ("3.5萬", 35000), ("12K", 12000), (7.0, 7), ("", None)]
)
def test_it_reads_counts_as_people_write_them(written: Any, count: int | None) -> None:
    assert post_of({**LEAST, "engagement": {"likes": written}}).engagement.likes == count


def test_a_post_without_id_is_known_by_source_and_url() -> None:
    row = {**LEAST, "url": "https://a.example/1"}

    assert post_of(row).id == post_of({**row, "text": "改過"}).id
    assert post_of(row).id != post_of({**row, "source": "dcard"}).id
    assert len(post_of(row).id) == 64


def test_a_post_without_id_and_url_is_known_by_author_time_and_text() -> None:
    same_moment = {**LEAST, "published_at": "2026-11-17T19:12:00Z"}

    assert post_of(LEAST).id == post_of(same_moment).id
    assert len({post_of(row).id for row in (LEAST, {**LEAST, "text": "x"}, {**LEAST, "author": {"id": "a"}})}) == 3


def test_what_no_database_takes_is_replaced_one_for_one() -> None:
    post = post_of({**LEAST, "text": "a\x00b", "note": {"k\x00": ["\x00"]}})

    assert post.text == "a\ufffdb"
    assert post.raw == {"note": {"k\ufffd": ["\ufffd"]}}


def test_the_name_of_a_strange_key_is_cleaned_too() -> None:
    assert post_of({**LEAST, "k\x00": 1}).raw == {"k\ufffd": 1}


@pytest.mark.parametrize("depth", [60, 300, 1000])
def test_what_is_nested_too_deep_to_be_written_again_is_cut(depth: int) -> None:
    deep: Any = "floor"
    for _ in range(depth):
        deep = [deep]

    post = post_of(orjson.loads(orjson.dumps(LEAST)[:-1] + b',"note":' + b"[" * depth + b"]" * depth + b"}"))

    assert orjson.loads(orjson.dumps(post.raw)) == post.raw
    assert str(post.raw).count("[") == DEEPEST - 1
    assert str(post_of({**LEAST, "note": deep}).raw) == str(post.raw)


@given(st.dictionaries(st.sampled_from([*ROW, "其他"]), json_values) | json_values)
def test_any_row_is_a_post_or_a_bad_row(row: Any) -> None:
    try:
        post = post_of(row)
    except BadRow:
        return
    assert post.id
    assert post.published_at.astimezone(UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-18T03:12:00+08:00", "2026-11-17T19:12:00+00:00"),
        ("2026-11-18T03:12:00", "2026-11-17T19:12:00+00:00"),  # naive is Taipei
        ("2026-11-18", "2026-11-17T16:00:00+00:00"),
        ("2026/11/18 03:12", "2026-11-17T19:12:00+00:00"),
        ("2026/11/18 下午 03:12:05", "2026-11-18T07:12:05+00:00"),
        ("2026/11/18 上午 12:30", "2026-11-17T16:30:00+00:00"),
        ("2026-11-18 3:12 PM", "2026-11-18T07:12:00+00:00"),
        ("2026年11月18日 3時12分", "2026-11-17T19:12:00+00:00"),
        ("115/11/18 03:12", "2026-11-17T19:12:00+00:00"),  # 民國 115 年
        ("Wed, 18 Nov 2026 03:12:00 GMT", "2026-11-18T03:12:00+00:00"),
        ("Wed, 18 Nov 2026 03:12:00 +0800", "2026-11-17T19:12:00+00:00"),
        ("Wed, 18 Nov 2026 03:12:00 GMT+8", "2026-11-17T19:12:00+00:00"),
        ("Wed, 18 Nov 2026 03:12:00", "2026-11-17T19:12:00+00:00"),  # no zone: Taipei
        ("Wed, 18 Nov 2026 03:12:00 -0000", "2026-11-18T03:12:00+00:00"),  # RFC 5322: UTC
        (datetime(2026, 11, 18, 3, 12), "2026-11-17T19:12:00+00:00"),
        (date(2026, 11, 18), "2026-11-17T16:00:00+00:00"),
    ],
)
def test_it_reads_the_times_that_feeds_and_exports_write(written: object, moment: str) -> None:
    assert moment_of(written).astimezone(UTC).isoformat() == moment


@given(st.text() | st.integers() | st.none() | st.datetimes() | st.from_regex(r"\d{2,4}/\d{1,2}/\d{1,2} \d\d:\d\d"))
def test_any_time_is_aware_or_refused(written: object) -> None:
    try:
        at = moment_of(written)
    except (ValueError, OverflowError):
        return
    assert at.utcoffset() is not None
    assert at.astimezone(UTC) + timedelta(days=1)
