"""Is a watch tried while it is written, its mistakes put right, and every kind of watch settled?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.settings.querying import diagnose
from firebreak.console.home.settings.sampling import key_of, pasted_posts
from firebreak.console.listen.models import Overheard, Watch
from firebreak.console.listen.reader import watches_of
from firebreak.console.listen.waived import Waiver
from firebreak.core.listen.watchfile import read_watches
from tests.cast import Cast
from tests.records import post

Sign = Callable[[Person], Client]
AT_HOME = "/b/spring/settings/watches/"
DRAFT = {"name": "明泉", "kind": "brand", "words": "明泉", "none": "", "query": "", "over": "pasted"}


@pytest.fixture
def alice(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> Client:
    return signed_in(cast.alice)


def tried(client: Client, **given: Any) -> str:
    answer = client.post(f"{AT_HOME}try/", DRAFT | given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def said(page: str) -> str:
    """Give the sentence of a trial."""
    return page.partition('role="status">')[2].partition("</p>")[0]


def test_a_draft_is_tried_on_what_is_pasted_and_nothing_is_kept(alice: Client, stage: dict[str, Any]) -> None:
    before = list(Watch.objects.values())

    page = tried(alice, words="明泉", none="明泉寺", pasted="明泉的水會漏\n去明泉寺走走\n今天好熱")

    assert said(page) == "3 則裡會收 1 則。"
    assert "<mark>明泉</mark>的水會漏" in page
    assert '<mark class="not">明泉寺</mark>' in page
    assert list(Watch.objects.values()) == before


def test_a_draft_is_tried_on_stored_posts_and_on_those_that_no_watch_took(
    alice: Client, cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    Overheard.objects.create(via=stage["source"], source="ptt", text="清泉的水好喝", heard_at=at)

    page = tried(alice, words="清泉\n明泉", over="recent")

    assert "<mark>清泉</mark>的水好喝" in page
    assert "<mark>明泉</mark>的淨水器" in page


def test_posts_of_another_brand_are_never_tried_on(alice: Client, cast: Cast, at: datetime) -> None:
    post(cast.others_brand, at=at, text="明泉被別家說了")

    assert "被別家說了" not in tried(alice, over="recent")


def test_posts_older_than_thirty_days_are_not_tried_on(alice: Client, cast: Cast, at: datetime) -> None:
    post(cast.brand, at=at - timedelta(days=31), text="明泉上個月的事")

    assert "上個月的事" not in tried(alice, over="recent")


def test_a_trial_hides_personal_data(alice: Client) -> None:
    page = tried(alice, pasted="明泉的業務電話 0912-345-678")

    assert "0912" not in page.partition("trialanswer")[0].replace('name="pasted"', "")
    assert "●●●" in page


def test_a_trial_shows_a_hostile_post_as_words(alice: Client) -> None:
    page = tried(alice, pasted="明泉 <script>alert(1)</script>")

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_it_says_how_much_each_watch_takes_of_the_same_posts(alice: Client, cast: Cast, stage: dict[str, Any]) -> None:
    other = Watch.objects.create(brand=cast.brand, name="漏水", kind="controversy", query="明泉 AND 漏水")

    page = " ".join(tried(alice, words="x", pasted="明泉漏水\n明泉門市\n好熱").split())

    assert f'id="taken-{stage["watch"].pk}" hx-swap-oob="true">2<' in page
    assert f'id="taken-{other.pk}" hx-swap-oob="true">1<' in page
    assert ">3 則裡<" in page


def test_it_says_how_much_is_taken_now(alice: Client, stage: dict[str, Any]) -> None:
    page = tried(alice, watch=stage["watch"].pk, words="明泉淨水器", pasted="明泉淨水器\n明泉門市")

    assert said(page) == "2 則裡會收 1 則，現在收 2 則。"
    assert "原本會收，改了就收不到" in page


def test_a_person_calls_a_post_noise_and_gets_the_word_that_keeps_it_out(alice: Client) -> None:
    noise = [key_of("", "明泉瑜珈的老師很好"), key_of("", "去明泉瑜珈上課")]

    page = tried(alice, pasted="明泉瑜珈的老師很好\n去明泉瑜珈上課\n明泉漏水", noise=noise)

    assert "2 則雜訊含「明泉瑜珈」" in page
    assert page.count("checked") == 2


def test_what_a_person_said_of_a_post_that_is_not_shown_stays_said(alice: Client) -> None:
    page = tried(alice, noise="0123456789abcdef", pasted="明泉")

    assert '<input type="hidden" name="noise" value="0123456789abcdef">' in page


def test_the_posts_of_a_file_are_tried_on(alice: Client) -> None:
    rows = "source,published_at,text\nptt,2026-11-20T03:00:00+08:00,明泉漏水\nptt,2026-11-20T03:00:00+08:00,好熱\n"

    page = tried(alice, file=SimpleUploadedFile("posts.csv", rows.encode("cp950")))

    assert said(page) == "2 則裡會收 1 則。"
    assert "明泉漏水\n\n好熱</textarea>" in page


def test_a_file_that_is_none_is_told_and_what_was_pasted_stays(alice: Client) -> None:
    page = tried(alice, file=SimpleUploadedFile("posts.csv", b"text,b\n1,2\n"), pasted="明泉")

    assert "檔案裡找不到這些欄位：發文時間" in page and "檔案現有的欄位：text、b。" in page
    assert "明泉</textarea>" in page


def test_a_file_that_is_too_large_is_told(alice: Client) -> None:
    page = tried(alice, file=SimpleUploadedFile("posts.csv", b"text\n" + b"x" * (5 * 2**20)), pasted="明泉")

    assert "超過 5 MB" in page


def test_a_query_with_a_mistake_is_pointed_at_and_tried_as_put_right(alice: Client) -> None:
    page = tried(alice, words="", query="明泉 AND (漏水 OR 爆管", pasted="明泉漏水\n明泉門市")

    assert 'data-pos="第 8 字"' in page
    assert 'value="明泉 AND (漏水 OR 爆管)"' in page
    assert "補上「)」" in page
    assert said(page) == "2 則裡會收 1 則。"


def test_a_query_is_put_right_without_javascript_too(alice: Client) -> None:
    answer = alice.post(f"{AT_HOME}try/", DRAFT | {"query": "明泉 AND", "instead": "明泉"})

    page = answer.content.decode()
    assert '<main id="main"' in page
    assert ">\n明泉</textarea>" in page


@pytest.mark.parametrize(
    ("query", "place", "meant"),
    [
        ("明泉 and 漏水", 4, "明泉 AND 漏水"),
        ("明泉 AN 漏水", 4, "明泉 AND 漏水"),
        ("明泉 near/8 漏水", 4, "明泉 NEAR/8 漏水"),
    ],
)
def test_a_word_that_looks_like_an_operator_is_pointed_out_and_not_saved(
    alice: Client, stage: dict[str, Any], query: str, place: int, meant: str
) -> None:
    answer = alice.post(f"{AT_HOME}{stage['watch'].pk}/", DRAFT | {"query": query})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'data-pos="第 {place} 字"' in page
    assert f'value="{meant}"' in page
    assert "當成文字" in page
    assert [one.query for one in watches_of(stage["watch"].brand)] == [""]


def test_the_same_word_in_quotation_marks_is_saved(alice: Client, stage: dict[str, Any]) -> None:
    better = diagnose("明泉 and 漏水").quoted

    alice.post(f"{AT_HOME}{stage['watch'].pk}/", DRAFT | {"query": better})

    stage["watch"].refresh_from_db()
    assert stage["watch"].query == '明泉 "and" 漏水'


@pytest.mark.parametrize("query", ["", "明泉", "明泉 AND (漏水", '"明泉', "明泉 and 漏水", "明泉)", "(" * 50])
def test_the_pieces_of_a_query_are_the_query(query: str) -> None:
    pieces = diagnose(query).pieces

    assert "".join(words for _look, words in pieces).rstrip() == query.rstrip()


def test_r1_45_each_kind_has_a_watch_or_somebody_says_that_it_is_not_needed(
    alice: Client, cast: Cast, at: datetime
) -> None:
    """R1.45: each class present or explicit waiver."""
    assert alice.get(AT_HOME).content.decode().count("還沒決定") == 4

    alice.post(f"{AT_HOME}kinds/", {"kind": "person", "do": "waive"})
    alice.post(f"{AT_HOME}new/", {"name": "別牌", "kind": "competitor", "words": "別牌"})

    page = alice.get(AT_HOME).content.decode()
    assert page.count("還沒決定") == 2
    assert "Alice 決定不監測" in page
    assert Waiver.objects.get().at == at
    entry = Entry.objects.get(action="waive_kind")
    assert (entry.subject, entry.actor) == ("kind:person", f"person:{cast.alice.pk}")


def test_a_waiver_is_taken_back(alice: Client) -> None:
    for wish in ("waive", "need", "need"):
        alice.post(f"{AT_HOME}kinds/", {"kind": "person", "do": wish})

    assert not Waiver.objects.exists()
    assert Entry.objects.filter(action="need_kind").count() == 1


@pytest.mark.parametrize("kind", ["industry", "nothing", ""])
def test_only_a_kind_that_is_needed_can_be_waived(alice: Client, kind: str) -> None:
    assert alice.post(f"{AT_HOME}kinds/", {"kind": kind}).status_code == 400


def test_the_exported_file_is_the_watch_file_of_the_command_line(alice: Client, cast: Cast) -> None:
    alice.post(f"{AT_HOME}new/", {"name": "漏水", "kind": "controversy", "query": "明泉 AND 漏水", "none": "明泉寺"})

    answer = alice.get(f"{AT_HOME}watch.yaml")

    file = read_watches(yaml.safe_load(answer.content))
    assert (file.brand, file.watches) == ("明泉", watches_of(cast.brand))


def test_a_new_watch_begins_with_the_kind_that_is_missing(alice: Client) -> None:
    page = alice.get(f"{AT_HOME}?watch=new&kind=person").content.decode()

    assert '<option value="person" selected>' in page


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("一\n二\n\n", ["一", "二"]),
        ("一\n還是一\n\n二", ["一\n還是一", "二"]),  # empty lines stand between posts
        ("一\r\n\r\n  \r\n二", ["一", "二"]),
        ("  ", []),
    ],
)
def test_pasted_text_is_cut_into_posts(at: datetime, text: str, posts: list[str]) -> None:
    assert [one.text for one in pasted_posts(text, at=at)] == posts
