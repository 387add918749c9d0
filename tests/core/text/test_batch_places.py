"""Where does a place of the joined text stand in the post as published?"""

from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Post, Span, Watch, WatchKind
from firebreak.core.text.batch import fold_posts
from firebreak.core.text.spans import gap, merge, of_field, overlaps

AT = datetime(2026, 1, 1, tzinfo=UTC)
POSTS = [
    Post(id="a", source="t", title="Tea", text="好喝", published_at=AT),
    Post(id="b", source="t", title="", text="STALE", published_at=AT),
]
BATCH = fold_posts(POSTS)  # tea·好喝··stale·, a nought after every field


def test_every_field_ends_with_a_nought() -> None:
    assert BATCH.text == "tea\0好喝\0\0stale\0"
    assert BATCH.starts.tolist() == [0, 4, 7, 8]
    assert BATCH.ends.tolist() == [3, 6, 7, 13]
    assert len(BATCH) == 2


@pytest.mark.parametrize(
    ("post", "name", "said"), [(0, "title", "tea"), (0, "text", "好喝"), (1, "title", ""), (1, "text", "stale")]
)
def test_it_gives_one_field_of_one_post(post: int, name: str, said: str) -> None:
    assert BATCH.field(post, name) == said


def test_it_knows_the_field_of_every_place() -> None:
    assert BATCH.slot_of(np.arange(len(BATCH.text))).tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3]


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [
        (0, 3, Span("title", 0, 3)),
        (1, 3, Span("title", 1, 3)),
        (4, 6, Span("text", 0, 2)),
        (5, 9, Span("text", 1, 2)),  # never beyond its field
        (10, 13, Span("text", 2, 5)),
    ],
)
def test_it_points_at_the_field_as_published(start: int, end: int, span: Span) -> None:
    assert BATCH.span(start, end) == span


def test_no_posts_are_an_empty_text() -> None:
    nothing = fold_posts([])

    assert (len(nothing), nothing.text, nothing.codes.dtype) == (0, "", np.uint32)


def test_it_gives_the_hits_of_one_post() -> None:
    tea = Watch("tea", WatchKind.PRODUCT, any=("tea", "好喝"))
    stale = Watch("stale", WatchKind.CONTROVERSY, any=("stale",))

    heard = listen([*POSTS, POSTS[0]], Matcher([tea, stale]))

    assert [list(heard.of_post(post)) for post in range(3)] == [[0, 1], [2], [3, 4]]


@pytest.mark.parametrize(
    ("one", "other", "meet", "between"),
    [
        ((0, 2), (2, 4), False, 0),  # they touch
        ((0, 2), (1, 4), True, 0),
        ((0, 5), (2, 3), True, 0),
        ((0, 2), (5, 6), False, 3),
        ((5, 6), (0, 2), False, 3),
        ((2, 4), (0, 2), False, 0),
    ],
)
def test_two_places_meet_or_are_apart(one: tuple[int, int], other: tuple[int, int], meet: bool, between: int) -> None:
    assert overlaps(one, other) is meet
    assert gap(one, other) == between


def test_places_that_meet_or_touch_become_one() -> None:
    assert merge([(8, 9), (0, 2), (2, 4), (3, 5), (3, 4)]) == [(0, 5), (8, 9)]
    assert merge([]) == []


def test_the_places_of_a_field_leave_out_the_other() -> None:
    spans = [Span("text", 4, 6), Span("title", 0, 9), Span("text", 5, 8)]

    assert of_field(spans, "text") == [(4, 8)]
