"""What does the book of stories keep? The same posts give the same book, and a person's changes hold in it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firebreak.core.assess.book import LONGEST
from firebreak.core.assess.story import StoryRules, apart, empty_book, from_bytes, merge, place, without
from firebreak.core.errors import BadInput
from firebreak.core.terms import Category
from tests.core.assess.said import (
    BEGAN,
    HOUR,
    JOY,
    LEAK,
    MOULD,
    RUDE,
    SAFETY,
    SERVICE,
    Said,
    batch,
    joy,
    stories_of,
    storm,
)  # fmt: skip


def test_the_same_batches_give_the_same_stories() -> None:
    posts = joy(3) + storm(60, MOULD) + storm(61, RUDE, SERVICE)

    one, two = (stories_of(posts, cut=7) for _ in range(2))

    assert one[1] == two[1]
    assert one[0].to_bytes() == two[0].to_bytes()


@pytest.mark.parametrize("cut", [1, 3, 10])
def test_another_cut_gives_nearly_the_same(cut: int) -> None:
    posts = sorted(joy(4) + storm(72, MOULD) + storm(72, RUDE, SERVICE), key=lambda post: post.hour)
    whole, parts = stories_of(posts)[1], stories_of(posts, cut=cut)[1]

    same = [(whole[a] == whole[b]) == (parts[a] == parts[b]) for a in range(len(posts)) for b in range(a)]
    assert np.mean(same) > 0.97


def test_a_book_that_was_written_and_read_goes_on_in_the_same_way() -> None:
    posts = joy(3) + storm(60, MOULD)
    book, _ = stories_of(posts[:-6], cut=5)
    reread = from_bytes(book.to_bytes())

    (kept, here), (fresh, there) = (place(one, batch(posts[-6:], first=100)) for one in (book, reread))

    assert here.cluster.tolist() == there.cluster.tolist()
    assert kept.to_bytes() == fresh.to_bytes()
    assert reread.to_bytes() == book.to_bytes()


def test_nothing_is_an_empty_book_and_rubbish_is_refused() -> None:
    assert len(from_bytes(b"")) == 0
    assert len(from_bytes(empty_book().to_bytes())) == 0
    for rubbish in (b"rubbish", b"{}\nx", b'{"format": 99}\n', empty_book().to_bytes()[:-3]):
        with pytest.raises(BadInput):
            from_bytes(rubbish)


def test_a_person_may_merge_two_stories() -> None:
    book, where = stories_of(storm(0, MOULD[:1]) + storm(1, RUDE[:1], SERVICE))

    merged = merge(book, where[1], where[0])

    assert merged.keys.tolist() == [where[0]]
    assert merged.sizes.tolist() == [2]
    assert (merged.first[0], merged.last[0]) == (BEGAN, BEGAN + HOUR)
    _, found = place(merged, batch([Said(2, RUDE[0] + "啊", SERVICE, negative=True)], first=2))
    assert found.story.tolist() == [where[0]]


def test_unknown_or_equal_stories_cannot_be_merged() -> None:
    book, where = stories_of(storm(0, MOULD[:1]))

    for gone, into in ((99, where[0]), (where[0], 99), (where[0], where[0])):
        with pytest.raises(BadInput):
            merge(book, gone, into)


def test_an_erased_post_leaves_nothing_behind() -> None:
    posts = [*storm(0, MOULD[:1]), Said(0.5, MOULD[0] + "0912", SAFETY, negative=True)]
    both, where = stories_of(posts)
    assert where == [1, 1]

    left = without(both, 1, batch(posts[1:], first=1))

    assert left.sizes.tolist() == [1]
    assert not np.isin(left.copies, batch(posts[1:]).copies).any()
    alone, _ = stories_of(posts[:1])
    rest = np.abs(left.vectors.toarray() - alone.vectors.toarray())
    assert rest.max() < 0.01


def test_a_story_without_posts_leaves_the_book() -> None:
    posts = storm(0, MOULD[:1])
    book, _ = stories_of(posts)

    assert len(without(book, 1, batch(posts))) == 0


def test_a_person_may_take_a_story_apart() -> None:
    posts = [*storm(0, [MOULD[0], MOULD[0] + "!"]), *storm(1, RUDE[:1], SERVICE)]
    book = merge(stories_of(posts)[0], 2, 1)

    book = without(book, 1, batch(posts[2:], first=2))
    book, number = apart(book, batch(posts[2:], first=2))

    assert sorted(book.keys.tolist()) == [1, number]
    assert sorted(book.sizes.tolist()) == [1, 2]
    _, found = place(book, batch([Said(1, RUDE[0] + "啊", SERVICE, negative=True)], first=3))
    assert found.story.tolist() == [number]
    with pytest.raises(BadInput):
        apart(book, batch([]))


def test_the_book_forgets_the_oldest_and_says_so() -> None:
    rules = StoryRules(stories=2, seeds=1)
    posts = [Said(hour, text, category, negative=True) for hour, (text, category) in enumerate(
        [(MOULD[0], SAFETY), ("山嵐會員資料外流,收到詐騙電話", LEAK), (RUDE[0], SERVICE)])]  # fmt: skip

    book, found = place(
        empty_book(), batch([*posts, Said(4, JOY[0], Category.PRAISE), Said(5, JOY[1], Category.PRAISE)]), rules
    )

    assert found.retired == (1,)
    assert sorted(book.keys.tolist()) == [-3, 2, 3]


def test_a_vector_keeps_its_heaviest_features_only() -> None:
    book, _ = stories_of(storm(0, [text + str(place) * 9 for place, text in enumerate(MOULD * 4)]))

    assert np.diff(book.vectors.indptr).max() <= LONGEST


said = st.builds(
    Said,
    hour=st.floats(0, 400),
    text=st.sampled_from([*MOULD, *RUDE, *JOY, "", "推", "山嵐"]),
    category=st.sampled_from(Category),
    negative=st.booleans(),
    urgent=st.booleans(),
    foreign=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(said, max_size=40), st.integers(1, 41))
def test_every_post_is_somewhere_and_the_book_agrees(posts: list[Said], cut: int) -> None:
    rules = StoryRules(window_hours=1000, seed_hours=1000, copy_hours=1000)

    book, where = stories_of(posts, cut=cut, rules=rules)

    assert all((key == -1) is post.foreign for key, post in zip(where, posts, strict=True))
    assert Counter(key for key in where if key != -1) == dict(zip(book.keys.tolist(), book.sizes.tolist(), strict=True))
    loud = [key for key, post in zip(where, posts, strict=True) if post.urgent and not post.foreign]
    assert all(key > 0 for key in loud)


def test_no_posts_change_nothing() -> None:
    book, _ = stories_of(storm(0, MOULD))

    after, found = place(book, batch([]))

    assert after is book
    assert (len(found.cluster), found.touched) == (0, ())
