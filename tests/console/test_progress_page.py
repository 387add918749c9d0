"""R1.42, R1.78: everybody reads what was published and its corrections, and nothing else, at no cost."""

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.learn.public import services, serving
from firebreak.console.learn.public.records import PublicPage
from firebreak.console.learn.public.serving import forget_pages
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Role
from tests.cast import Cast
from tests.records import incident, statement

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = "燕麥奶發現碎片：處理進度\n我們看到了，很抱歉。退費需攜帶發票。\n已經知道：\n- 批號 B2611-07"
SECOND = "退費不需要發票\n任一門市都可以退費。退費不需要發票。\n下次更新：今晚 20:00\n專線 0800-000-147"


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    forget_pages()
    yield
    forget_pages()


@pytest.fixture
def one(cast: Cast, at: datetime) -> Incident:
    """An incident with two published texts, and much that is nobody's business."""
    made = incident(cast.brand, at=at - 50 * MINUTE, title="內部標題")
    usual = {"by": cast.bob, "kind": "statement"}
    for minutes, text in ((40, FIRST), (20, SECOND)):
        when = at - minutes * MINUTE
        statement(
            made, text, at=when, published_at=when, published_by=cast.alice, url="https://spring.example", **usual
        )
    statement(made, "還沒核准的草稿", at=at, **usual)
    statement(made, "給員工的話", at=at, published_at=at, audience="staff", url="https://spring.example", **usual)
    statement(made, "給媒體的話", at=at, published_at=at, channel="press", url="https://spring.example", **usual)
    return made


@pytest.fixture
def page(seat: Seat, one: Incident) -> PublicPage:
    return services.open_page(seat=seat, incident=one)


def address(page: PublicPage) -> str:
    return reverse("progress_page", args=["spring", page.year, page.number])


def read(page: PublicPage, **more: str) -> str:
    return Client().get(address(page), more).content.decode()


def test_it_is_off_until_somebody_who_may_opens_it(seat: Seat, one: Incident, cast: Cast) -> None:
    url = reverse("progress_page", args=["spring", 2026, 1])

    assert Client().get(url).status_code == 404
    with pytest.raises(NotAllowed):
        services.open_page(seat=take_seat(cast.carol, "spring", at=seat.at), incident=one)
    services.open_page(seat=seat, incident=one)
    forget_pages()
    assert Client().get(url).status_code == 200
    assert Entry.objects.filter(action="open_progress_page").count() == 1


def test_everybody_reads_each_version_and_how_things_stand(page: PublicPage) -> None:
    said = read(page)

    assert page.code in said
    assert "<h1" in said and "燕麥奶發現碎片：處理進度" in said
    assert 'id="v1"' in said and 'id="v2"' in said
    assert "批號 B2611-07" in said and "今晚 20:00" in said
    assert 'href="tel:0800-000-147"' in said


def test_nothing_that_was_not_published_for_everybody_is_on_it(page: PublicPage, cast: Cast) -> None:
    said = read(page)

    for hidden in (
        "內部標題",
        "還沒核准的草稿",
        "給員工的話",
        "給媒體的話",
        "INC-",
        cast.bob.name,
        cast.alice.name,
        "/b/",
    ):
        assert hidden not in said


def test_it_runs_no_script_and_sets_no_cookie(page: PublicPage) -> None:
    answer = Client().get(address(page))

    assert "<script" not in answer.content.decode()
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public, max-age=30")
    assert "Cookie" not in answer["Vary"]


def test_the_next_reader_asks_the_database_nothing(
    page: PublicPage, django_assert_num_queries: Callable[[int], object]
) -> None:
    first = Client().get(address(page))

    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        again = Client().get(address(page), headers={"Accept-Encoding": "gzip"})
        same = Client().get(address(page), headers={"If-None-Match": first["ETag"]})

    assert gzip.decompress(again.content) == first.content
    assert (same.status_code, same.content) == (304, b"")


