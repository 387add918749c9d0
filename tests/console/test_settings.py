"""Can a brand be set up on the screen, is every change audited, and is a secret shown only once?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.connect.registry import policy_of
from firebreak.console.alert.calling import queue_deliveries
from firebreak.console.alert.models import Route
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.govern.services import verify_chain
from firebreak.console.home.settings.problems import QUERY
from firebreak.console.listen.health import Health, health_of
from firebreak.console.listen.models import Source, Watch
from firebreak.core.errors import BadWatch
from firebreak.core.listen.query import parse
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.records import MINUTE, alert, feed

Sign = Callable[[Person], Client]
AT_HOME = "/b/spring/settings/"


@pytest.fixture
def alice(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> Client:
    return signed_in(cast.alice)


@pytest.fixture
def admin(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> Client:
    boss = person("Boss", cast.brand.organisation)
    Assignment.objects.create(person=boss, brand=cast.brand, role=Role.ADMIN.value)
    return signed_in(boss)


def last_entry() -> Entry:
    return Entry.objects.order_by("-number")[0]


def test_a_feed_is_visited_from_now_on(alice: Client, at: datetime) -> None:
    answer = alice.post(
        f"{AT_HOME}sources/feed/",
        {"feed-name": "島民論壇", "feed-url": "https://forum.example/rss", "feed-every_seconds": "300"},
    )

    made = Source.objects.get(name="島民論壇")
    assert answer.status_code == 302
    assert (made.kind, made.next_at) == ("rss", at)
    sort = {"genre": "forum", "kind": "post"}  # as its address says
    assert made.config == {"url": "https://forum.example/rss", "source": "島民論壇"} | sort
    assert (last_entry().action, last_entry().subject) == ("add_source", f"source:{made.pk}")


def test_a_source_begins_with_the_policy_of_its_kind(alice: Client) -> None:
    alice.post(
        f"{AT_HOME}sources/feed/",
        {"feed-name": "島民論壇", "feed-url": "https://forum.example/rss", "feed-every_seconds": "300"},
    )
    alice.post(f"{AT_HOME}sources/webhook/", {"hook-name": "供應商"})

    for name, kind in (("島民論壇", "rss"), ("供應商", "webhook")):
        made, policy = Source.objects.get(name=name), policy_of(kind)
        assert made.keep_days == (policy.keep_for.days if policy.keep_for else None)
        assert (made.may_store, made.may_act) == (policy.may_store, policy.may_act)
        assert made.must_honour_deletes == policy.must_honour_deletes
    assert Source.objects.get(name="島民論壇").keep_days == 365


def test_the_days_that_a_person_gives_count_for_more_than_those_of_the_kind(alice: Client) -> None:
    given = {"feed-name": "島民論壇", "feed-url": "https://forum.example/rss", "feed-every_seconds": "300"}

    alice.post(f"{AT_HOME}sources/feed/", given | {"feed-keep_days": "30"})

    assert Source.objects.get(name="島民論壇").keep_days == 30


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://forum.example/rss", "forum", ""])
def test_an_address_that_is_none_is_refused_beside_its_field(alice: Client, address: str) -> None:
    answer = alice.post(f"{AT_HOME}sources/feed/", {"feed-name": "x", "feed-url": address, "feed-every_seconds": "300"})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Source.objects.filter(name="x").exists()


def test_two_sources_of_one_name_are_refused(alice: Client) -> None:
    assert alice.post(f"{AT_HOME}sources/webhook/", {"hook-name": "desk"}).status_code == 400


def test_a_webhooks_secret_is_shown_once_and_never_kept_by_a_browser(alice: Client) -> None:
    answer = alice.post(f"{AT_HOME}sources/webhook/", {"hook-name": "供應商"})

    secret = Source.objects.get(name="供應商").secret
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert secret not in alice.get(AT_HOME).content.decode()
    assert secret not in str([entry.detail for entry in Entry.objects.all()])


def test_a_new_secret_takes_the_place_of_the_old_one(alice: Client, stage: dict[str, Any]) -> None:
    hook = stage["hook"]

    answer = alice.post(f"{AT_HOME}sources/{hook.pk}/", {"do": "secret"})

    hook.refresh_from_db()
    assert hook.secret != "s" * 32
    assert hook.secret in answer.content.decode()
    assert last_entry().action == "renew_secret"


def test_a_source_is_paused_and_resumed(alice: Client, stage: dict[str, Any], at: datetime) -> None:
    source = stage["source"]

    alice.post(f"{AT_HOME}sources/{source.pk}/", {"do": "pause"})
    source.refresh_from_db()
    assert health_of(source, at=at) is Health.PAUSED

    alice.post(f"{AT_HOME}sources/{source.pk}/", {"do": "resume"})
    source.refresh_from_db()
    assert (source.paused, source.next_at) == (False, at)
    entries = Entry.objects.filter(subject=f"source:{source.pk}").order_by("number")
    assert list(entries.values_list("action", flat=True)) == ["pause_source", "resume_source"]


def test_a_stopped_source_is_visited_when_somebody_asks(alice: Client, stage: dict[str, Any], at: datetime) -> None:
    source = stage["source"]
    Source.objects.filter(pk=source.pk).update(next_at=None, last_error="source_down")
    source.refresh_from_db()
    assert health_of(source, at=at) is Health.STOPPED

    alice.post(f"{AT_HOME}sources/{source.pk}/", {"do": "visit"})

    source.refresh_from_db()
    assert source.next_at == at


def test_the_policy_record_changes_with_what_it_was(alice: Client, stage: dict[str, Any]) -> None:
    source = stage["source"]

    alice.post(f"{AT_HOME}sources/{source.pk}/policy/", {"keep_days": "90", "may_store": "on"})

    source.refresh_from_db()
    assert (source.keep_days, source.must_honour_deletes, source.may_store) == (90, False, True)
    assert last_entry().detail == {
        "was": {"keep_days": None, "must_honour_deletes": True},
        "now": {"keep_days": 90, "must_honour_deletes": False},
    }


@pytest.mark.parametrize(
    ("fields", "health"),
    [
        ({}, Health.OK),
        ({"last_ok_at": None}, Health.LATE),  # set up days ago and never heard
        ({"failures": 1, "last_error": "source_down"}, Health.FAILING),
        ({"next_at": None}, Health.STOPPED),
        ({"paused": True, "failures": 3}, Health.PAUSED),
    ],
)
def test_r1_19_a_source_tells_how_it_stands(cast: Cast, at: datetime, fields: dict[str, Any], health: Health) -> None:
    """R1.19 (part): the registry shows status, lag and last error per source."""
    assert health_of(feed(cast.brand, at=at, **fields), at=at) is health


def test_r1_5_a_source_is_late_five_minutes_after_its_last_answer(cast: Cast, at: datetime) -> None:
    """R1.5 (part): a collector that stopped is seen within five minutes."""
    source = feed(cast.brand, at=at)
    heard = source.last_ok_at
    assert heard is not None

    assert health_of(source, at=heard + 5 * MINUTE) is Health.OK
    assert health_of(source, at=heard + 5 * MINUTE + timedelta(seconds=1)) is Health.LATE


def test_r1_19_the_page_says_status_lag_error_and_next_visit_in_words(
    alice: Client, stage: dict[str, Any], at: datetime
) -> None:
    """R1.19 (part)."""
    Source.objects.filter(pk=stage["source"].pk).update(
        last_ok_at=at - 14 * MINUTE, failures=4, last_error="source_down", next_at=at + 4 * MINUTE
    )

    page = alice.get(AT_HOME).content.decode()

    assert "14 分" in page
    assert "11:38" in page
    assert "連 4 次" in page or "4 次" in page
    assert "source_down" in page


def test_r1_20_a_watch_of_words_is_written(alice: Client) -> None:
    """R1.20 (part), R1.45 (part): every kind can be set up on the screen."""
    given = {"name": "淨水器", "kind": "product", "words": "淨水器\n 凈水器 \n\n淨水器", "none": "淨水廠", "query": ""}

    alice.post(f"{AT_HOME}watches/new/", given)

    made = Watch.objects.get(name="淨水器")
    assert (made.any, made.none, made.kind) == (["淨水器", "凈水器"], ["淨水廠"], "product")
    assert last_entry().action == "save_watch"
    assert "淨水器" not in str(last_entry().detail)


def test_a_query_with_a_mistake_is_pointed_at_and_changes_nothing(alice: Client, stage: dict[str, Any]) -> None:
    watch = stage["watch"]
    query = "明泉 AND (漏水 OR 爆管"

    answer = alice.post(
        f"{AT_HOME}watches/{watch.pk}/", {"name": "明泉", "kind": "brand", "words": "", "none": "", "query": query}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'data-pos="第 8 字"' in page
    assert "第 8 字：這個括號沒有關上" in page or "第 8 字" in page
    watch.refresh_from_db()
    assert (watch.any, watch.query) == (["明泉"], "")


@pytest.mark.parametrize(
    "query",
    ['"明泉', "NOT a NEAR b", "明泉 AND", '""', "(明泉", "明泉)", "NOT 明泉", " ".join(["字"] * 201), "(" * 60 + "字"],
)
def test_every_mistake_of_a_query_has_its_sentence(query: str) -> None:
    with pytest.raises(BadWatch) as wrong:
        parse(query)

    assert wrong.value.context["problem"] in QUERY


@pytest.mark.parametrize(
    ("given", "status"),
    [({"words": "明泉"}, 302), ({"query": "明泉"}, 302), ({"words": "明泉", "query": "明泉 水"}, 302), ({}, 400)],
)
def test_a_watch_is_words_or_a_query_or_both(alice: Client, given: dict[str, str], status: int) -> None:
    answer = alice.post(f"{AT_HOME}watches/new/", {"name": "x", "kind": "brand", "words": "", "query": "", **given})

    assert answer.status_code == status


def test_a_watch_is_dropped(alice: Client, stage: dict[str, Any]) -> None:
    alice.post(f"{AT_HOME}watches/{stage['watch'].pk}/", {"do": "drop"})

    assert not Watch.objects.exists()
    assert last_entry().action == "drop_watch"


def test_r1_51_the_table_of_severity_and_handler_is_edited_and_the_change_audited(
    alice: Client, cast: Cast, at: datetime
) -> None:
    """R1.51, R2.70: severity→handler table editable; change audited."""
    before = alert(cast.brand, at=at)
    queue_deliveries(before, at=at)

    alice.post(f"{AT_HOME}routes/edit/", {"severity": "S2", "role": "viewer", "after": "15"})

    after = alert(cast.brand, at=at)
    queue_deliveries(after, at=at)
    assert not before.deliveries.filter(person=cast.carol).exists()
    assert after.deliveries.get(person=cast.carol).next_at == at + 15 * MINUTE
    assert (last_entry().action, last_entry().subject) == ("change_route", "route:S2:viewer")
    assert last_entry().detail == {"was": None, "now": 900}
    assert last_entry().actor == f"person:{cast.alice.pk}"


def test_r1_51_a_role_is_taken_off(alice: Client, cast: Cast) -> None:
    """R1.51."""
    alice.post(f"{AT_HOME}routes/edit/", {"severity": "S1", "role": "executive", "after": "off"})

    assert not Route.objects.filter(brand=cast.brand, severity="S1", role="executive").exists()


def test_r1_51_no_severity_stays_without_a_handler(alice: Client, cast: Cast) -> None:
    """R1.51."""
    answer = alice.post(f"{AT_HOME}routes/edit/", {"severity": "S4", "role": "cs_agent", "after": "off"})

    assert answer.status_code == 400
    assert Route.objects.filter(brand=cast.brand, severity="S4").exists()


def test_the_routes_name_the_levels_that_reach_nobody_and_who_is_called_instead(
    alice: Client, admin: Client, cast: Cast
) -> None:
    page = alice.get(f"{AT_HOME}routes/").content.decode()

    named = page.partition("這些級別依角色叫不到任何登入過的人：")[2].partition("</p>")[0]
    assert named.split() == ["S4"]
    assert "會通知管理員：" in page


def test_a_role_whose_people_have_never_signed_in_reaches_nobody(alice: Client, admin: Client, cast: Cast) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(last_login=None)

    page = alice.get(f"{AT_HOME}routes/").content.decode()

    named = page.partition("這些級別依角色叫不到任何登入過的人：")[2].partition("</p>")[0]
    assert named.split() == ["S4"]  # at S1 to S3 Alice is called as well
    assert page.count(">尚未登入過<") == 3


def test_a_new_person_gets_a_link_for_one_time(admin: Client, cast: Cast) -> None:
    given = {"email": "Dora@spring-house.example", "name": "Dora", "role": "legal"}

    answer = admin.post(f"{AT_HOME}people/new/", given | {"house": str(cast.brand.organisation_id)})

    dora = Person.objects.get(email="dora@spring-house.example")
    link = answer.content.decode().partition('id="once-value"')[2].partition('value="')[2].partition('"')[0]
    assert "no-store" in answer["Cache-Control"]
    pk, key = link.rstrip("/").split("/")[-2:]
    assert Client().post("/enter/", {"person": pk, "key": key})["Location"] == "/new-password/"
    assert dora.assignments.get().role == "legal"


def test_somebody_of_a_house_without_engagement_is_not_let_in(admin: Client, cast: Cast) -> None:
    given = {"email": "spy@other.example", "name": "Spy", "role": "viewer", "house": str(cast.mallory.organisation_id)}

    assert admin.post(f"{AT_HOME}people/new/", given).status_code == 400
    assert not Person.objects.filter(email="spy@other.example").exists()


def test_a_role_is_changed_and_taken_away(admin: Client, cast: Cast) -> None:
    row = Assignment.objects.get(person=cast.carol)

    admin.post(f"{AT_HOME}people/{row.pk}/", {"do": "role", "role": "legal"})
    row.refresh_from_db()
    assert row.role == "legal"

    admin.post(f"{AT_HOME}people/{row.pk}/", {"do": "remove"})
    assert not Assignment.objects.filter(pk=row.pk).exists()
    assert last_entry().action == "unassign"


def test_the_last_administrator_stays_one(admin: Client, cast: Cast) -> None:
    row = Assignment.objects.get(brand=cast.brand, role=Role.ADMIN.value)

    assert admin.post(f"{AT_HOME}people/{row.pk}/", {"do": "remove"}).status_code == 400
    assert admin.post(f"{AT_HOME}people/{row.pk}/", {"do": "role", "role": "viewer"}).status_code == 400
    assert Assignment.objects.filter(pk=row.pk, role=Role.ADMIN.value).exists()


def test_r1_97_the_log_says_whether_it_is_whole_and_names_the_entry_that_is_not(
    alice: Client, cast: Cast, stage: dict[str, Any]
) -> None:
    """R1.97 (part): edit one row in the database, and the page names it."""
    for wish in ("pause", "resume", "pause"):
        alice.post(f"{AT_HOME}sources/{stage['source'].pk}/", {"do": wish})
    assert verify_chain(cast.brand.organisation).whole
    assert "checkc" in alice.get(f"{AT_HOME}audit/").content.decode()

    Entry.objects.filter(number=2).update(action="nothing")

    page = alice.get(f"{AT_HOME}audit/").content.decode()
    assert 'role="alert"' in page
    assert "第 2 筆" in page


@pytest.mark.parametrize("tab", ["", "watches/", "routes/", "people/"])
def test_a_viewer_sees_who_may_change_what_is_out_of_reach(
    tab: str, cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    page = signed_in(cast.carol).get(AT_HOME + tab).content.decode()

    assert "需要" in page
    assert "<form" not in page.partition('<main id="main"')[2].partition("</main>")[0]
