"""Does the first run leave a system that listens, step by step, and let only the right person in?"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from firebreak.console.access import take_seat
from firebreak.console.alert.models import Route
from firebreak.console.govern.models import Assignment, Brand, Entry, Note, Organisation, Person
from firebreak.console.govern.services import verify_chain
from firebreak.console.home.setup.frame import called
from firebreak.console.home.setup.opening import FIRST, digest, invite_first
from firebreak.console.home.setup.plan import digest_of, lists_of, planned, spoken
from firebreak.console.listen.models import Source, Watch
from firebreak.console.listen.reader import reader_of
from firebreak.console.listen.waived import Waiver
from firebreak.core.terms import Post, Role
from tests.cast import Cast, come_in, person
from tests.records import feed, post

Sign = Callable[[Person], Client]
FIRST_FORM = {
    "house": "山腳茶業",
    "name": "王小明",
    "email": "Ming@example.org",
    "password": "quiet-spring-water-7",
    "again": "quiet-spring-water-7",
}
WORDS = {
    "title": "山腳茶行",
    "brand": "山腳茶行\n山腳茶",
    "product": "冷泡茶",
    "person": "",
    "competitor": "谷口茶",
    "controversy": "拉肚子\n異物",
    "none": "山腳茶園",
    "waive": ["person"],
}


def begin(client: Client, key: str, **changes: str) -> Any:
    return client.post("/start/", FIRST_FORM | {"key": key} | changes)


@pytest.fixture
def ming(db: None, at: datetime, client: Client) -> Client:
    """The first administrator, who has just come in."""
    assert begin(client, invite_first()).status_code == 302
    return client


@pytest.fixture
def brand(ming: Client) -> Brand:
    return Brand.objects.get()


def seen() -> str:
    """Give what a page that is opened now says of the watches."""
    return digest_of(list(Watch.objects.all()))


def at_step(brand: Brand, step: str) -> str:
    brand.refresh_from_db()
    return f"/b/{brand.slug}/setup/{step}/"


def test_the_link_opens_the_first_step_and_looking_uses_nothing_up(db: None, client: Client) -> None:
    key = invite_first()

    assert [client.get(f"/start/{key}/").status_code for _ in range(2)] == [200, 200]
    assert begin(client, key).status_code == 302


def test_the_first_administrator_is_in_and_stands_before_the_second_step(ming: Client, brand: Brand) -> None:
    who = Person.objects.get()

    assert (who.email, who.name, who.organisation.name) == ("ming@example.org", "王小明", "山腳茶業")
    assert brand.role_of(who) is Role.ADMIN
    assert who.check_password("quiet-spring-water-7")
    assert Route.objects.filter(brand=brand).exists()
    assert ming.get(at_step(brand, "watches")).status_code == 200
    assert verify_chain(brand.organisation).whole
    assert [one.action for one in Entry.objects.order_by("number")] == ["assign", "renew_password", "sign_in"]


def test_a_link_works_once(ming: Client) -> None:
    key = invite_first()

    assert key == ""
    assert not Note.objects.filter(name=FIRST).exists()


def test_no_link_is_made_once_somebody_has_an_account(cast: Cast) -> None:
    assert invite_first() == ""


@pytest.mark.parametrize("key", ["x", "", "wrong" * 20])
def test_another_key_opens_nothing(db: None, client: Client, key: str) -> None:
    invite_first()

    assert client.get(f"/start/{key or 'x'}/").status_code == 404
    assert begin(client, key).status_code == 404
    assert not Person.objects.exists()


def test_a_newer_link_takes_the_place_of_the_older(db: None, client: Client) -> None:
    older, newer = invite_first(), invite_first()

    assert (client.get(f"/start/{older}/").status_code, client.get(f"/start/{newer}/").status_code) == (404, 200)


def test_a_link_opens_nothing_after_the_command_line_made_an_administrator(cast: Cast, client: Client) -> None:
    Note.objects.create(name=FIRST, value={"digest": digest("any")})

    assert begin(client, "any").status_code == 404


def test_the_key_is_kept_nowhere(db: None) -> None:
    key = invite_first()

    assert key not in str(Note.objects.get(name=FIRST).value)


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "short", "again": "short"},
        {"again": "another-one-7"},
        {"email": "ming"},
        {"house": " "},
        {"name": ""},
    ],
)
def test_what_will_not_do_is_told_and_the_link_is_not_used_up(
    db: None, client: Client, at: datetime, changes: dict[str, str]
) -> None:
    key = invite_first()

    answer = begin(client, key, **changes)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()
    assert begin(client, key).status_code == 302


def test_posts_that_were_imported_before_anybody_came_are_not_left_alone(
    db: None, client: Client, at: datetime
) -> None:
    house = Organisation.objects.create(name="山腳茶行", slug="山腳茶行")
    brand = Brand.objects.create(organisation=house, name="山腳茶行", slug="山腳茶行")
    key = invite_first()

    assert "沿用這個名稱就會接上" in client.get(f"/start/{key}/").content.decode()
    begin(client, key, house="山腳茶行")

    assert brand.role_of(Person.objects.get()) is Role.ADMIN


def test_the_words_of_each_kind_become_watches(ming: Client, brand: Brand) -> None:
    answer = ming.post(at_step(brand, "watches"), WORDS)

    brand.refresh_from_db()
    assert answer["Location"] == at_step(brand, "sources").replace(brand.slug, "%E5%B1%B1%E8%85%B3%E8%8C%B6%E8%A1%8C")
    assert (brand.name, brand.slug) == ("山腳茶行", "山腳茶行")
    found = {(one.kind, one.name): (one.any, one.none, one.query) for one in Watch.objects.all()}
    assert found == {
        ("brand", "山腳茶行"): (["山腳茶行", "山腳茶"], ["山腳茶園"], ""),
        ("product", "冷泡茶"): (["冷泡茶"], [], ""),
        ("competitor", "谷口茶"): (["谷口茶"], [], ""),
        ("controversy", "爭議詞"): ([], [], '("山腳茶行" OR "山腳茶") AND ("拉肚子" OR "異物")'),
    }
    assert Waiver.objects.get().kind == "person"


def test_the_system_listens_for_them(ming: Client, brand: Brand, at: datetime) -> None:
    ming.post(at_step(brand, "watches"), WORDS)
    texts = ("山腳茶行漏水", "去山腳茶園走走", "冷泡茶好喝", "今天好熱")

    read = reader_of(brand).read([Post(str(n), "ptt", text, at) for n, text in enumerate(texts)])

    assert read.readings.matched.tolist() == [True, False, True, False]


def test_the_step_shows_what_it_saved_and_saving_again_changes_nothing(ming: Client, brand: Brand) -> None:
    ming.post(at_step(brand, "watches"), WORDS)
    before = list(Watch.objects.order_by("pk").values())

    assert lists_of(list(Watch.objects.order_by("pk"))) == {
        "brand": ["山腳茶行", "山腳茶"],
        "product": ["冷泡茶"],
        "person": [],
        "competitor": ["谷口茶"],
        "controversy": ["拉肚子", "異物"],
        "none": ["山腳茶園"],
    }
    ming.post(at_step(brand, "watches"), WORDS | {"seen": seen()})
    assert list(Watch.objects.order_by("pk").values()) == before


def test_a_word_that_is_taken_out_is_watched_no_more_and_written_watches_stay(ming: Client, brand: Brand) -> None:
    ming.post(at_step(brand, "watches"), WORDS)
    Watch.objects.create(brand=brand, name="新品", kind="product", query="山腳 NEAR/8 新品")

    ming.post(at_step(brand, "watches"), WORDS | {"product": "", "title": "山腳", "seen": seen()})

    assert set(Watch.objects.values_list("name", flat=True)) == {"山腳", "谷口茶", "爭議詞", "新品"}
    assert "另有 1 組" in ming.get(at_step(brand, "watches")).content.decode()


def test_who_has_tried_the_words_on_a_page_of_its_own_goes_on_from_there(ming: Client, brand: Brand) -> None:
    tried = ming.post(at_step(brand, "watches") + "try/", WORDS).content.decode()
    form = re.search(r'<form class="wiz-parts"[^>]* action="([^"]+)"', tried)
    assert form

    ming.post(form[1], WORDS)

    assert Watch.objects.filter(brand=brand).exists()


def test_a_brand_without_a_word_is_told_so(ming: Client, brand: Brand) -> None:
    answer = ming.post(at_step(brand, "watches"), WORDS | {"brand": ""})

    assert answer.status_code == 400
    assert "至少給一個大家稱呼這個品牌的詞" in answer.content.decode()
    assert not Watch.objects.exists()


@pytest.mark.parametrize("house", ["山腳茶業股份有限公司", "山腳茶業有限公司", "山腳茶業 Co., Ltd.", "山腳茶業"])
def test_a_brand_is_first_called_as_people_say_it(house: str) -> None:
    assert (spoken(house), spoken("有限公司")) == ("山腳茶業", "有限公司")


def test_a_word_that_stands_twice_is_told_and_nothing_is_saved(ming: Client, brand: Brand) -> None:
    answer = ming.post(at_step(brand, "watches"), WORDS | {"competitor": "冷泡茶"})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Watch.objects.exists()
    brand.refresh_from_db()
    assert brand.name == "山腳茶業"


def test_the_address_of_a_brand_that_holds_posts_stays(ming: Client, brand: Brand, at: datetime) -> None:
    post(brand, at=at)

    ming.post(at_step(brand, "watches"), WORDS)

    brand.refresh_from_db()
    assert (brand.name, brand.slug) == ("山腳茶行", "山腳茶業")


def test_words_are_tried_while_they_are_written(ming: Client, brand: Brand) -> None:
    given = WORDS | {"over": "pasted", "pasted": "山腳茶行排隊\n去山腳茶園走走\n谷口茶比較好喝"}

    page = ming.post(at_step(brand, "watches") + "try/", given, headers={"HX-Request": "true"}).content.decode()

    assert "3 則裡會收 2 則。" in page
    assert "與其他組重複" not in page  # all the words are tried as one
    assert '<mark class="not">山腳茶園</mark>' in page
    assert not Watch.objects.exists()


def test_an_unwanted_word_goes_to_the_watch_whose_word_it_holds() -> None:
    lists = {"brand": ["山腳"], "product": ["冷泡茶"], "person": [], "competitor": [], "controversy": []}

    found = planned("山腳", lists | {"none": ["冷泡茶葉蛋", "徵才"]})

    assert [(one.name, one.none) for one in found] == [("山腳", ("徵才",)), ("冷泡茶", ("冷泡茶葉蛋",))]


def test_a_feed_is_visited_from_now_on(ming: Client, brand: Brand, at: datetime) -> None:
    given = {"do": "feed", "feed-name": "茶友論壇", "feed-url": "https://forum.example/rss", "feed-every_seconds": "60"}

    answer = ming.post(at_step(brand, "sources"), given)

    assert answer.status_code == 302
    assert (Source.objects.get().kind, Source.objects.get().next_at) == ("rss", at)
    assert "茶友論壇" in ming.get(at_step(brand, "sources")).content.decode()


def test_a_webhooks_secret_is_shown_once(ming: Client, brand: Brand) -> None:
    answer = ming.post(at_step(brand, "sources"), {"do": "hook", "hook-name": "客服系統"})

    secret = Source.objects.get().secret
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in ming.get(at_step(brand, "sources")).content.decode()


def test_a_feed_that_was_refused_is_none_that_is_heard(ming: Client, brand: Brand, at: datetime) -> None:
    ming.post(at_step(brand, "watches"), WORDS)
    feed(brand, at=at, name="問題站", last_error="source_blocked", last_problem="403", last_ok_at=None, failures=1)

    heard, whom = (ming.get(at_step(brand, step)).content.decode() for step in ("sources", "alerts"))

    assert "聽不到" in heard
    assert "對方不讓我們進入（403）" in heard
    assert "還沒開始聽" in whom
    assert "聽不到：問題站" in whom
    assert "/settings/?source=" in heard


@pytest.mark.parametrize("given", [{"do": "feed"}, {"do": "hook"}, {}])
def test_a_source_that_is_none_is_told_beside_its_field(ming: Client, brand: Brand, given: dict[str, str]) -> None:
    answer = ming.post(at_step(brand, "sources"), given)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_the_first_administrator_is_called_for_everything_until_others_are_there(
    ming: Client, brand: Brand, at: datetime
) -> None:
    seat = take_seat(Person.objects.get(), brand.slug, at=at)
    assert [one.stand_in for one in called(seat)] == ["王小明"] * 4

    answer = ming.post(at_step(brand, "alerts"), {"email": "an@example.org", "name": "林予安", "role": "brand_pr"})

    assert "/enter/" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    levels = {one.level: (one.people, one.stand_in) for one in called(seat)}
    assert levels["S1"] == ((("立即", "林予安"),), "王小明")  # for she has not been there yet
    assert levels["S3"] == ((("1 小時後", "林予安"),), "王小明")
    assert levels["S4"] == ((), "王小明")

    come_in(Person.objects.get(name="林予安"), at=at)

    assert [one.stand_in for one in called(seat)] == ["", "", "", "王小明"]


def test_every_step_can_be_left_out(ming: Client, brand: Brand) -> None:
    steps = ("watches", "sources", "alerts")
    pages = [ming.get(at_step(brand, step)).content.decode() for step in steps]

    assert f'href="{at_step(brand, "sources")}"'.encode() or "之後再補" in pages[0]
    assert "之後再補" in pages[1]
    assert "前往現況" in pages[2]
    assert "還沒開始聽" in pages[2]


def test_with_watch_and_source_it_says_that_it_listens(ming: Client, brand: Brand) -> None:
    ming.post(at_step(brand, "watches"), WORDS)
    ming.post(at_step(brand, "sources"), {"do": "hook", "hook-name": "客服系統"})

    page = ming.get(at_step(brand, "alerts")).content.decode()
    assert "防火線已經在聽" in page
    assert "FIREBREAK_SMTP_URL" in page


def test_only_an_administrator_lets_a_colleague_in(cast: Cast, signed_in: Sign) -> None:
    alice = signed_in(cast.alice)

    assert "加入同事" not in alice.get("/b/spring/setup/alerts/").content.decode()
    answer = alice.post("/b/spring/setup/alerts/", {"email": "x@example.org", "name": "X", "role": "admin"})
    assert answer.status_code == 403
    assert not Person.objects.filter(email="x@example.org").exists()


def test_only_an_administrator_names_the_brand(cast: Cast, signed_in: Sign) -> None:
    answer = signed_in(cast.alice).post("/b/spring/setup/watches/", WORDS)

    assert answer.status_code == 403
    cast.brand.refresh_from_db()
    assert cast.brand.name == "明泉"


def test_a_brand_is_not_given_the_name_of_another(cast: Cast, signed_in: Sign) -> None:
    boss = person("Boss", cast.brand.organisation)
    Assignment.objects.create(person=boss, brand=cast.brand, role=Role.ADMIN.value)

    answer = signed_in(boss).post("/b/spring/setup/watches/", WORDS | {"title": "other"})

    assert answer.status_code == 400
    assert "已經有別的品牌用這個名稱" in answer.content.decode()


def test_the_door_says_where_the_first_link_stands_while_nobody_is_there(db: None, client: Client) -> None:
    assert "還沒有任何帳號" in client.get("/sign-in/").content.decode()


def test_the_door_says_nothing_of_it_once_somebody_is_there(cast: Cast, client: Client) -> None:
    assert "還沒有任何帳號" not in client.get("/sign-in/").content.decode()