def test_who_tries_addresses_has_no_page_written_anew(page: PublicPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST", 3)
    read(page)
    for number in range(50, 60):
        assert Client().get(reverse("progress_page", args=["spring", 2026, number])).status_code == 404

    assert len(serving._held) <= 3
    kept = [key for key, one in serving._held.items() if one.plain]
    assert kept == [("spring", page.year, page.number, "zh-hant", serving.PAGE)]


def test_a_correction_shows_the_old_words_crossed_out_and_the_new_ones(seat: Seat, page: PublicPage) -> None:
    """R2.96: what changed is shown as a correction."""
    wrong, right = services.published_of(page.incident)
    services.correct(
        seat=seat, incident=page.incident, wrong=wrong.pk, right=right.pk, was="退費需攜帶發票", now="退費不需要發票"
    )

    said = read(page)

    assert said.count("<del") == 2  # in the version that was wrong, and where it is put right
    assert "更正第 1 版" in said
    assert "退費不需要發票</ins>" in said


def test_wrong_words_in_a_part_are_crossed_out_and_older_parts_stay_readable(
    seat: Seat, page: PublicPage, cast: Cast, at: datetime
) -> None:
    usual = {"by": cast.bob, "kind": "statement", "published_by": cast.alice, "url": "https://spring.example"}
    wrong = next(iter(services.published_of(page.incident)))
    right = statement(page.incident, "批號更正\n是 B2611-08，不是別的。", at=at, published_at=at, **usual)
    services.correct(seat=seat, incident=page.incident, wrong=wrong.pk, right=right.pk, was="B2611-07", now="B2611-08")

    assert read(page).count("<del>B2611-07</del>") == 2  # above all, and in the version that said so

    later = at + MINUTE
    statement(page.incident, "檢驗完成\n已經知道：\n- 只有這一批", at=later, published_at=later, **usual)
    forget_pages()
    said = read(page)

    assert "只有這一批" in said
    assert said.count("<del>B2611-07</del>") == 1


def test_words_that_are_erased_go_from_a_correction_too(seat: Seat, page: PublicPage, cast: Cast, at: datetime) -> None:
    wrong, right = services.published_of(page.incident)
    services.correct(
        seat=seat, incident=page.incident, wrong=wrong.pk, right=right.pk, was="退費需攜帶發票", now="退費不需要發票"
    )
    Assignment.objects.filter(person=cast.alice).update(role=Role.LEGAL.value)

    forget_words(seat=take_seat(cast.alice, "spring", at=at), incident=page.incident, words="攜帶發票")

    forget_pages()
    assert "攜帶發票" not in read(page)


def test_a_correction_that_is_sent_twice_stands_there_once(seat: Seat, page: PublicPage) -> None:
    wrong, right = services.published_of(page.incident)
    said = {"wrong": wrong.pk, "right": right.pk, "was": "退費需攜帶發票", "now": "退費不需要發票"}

    first = services.correct(seat=seat, incident=page.incident, **said)
    again = services.correct(seat=seat, incident=page.incident, **said)

    assert again == first == page.corrections.get()
    assert Entry.objects.filter(action="correct_progress_page").count() == 1


@pytest.mark.parametrize(
    ("was", "now", "turned"),
    [
        ("沒說過的話", "退費不需要發票", False),
        ("退費需攜帶發票", "從未發布", False),
        ("退費不需要發票", "退費需攜帶發票", True),
    ],
)
def test_only_published_words_correct_published_words_and_only_later_ones(
    was: str, now: str, turned: bool, seat: Seat, page: PublicPage
) -> None:
    first, second = services.published_of(page.incident)
    wrong, right = (second, first) if turned else (first, second)

    with pytest.raises(BadInput):
        services.correct(seat=seat, incident=page.incident, wrong=wrong.pk, right=right.pk, was=was, now=now)


def test_without_a_published_text_there_is_nothing_to_open(seat: Seat, cast: Cast) -> None:
    with pytest.raises(BadInput):
        services.open_page(seat=seat, incident=incident(cast.brand, at=seat.at))


def test_taken_off_it_is_gone_and_opened_anew_it_has_its_old_address(seat: Seat, page: PublicPage) -> None:
    services.shut_page(seat=seat, incident=page.incident)

    assert Client().get(address(page)).status_code == 404
    with pytest.raises(Conflict):
        services.shut_page(seat=seat, incident=page.incident)
    assert services.open_page(seat=seat, incident=page.incident).code == page.code


def test_it_speaks_english_around_the_words_when_asked(page: PublicPage) -> None:
    said = read(page, lang="en")

    assert '<html lang="en">' in said and "What we already know" in said and "批號 B2611-07" in said


@pytest.mark.parametrize(("tongue", "named"), [("en", "en"), ("zh-hant", "zh-Hant-TW")])
def test_its_header_names_the_language_of_the_page_not_of_the_reader(tongue: str, named: str, page: PublicPage) -> None:
    client = Client()
    client.cookies["firebreak_language"] = "en" if tongue == "zh-hant" else "zh-hant"

    assert client.get(address(page), {"lang": tongue})["Content-Language"] == named


def test_from_the_room_it_is_opened_and_a_wrong_correction_loses_no_word(
    cast: Cast, one: Incident, signed_in: SignIn
) -> None:
    """R1.42: the room of the incident leads to its page."""
    client = signed_in(cast.alice)
    client.post(reverse("open_incident_page", args=["spring", one.number]))
    first, second = services.published_of(one)
    given = {"wrong": first.pk, "right": second.pk, "was": "沒說過的話", "now": "退費不需要發票"}

    refused = client.post(reverse("correct_incident_page", args=["spring", one.number]), given)
    board = client.get(reverse("incident", args=["spring", one.number]), {"tab": "public"}).content.decode()

    assert refused.status_code == 400 and "沒說過的話" in refused.content.decode()
    assert address(PublicPage.objects.get()) in board


def test_what_was_promised_stands_there_with_its_day_and_whether_it_was_kept(
    page: PublicPage, one: Incident, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R1.32 in part: everybody sees what was promised and missed."""
    text = "退費開始\n今天起退費。\n我們的承諾：\n- 11 月 25 日前完成退費"
    statement(one, text, by=cast.bob, at=at, kind="statement", published_at=at, url="https://spring.example")

    now = read(page)
    forget_pages()
    monkeypatch.setattr("firebreak.console.clock.now", lambda: at + timedelta(days=10))
    later = read(page)

    assert now.count("11 月 25 日前完成退費") == 2  # in its version, and among what was promised
    assert "準時做到" in now and "尚未到期" in now and "已逾時" not in now
    assert "尚未到期" not in later and "已逾時" in later


def test_its_versions_are_a_feed_that_holds_published_words_only(page: PublicPage, seat: Seat, one: Incident) -> None:
    wrong, right = services.published_of(one)
    services.correct(
        seat=seat, incident=one, wrong=wrong.pk, right=right.pk, was="退費需攜帶發票", now="退費不需要發票"
    )

    answer = Client().get(reverse("progress_feed", args=["spring", page.year, page.number]))
    feed = ElementTree.fromstring(answer.content)

    entries = feed.findall(f"{ATOM}entry")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{ATOM}content", "").splitlines()[0] for entry in entries] == [
        "退費不需要發票",
        "燕麥奶發現碎片：處理進度",
    ]
    assert "更正" in entries[1].findtext(f"{ATOM}content", "")
    assert entries[1].findtext(f"{ATOM}updated") != entries[1].findtext(f"{ATOM}published")
    for secret in ("內部標題", "還沒核准", "給員工的話", "給媒體的話", "Bob", "Alice"):
        assert secret not in answer.content.decode()


def test_words_with_signs_of_markup_stay_words_in_the_feed(page: PublicPage, one: Incident, cast: Cast) -> None:
    text = 'A & B <b>"換貨"</b>\x0b'
    at = page.opened_at
    statement(one, text, by=cast.bob, at=at, kind="statement", published_at=at, url="https://spring.example")

    answer = Client().get(reverse("progress_feed", args=["spring", page.year, page.number]))

    assert ElementTree.fromstring(answer.content).findtext(f"{ATOM}entry/{ATOM}content") == text[:-1]


def test_the_feed_goes_with_its_page(seat: Seat, page: PublicPage, one: Incident) -> None:
    url = reverse("progress_feed", args=["spring", page.year, page.number])
    assert Client().get(url).status_code == 200

    services.shut_page(seat=seat, incident=one)
    forget_pages()

    assert Client().get(url).status_code == 404


def test_a_page_without_a_version_has_no_feed(page: PublicPage, one: Incident) -> None:
    one.statements.filter(published_at__isnull=False).update(audience="staff")  # the page holds none of them

    assert Client().get(reverse("progress_feed", args=["spring", page.year, page.number])).status_code == 404
