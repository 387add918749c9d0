"""Do posts come in once each, late or early, with counts, search and stories that say what the rows say?"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firebreak.console.assess.models import Assessment, Story, StoryPost
from firebreak.console.assess.services import erase_post, judge_stories
from firebreak.console.govern.models import Brand, Entry
from firebreak.console.listen.models import Overheard, Post, Reading, Rollup, Source
from firebreak.console.listen.services import OVERHEARD_MOST, overhear
from firebreak.run.check import look
from firebreak.run.tidy import tidy
from tests.posts import ASK, KIND, LEAK, MINUTE, SICK, hand_in, post
from tests.run.conftest import HandIn

DAY = timedelta(days=1)


def differences() -> list[str]:
    return [f"{line.name}: {line.found}" for line in look() if not line.fine]


def test_the_same_posts_come_in_once(take: HandIn, at: datetime) -> None:
    posts = [post(number, LEAK, at - number * MINUTE) for number in range(5)]

    first, second = take(posts), take(posts)

    assert (first.added, first.duplicates) == (5, 0)
    assert (second.added, second.duplicates) == (0, 5)
    assert Post.objects.count() == Reading.objects.count() == 5


def test_a_post_said_twice_in_one_batch_is_one(take: HandIn, at: datetime) -> None:
    taken = take([post(1, LEAK, at - MINUTE), post(1, LEAK, at - MINUTE)])

    assert (taken.added, taken.duplicates, Post.objects.count()) == (1, 1, 1)


def test_the_same_id_at_another_source_is_another_post(take: HandIn, at: datetime) -> None:
    taken = take([post(1, LEAK, at - MINUTE), post(1, LEAK, at - MINUTE, source="dcard")])

    assert taken.added == 2


@pytest.mark.parametrize("odd", ['"', "\\", "{a,b}", "NULL", "'", "%s", "{given}", " 茶\t"])
def test_a_post_of_any_name_is_known_again(take: HandIn, at: datetime, odd: str) -> None:
    posts = [post(1, LEAK, at - MINUTE, id=odd, source=odd)]

    first, second = take(posts), take(posts)

    assert (first.added, second.added, second.duplicates) == (1, 0, 1)
    assert Rollup.objects.get().source == odd
    assert differences() == []


def test_what_nobody_watches_for_is_counted_and_overheard_without_its_author(
    take: HandIn, via: Source, at: datetime
) -> None:
    """R1.20 part: aliases match, exclusions do not."""
    taken = take([post(1, "光明泉源的水很甜", at - MINUTE), post(2, "明泉的水很甜", at - MINUTE)])

    via.refresh_from_db()
    heard = Overheard.objects.get()
    assert (taken.added, taken.unmatched, via.seen, via.unmatched) == (1, 1, 2, 1)
    assert heard.text == "光明泉源的水很甜"
    assert not {field.name for field in Overheard._meta.fields} & {"author_id", "author_name"}


def test_a_source_that_may_not_be_stored_leaves_nothing(brand: Brand, via: Source, at: datetime) -> None:
    via.may_store = False

    taken = hand_in(brand, [post(1, LEAK, at), post(2, "別的事", at)], via=via, at=at)

    via.refresh_from_db()
    assert (taken.added, Post.objects.count(), Overheard.objects.count(), via.seen) == (0, 0, 0, 2)


def test_a_source_remembers_its_newest_post_and_is_well_again(take: HandIn, via: Source, at: datetime) -> None:
    """R1.19 part: status, lag and last error of each source."""
    Source.objects.filter(pk=via.pk).update(failures=3, last_error="source_down")

    take([post(1, LEAK, at - MINUTE)])
    take([post(2, LEAK, at - DAY)])

    via.refresh_from_db()
    assert (via.failures, via.last_error, via.last_ok_at, via.last_post_at) == (0, "", at, at - MINUTE)


def test_the_overheard_ring_never_holds_more_than_it_may(via: Source, at: datetime) -> None:
    overhear(via, [("ptt", f"第 {number} 則") for number in range(OVERHEARD_MOST)], at=at)
    overhear(via, [("ptt", "再一則"), ("ptt", "又一則")], at=at)

    rows = Overheard.objects.order_by("pk")
    assert rows.count() == OVERHEARD_MOST
    assert (rows[0].text, rows.last().text) == ("第 2 則", "又一則")  # type: ignore[union-attr]


def test_what_was_overheard_is_forgotten_after_three_days(via: Source, at: datetime) -> None:
    overhear(via, [("ptt", "舊")], at=at - 3 * DAY - MINUTE)
    overhear(via, [("ptt", "新")], at=at - 3 * DAY + MINUTE)

    tidy(at=at)

    assert [row.text for row in Overheard.objects.all()] == ["新"]


def test_posts_past_their_time_are_erased_with_all_that_holds_their_words(
    brand: Brand, via: Source, at: datetime
) -> None:
    Source.objects.filter(pk=via.pk).update(keep_days=7)
    hand_in(brand, [post(1, LEAK, at - 9 * DAY)], via=via, at=at - 8 * DAY)
    hand_in(brand, [post(2, LEAK, at - DAY)], via=via, at=at - DAY)

    tidy(at=at)

    assert [row.external_id for row in Post.objects.all()] == ["t2"]
    assert Entry.objects.filter(action="erase_post", detail__why="retention").count() == 1
    assert differences() == []


def test_late_posts_are_counted_where_they_belong(take: HandIn, at: datetime) -> None:
    take([post(1, LEAK, at - MINUTE)])
    take([post(2, LEAK, at - 60 * MINUTE), post(3, LEAK, at - 3 * DAY)])

    buckets = sorted(Rollup.objects.values_list("bucket", flat=True))
    story = Story.objects.shown().get(places__post__external_id="t1")
    assert buckets == sorted(int((at - ago).timestamp()) // 300 for ago in (MINUTE, 60 * MINUTE, 3 * DAY))
    assert story.first_post_at <= at - 60 * MINUTE
    assert differences() == []


def test_a_post_from_a_clock_ahead_of_ours_ends_no_story(take: HandIn, at: datetime) -> None:
    take([post(1, LEAK, at - MINUTE)])
    take([post(2, KIND, at + 400 * DAY)])
    take([post(3, LEAK, at)])

    assert Story.objects.shown().get(places__post__external_id="t1") == Story.objects.shown().get(
        places__post__external_id="t3"
    )


def test_an_answer_joins_the_story_of_what_it_answers(take: HandIn, at: datetime) -> None:
    take([post(1, SICK, at - 9 * MINUTE)])
    take([post(2, "我家也是明泉，推", at, parent_id="t1")])

    places = dict(StoryPost.objects.values_list("post__external_id", "story"))
    assert places["t1"] == places["t2"]


def test_a_lonely_post_that_was_erased_wakes_as_nobody(brand: Brand, take: HandIn, at: datetime) -> None:
    take([post(1, ASK, at - 2 * MINUTE)])
    erase_post(brand=brand, post=Post.objects.get(), actor="machine:test", at=at, why="author_request")

    take([post(2, ASK, at - MINUTE), post(3, ASK, at)])

    assert set(StoryPost.objects.values_list("post__external_id", flat=True)) <= {"t2", "t3"}
    assert differences() == []


def test_a_batch_is_one_line_in_the_trail_without_its_words(take: HandIn, at: datetime) -> None:
    take([post(number, LEAK, at - number * MINUTE) for number in range(3)])

    entry = Entry.objects.get(action="store_posts")
    assert entry.detail["count"] == 3
    assert not any(word in str(entry.detail) for word in ("明泉", "t1", "鄰居"))


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_any_cut_leaves_nothing_to_correct(take: HandIn, at: datetime, seed: int) -> None:
    """R1.6 part: what is shown of a story is what its rows say, however its posts came."""
    rng = random.Random(seed)
    texts = (SICK, LEAK, KIND, ASK)
    posts = [post(number, rng.choice(texts), at - rng.randrange(9000) * MINUTE) for number in range(60)]
    rng.shuffle(posts)

    while posts:
        size = rng.randrange(1, 15)
        take(posts[:size])
        posts = posts[size - rng.randrange(size) :]

    assert differences() == []


def questions(brand: Brand, stories: Sequence[Story], *, at: datetime) -> int:
    with CaptureQueriesContext(connection) as asked:
        judge_stories(brand=brand, stories=stories, at=at, usual_per_hour=1.0)
    return len(asked)


def test_many_stories_are_judged_in_no_more_questions_than_one(take: HandIn, brand: Brand, at: datetime) -> None:
    texts = (SICK, LEAK, "明泉亂收費，帳單多扣兩千元還不肯退", "明泉送貨遲到三天，司機態度惡劣又罵人")
    take([post(number, text, at - MINUTE) for number, text in enumerate(texts)])
    first, *others = Story.objects.filter(brand=brand).order_by("number")
    judge_stories(brand=brand, stories=[first, *others], at=at, usual_per_hour=1.0)
    Assessment.objects.all().delete()  # all must be judged anew, and stay at their levels

    one, many = questions(brand, [first], at=at), questions(brand, others, at=at)

    assert len(others) > 1
    assert Assessment.objects.count() == 1 + len(others)
    assert many <= one
