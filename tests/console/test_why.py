"""Does a mention say truly why it was read so: words that add up, of the reading that is stored?"""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Person
from firebreak.console.listen.mention import mention_of
from firebreak.console.listen.models import Reading
from firebreak.console.listen.services import set_watches
from firebreak.console.listen.views import post_of
from firebreak.core.terms import Watch, WatchKind
from tests.cast import Cast
from tests.records import story
from tests.told import page_of_one, told

SignIn = Callable[[Person], Client]


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


def test_the_words_named_add_up_to_the_score_of_their_head(seat: Seat, cast: Cast, at: datetime) -> None:
    (one,) = told(cast, at, "明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血，氣死了")

    shown = mention_of(seat, post_of(cast.brand, one.pk), lifted=False)

    assert shown.heads
    for head in shown.heads:
        assert sum(share.weight for share in head.shares) == pytest.approx(head.score, abs=1e-5)
    assert any(share.words for share in shown.heads[0].shares)


def test_a_mention_leads_to_the_earlier_one_that_it_nearly_repeats(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    text = "明泉的客服電話打三天都沒人接，氣死"
    first, second = told(cast, at, text, f"{text}！！")
    client = signed_in(cast.carol)

    assert f'/mentions/{first.pk}/?view=all">100% 與較早的提及相同' in page_of_one(client, cast, second)
    assert "與較早的提及相同" not in page_of_one(client, cast, first)
    rows = {row["id"]: row["copied"] for row in client.get("/api/v1/brands/spring/mentions").json()}
    assert rows == {first.pk: None, second.pk: {"of": first.pk, "similarity": 1.0}}


def test_the_words_shown_are_those_of_the_stored_reading(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """Also once a person has written over it: that is no other reading of the machine's."""
    (one,) = told(cast, at, "明泉的客服電話打三天都沒人接，氣死")
    client = signed_in(cast.alice)

    assert mention_of(seat, one, lifted=False).renewed is None
    client.post(
        reverse("correct_reading", args=[cast.brand.slug, one.pk]),
        {"sentiment": "positive", "category": "praise", "urgent": "true"},
    )

    assert mention_of(seat, post_of(cast.brand, one.pk), lifted=False).renewed is None
    assert "讀法已更新" not in page_of_one(client, cast, one)


def test_words_of_todays_watches_are_not_shown_as_those_of_the_stored_reading(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    (one,) = told(cast, at, "明泉的客服電話打三天都沒人接，氣死")
    set_watches(brand=cast.brand, watches=[Watch("客服", WatchKind.CONTROVERSY, any=("客服",))], at=at)

    page = page_of_one(signed_in(cast.carol), cast, one)

    assert "讀法已更新" in page
    assert re.search(r"收進來時：負面 −0\.\d\d · 服務不滿。今天：負面 −0\.\d\d · 服務不滿。", page)


def test_words_of_another_model_are_named_with_it(seat: Seat, cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """Even where it comes to the same."""
    (one,) = told(cast, at, "明泉的客服電話打三天都沒人接，氣死")
    version = one.reading.model
    Reading.objects.filter(post=one).update(model="older")

    renewed = mention_of(seat, post_of(cast.brand, one.pk), lifted=False).renewed
    page = page_of_one(signed_in(cast.carol), cast, one)

    assert renewed
    assert (renewed.was, renewed.model) == (renewed.now, version)
    assert "模型 older" in page
    assert f"模型 {version}" in page


def test_the_score_of_the_story_stands_beside_reasons_that_add_up(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.24 in part: what made the score is named beside the post, line by line."""
    one = story(cast.brand, at=at).places.all()[0]

    answer = signed_in(cast.carol).get(reverse("mention", args=[cast.brand.slug, one.post_id]))

    made = answer.context["one"].assessment
    assert sum(reason["points"] for reason in made.reasons) == made.score
    assert "各項合計 60" in answer.content.decode()
