"""Does a story fold what repeats, name the words that were changed, and tell facts without judging people?"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.members import kinds, members_of, most_accounts
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.page import StoryPage
from firebreak.console.assess.told import Told
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post, Reading
from tests.cast import Cast
from tests.records import post, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
TEXT = "早餐喝到一片透明硬片，瓶底 B2611-07，有人知道是什麼嗎？"


def grown(cast: Cast, at: datetime, texts: Sequence[str]) -> tuple[Story, list[Post]]:
    """A story whose posts came a minute apart; each nearly repeats the first, equal texts have one key."""
    found = story(cast.brand, at=at, posts=1)
    StoryPost.objects.filter(story=found).delete()
    start = at - timedelta(hours=1)
    posts = [post(cast.brand, at=start + n * MINUTE, text=text, author_id=f"a{n}") for n, text in enumerate(texts)]
    for n, one in enumerate(posts):
        copied = {"copy_of": posts[0], "copy_similarity": 1.0 if texts[n] == texts[0] else 0.9} if n else {}
        Reading.objects.filter(post=one).update(copy_key=f"{hash(texts[n]) & 0xFFFF:x}", **copied)
        StoryPost.objects.create(post=one, story=found)
    return found, posts


def light(at: datetime, **fields: Any) -> Told:
    """A post of a story without its words."""
    none = dict.fromkeys(Told._fields)
    return Told(**(none | {"pk": 0, "published_at": at, "source": "ptt", "author_id": "", "copy_key": ""} | fields))


def test_near_copies_are_folded_under_the_first_with_their_changed_words(
    cast: Cast, at: datetime, seat: Seat, signed_in: SignIn
) -> None:
    changed = TEXT.replace("B2611-07", "B2611-01")
    found, _posts = grown(cast, at, [TEXT, TEXT, changed, changed])

    (member,) = StoryPage(seat, found).members("earliest")
    page = signed_in(cast.carol).get(reverse("story", args=["spring", found.number])).content.decode()

    assert (member.alike, member.identical, member.least) == (3, 1, 0.9)
    assert len(member.copies) == 1, "one of each wording"
    assert "<del>B2611-07</del>" in page
    assert "<ins>B2611-01</ins>" in page
    assert "已摺疊 3 則相似貼文，其中 1 則逐字相同；至少 90% 相同" in page


def test_nothing_is_said_of_identical_ones_where_there_are_none(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found, _posts = grown(cast, at, [TEXT, TEXT + "！快轉", TEXT + "！真的嗎"])

    page = signed_in(cast.carol).get(reverse("story", args=["spring", found.number])).content.decode()

    assert "已摺疊 2 則相似貼文；至少 90% 相同" in page
    assert "逐字相同" not in page


def test_a_copy_of_a_copy_is_of_the_same_kind(cast: Cast, at: datetime, seat: Seat) -> None:
    found, posts = grown(cast, at, [TEXT, TEXT + "一", TEXT + "一二", "別的話"])
    Reading.objects.filter(post=posts[2]).update(copy_of=posts[1])
    Reading.objects.filter(post=posts[3]).update(copy_of=None)

    groups = kinds(StoryPage(seat, found).posts)

    assert [[one.pk for one in group] for group in groups] == [[one.pk for one in posts[:3]], [posts[3].pk]]


def test_ten_thousand_copies_of_copies_are_folded_in_no_time(at: datetime) -> None:
    posts = [light(at, pk=n, copy_key=f"k{n}", copy_of=n - 1 or None) for n in range(1, 10_001)]

    (group,) = kinds(posts)

    assert len(group) == 10_000


class Name(str):
    """A name that counts how often it is looked up."""

    looked_up: ClassVar = 0

    def __hash__(self) -> int:
        Name.looked_up += 1
        return super().__hash__()


def test_two_thousand_accounts_within_ten_minutes_are_counted_once_each(at: datetime) -> None:
    """Of those that repeat themselves, and those an hour later, none counts twice or with the others."""
    posts = [light(at + n * MINUTE / 400, author_id=Name(n % 1000)) for n in range(2000)]
    posts += [light(at + timedelta(hours=1), author_id=Name(n)) for n in range(5000, 5900)]

    assert most_accounts(posts) == 1000
    assert Name.looked_up < 10 * len(posts)


def test_many_accounts_with_the_same_words_are_a_fact_and_no_judgement(
    cast: Cast, at: datetime, seat: Seat, signed_in: SignIn
) -> None:
    found, posts = grown(cast, at, [TEXT] * 6)

    page = signed_in(cast.carol).get(reverse("story", args=["spring", found.number])).content.decode()

    assert "PTT：6 個帳號在 10 分鐘內貼出逐字相同的內容。這裡只列事實，未判定為協同。" in page
    Post.objects.filter(pk__in=[one.pk for one in posts]).update(author_id="one")
    (member,) = members_of(seat, StoryPage(seat, found).kinds, order="earliest")
    assert member.burst is None, "one account that repeats itself is not many"


def test_the_first_voice_stands_beside_the_amplifiers(cast: Cast, at: datetime, seat: Seat, signed_in: SignIn) -> None:
    """R1.11 in part: who carried it on."""
    found, posts = grown(cast, at, [TEXT, "明泉漏水", "明泉又漏水"])
    Post.objects.filter(pk=posts[2].pk).update(likes=90)
    Post.objects.filter(pk=posts[0].pk).update(likes=10)
    page = StoryPage(seat, found)

    assert page.first is not None
    assert page.first.since == posts[0].published_at
    assert page.first.share == pytest.approx(0.1)
    assert page.voices[0].since == posts[2].published_at
    shown = signed_in(cast.carol).get(reverse("story", args=["spring", found.number])).content.decode()
    assert shown.count("首篇") == 2, "once among the posts, once among the voices"


def test_a_post_whose_reading_a_person_wrote_says_so_in_its_story(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found, posts = grown(cast, at, [TEXT, "明泉漏水"])
    Reading.objects.filter(post=posts[1]).update(corrected=True, copy_of=None)

    page = signed_in(cast.carol).get(reverse("story", args=["spring", found.number])).content.decode()

    assert page[page.index('id="members"') :].count("人工</span>") == 1
