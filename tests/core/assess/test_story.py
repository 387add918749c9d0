"""Which posts tell the same story? A storm is gathered, and chatter is not."""

from collections import Counter
from dataclasses import replace

import numpy as np

from firebreak.core.assess.gather import pulling
from firebreak.core.assess.story import StoryRules, empty_book, place
from firebreak.core.terms import Category
from tests.core.assess.said import HOUR, JOY, MOULD, RUDE, SAFETY, SERVICE, Said, batch, joy, stories_of, storm


def test_a_storm_told_in_many_ways_is_one_story() -> None:
    posts = joy(3) + storm(72, MOULD)

    _, where = stories_of(posts)

    told = Counter(where[-len(MOULD) :])
    assert max(told.values()) >= 9
    assert max(told, key=lambda key: told[key]) > 0


def test_another_complaint_is_another_story() -> None:
    posts = joy(2) + sorted(storm(48, MOULD) + storm(48.05, RUDE, SERVICE), key=lambda post: post.hour)

    _, where = stories_of(posts)

    mould = Counter(key for key, post in zip(where, posts, strict=True) if post.category is SAFETY).most_common(1)[0][0]
    rude = [key for key, post in zip(where, posts, strict=True) if post.category is SERVICE]
    assert mould not in rude


def test_praise_does_not_swell_into_one_story() -> None:
    quiet = [Said(place, text, Category.PRAISE) for place, text in enumerate(JOY)]

    book, where = stories_of(quiet)

    assert all(key < 0 for key in where)
    assert len(set(where)) == len(JOY)
    assert book.latent.all()


def test_a_storm_leaves_praise_outside() -> None:
    posts = sorted(joy(4) + storm(72, MOULD), key=lambda post: post.hour)

    _, where = stories_of(posts)

    mould = Counter(key for key, post in zip(where, posts, strict=True) if post.category is SAFETY).most_common(1)[0][0]
    assert sum(key == mould for key, post in zip(where, posts, strict=True) if post.category is Category.PRAISE) == 0


def test_a_complaint_has_a_story_at_once_and_a_remark_only_with_a_second() -> None:
    book, first = place(empty_book(), batch([Said(0, JOY[0]), Said(0, MOULD[0], SAFETY, negative=True)]))
    assert first.story.tolist() == [-1, 1]
    assert first.cluster.tolist() == [-2, 1]

    book, second = place(book, batch([Said(1, JOY[0] + "呀")], first=2))

    assert second.story.tolist() == [2]
    assert second.woken == ((-2, 2, 0),)
    assert second.fresh == second.touched == (2,)
    assert not book.latent.any()


def test_an_urgent_post_has_a_story_at_once_whatever_it_is_about() -> None:
    _, found = place(empty_book(), batch([Said(0, JOY[0], urgent=True)]))

    assert found.story.tolist() == [1]


def test_a_copy_joins_whatever_the_tone() -> None:
    text = "【緊急轉發】家裡有山嵐吐司的先不要吃,批號十一月十五日以後的請直接丟掉,轉給有小孩的親友"
    _, where = stories_of(
        [*joy(1), Said(30, text), Said(30.1, text + "🙏"), Said(300, "轉:" + text, Category.QUESTION)]
    )

    assert len(set(where[-3:])) == 1
    assert where[-1] > 0


def test_a_short_cry_is_near_to_nothing() -> None:
    posts = [Said(place / 10, "山嵐" if place % 2 else "推", Category.PRAISE) for place in range(30)]

    _, where = stories_of(joy(2) + [replace(post, hour=48 + post.hour) for post in posts])

    assert max(Counter(where[-30:]).values()) <= 30  # copies of each other at most, never of anything said
    assert not set(where[-30:]) & set(where[:-30])


def test_an_answer_belongs_where_its_parent_is() -> None:
    book, first = place(
        empty_book(), batch([Said(0, MOULD[0], SAFETY, negative=True), Said(0, JOY[0], Category.PRAISE)])
    )
    parents = [int(key) for key in first.cluster] + [999, -1]

    book, second = place(
        book,
        batch([Said(1, "同意樓上"), Said(1, "真的嗎"), Said(1, "路過"), Said(1, "第二樓")], first=2, parents=parents),
    )

    assert second.cluster[0] == 1
    assert second.woken == ((-2, 2, 1),)
    assert second.cluster[1] == 2
    assert (second.cluster[2:] < 0).all()


