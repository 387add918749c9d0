"""Is a good word thanked for, learnt from, and used only with a permission that is on record?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.handled import Insight, Reuse
from firebreak.console.listen.models import Post
from tests.cast import Cast
from tests.records import post

SignIn = Callable[[Person], Client]


@pytest.fixture
def word(cast: Cast, at: datetime) -> Post:
    return post(cast.brand, at=at, sentiment="positive", category="praise", text="明泉的師傅好細心，還幫我擦地板")


def say(client: Client, cast: Cast, name: str, one: Post, **data: str) -> int:
    return client.post(reverse(name, args=[cast.brand.slug, one.pk]), data).status_code


def page(client: Client, cast: Cast, one: Post) -> str:
    return client.get(reverse("mention", args=[cast.brand.slug, one.pk]), {"view": "positive"}).content.decode()


def test_good_words_have_a_view_of_their_own(cast: Cast, word: Post, at: datetime, signed_in: SignIn) -> None:
    """R2.86: good words are thanked, tagged, and used only with permission."""
    post(cast.brand, at=at)

    found = signed_in(cast.alice).get(reverse("mentions", args=[cast.brand.slug]), {"view": "positive"})

    assert [row.post for row in found.context["page"].rows] == [word]


def test_a_good_word_may_not_be_used_until_a_yes_is_on_record(cast: Cast, word: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    assert "未取得同意，不能引用" in page(client, cast, word)

    say(client, cast, "thank_for_mention", word)
    say(client, cast, "ask_for_mention", word)
    assert "未取得同意，不能引用" in page(client, cast, word)
    say(client, cast, "answer_for_mention", word, answer="granted", scope="第一句，用於官網", proof="站內信 11/20")

    after = page(client, cast, word)
    assert "可以引用" in after
    assert "第一句，用於官網" in after
    row = Reuse.objects.get(post=word)
    assert (row.thanked_by, row.asked_by, row.answered_by) == (cast.alice, cast.alice, cast.alice)
    assert list(Entry.objects.order_by("number").values_list("action", flat=True))[-3:] == [
        "thank_author",
        "ask_to_reuse",
        "record_reuse",
    ]


def test_a_no_is_kept_as_well_and_can_become_a_yes(cast: Cast, word: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    say(client, cast, "ask_for_mention", word)

    say(client, cast, "answer_for_mention", word, answer="refused", proof="站內信 11/20")
    assert "不同意引用" in page(client, cast, word)
    say(client, cast, "answer_for_mention", word, answer="granted", scope="全文", proof="站內信 11/21")

    assert Reuse.objects.get(post=word).answer == "granted"


@pytest.mark.parametrize(
    "answer",
    [
        {"answer": "granted", "scope": "", "proof": "站內信"},
        {"answer": "granted", "scope": "全文", "proof": ""},
        {"answer": "maybe", "scope": "全文", "proof": "站內信"},
    ],
)
def test_a_yes_without_what_or_proof_is_none(answer: dict[str, str], cast: Cast, word: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    say(client, cast, "ask_for_mention", word)

    assert say(client, cast, "answer_for_mention", word, **answer) == 400
    assert Reuse.objects.get(post=word).answer == ""


def test_nobody_answers_who_was_not_asked(cast: Cast, word: Post, signed_in: SignIn) -> None:
    data = {"answer": "granted", "scope": "全文", "proof": "站內信"}

    assert say(signed_in(cast.alice), cast, "answer_for_mention", word, **data) == 409
    assert not Reuse.objects.exists()


def test_what_was_learnt_is_tagged_found_again_and_taken_away(cast: Cast, word: Post, signed_in: SignIn) -> None:
    client, address = signed_in(cast.alice), reverse("mentions", args=[cast.brand.slug])

    say(client, cast, "tag_mention", word, tag="  師傅   細心 ")
    found = client.get(address, {"tag": "師傅 細心"})
    assert [row.post for row in found.context["page"].rows] == [word]
    say(client, cast, "tag_mention", word, tag="師傅 細心")

    assert not Insight.objects.exists()


def test_a_mention_holds_a_few_tags_and_no_empty_one(cast: Cast, word: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)

    codes = [say(client, cast, "tag_mention", word, tag=f"第 {n} 個") for n in range(9)]

    assert codes == [302] * 8 + [400]
    assert say(client, cast, "tag_mention", word, tag="   ") == 400


def test_no_word_of_the_answer_goes_to_the_trail(cast: Cast, word: Post, signed_in: SignIn) -> None:
    client = signed_in(cast.alice)
    say(client, cast, "ask_for_mention", word)

    say(client, cast, "answer_for_mention", word, answer="granted", scope="第一句", proof="wang@mail.example")

    assert Entry.objects.get(action="record_reuse").detail == {"answer": "granted"}
