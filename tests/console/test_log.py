"""Can the log be searched, how far does each seat see into it, and is it said what stands out?"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from firebreak import console
from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.govern.services import drop_anchor, person_actor, write_entry
from firebreak.console.home.settings.attention import notices_of
from firebreak.console.home.settings.chain import chain_of
from firebreak.console.home.settings.logline import KINDS, lines_of, subject_of
from firebreak.console.home.settings.logsearch import SHOWN
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.records import MINUTE

Sign = Callable[[Person], Client]
LOG = "/b/spring/settings/audit/"
DAY = timedelta(days=1)


def write(cast: Cast, who: Person | str, action: str, *, at: datetime, subject: str = "", **detail: Any) -> Entry:
    actor = who if isinstance(who, str) else person_actor(who)
    return write_entry(brand=cast.brand, actor=actor, action=action, subject=subject, detail=detail, at=at)


def numbers(client: Client, query: str = "") -> list[int]:
    return [line.entry.number for line in client.get(LOG + query).context["lines"]]


@pytest.fixture
def alice(cast: Cast, signed_in: Sign) -> Client:
    return signed_in(cast.alice)


@pytest.fixture
def four(cast: Cast, at: datetime) -> list[Entry]:
    """Alice and Bob acted, the machine stored posts and raised an alert; one of it yesterday."""
    return [
        write(cast, cast.alice, "save_watch", at=at - DAY),
        write(cast, cast.bob, "save_watch", at=at - 3 * MINUTE),
        write(cast, "machine:listen", "store_posts", at=at - 2 * MINUTE, count=3),
        write(cast, "machine:alert", "raise_alert", at=at - MINUTE),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [4, 2, 1]),
        ("?what=all", [4, 3, 2, 1]),
        ("?what=save_watch", [2, 1]),
        ("?who=people", [2, 1]),
        ("?who=machines&what=all", [4, 3]),
        ("?since=2026-11-20", [4, 2]),
        ("?until=2026-11-19", [1]),
        ("?who=nonsense&what=nonsense&since=yesterday", [4, 2, 1]),
    ],
)
def test_the_log_is_narrowed_by_person_deed_and_days(
    alice: Client, four: list[Entry], query: str, found: list[int]
) -> None:
    assert numbers(alice, query) == found


def test_what_comes_once_a_batch_stands_in_nobodys_way(alice: Client, cast: Cast, at: datetime) -> None:
    write(cast, "machine:understand", "read_again", at=at, count=48)
    assert (numbers(alice), numbers(alice, "?what=all")) == ([], [1])


def test_it_is_narrowed_to_one_person(alice: Client, cast: Cast, four: list[Entry]) -> None:
    assert numbers(alice, f"?who={cast.bob.pk}") == [2]


def test_days_are_found_beside_the_anchors_too(alice: Client, cast: Cast, at: datetime) -> None:
    for step in (3, 2, 1):
        write(cast, cast.alice, "save_watch", at=at - step * DAY)
        drop_anchor(cast.brand.organisation, at=at - step * DAY + MINUTE)

    assert numbers(alice, "?since=2026-11-18&until=2026-11-18") == [2]


def test_pages_go_beyond_the_first_hundred_and_back(alice: Client, cast: Cast, at: datetime) -> None:
    for _ in range(2 * SHOWN + 5):
        write(cast, cast.alice, "save_watch", at=at)

    first = alice.get(LOG).context["leaf"]
    second = alice.get(LOG + first.older).context["leaf"]
    third = alice.get(LOG + second.older).context["leaf"]
    back = alice.get(LOG + third.newer).context["leaf"]

    assert [len(leaf.entries) for leaf in (first, second, third)] == [SHOWN, SHOWN, 5]
    assert (first.newer, third.older) == ("", "")
    assert [one.number for one in back.entries] == [one.number for one in second.entries]


def test_pages_keep_what_is_asked_for(alice: Client, cast: Cast, at: datetime) -> None:
    for _ in range(SHOWN + 1):
        write(cast, cast.bob, "save_watch", at=at)

    assert alice.get(f"{LOG}?who={cast.bob.pk}&what=save_watch").context["leaf"].older == (
        f"?who={cast.bob.pk}&what=save_watch&before=2"
    )


def test_what_a_role_may_not_is_refused_and_written_down(cast: Cast, stage: dict[str, Any], signed_in: Sign) -> None:
    answer = signed_in(cast.carol).post(f"/b/spring/settings/sources/{stage['source'].pk}/", {"do": "pause"})

    entry = Entry.objects.get(action="refuse_act")
    assert answer.status_code == 403
    assert (entry.actor, entry.subject, entry.detail) == (
        f"person:{cast.carol.pk}",
        "act:configure",
        {"page": "change_source"},
    )


def test_a_stranger_leaves_no_line(cast: Cast, signed_in: Sign) -> None:
    signed_in(cast.mallory).post("/b/spring/settings/routes/edit/", {})

    assert not Entry.objects.exists()


def test_who_leads_the_agencys_team_sees_what_its_own_people_did(
    cast: Cast, four: list[Entry], signed_in: Sign, at: datetime
) -> None:
    write(cast, cast.trent, "sign_in", at=at)

    client = signed_in(cast.bob)

    assert numbers(client) == [5, 2]
    assert numbers(client, f"?who={cast.alice.pk}") == [5, 2]
    assert "聽潮顧問 的人為這個品牌做的事" in client.get(LOG).content.decode()


def test_a_viewer_sees_what_they_did_themselves(cast: Cast, four: list[Entry], signed_in: Sign, at: datetime) -> None:
    write(cast, cast.carol, "sign_in", at=at)

    assert numbers(signed_in(cast.carol)) == [5]


@pytest.mark.parametrize("who", ["carol", "bob"])
def test_who_may_not_read_all_of_the_log_does_not_have_the_houses_chain_walked(
    cast: Cast, four: list[Entry], signed_in: Sign, who: str
) -> None:
    answer = signed_in(getattr(cast, who)).get(LOG + "?verify=1")

    assert answer.context["chain"] is None
    assert 'href="?verify=1"' not in answer.content.decode()
    assert signed_in(cast.alice).get(LOG).context["chain"].verdict.whole


def test_of_another_house_at_the_same_agency_nothing_is_seen(cast: Cast, four: list[Entry], signed_in: Sign) -> None:
    assert signed_in(cast.trent).get(LOG).status_code == 404


def test_a_line_names_people_records_and_codes(cast: Cast, stage: dict[str, Any], at: datetime) -> None:
    entries = [
        write(cast, cast.bob, "pause_source", at=at, subject=f"source:{stage['source'].pk}"),
        write(cast, cast.alice, "assign", at=at, subject=f"person:{cast.carol.pk}", role="legal"),
        write(cast, cast.alice, "change_route", at=at, subject="route:S2:viewer", was=None, now=900),
        write(cast, "machine:assess", "judge_story", at=at, subject=f"story:{stage['story'].pk}", was="S4", now="S3"),
        write(cast, cast.alice, "set_policy", at=at, was={"keep_days": None}, now={"keep_days": 90}),
        write(cast, cast.carol, "refuse_act", at=at, subject="act:configure", page="add_feed"),
    ]

    lines = lines_of(cast.brand, entries)

    assert [(line.actor, line.subject, line.facts) for line in lines] == [
        ("Bob", "來源 Town news", ""),
        ("Alice", "Carol", "角色 法務"),
        ("Alice", "S2 · 檢視者", "— → 900"),
        ("判定", f"話題 {stage['story'].code}", "S4 → S3"),
        ("Alice", "", "保存日數 — → 90"),
        ("Carol", "設定來源與關鍵字", "頁面 add_feed"),
    ]
    assert (lines[0].house, lines[1].house, lines[5].refused) == ("聽潮顧問", "", True)


def test_the_chain_shows_its_ends_its_anchors_and_where_it_breaks(cast: Cast, four: list[Entry], at: datetime) -> None:
    house = cast.brand.organisation
    drop_anchor(house, at=at)
    write(cast, cast.alice, "save_watch", at=at)

    whole = chain_of(house, asked=True)
    Entry.objects.filter(number=3).update(action="nothing")
    broken = chain_of(house, asked=True)

    assert [(one.number, one.is_anchor, one.since_last) for one in whole.links] == [
        (1, False, 0),
        (4, True, 3),
        (5, False, 1),
    ]
    assert [one.holds for one in broken.links] == [True, False, False]
    assert broken.whole_until == four[1].at


def test_what_stands_out_in_a_week_is_named(cast: Cast, at: datetime) -> None:
    for day in range(2, 9):
        write(cast, cast.alice, "unmask_post", at=at - day * DAY)
    for _ in range(12):
        write(cast, cast.alice, "unmask_post", at=at - DAY)
    write(cast, cast.carol, "refuse_act", at=at - DAY, subject="act:configure")
    write(cast, cast.carol, "refuse_act", at=at - 8 * DAY, subject="act:configure")
    Person.objects.filter(pk__in=[cast.alice.pk, cast.bob.pk]).update(last_login=at)
    Person.objects.filter(pk=cast.carol.pk).update(last_login=at - 91 * DAY)
    newcomer = person("Newcomer", cast.brand.organisation)
    Person.objects.filter(pk=newcomer.pk).update(last_login=at)

    found = notices_of(Seat(cast.brand, cast.alice, Role.BRAND_PR, at))

    assert [one.title for one in found] == ["看個資次數偏高", "被拒絕的動作 1 次", "該檢視的權限"]
    assert found[0].text == "Alice 11/19 看了 12 次，平常有看的日子約 1 次。"


def test_nothing_is_said_to_stand_out_where_nothing_does(cast: Cast, at: datetime) -> None:
    Person.objects.update(last_login=at)

    assert notices_of(Seat(cast.brand, cast.alice, Role.BRAND_PR, at)) == []


@pytest.mark.parametrize("tongue", ["zh-hant", "en"])
def test_no_subject_of_the_log_is_shown_as_a_code(cast: Cast, tongue: str) -> None:
    """Every kind of subject that the service writes has words, and none of them is the code itself."""
    with translation.override(tongue):
        for kind in sorted(kinds_written()):
            said = subject_of(f"{kind}:7", {}, {name: {} for name in KINDS})
            assert not said.startswith(kind), kind
            assert said.endswith("7"), kind


@pytest.mark.parametrize("tongue", ["zh-hant", "en"])
def test_a_list_that_was_exported_is_named_in_words(tongue: str) -> None:
    files = (Path(console.__file__).parent / "export").glob("*.py")
    codes = {code for file in files for code in re.findall(r'code="([a-z_]+)"', file.read_text(encoding="utf-8"))}
    assert {"mentions", "costs", "compensation"} <= codes

    with translation.override(tongue):
        assert [code for code in sorted(codes) if subject_of(code, {}, {}) == code] == []


def test_a_kind_of_watch_that_need_not_be_heard_is_said_in_words() -> None:
    assert subject_of("kind:competitor", {}, {}) == "關鍵字類型 競品"


def kinds_written() -> set[str]:
    """Find in the code with which kinds of subject entries are written."""
    found = set()
    for path in Path(console.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "write_entry" in text or "subject" in text or "told(" in text:
            found |= set(re.findall(r'subject=f"([a-z_]+):\{', text))
            found |= set(re.findall(r'subject = (?:[a-z_]+\([^)]*\), )?f"([a-z_]+):\{', text))
    assert {"template", "matrix", "own_date", "case"} <= found
    return found - {"person", "act", "route"}  # said by name, by act and by level, in tests of their own


def test_a_template_and_the_places_of_a_matrix_are_said_in_words(cast: Cast, at: datetime) -> None:
    code = "product_defect.public.website.holding.grave.zh-Hant"
    entries = [
        write(cast, cast.alice, "word_template", at=at, subject=f"template:{code}"),
        write(cast, cast.alice, "write_matrix", at=at, subject="matrix:1", changed=["steps:S3", "money:brand_pr"]),
        write(cast, cast.alice, "write_matrix", at=at, subject="matrix:2", changed=["channels:gone", "odd"]),
        write(cast, cast.alice, "word_template", at=at, subject="template:of_old"),
    ]

    worded, matrix, gone, old = lines_of(cast.brand, entries)

    assert worded.subject.startswith("範本 ")
    assert "S1、S2" in worded.subject
    assert "holding" not in worded.subject
    assert "S3 要核准的人" in matrix.facts
    assert "steps" not in matrix.facts
    assert gone.facts.endswith("channels:gone、odd")
    assert old.subject == "範本 of_old"
