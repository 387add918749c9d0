"""Does a mention go where people send it, does it come back when it should, and is every act taken back whole?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.models import Story
from firebreak.console.govern.models import Engagement, Entry, Person
from firebreak.console.listen import handling, saying
from firebreak.console.listen.handled import Deed, Handling
from firebreak.console.listen.inbox import Wanted, posts_of, rows_of
from firebreak.console.listen.models import Post, Reading
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from tests.cast import Cast
from tests.records import post, story

SignIn = Callable[[Person], Client]
HOUR = timedelta(hours=1)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def ids(seat: Seat, view: str) -> set[int]:
    return set(posts_of(seat, Wanted(view)).values_list("pk", flat=True))


def later(seat: Seat, span: timedelta) -> Seat:
    return replace(seat, at=seat.at + span)


def fresh(*posts: Post) -> dict[int, int]:
    return {one.pk: 0 for one in posts}


def test_who_closes_a_mention_finds_it_no_more_among_what_waits(seat: Seat, cast: Cast, at: datetime) -> None:
    done, waits = post(cast.brand, at=at), post(cast.brand, at=at)

    handling.close(seat=seat, seen=fresh(done))

    assert ids(seat, "untriaged") == {waits.pk}
    assert done.pk in ids(seat, "all")


def test_an_assigned_mention_is_in_its_holders_list_and_waits_for_nobody_else(
    seat: Seat, bobs: Seat, cast: Cast, at: datetime
) -> None:
    one = post(cast.brand, at=at)

    handling.assign(seat=seat, seen=fresh(one), holder=cast.bob)

    assert (ids(seat, "untriaged"), ids(seat, "mine"), ids(bobs, "mine")) == (set(), set(), {one.pk})


def test_what_somebody_held_who_has_left_waits_for_anybody_again(
    seat: Seat, bobs: Seat, cast: Cast, at: datetime
) -> None:
    bobs_own, alices = post(cast.brand, at=at), post(cast.brand, at=at)
    handling.assign(seat=seat, seen=fresh(bobs_own), holder=cast.bob)
    handling.assign(seat=seat, seen=fresh(alices), holder=cast.alice)

    Engagement.objects.filter(brand=cast.brand, agency=cast.agency).update(ends=at + HOUR)

    after = later(seat, 2 * HOUR)
    assert (ids(seat, "untriaged"), ids(after, "untriaged")) == (set(), {bobs_own.pk})
    states = [
        set(posts_of(after, Wanted("all", {"state": state})).values_list("pk", flat=True))
        for state in ("waiting", "held")
    ]
    assert states == [{bobs_own.pk}, {alices.pk}]


def test_what_somebody_held_who_has_left_looks_as_open_as_any_other(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    one, client = post(cast.brand, at=at), signed_in(cast.alice)
    handling.assign(seat=seat, seen=fresh(one), holder=cast.bob)
    pages = [f"/b/{cast.brand.slug}/mentions/?view=all", f"/b/{cast.brand.slug}/mentions/{one.pk}/?view=all"]
    held = [client.get(page).content.decode() for page in pages]

    Engagement.objects.filter(brand=cast.brand, agency=cast.agency).update(ends=at)

    left = [client.get(page).content.decode() for page in pages]
    assert ['class="mention read"' in page for page in (*held, *left)] == [True, True, False, False]
    assert ["Bob</span>" in page for page in (*held, *left)] == [True, True, False, False]
    assert "曾負責這則提及，後來離開" in left[1]


def test_of_a_leaver_only_what_is_open_waits_for_anybody(seat: Seat, cast: Cast, at: datetime) -> None:
    still_open, closed = post(cast.brand, at=at), post(cast.brand, at=at)
    handling.assign(seat=seat, seen=fresh(still_open), holder=cast.bob)
    given = handling.assign(seat=seat, seen=fresh(closed), holder=cast.bob)
    assert given.deed
    handling.close(seat=seat, seen={closed.pk: given.deed.pk})

    Engagement.objects.filter(brand=cast.brand, agency=cast.agency).update(ends=at)

    rows = rows_of(seat, list(Post.objects.filter(brand=cast.brand).select_related("handling").order_by("pk")))
    assert [row.left for row in rows] == [True, False]


def test_a_reading_is_confirmed_with_the_brand_locked_first(
    seat: Seat, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who changes many locks the brand, then the reading; the other way round the two would wait for each other."""
    one, found = post(cast.brand, at=at), list[bool]()
    monkeypatch.setattr(saying, "lock_brand", lambda _: found.append(Reading.objects.get(post=one).corrected))

    assert saying.confirm_reading(seat=seat, post=one)

    assert found == [False]


