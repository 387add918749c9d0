"""Does the page of a story say who has answered which post, and how many authors there are, each in one way?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.models import Story
from firebreak.console.assess.page import StoryPage
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post
from firebreak.console.respond import replying
from firebreak.console.respond.replies import Reply
from firebreak.core.respond.statement import Posture
from tests.cast import Cast
from tests.records import story

SignIn = Callable[[Person], Client]
GOOD = "真的很抱歉，讓您家地板泡了水，這是我們的疏失。我們今天派人到府更換濾芯並負擔清潔費，請私訊我們您方便的時間。"
LINK = "https://forum.example/p/1#reply"


def answered(cast: Cast, about: Post, *, at: datetime, published: bool) -> Reply:
    seat = take_seat(cast.bob, cast.brand.slug, at=at)
    reply = replying.save_reply(seat=seat, post=about, text=GOOD, posture=Posture.REBUILD, version=None)
    if published:
        Reply.objects.filter(pk=reply.pk).update(published_at=at, published_by=cast.bob, url=LINK)
    return reply


def page_of(client: Client, found: Story) -> str:
    return client.get(reverse("story", args=[found.brand.slug, found.number])).content.decode()


def test_a_story_says_who_answers_and_who_has_answered(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    first, second, _third = (place.post for place in found.places.order_by("post"))
    client = signed_in(cast.alice)
    assert "對提及的回覆" not in page_of(client, found)
    answered(cast, first, at=at, published=True)
    answered(cast, second, at=at - timedelta(minutes=1), published=False)

    page = page_of(client, found)

    card = page[page.index('id="h-replies"') :]
    assert card.index("草稿</span>") < card.index("已發布</span>")  # who is writing now comes first
    assert f"{cast.bob.name} · <time" in card
    for one in (first, second):
        assert f'{reverse("mention", args=[cast.brand.slug, one.pk])}?view=all"' in card
    members = page[page.index('id="members"') : page.index('id="h-replies"')]
    assert (members.count("已回覆"), members.count("回覆草稿")) == (1, 1)


def test_who_answers_nobody_sees_that_it_is_answered_but_not_how(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    answered(cast, found.places.order_by("post")[0].post, at=at, published=True)

    page = page_of(signed_in(cast.carol), found)

    assert "已發布</span>" in page
    assert GOOD not in page


@pytest.mark.parametrize("liked", [0, 3])
def test_all_authors_are_those_that_are_named_and_the_others(liked: int, seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=8)
    Post.objects.update(likes=liked)

    page = StoryPage(seat, found)

    assert page.facts.authors == 8
    assert len(page.named) + page.other_voices == 8
    assert sum(voice.share for voice in page.named.values()) + page.other_share == pytest.approx(float(liked > 0))


def test_posts_that_name_nobody_are_of_somebody_else_each_time(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at, posts=2)
    Post.objects.update(author_id="", author_name="")

    page = page_of(signed_in(cast.alice), found)

    assert "2 位發文者" in page
    assert "2 則匿名，每則各算 1 位發文者。" in page
