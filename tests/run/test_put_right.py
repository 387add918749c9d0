"""When people put posts right, does their story say at once what its posts say?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.console.assess.saying import correct_reading, take_back_reading
from firebreak.console.assess.services import erase_post, merge_stories, split_story
from firebreak.console.govern.models import Brand, Person
from firebreak.console.listen.models import Post, Source
from firebreak.console.listen.saying import last_word
from firebreak.core.terms import Role, Severity
from firebreak.run.pipeline import judge
from tests.cast import Cast
from tests.posts import LEAK, MINUTE, SICK, hand_in, post

PRAISE = {"sentiment": "positive", "category": "praise", "urgent": "false"}


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return Seat(brand=cast.brand, person=cast.alice, role=Role.BRAND_PR, at=at)


@pytest.fixture
def story(brand: Brand, via: Source, at: datetime) -> Story:
    """A story of three complaints, judged."""
    hand_in(brand, [post(number, LEAK, at - number * MINUTE) for number in range(3)], via=via, at=at)
    judge(brand, at=at)
    return Story.objects.get()


def lines(story: Story) -> dict[str, dict[str, object]]:
    last = story.assessments.latest()
    return {one["code"]: one["facts"] for one in last.reasons}


def erase(brand: Brand, chosen: Post, *, at: datetime) -> None:
    erase_post(brand=brand, post=chosen, actor="machine:test", at=at, why="author_request")


def praise(seat: Seat, posts: list[Post]) -> None:
    for one in posts:
        correct_reading(seat=seat, post=one, changes=PRAISE)


def test_one_erased_and_two_corrected_to_praise_leave_no_line_of_complaints(
    story: Story, seat: Seat, brand: Brand, at: datetime
) -> None:
    was, (first, *others) = story.score, Post.objects.order_by("pk")

    erase(brand, first, at=at)
    praise(seat, others)

    story.refresh_from_db()
    assert (story.category, story.negative_count) == ("praise", 0)
    assert story.score < was
    assert not [facts for facts in lines(story).values() if facts.get("negative")]
    assert sum(one["points"] for one in story.assessments.latest().reasons) == story.score


def test_its_page_says_so_at_once(
    story: Story, seat: Seat, brand: Brand, at: datetime, signed_in: Callable[[Person], Client], cast: Cast
) -> None:
    client, address = signed_in(cast.alice), reverse("story", args=[brand.slug, story.number])
    assert "3 則負面" in client.get(address).content.decode()

    praise(seat, list(Post.objects.all()))

    assert "3 則負面" not in client.get(address).content.decode()


def test_a_story_of_long_ago_is_judged_again_too(story: Story, seat: Seat, brand: Brand, at: datetime) -> None:
    later = Seat(brand=brand, person=seat.person, role=seat.role, at=at + timedelta(days=30))

    praise(later, list(Post.objects.all()))

    story.refresh_from_db()
    assert story.category == "praise"
    assert story.assessments.latest().at == later.at


def test_a_story_of_which_no_post_is_left_has_no_score(story: Story, brand: Brand, at: datetime) -> None:
    for one in Post.objects.all():
        erase(brand, one, at=at)

    story.refresh_from_db()
    assert (story.severity, story.score, lines(story)) == ("S4", 0, {})


def test_posts_put_right_do_not_lower_what_the_hard_rule_has_left(
    seat: Seat, brand: Brand, via: Source, at: datetime
) -> None:
    hand_in(brand, [post(1, SICK, at, photo=True)], via=via, at=at)
    judge(brand, at=at)

    praise(seat, list(Post.objects.all()))

    story = Story.objects.get()
    assert (story.severity, story.category) == (Severity.S2, "praise")
    assert "kept_floor" in lines(story)


def test_a_story_names_the_sources_of_the_posts_that_it_has(
    brand: Brand, via: Source, seat: Seat, at: datetime
) -> None:
    sources = ("ptt", "dcard", "dcard", "threads")
    told = [post(number, LEAK, at - number * MINUTE, source=source) for number, source in enumerate(sources)]
    hand_in(brand, told[:2], via=via, at=at)
    hand_in(brand, told[2:], via=via, at=at)
    story = Story.objects.get()
    assert (story.told_on.split(), story.sources) == (["dcard", "ptt", "threads"], 3)

    erase(brand, Post.objects.get(source="threads"), at=at)
    split_story(seat=seat, story=story, posts=[Post.objects.get(source="ptt").pk])

    assert sorted(Story.objects.values_list("told_on", flat=True)) == ["dcard", "ptt"]


def test_a_story_split_in_two_leaves_each_its_own_score(story: Story, seat: Seat) -> None:
    taken = list(story.places.order_by("post").values_list("post_id", flat=True)[:2])

    fresh = split_story(seat=seat, story=story, posts=taken)

    assert [one.assessments.latest().facts["posts"] for one in (story, fresh)] == [1, 2]


def test_two_stories_made_one_have_the_score_of_all_posts(story: Story, seat: Seat) -> None:
    taken = list(story.places.order_by("post").values_list("post_id", flat=True)[:1])
    fresh = split_story(seat=seat, story=story, posts=taken)

    merge_stories(seat=seat, gone=fresh, into=story)

    assert story.assessments.latest().facts["posts"] == 3


def test_a_word_taken_back_brings_the_score_back(story: Story, seat: Seat) -> None:
    was, one = lines(story), Post.objects.order_by("pk")[0]
    praise(seat, [one])
    assert lines(story) != was

    take_back_reading(seat=seat, post=one, word=last_word(one))

    assert lines(story) == was
