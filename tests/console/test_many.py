"""Do many mentions change their kind or their story in one step, and is all that followed taken back with it?"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.many import change_category, undo_act
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.moving import merge_into_story
from firebreak.console.assess.placing import absorb
from firebreak.console.assess.saying import correct_reading
from firebreak.console.assess.services import story_counts_differ
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Post, Reading
from tests.cast import Cast
from tests.records import story
from tests.told import told

SignIn = Callable[[Person], Client]
LEAK = "明泉的濾水器漏水，整個地板都泡爛了，客服電話沒有人接"
BILL = "明泉的帳單重複扣款兩次，退款拖了三個禮拜還沒收到錢"


def seen(posts: list[Post]) -> dict[int, int]:
    return dict.fromkeys((one.pk for one in posts), 0)


def places(posts: list[Post]) -> list[int | None]:
    found = dict(StoryPost.objects.filter(post__in=posts).values_list("post_id", "story__number"))
    return [found.get(one.pk) for one in posts]


def two_stories(cast: Cast, at: datetime) -> tuple[list[Post], list[Post]]:
    """Let the brand hear two things, three times each."""
    leaks = told(cast, at, *(LEAK + "！" * n for n in range(3)))
    for n, one in enumerate(leaks):
        Post.objects.filter(pk=one.pk).update(external_id=f"leak{n}")
    bills = told(cast, at - timedelta(minutes=9), *(BILL + "！" * n for n in range(3)))
    assert len(set(places(leaks))) == len(set(places(bills))) == 1
    assert places(leaks) != places(bills)
    return leaks, bills


def test_many_change_their_kind_at_once_and_change_back_with_one_press(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, _bills = two_stories(cast, at)
    before = list(Reading.objects.order_by("pk").values_list("category", "corrected"))

    done = change_category(seat=seat, seen=seen(leaks), category="privacy_leak")
    assert set(Reading.objects.filter(post__in=leaks).values_list("category", "corrected")) == {("privacy_leak", True)}
    assert done.deed
    undo_act(seat=seat, pk=done.deed.pk)

    assert list(Reading.objects.order_by("pk").values_list("category", "corrected")) == before
    assert story_counts_differ(cast.brand) == []


def test_a_later_word_on_one_of_them_stands_when_the_rest_is_taken_back(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, _bills = two_stories(cast, at)
    done = change_category(seat=seat, seen=seen(leaks), category="privacy_leak")
    correct_reading(seat=seat, post=leaks[0], changes={"category": "staff_conduct"})
    assert done.deed

    back = undo_act(seat=seat, pk=done.deed.pk)

    assert back.late == (leaks[0].pk,)
    assert Reading.objects.get(post=leaks[0]).category == "staff_conduct"
    assert not Reading.objects.get(post=leaks[1]).corrected


def test_mentions_go_into_a_story_and_back_with_counts_that_add_up(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, bills = two_stories(cast, at)
    was = places(bills)
    into = Story.objects.get(number=places(leaks)[0])

    done = merge_into_story(seat=seat, seen=seen(bills[:2]), into=into)
    assert places(bills) == [into.number, into.number, was[2]]
    assert (Story.objects.get(pk=into.pk).post_count, story_counts_differ(cast.brand)) == (5, [])
    assert done.deed
    undo_act(seat=seat, pk=done.deed.pk)

    assert places(bills) == was
    assert story_counts_differ(cast.brand) == []
    assert not StoryPost.objects.filter(by__isnull=False).exists()


def test_mentions_follow_a_story_that_was_merged_away_meanwhile(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, bills = two_stories(cast, at)
    opened = Story.objects.get(number=places(leaks)[0])
    goes_on = story(cast.brand, at=at)
    absorb(cast.brand, gone=opened.number, into=goes_on.number)

    merge_into_story(seat=seat, seen=seen(bills), into=opened)

    assert places(bills) == [goes_on.number] * 3
    assert story_counts_differ(cast.brand) == []


def test_a_story_that_was_emptied_gets_its_mentions_back(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, bills = two_stories(cast, at)
    was = places(bills)

    done = merge_into_story(seat=seat, seen=seen(bills), into=Story.objects.get(number=places(leaks)[0]))
    assert done.deed
    undo_act(seat=seat, pk=done.deed.pk)

    assert places(bills) == was
    assert story_counts_differ(cast.brand) == []


def test_a_later_post_joins_the_story_that_people_moved_its_like_into(seat: Seat, cast: Cast, at: datetime) -> None:
    leaks, bills = two_stories(cast, at)
    into = Story.objects.get(number=places(leaks)[0])
    merge_into_story(seat=seat, seen=seen(bills), into=into)
    for n, one in enumerate(bills):
        Post.objects.filter(pk=one.pk).update(external_id=f"bill{n}")

    more = told(cast, at + timedelta(minutes=20), BILL + "？")

    assert places(more) == [into.number]


def test_the_menu_offers_the_gravest_stories_first(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    two_stories(cast, at)
    worst = Story.objects.order_by("pk").last()
    assert worst
    Story.objects.filter(pk=worst.pk).update(severity="S1")

    page = signed_in(cast.alice).get(reverse("offered_stories", args=[cast.brand.slug]))

    assert next(one.number for one in page.context["stories"]) == worst.number


def test_the_menu_never_offers_the_story_that_the_mentions_are_all_in(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    leaks, bills = two_stories(cast, at)
    client, path = signed_in(cast.alice), reverse("offered_stories", args=[cast.brand.slug])

    def offered(*chosen: Post) -> set[int]:
        page = client.get(path, {"view": "all", "posts": [f"{one.pk}:0" for one in chosen]})
        assert "?view=all" in page.content.decode()
        return {one.number for one in page.context["stories"]}

    leak, bill = places(leaks)[0], places(bills)[0]
    assert offered(leaks[0]) == offered(*leaks) == {bill}
    assert offered(bills[0]) == {leak}
    assert offered(leaks[0], bills[0]) == {leak, bill}


def test_a_mention_that_is_in_no_story_is_offered_all(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    leaks, _bills = two_stories(cast, at)
    StoryPost.objects.filter(post=leaks[0]).delete()
    path = reverse("offered_stories", args=[cast.brand.slug])

    page = signed_in(cast.alice).get(path, {"posts": [f"{one.pk}:0" for one in leaks[:2]]})

    assert len(page.context["stories"]) == 2


def test_an_unknown_kind_or_story_changes_nothing(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    leaks, _bills = two_stories(cast, at)
    client, data = signed_in(cast.alice), {"posts": f"{leaks[0].pk}:0"}
    slug = cast.brand.slug

    codes = [
        client.post(reverse("categorise_mentions", args=[slug]), data | {"category": "nonsense"}).status_code,
        client.post(reverse("merge_mentions", args=[slug]), data | {"story": "x"}).status_code,
        client.post(reverse("merge_mentions", args=[slug]), data | {"story": "999"}).status_code,
    ]

    assert codes == [400, 400, 404]
    assert not Reading.objects.filter(corrected=True).exists()
    assert not StoryPost.objects.filter(by__isnull=False).exists()
