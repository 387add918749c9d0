"""Does a mention say truly why it was read so: words that add up, of the reading that is stored?"""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.models import Assessment
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


def test_the_words_named_add_up_to_the_score_of_their_head(seat: Seat, cast: Cast, at: datetime) -> None:
    (one,) = told(cast, at, "明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血，氣死了")

    shown = mention_of(seat, post_of(cast.brand, one.pk))

    assert shown.heads
    for head in shown.heads:
        assert sum(share.weight for share in head.shares) == pytest.approx(head.score, abs=1e-5)
    assert any(share.words for share in shown.heads[0].shares)


def test_a_mention_leads_to_the_earlier_one_that_it_nearly_repeats(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    text = "明泉的客服電話打三天都沒人接，氣死"
    first, second = told(cast, at, text, f"{text}！！")
    client = signed_in(cast.carol)

    later, earlier = page_of_one(client, cast, second), page_of_one(client, cast, first)
    assert "這則與較早的一則相似" in later
    assert f"/mentions/{first.pk}/?view=all" in later
    assert "這則與較早的一則相似" not in earlier
    assert f"/mentions/{second.pk}/?view=all" in earlier
    rows = {row["id"]: row["copied"] for row in client.get("/api/v1/brands/spring/mentions").json()}
    assert rows == {first.pk: None, second.pk: {"of": first.pk, "similarity": 1.0}}


def test_the_words_shown_are_those_of_the_stored_reading(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """Also once a person has written over it: that is no other reading of the machine's."""
    (one,) = told(cast, at, "明泉的客服電話打三天都沒人接，氣死")
    client = signed_in(cast.alice)

    assert mention_of(seat, one).renewed is None
    client.post(
        reverse("correct_reading", args=[cast.brand.slug, one.pk]),
        {"sentiment": "positive", "category": "praise", "urgent": "true"},
    )

    assert mention_of(seat, post_of(cast.brand, one.pk)).renewed is None
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

    renewed = mention_of(seat, post_of(cast.brand, one.pk)).renewed
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
    assert made.adds_up
    assert "各項加起來不等於總分" not in answer.content.decode()


def test_lines_that_do_not_add_up_are_said_to_be_wrong(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = story(cast.brand, at=at).places.all()[0]
    Assessment.objects.update(score=61)

    page = signed_in(cast.carol).get(reverse("mention", args=[cast.brand.slug, one.post_id])).content.decode()

    assert "各項加起來不等於總分" in page
    assert "why_differs" in page


def test_base_and_contributions_add_up_as_they_are_written(
    seat: Seat, cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    """To the second digit, for every head: what a reader adds up on paper is the total below."""
    texts = [
        "明泉的濾芯裡有玻璃碎片，小孩嘴巴割傷流血，氣死了",
        "明泉的師傅動作快又親切，推薦",
        "明泉" + "爛" * 40,
        "明泉 0",
    ]
    for one in told(cast, at, *texts):
        sentiment = mention_of(seat, post_of(cast.brand, one.pk)).heads[0]
        assert sentiment.score == pytest.approx(one.reading.score, abs=0.0051), "the total is that of the reading"
        page = page_of_one(signed_in(cast.carol), cast, one)

        blocks = re.findall(
            r"<details class=\"more\"[^>]*>\s*<summary>[^<]*<b[^>]*>([−+][\d.]+)</b>(.*?)</details>", page, re.DOTALL
        )
        assert blocks
        for head, block in blocks:
            assert "基礎分" in block
            *lines, total = [Decimal(one.replace("−", "-")) for one in re.findall(r"<b[^>]*>([−+][\d.]+)</b>", block)]
            assert sum(lines) == total == Decimal(head.replace("−", "-"))


def test_an_urgent_mention_names_the_rules_and_marks_their_words(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    (one,) = told(cast, at, "明泉的濾芯裡有玻璃碎片，小孩喝了嘴巴割傷流血，氣死了")

    page = page_of_one(signed_in(cast.carol), cast, one)

    why = page[page.index('id="why"') :]
    assert re.search(r"<b>身體傷害</b>.*?<bdi>「割傷」</bdi>\s*<bdi>「流血」</bdi>", why, re.DOTALL)
    assert re.search(r"可能性 \d+%；達 10% 就要有人立刻看。", why)
    marked = "".join(re.findall(r"<mark[^>]*>([^<]*)</mark>", page))
    assert {"割傷", "流血", "玻璃"} <= {word for word in ("割傷", "流血", "玻璃") if word in marked}


def test_who_called_a_mention_urgent_is_named_beside_what_the_machine_goes_by(
    cast: Cast, at: datetime, signed_in: SignIn
) -> None:
    (one,) = told(cast, at, "明泉的師傅動作快又親切，推薦")
    client = signed_in(cast.alice)
    assert "就要有人立刻看" not in page_of_one(client, cast, one)

    said = {"sentiment": "positive", "category": "praise", "urgent": "true"}
    client.post(reverse("correct_reading", args=[cast.brand.slug, one.pk]), said)

    page = page_of_one(client, cast, one)
    assert f"由{cast.alice.name}人工改為緊急" in page
    assert "就要有人立刻看" in page


def test_a_story_that_was_never_judged_is_not_denied(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    one = story(cast.brand, at=at, severity="S4").places.all()[0]
    Assessment.objects.all().delete()

    page = page_of_one(signed_in(cast.carol), cast, one.post)

    assert "所屬話題目前太小" in page
    assert "這則沒有所屬話題" not in page
