"""Does the first run, opened once more, change nothing but what the person changed there?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from firebreak.console.govern.models import Entry, Person
from firebreak.console.govern.services import ensure_brand, slug_of
from firebreak.console.listen.models import Watch
from tests.cast import Cast

Sign = Callable[[Person], Client]
STEP = "/b/spring/setup/watches/"
CONTROVERSY = '("明泉" OR "明泉水") AND ("漏水")'


@pytest.fixture
def alice(cast: Cast, signed_in: Sign) -> Client:
    Watch.objects.create(brand=cast.brand, name="明泉", kind="brand", any=["明泉", "明泉水"])
    return signed_in(cast.alice)


def opened(client: Client) -> dict[str, Any]:
    """Give what the page would send if somebody only pressed Next."""
    form = client.get(STEP).context["form"]
    return {name: value for name in form.fields if (value := form[name].value())}


def stored() -> dict[str, tuple[list[str], list[str], str]]:
    return {row.name: (row.any, row.none, row.query) for row in Watch.objects.all()}


@pytest.mark.parametrize(
    "finer",
    [
        {"name": "濾心", "kind": "product", "any": ["濾心"], "none": ["抽獎"]},  # not an unwanted word of its own
        {"name": "濾心", "kind": "product", "any": ["濾心"], "none": ["明泉濾心"]},  # one that the brand would get too
        {"name": "爭議詞", "kind": "controversy", "query": CONTROVERSY, "none": ["抽獎"]},
        {"name": "漏水", "kind": "controversy", "query": CONTROVERSY},  # a name of somebody's own
        {"name": "舊名", "kind": "controversy", "query": '("明泉") AND ("漏水")'},  # about fewer words of the brand
        {"name": "別名", "kind": "brand", "any": ["小明泉"], "none": ["明泉路"]},
    ],
)
def test_pressing_next_changes_nothing(alice: Client, cast: Cast, finer: dict[str, Any]) -> None:
    Watch.objects.create(brand=cast.brand, **finer)
    before, told = stored(), Entry.objects.count()

    answer = alice.post(STEP, opened(alice))

    assert answer.status_code == 302
    assert (stored(), Entry.objects.count()) == (before, told)


def test_an_unwanted_word_of_the_brand_stays_the_brands(alice: Client, cast: Cast) -> None:
    Watch.objects.update(none=["濾心徵才"])
    Watch.objects.create(brand=cast.brand, name="濾心", kind="product", any=["濾心"])
    before = stored()

    alice.post(STEP, opened(alice))

    assert stored() == before


def test_what_was_written_finer_stays_while_other_words_change(alice: Client, cast: Cast) -> None:
    Watch.objects.create(brand=cast.brand, name="濾心", kind="product", any=["濾心"], none=["抽獎"])
    page = opened(alice)

    alice.post(STEP, page | {"product": "淨水器", "none": "明泉路"})

    assert alice.get(STEP).context["elsewhere"] == 1
    assert stored() == {
        "明泉": (["明泉", "明泉水"], ["明泉路"], ""),
        "濾心": (["濾心"], ["抽獎"], ""),
        "淨水器": (["淨水器"], [], ""),
    }


def test_a_watch_that_a_colleague_added_meanwhile_is_not_dropped(alice: Client, cast: Cast) -> None:
    page = opened(alice)
    Watch.objects.create(brand=cast.brand, name="Z", kind="product", any=["Z"])
    before = stored()

    answer = alice.post(STEP, page | {"product": "淨水器"})

    assert answer.status_code == 409
    assert stored() == before


def test_a_word_that_is_too_long_for_a_watch_is_told(alice: Client) -> None:
    answer = alice.post(STEP, opened(alice) | {"product": "水" * 81})

    assert answer.status_code == 400
    assert "最多 80 字" in answer.content.decode()
    assert set(stored()) == {"明泉"}


def test_a_brand_with_a_long_name_has_a_watch(alice: Client, cast: Cast) -> None:
    cast.brand.name = "泉" * 120
    cast.brand.save()
    Watch.objects.all().delete()

    answer = alice.post(STEP, opened(alice) | {"title": cast.brand.name, "brand": "明泉"})

    assert answer.status_code == 302
    assert Watch.objects.get().name == "泉" * 80


def test_brands_with_long_names_have_short_names_of_their_own(db: None) -> None:
    names = ["山" * 119 + end for end in "甲乙"]

    slugs = [ensure_brand(name).slug for name in names]

    assert len(set(slugs)) == 2
    assert max(map(len, slugs)) <= 60
    assert ensure_brand(names[0]).slug == slugs[0] == slug_of(names[0])