def test_only_somebody_who_may_work_on_mentions_can_hold_one(seat: Seat, cast: Cast, at: datetime) -> None:
    one = post(cast.brand, at=at)

    for nobody in (cast.carol, cast.trent, cast.eve, cast.mallory):
        with pytest.raises(BadInput):
            handling.assign(seat=seat, seen=fresh(one), holder=nobody)
    assert [one.name for one in handling.holders(cast.brand, at=at)] == ["Alice", "Bob"]


def test_a_snoozed_mention_sleeps_and_comes_back_by_itself_however_old_it_is(
    seat: Seat, cast: Cast, at: datetime
) -> None:
    one = post(cast.brand, at=at - timedelta(days=6))

    handling.snooze(seat=seat, seen=fresh(one), until=at + timedelta(days=3))

    assert (ids(seat, "untriaged"), ids(seat, "asleep")) == (set(), {one.pk})
    after = later(seat, timedelta(days=3, hours=1))
    assert (ids(after, "untriaged"), ids(after, "asleep")) == ({one.pk}, set())


def test_until_it_rises_ends_with_a_graver_level_or_half_as_many_posts_again(
    seat: Seat, cast: Cast, at: datetime
) -> None:
    calm, grown, graver = (story(cast.brand, at=at, posts=12, severity="S3") for _ in range(3))
    chosen = [row.places.order_by("pk").values_list("post_id", flat=True)[0] for row in (calm, grown, graver)]

    handling.snooze(seat=seat, seen=dict.fromkeys(chosen, 0), until=None)
    assert ids(seat, "asleep") == set(chosen)
    Story.objects.filter(pk=calm.pk).update(post_count=17)
    Story.objects.filter(pk=grown.pk).update(post_count=18)
    Story.objects.filter(pk=graver.pk).update(severity="S2")

    assert ids(seat, "asleep") == {chosen[0]}
    assert {chosen[1], chosen[2]} <= ids(seat, "untriaged")
    assert chosen[0] not in ids(seat, "untriaged")


def test_a_lonely_mention_rises_when_it_finds_a_story(seat: Seat, cast: Cast, at: datetime) -> None:
    one = post(cast.brand, at=at)
    handling.snooze(seat=seat, seen=fresh(one), until=None)
    assert ids(seat, "asleep") == {one.pk}

    found = story(cast.brand, at=at)
    found.places.model.objects.create(post=one, story=found)

    assert ids(seat, "asleep") == set()
    assert one.pk in ids(seat, "untriaged")


def test_a_time_that_is_over_is_no_time_to_sleep_until(seat: Seat, cast: Cast, at: datetime) -> None:
    with pytest.raises(BadInput):
        handling.snooze(seat=seat, seen=fresh(post(cast.brand, at=at)), until=at)


def test_the_second_of_two_people_is_told_and_the_first_ones_word_stands(
    seat: Seat, bobs: Seat, cast: Cast, at: datetime
) -> None:
    one, other = post(cast.brand, at=at), post(cast.brand, at=at)
    handling.assign(seat=bobs, seen=fresh(one), holder=cast.bob)

    done = handling.close(seat=seat, seen=fresh(one, other))

    assert (done.posts, done.late) == ((other.pk,), (one.pk,))
    assert Handling.objects.get(post=one).closed_at is None


def test_an_act_on_many_is_taken_back_whole_and_each_is_as_it_was(seat: Seat, cast: Cast, at: datetime) -> None:
    held, untouched = post(cast.brand, at=at), post(cast.brand, at=at)
    first = handling.assign(seat=seat, seen=fresh(held), holder=cast.bob)
    assert first.deed
    before = Handling.objects.values().get(post=held)

    done = handling.close(seat=seat, seen={held.pk: first.deed.pk, untouched.pk: 0})
    assert done.deed
    handling.undo_handling(seat, handling.undoing(seat=seat, pk=done.deed.pk))

    assert Handling.objects.values().get(post=held) == before
    assert not Handling.objects.filter(post=untouched).exists()


def test_what_somebody_did_since_is_not_taken_back_with_the_rest(
    seat: Seat, bobs: Seat, cast: Cast, at: datetime
) -> None:
    one, other = post(cast.brand, at=at), post(cast.brand, at=at)
    done = handling.close(seat=seat, seen=fresh(one, other))
    assert done.deed
    handling.assign(seat=bobs, seen={one.pk: done.deed.pk}, holder=cast.bob)

    back = handling.undo_handling(seat, handling.undoing(seat=seat, pk=done.deed.pk))

    assert (back.posts, back.late) == ((other.pk,), (one.pk,))
    assert Handling.objects.get(post=one).holder == cast.bob


