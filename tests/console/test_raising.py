"""R2.92: is a word that goes with criticism watched more closely by one click?"""

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.assess.pairs import PairsPage
from firebreak.console.assess.raising import names_of, raise_word
from firebreak.console.govern.models import Entry
from firebreak.console.listen.models import Watch
from firebreak.console.listen.reader import watches_of
from firebreak.core.errors import BadInput
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post
from firebreak.core.text.batch import fold_posts
from tests.cast import Cast
from tests.console.test_pairs import heard


def said(*texts: str, seat: Seat, watch: str) -> list[bool]:
    """Tell of each text whether the watch hears it."""
    posts = [Post(id=str(n), source="ptt", text=text, published_at=seat.at) for n, text in enumerate(texts)]
    found = Matcher(watches_of(seat.brand)).find(fold_posts(posts))
    mine = [one.name for one in found.watches].index(watch)
    there = {post for post, number in zip(found.post.tolist(), found.watch.tolist(), strict=True) if number == mine}
    return [n in there for n in range(len(texts))]


def test_one_click_gives_the_word_a_watch_that_hears_it_beside_the_brand(
    seat: Seat, client: Client, cast: Cast
) -> None:
    Watch.objects.create(brand=seat.brand, name="品牌", kind="brand", any=["明泉", "Spring*"], none=["明泉國小"])
    heard(seat, word="退款", bad=15, good=45)
    client.force_login(cast.alice)

    answer = client.post(reverse("raise_watching", args=[seat.brand.slug]), {"word": "退款"}, follow=True)

    texts = ("明泉 退款 了嗎", "Springs 要 退款", "別家也退款", "明泉很好", "明泉國小退款")
    assert said(*texts, seat=seat, watch="退款") == [True, True, False, False, False]
    assert "「退款」從現在起獨立監看" in answer.content.decode()
    assert Entry.objects.filter(brand=seat.brand, action="save_watch").count() == 1


def test_a_word_is_watched_once_and_its_line_leads_to_the_watch(seat: Seat, client: Client, cast: Cast) -> None:
    heard(seat, word="退款", bad=15, good=45)
    first, again = (raise_word(seat=seat, word="退款") for _ in range(2))
    client.force_login(cast.alice)

    page = client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()

    assert first.pk == again.pk
    assert PairsPage(seat.brand, at=seat.at).lines[0].watch == first
    assert f"?watch={first.pk}" in page
    assert reverse("raise_watching", args=[seat.brand.slug]) not in page


@pytest.mark.parametrize("word", ["漏水", "", '退款" OR "明泉'])
def test_a_word_that_goes_with_no_criticism_is_not_raised(seat: Seat, client: Client, cast: Cast, word: str) -> None:
    heard(seat, word="退款", bad=15, good=45)
    client.force_login(cast.alice)

    answer = client.post(reverse("raise_watching", args=[seat.brand.slug]), {"word": word}, follow=True)

    assert "這個用詞已不在清單上" in answer.content.decode()
    assert not Watch.objects.filter(brand=seat.brand).exists()
    with pytest.raises(BadInput):
        raise_word(seat=seat, word=word)


def test_who_only_watches_sees_no_button_and_may_not(seat: Seat, client: Client, cast: Cast) -> None:
    heard(seat, word="退款", bad=15, good=45)
    client.force_login(cast.carol)
    address = reverse("raise_watching", args=[seat.brand.slug])

    page = client.get(reverse("weak_signals", args=[seat.brand.slug])).content.decode()

    assert address not in page
    assert client.post(address, {"word": "退款"}).status_code == 403
    assert not Watch.objects.exists()


def test_another_house_finds_nothing_there(seat: Seat, client: Client, cast: Cast) -> None:
    client.force_login(cast.mallory)

    assert client.post(reverse("raise_watching", args=[seat.brand.slug]), {"word": "退款"}).status_code == 404


def test_without_a_watch_of_the_brand_its_name_is_what_it_is_heard_by(seat: Seat) -> None:
    assert names_of(seat.brand) == '"明泉"'
    Watch.objects.create(brand=seat.brand, name="品牌", kind="brand", any=["明泉"], query="泉水 NOT 溫泉")
    assert names_of(seat.brand) == '(("明泉" OR (泉水 NOT 溫泉)))'


def test_a_word_whose_name_is_taken_is_not_said_to_be_gone_from_the_list(
    seat: Seat, client: Client, cast: Cast
) -> None:
    heard(seat, word="退款", bad=15, good=45)
    Watch.objects.create(brand=seat.brand, name="退款", kind="product", any=["濾芯"])
    client.force_login(cast.alice)

    answer = client.post(reverse("raise_watching", args=[seat.brand.slug]), {"word": "退款"}, follow=True)

    assert "這個用詞不能一鍵監看：另一個關鍵字已經用了這個名稱" in answer.content.decode()
    assert "已不在清單上" not in answer.content.decode()


def test_a_watch_that_would_grow_too_long_is_said_to_be_so(seat: Seat, client: Client, cast: Cast) -> None:
    names = [f"明泉{number:03d}" + "水" * 40 for number in range(99)]
    Watch.objects.create(brand=seat.brand, name="品牌", kind="brand", any=names)
    heard(seat, word="退款", bad=15, good=45)
    client.force_login(cast.alice)

    answer = client.post(reverse("raise_watching", args=[seat.brand.slug]), {"word": "退款"}, follow=True)

    assert "請到設定裡自行新增" in answer.content.decode()
    assert Watch.objects.count() == 1
