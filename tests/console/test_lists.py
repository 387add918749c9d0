"""Is what must be done first on top, is an opened row always in sight, and does a list come back as it was kept?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.listen import handling, saved
from firebreak.console.listen.handled import SavedView
from firebreak.console.listen.inbox import Wanted
from firebreak.console.listen.lanes import FARTHEST, PAGE, page_beside, page_of
from firebreak.console.listen.models import Watch
from firebreak.core.errors import NotAllowed
from tests.cast import Cast
from tests.records import post, story
from tests.told import told

SignIn = Callable[[Person], Client]
SECOND = timedelta(seconds=1)


def shown(seat: Seat, want: Wanted) -> list[int]:
    """Give the posts of a list page after page, as somebody reads it."""
    found, after = [], ""
    while True:
        page = page_of(seat, want, after=after)
        found += [row.post.pk for row in page.rows]
        after = page.after
        if not after:
            return found


def test_by_risk_the_gravest_come_first_and_every_page_goes_on_where_the_last_ended(
    seat: Seat, cast: Cast, at: datetime
) -> None:
    alone = [post(cast.brand, at=at - n * SECOND).pk for n in range(PAGE)]
    urgent = [post(cast.brand, at=at - n * SECOND, urgent=True).pk for n in range(PAGE)]
    grave = {
        level: list(
            story(cast.brand, at=at - timedelta(hours=2), posts=9, severity=level)
            .places.order_by("-post__published_at")
            .values_list("post_id", flat=True)
        )
        for level in ("S3", "S2", "S1")
    }

    assert shown(seat, Wanted("untriaged")) == [*grave["S1"], *grave["S2"], *urgent, *grave["S3"], *alone]


def test_a_list_too_long_for_its_risk_is_ordered_of_the_last_days_only_and_says_so(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    post(cast.brand, at=at)

    page = signed_in(cast.alice).get(reverse("mentions", args=[cast.brand.slug]), {"view": "all"})

    assert page.context["other_order"] == "view=all&hours=168&sort=risk"


def test_a_row_far_down_the_list_is_there_when_it_is_opened_or_acted_on(seat: Seat, cast: Cast, at: datetime) -> None:
    made = [post(cast.brand, at=at - n * SECOND).pk for n in range(PAGE * 2 + 10)]
    far = made[PAGE + 20]

    opened = [row.post.pk for row in page_beside(seat, Wanted("untriaged"), far).rows]
    handling.close(seat=seat, seen={far: 0})
    closed = [row.post.pk for row in page_beside(seat, Wanted("untriaged"), far).rows]

    assert opened == closed == made[: PAGE + 20 + PAGE // 2]


def test_a_row_too_far_down_begins_the_list_and_leads_to_the_newer_ones(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    made = [post(cast.brand, at=at - n * SECOND).pk for n in range(FARTHEST + 5)]

    page = page_beside(seat, Wanted("untriaged"), made[-2])
    html = signed_in(cast.alice).get(reverse("mention", args=[cast.brand.slug, made[-2]])).content.decode()

    assert ([row.post.pk for row in page.rows], page.cut) == (made[-2:], True)
    assert "顯示較新的" in html


def test_similar_ones_are_folded_into_the_first_with_their_number(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    text = "明泉的濾水器漏水，整個地板都泡爛了，打客服電話三天都沒有人接"
    told(cast, at, text + "啊", text + "欸", text)

    page = signed_in(cast.alice).get(reverse("mentions", args=[cast.brand.slug]), {"view": "all", "alike": "on"})

    (row,) = page.context["page"].rows
    assert row.alike == 2
    assert "相似 2 則" in page.content.decode()


@pytest.mark.parametrize(("state", "expected"), [("waiting", {0}), ("held", {1}), ("asleep", {2}), ("closed", {3})])
def test_a_list_is_narrowed_by_where_mentions_stand(
    state: str, expected: set[int], seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    rows = [post(cast.brand, at=at - n * SECOND) for n in range(4)]
    handling.assign(seat=seat, seen={rows[1].pk: 0}, holder=cast.bob)
    handling.snooze(seat=seat, seen={rows[2].pk: 0}, until=at + timedelta(days=900))
    handling.close(seat=seat, seen={rows[3].pk: 0})

    page = signed_in(cast.alice).get(reverse("mentions", args=[cast.brand.slug]), {"state": state})

    assert {row.post.pk for row in page.context["page"].rows} == {rows[n].pk for n in expected}


def test_a_view_comes_back_as_it_was_kept_and_only_a_shared_one_is_seen_by_others(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    slug, alice = cast.brand.slug, signed_in(cast.alice)
    address = reverse("save_view", args=[slug])

    alice.post(address + "?view=all&sentiment=negative", {"name": "漏水"})
    alice.post(address + "?view=high&hours=24", {"name": "今天的", "shared": "on"})

    mine = alice.get(reverse("mentions", args=[slug]), {"view": "all", "sentiment": "negative"})
    theirs = signed_in(cast.bob).get(reverse("mentions", args=[slug]))
    assert [one.name for one in mine.context["saved"]] == ["今天的", "漏水"]
    assert mine.context["saved_here"].name == "漏水"
    assert [(one.name, one.query) for one in theirs.context["saved"]] == [("今天的", "view=high&hours=24")]


def test_the_same_name_again_means_the_new_list(cast: Cast, signed_in: SignIn) -> None:
    address, client = reverse("save_view", args=[cast.brand.slug]), signed_in(cast.alice)

    client.post(address + "?view=all", {"name": "漏水"})
    client.post(address + "?view=high", {"name": "漏水"})

    assert SavedView.objects.get().query == "view=high"


def test_nobody_drops_anothers_view(cast: Cast, signed_in: SignIn) -> None:
    view = SavedView.objects.create(brand=cast.brand, person=cast.alice, name="漏水", query="view=all", shared=True)

    refused = signed_in(cast.bob).post(reverse("drop_view", args=[cast.brand.slug, view.pk]))
    signed_in(cast.alice).post(reverse("drop_view", args=[cast.brand.slug, view.pk]))

    assert refused.status_code == 404
    assert not SavedView.objects.exists()


def test_who_only_reads_keeps_and_drops_no_view(cast: Cast, at: datetime) -> None:
    reader = take_seat(cast.carol, cast.brand.slug, at=at)
    view = SavedView.objects.create(brand=cast.brand, person=cast.carol, name="漏水", query="view=all")

    with pytest.raises(NotAllowed):
        saved.keep_view(seat=reader, name="今天的", query="view=high", shared=True)
    with pytest.raises(NotAllowed):
        saved.drop_view(seat=reader, view=view)

    assert SavedView.objects.get() == view


def test_a_list_narrowed_by_the_longest_search_is_kept(cast: Cast, signed_in: SignIn) -> None:
    address = reverse("save_view", args=[cast.brand.slug])

    signed_in(cast.alice).post(f"{address}?view=all&q={'水' * 100}", {"name": "漏水"})

    view = SavedView.objects.get()
    assert len(view.query) > 900
    view.full_clean()  # PostgreSQL keeps no more than the field says


def test_a_view_without_a_name_is_refused(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.alice).post(reverse("save_view", args=[cast.brand.slug]), {"name": ""})

    assert answer.status_code == 400
    assert not SavedView.objects.exists()


def test_an_empty_list_says_who_closed_the_last_one_and_how_many_are_snoozed(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    done, sleeps = post(cast.brand, at=at), post(cast.brand, at=at)
    handling.close(seat=seat, seen={done.pk: 0})
    handling.snooze(seat=seat, seen={sleeps.pk: 0}, until=at + timedelta(days=900))

    page = signed_in(cast.alice).get(reverse("mentions", args=[cast.brand.slug])).content.decode()

    assert "由 Alice 結案" in page
    assert "看已稍後 1 則" in page


def test_a_list_narrowed_too_far_offers_to_take_the_last_condition_away(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    for n in range(3):
        post(cast.brand, at=at - n * SECOND)

    page = (
        signed_in(cast.alice)
        .get(
            reverse("mentions", args=[cast.brand.slug]),
            {"view": "all", "sentiment": "negative", "category": "delivery"},
        )
        .content.decode()
    )

    assert "移除「類別：物流」可看到 3 則" in page
    assert "?view=all&amp;sentiment=negative" in page


def test_where_no_single_condition_is_to_blame_all_are_taken_away(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    post(cast.brand, at=at)

    page = signed_in(cast.alice).get(
        reverse("mentions", args=[cast.brand.slug]), {"view": "all", "sentiment": "positive", "category": "delivery"}
    )

    assert page.context["nothing"].url.endswith("?view=all")
    assert "移除全部條件" in page.content.decode()


def test_without_a_watch_the_next_step_is_to_add_one_and_with_one_to_look_at_the_sources(
    cast: Cast, signed_in: SignIn
) -> None:
    client, address = signed_in(cast.alice), reverse("mentions", args=[cast.brand.slug])

    unset = client.get(address).context["nothing"]
    Watch.objects.create(brand=cast.brand, name="明泉", kind="brand", any=["明泉"])
    unheard = client.get(address).context["nothing"]

    assert (unset.kind, unset.url) == ("unset", reverse("settings_watches", args=[cast.brand.slug]))
    assert (unheard.kind, unheard.url) == ("unset", reverse("settings", args=[cast.brand.slug]))


def test_a_viewer_sees_no_way_to_act(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    post(cast.brand, at=at)

    page = signed_in(cast.carol).get(reverse("mentions", args=[cast.brand.slug])).content.decode()

    assert "act_on" not in page
    assert 'name="posts"' not in page
    assert "mentions/act/" not in page