def test_what_speaks_of_competitors_only_is_no_story_here() -> None:
    _, found = place(empty_book(), batch([Said(0, MOULD[0], SAFETY, negative=True, foreign=True)]))

    assert found.cluster.tolist() == [-1]
    assert not found.fresh


def test_a_story_left_alone_is_not_taken_up_again() -> None:
    rules = StoryRules()
    late, soon = rules.window_hours + 1, rules.window_hours - 1

    _, apart_in_time = stories_of(
        [Said(0, MOULD[0], SAFETY, negative=True), Said(late, MOULD[0][:-4], SAFETY, negative=True)]
    )
    _, near_in_time = stories_of(
        [Said(0, RUDE[0], SERVICE, negative=True), Said(soon, RUDE[2], SERVICE, negative=True)]
    )
    _, far_in_time = stories_of([Said(0, RUDE[0], SERVICE, negative=True), Said(late, RUDE[2], SERVICE, negative=True)])

    assert apart_in_time[0] == apart_in_time[1]  # a near copy comes back for longer
    assert near_in_time[0] == near_in_time[1]
    assert far_in_time[0] != far_in_time[1]


def test_a_late_post_joins_the_story_of_its_time() -> None:
    posts = storm(48, MOULD)
    late = replace(posts.pop(5), hour=47.0)

    _, where = stories_of([*posts, late])

    assert where[-1] == Counter(where).most_common(1)[0][0]


def test_stories_that_become_one_are_merged_into_the_older() -> None:
    rules = StoryRules(grave=0.95, complaint=0.95, other_kind=0.95, most_pull=1.0, merge=0.1)

    book, found = place(empty_book(), batch(storm(0, [MOULD[1], MOULD[8]])), rules)

    assert found.story.tolist() == [1, 1]
    assert found.fresh == (1,)
    assert not found.merged  # the caller never knew the other

    book, _first = place(empty_book(), batch(storm(0, [MOULD[1]])), rules)
    book, _second = place(book, batch(storm(0, [RUDE[0]], SERVICE), first=1), rules)
    book, third = place(book, batch(storm(0, [MOULD[1] + RUDE[0]]), first=2), replace(rules, grave=0.3))
    assert third.story.tolist() == [1]
    assert third.merged == ((2, 1),)
    assert book.keys.tolist() == [1]


def test_a_storm_pulls_in_and_many_small_fires_do_not() -> None:
    rules = StoryRules()
    storm_alone, fires, cold = np.array([30.0, 0.0]), np.full(10, 3.0), np.array([30.0])

    assert pulling(storm_alone, np.zeros(2), rules).tolist() == [rules.most_pull, 1.0]
    assert pulling(fires, np.zeros(10), rules).max() < 1.3
    assert pulling(cold, np.array([48 * HOUR]), rules)[0] < 1.01


def test_without_the_pull_a_storm_falls_apart() -> None:
    kinds = [SAFETY, SERVICE, Category.COMPLIANCE, Category.PRICE_REFUND]
    told = storm(72, MOULD)
    posts = joy(3) + [replace(post, category=kinds[place % 4]) for place, post in enumerate(told)]

    pulled, loose = (Counter(stories_of(posts, rules=StoryRules(pull=pull))[1][-len(MOULD) :]) for pull in (1.5, 0.0))

    assert max(pulled.values()) > max(loose.values())


def test_praise_of_the_same_thing_stays_out_of_its_storm() -> None:
    liked = Said(73.5, "山嵐吐司烤過塗奶油,一條吐司三天就吃完", Category.PRAISE)

    _, where = stories_of([*joy(3), *storm(72, MOULD), liked])

    assert where[-1] < 0


def test_a_post_without_a_word_has_a_place_of_its_own() -> None:
    _, where = stories_of([*storm(0, MOULD), Said(2, "", SAFETY, negative=True), Said(2, "", SAFETY, negative=True)])

    assert where[-1] != where[-2]
    assert not set(where[-2:]) & set(where[:-2])
