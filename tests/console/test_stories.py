"""Does a story's page say whether it grows, how each figure came about, and let people put it right?"""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat
from firebreak.console.assess.board import SPANS, cards_of
from firebreak.console.assess.facts import facts_at
from firebreak.console.assess.models import Assessment, Story, StoryPost
from firebreak.console.assess.page import StoryPage
from firebreak.console.assess.services import judge_stories, take_in
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.growth import stretch, unit_of
from firebreak.console.listen.models import Post, Reading
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.services import set_watches
from firebreak.console.sentences import RUBRIC
from firebreak.core.terms import Author, Engagement, Watch, WatchKind
from firebreak.core.terms import Post as CorePost
from tests.cast import Cast
from tests.records import alert, incident, story

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)


def grown(cast: Cast, at: datetime) -> Story:
    """A story that the machine built and judged from six posts on two sources."""
    set_watches(brand=cast.brand, watches=[Watch("明泉", WatchKind.BRAND, any=("明泉",))], at=at)
    posts = [
        CorePost(
            id=f"g{n}",
            source="ptt" if n < 4 else "dcard",
            text="明泉淨水器漏水，地板全泡爛，客服都不理，氣死了",
            published_at=at - (30 - n) * MINUTE,
            author=Author(id=f"a{n}", name=f"住戶{n}", followers=5000 * n),
            engagement=Engagement(likes=10 * n, comments=n, shares=n),
        )
        for n in range(6)
    ]
    take_in(brand=cast.brand, read=reader_of(cast.brand).read(posts), via=None, at=at)
    found = Story.objects.get(post_count=6)
    judge_stories(brand=found.brand, stories=[found], at=at, usual_per_hour=1.0)
    found.refresh_from_db()
    return found


def test_the_page_counts_a_story_as_the_judgement_does(seat: Seat, cast: Cast, at: datetime) -> None:
    found = grown(cast, at)
    posts = list(Post.objects.filter(place__story=found).order_by("pk"))
    odd: list[dict[str, object]] = [
        {"author_id": "", "author_name": "", "likes": None},
        {"author_id": "", "author_name": "路人", "kind": "news"},
        {"author_id": posts[3].author_id, "source": posts[3].source, "followers": 7},
        {"reshare_of": "other", "published_at": at - 90 * MINUTE, "followers": None},
    ]
    for post, told in zip(posts, odd, strict=False):
        Post.objects.filter(pk=post.pk).update(**told)
    Reading.objects.filter(post=posts[4]).update(sentiment="neutral", urgent=True)

    shown = asdict(StoryPage(seat, found).facts)

    judged = facts_at(found, at=at, usual_per_hour=1.0)
    assert shown == {name: getattr(judged, name) for name in shown}
    assert judged.authors < judged.posts == 6  # the third and the fourth are one person


def test_rising_stories_come_first(seat: Seat, cast: Cast, at: datetime) -> None:
    worse = story(cast.brand, at=at - timedelta(hours=5), severity="S1")
    rising = story(cast.brand, at=at, severity="S3")

    assert [card.story for card in cards_of(seat, span=SPANS["24"])] == [rising, worse]


def test_a_story_that_was_quiet_for_longer_than_asked_is_not_listed(seat: Seat, cast: Cast, at: datetime) -> None:
    story(cast.brand, at=at - timedelta(days=3))

    assert cards_of(seat, span=SPANS["24"]) == []
    assert len(cards_of(seat, span=SPANS["168"])) == 1