def test_nobody_takes_back_anothers_act_or_the_same_act_twice(seat: Seat, bobs: Seat, cast: Cast, at: datetime) -> None:
    done = handling.close(seat=seat, seen=fresh(post(cast.brand, at=at)))
    assert done.deed

    with pytest.raises(Conflict):
        handling.undoing(seat=bobs, pk=done.deed.pk)
    handling.undo_handling(seat, handling.undoing(seat=seat, pk=done.deed.pk))
    with pytest.raises(Conflict):
        handling.undoing(seat=seat, pk=done.deed.pk)


def test_each_act_is_one_line_of_the_trail_that_names_its_posts(seat: Seat, cast: Cast, at: datetime) -> None:
    rows = [post(cast.brand, at=at) for _ in range(3)]

    handling.close(seat=seat, seen=fresh(*rows))

    entry = Entry.objects.get(action="close_mentions")
    assert entry.actor == f"person:{cast.alice.pk}"
    assert set(entry.detail["posts"]) == {row.pk for row in rows}


def test_a_viewer_does_none_of_it(cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.carol, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        handling.close(seat=seat, seen=fresh(post(cast.brand, at=at)))
    assert not Deed.objects.exists()


@pytest.mark.parametrize("count", [0, handling.MOST + 1])
def test_no_mention_or_too_many_at_once_is_refused(count: int, seat: Seat, cast: Cast, at: datetime) -> None:
    with pytest.raises(BadInput):
        handling.close(seat=seat, seen=dict.fromkeys(range(1, count + 1), 0))


def test_mentions_of_another_brand_cannot_be_named(seat: Seat, cast: Cast, at: datetime) -> None:
    theirs = post(cast.others_brand, at=at)

    with pytest.raises(BadInput):
        handling.close(seat=seat, seen=fresh(theirs))
    assert not Handling.objects.exists()


def test_without_javascript_the_list_comes_again_with_the_way_back(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    rows = [post(cast.brand, at=at) for _ in range(3)]
    client = signed_in(cast.alice)

    page = client.post(
        reverse("act_on_mentions", args=[cast.brand.slug]) + "?view=untriaged",
        {"posts": [f"{row.pk}:0" for row in rows[:2]], "act": "close"},
        follow=True,
    ).content.decode()

    deed = Deed.objects.get()
    assert "已結案 2 則" in page
    assert f'action="{reverse("undo_deed", args=[cast.brand.slug, deed.pk])}?view=untriaged"' in page
    assert f'id="m-{rows[2].pk}"' in page
    assert f'id="m-{rows[0].pk}"' not in page


def test_an_open_list_is_told_which_rows_go_and_gets_the_others_anew(
    cast: Cast, at: datetime, signed_in: SignIn, bobs: Seat
) -> None:
    mine, theirs = post(cast.brand, at=at), post(cast.brand, at=at)
    handling.assign(seat=bobs, seen=fresh(theirs), holder=cast.bob)

    answer = signed_in(cast.alice).post(
        reverse("act_on_mentions", args=[cast.brand.slug]) + "?view=untriaged",
        {"posts": [f"{mine.pk}:0", f"{theirs.pk}:0"], "act": "close"},
        headers={"HX-Request": "true"},
    )

    told, page = answer["HX-Trigger-After-Settle"], answer.content.decode()
    assert f'"gone": [{mine.pk}]' in told
    assert f'id="m-{theirs.pk}"' in page
    assert "Bob 搶先一步" in page
    assert f'id="m-{mine.pk}"' not in page


def test_only_rows_that_somebody_touched_come_anew_and_none_is_added(
    cast: Cast, at: datetime, signed_in: SignIn, bobs: Seat
) -> None:
    touched, same, unknown = (post(cast.brand, at=at) for _ in range(3))
    handling.assign(seat=bobs, seen=fresh(touched, unknown), holder=cast.bob)

    page = signed_in(cast.alice).get(
        reverse("mentions_moved", args=[cast.brand.slug]), {"shown": [f"{touched.pk}:0", f"{same.pk}:0"]}
    )

    assert [row.post.pk for row in page.context["rows"]] == [touched.pk]
    assert "Bob" in page.content.decode()


@pytest.mark.parametrize(
    ("posts", "said"),
    [([], "還沒有選取提及"), ([f"{n}:0" for n in range(1, 202)], "一次選取超過 200 則"), (["x:0"], "bad_input")],
)
def test_what_cannot_be_acted_on_is_refused_with_the_next_step(
    posts: list[str], said: str, cast: Cast, signed_in: SignIn
) -> None:
    answer = signed_in(cast.alice).post(
        reverse("act_on_mentions", args=[cast.brand.slug]), {"posts": posts, "act": "close"}
    )

    assert answer.status_code == 400
    assert said in answer.content.decode()