def test_the_reasons_shown_add_up_to_the_score(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.24 in part: reach, emotion and shares stand as lines of their own, and the lines add up exactly."""
    found = grown(cast, at)

    page = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, found.number]))

    made = page.context["page"].assessment
    html = page.content.decode()
    shown = re.findall(r"<div class=\"reason\">.*?<b[^>]*>([+−][\d.]+)</b>", html, re.S)
    assert sum(float(one.replace("−", "-")) for one in shown) == made.score == found.score
    assert {"followers", "intensity", "negative"} <= {one["code"] for one in made.reasons}


def test_each_of_three_sub_scores_is_shown_with_what_its_level_means(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """R1.23: speed, reach and harm from 0 to 5, each with the text of its rubric."""
    found = grown(cast, at)

    page = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, found.number]))

    made = Assessment.objects.filter(story=found).latest()
    for axis, level in (("speed", made.speed), ("reach", made.reach), ("harm", made.harm)):
        assert f"{level}/5" in page.content.decode()
        assert str(RUBRIC[f"{axis}_{level}"]) in page.content.decode()


@pytest.mark.parametrize("code", ["mentions", "negative", "speed", "growth", "audience", "interactions"])
def test_every_figure_says_how_it_was_worked_out(code: str, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)

    page = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, found.number]), {"how": code})

    how = page.context["how"]
    assert how.code == code
    assert how.formula in page.content.decode()
    assert re.match(rf"story\.{code} \d+", how.version)


def test_the_audience_counts_an_author_once(seat: Seat, cast: Cast, at: datetime) -> None:
    found = story(cast.brand, at=at, posts=3)
    Post.objects.filter(place__story=found).update(author_id="same", followers=700)

    (audience,) = (one for one in StoryPage(seat, found).metrics if one.code == "audience")

    assert audience.value == "700"


def test_exact_copies_are_folded_under_the_first(seat: Seat, cast: Cast, at: datetime) -> None:
    found = grown(cast, at)

    (member,) = StoryPage(seat, found).members("earliest")

    assert member.identical == 5
    assert member.row.post.external_id == "g0"


def test_the_hops_tell_which_source_came_when(seat: Seat, cast: Cast, at: datetime) -> None:
    """R1.11 in part: each hop with its source."""
    page = StoryPage(seat, grown(cast, at))

    assert [name for name, _posts in page.hops] == ["ptt", "dcard"]
    assert "PTT" in page.hops_sentence
    assert "Dcard" in page.hops_sentence


def test_the_shares_of_all_voices_make_a_whole(seat: Seat, cast: Cast, at: datetime) -> None:
    page = StoryPage(seat, grown(cast, at))

    assert sum(voice.share for voice in page.voices) + page.other_share == pytest.approx(1)
    assert page.voices[0].share >= page.voices[-1].share
    assert "住戶5" not in {voice.name for voice in page.voices}


def test_a_person_lets_a_story_go_on_in_another(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    gone, into = story(cast.brand, at=at), story(cast.brand, at=at)
    client = signed_in(cast.alice)

    client.post(reverse("merge_story", args=[cast.brand.slug, gone.number]), {"into": into.number})
    after = client.get(reverse("story", args=[cast.brand.slug, gone.number]))

    into.refresh_from_db()
    assert into.post_count == 6
    assert after.headers["Location"] == reverse("story", args=[cast.brand.slug, into.number])
    assert Entry.objects.filter(action="merge_stories").count() == 1


def test_a_story_cannot_go_on_in_itself(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    alone = story(cast.brand, at=at)

    answer = signed_in(cast.alice).post(
        reverse("merge_story", args=[cast.brand.slug, alone.number]), {"into": alone.number}
    )

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_chosen_posts_become_a_story_of_their_own(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = grown(cast, at)
    chosen = list(found.places.values_list("post_id", flat=True).order_by("post_id")[:2])

    signed_in(cast.alice).post(reverse("split_story", args=[cast.brand.slug, found.number]), {"posts": chosen})

    fresh = Story.objects.get(post_count=2)
    assert set(StoryPost.objects.filter(story=fresh).values_list("post_id", "by_id")) == {
        (post, cast.alice.pk) for post in chosen
    }
    found.refresh_from_db()
    assert found.post_count == 4


def test_a_split_leaves_something_behind(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    everything = list(found.places.values_list("post_id", flat=True))

    answer = signed_in(cast.alice).post(
        reverse("split_story", args=[cast.brand.slug, found.number]), {"posts": everything}
    )

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert Story.objects.count() == 1


def test_who_only_watches_neither_merges_nor_splits(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    client = signed_in(cast.carol)

    for name in ("merge_story", "split_story"):
        assert client.post(reverse(name, args=[cast.brand.slug, found.number])).status_code == 403
    assert "merge/" not in client.get(reverse("story", args=[cast.brand.slug, found.number])).content.decode()


def test_a_story_leads_to_its_alerts_and_its_incident(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    found = story(cast.brand, at=at)
    raised = alert(cast.brand, at=at, about=found)
    opened = incident(cast.brand, at=at, about=found)

    page = signed_in(cast.carol).get(reverse("story", args=[cast.brand.slug, found.number])).content.decode()

    assert f"#alert-{raised.pk}" in page
    assert reverse("incident", args=[cast.brand.slug, opened.number]) in page


def test_a_stretch_has_few_buckets_and_holds_every_post(at: datetime) -> None:
    for span in (timedelta(0), timedelta(minutes=7), timedelta(hours=9), timedelta(days=40), timedelta(days=800)):
        over = stretch(at - span, at)

        assert 6 <= over.count <= 130
        assert sum(over.counts([at - span, at])) == 2
        assert len(over.labels()) == over.count


@pytest.mark.parametrize(
    ("minutes", "said"), [(5, "則/5 分"), (60, "則/1 小時"), (180, "則/3 小時"), (1440, "則/24 小時")]
)
def test_a_figure_counts_by_hours_where_its_buckets_are_as_long(minutes: int, said: str) -> None:
    with translation.override("zh-hant"):
        assert unit_of(timedelta(minutes=minutes)) == said
