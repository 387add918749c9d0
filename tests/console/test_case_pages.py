"""What does somebody see of affected people, who sees who they are, and is nothing lost that they wrote?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from firebreak.console.access import Seat
from firebreak.console.cases.catalogue import change_budget
from firebreak.console.cases.hiding import words_hidden
from firebreak.console.cases.models import Case, Proposal
from firebreak.console.cases.money import Budget, Line
from firebreak.console.cases.opening import open_case_from_post
from firebreak.console.cases.promising import make_promise
from firebreak.console.cases.standing import Standing, complaint_clock
from firebreak.console.formats import local
from firebreak.console.govern.models import Assignment, Entry, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.terms import Role
from firebreak.run.check import ledgers
from tests.affected import HOUR, allow, call, came, later
from tests.cast import Cast
from tests.console.test_export import rows_of, take
from tests.records import incident, story

DAY = timedelta(days=1)
SignIn = Callable[[Person], Client]
KNOWN = {
    "name": "王小明",
    "phone": "0912-345-678",
    "mail": "ming@example.org",
    "what": "王小明說孩子吐了，打 0912-345-678",
    "matter": "民生門市 王小明 0912-345-678",
}
OPEN_TO_NOBODY = ("王小明", "345", "ming@")


@pytest.fixture
def running(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - HOUR, about=story(cast.brand, at=at - HOUR))


@pytest.fixture
def case(seat: Seat, running: Incident) -> Case:
    return came(seat, running, **KNOWN)


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def act(client: Client, case: Case, name: str, **said: Any) -> Any:
    return client.post(reverse("act_on_case", args=[case.brand.slug, case.number]), {"act": name, **said})


@pytest.mark.parametrize("name", ["cases", "case", "incident"])
def test_who_somebody_is_stays_masked_on_every_page(
    name: str, seat: Seat, cast: Cast, case: Case, running: Incident, signed_in: SignIn
) -> None:
    came(seat, running, **(KNOWN | {"what": ""}))  # in a list its matter stands where nothing else is known
    args = {"cases": [], "case": [case.number], "incident": [running.number]}[name]

    told = page(signed_in(cast.alice), name, cast.brand.slug, *args, tab="remedy")

    assert "王**" in told
    assert "民生門市 王**" in told
    assert not [word for word in OPEN_TO_NOBODY if word in told]


def test_it_is_seen_for_a_reason_that_is_written_down_and_masked_again(
    cast: Cast, case: Case, signed_in: SignIn
) -> None:
    alice, where = signed_in(cast.alice), [cast.brand.slug, case.number]
    alice.post(reverse("unmask_case", args=where), {"reason": "contact"})

    shown = alice.get(reverse("case", args=where))
    assert all(word in shown.content.decode() for word in OPEN_TO_NOBODY)
    assert "no-store" in shown["Cache-Control"]
    assert Entry.objects.get(action="unmask_case").detail == {"reason": "contact"}
    assert "王小明" not in page(alice, "cases", cast.brand.slug)

    alice.post(reverse("mask_case", args=where))
    assert "王小明" not in page(alice, "case", *where)


def test_how_many_were_spoken_to_in_time_is_told(seat: Seat, cast: Cast, running: Incident, signed_in: SignIn) -> None:
    """R1.77: within two hours at S2."""
    for hours in (1, 3):  # the incident is S2: two hours
        made = came(seat, running, name="某某", hours_ago=hours)
        allow(seat, made)
        call(seat, made)
    came(seat, running, name="等著的人")

    told = page(signed_in(cast.alice), "cases", cast.brand.slug)

    assert "準時 1／2" in told


def test_a_longer_list_asks_the_database_no_more(seat: Seat, cast: Cast, running: Incident, signed_in: SignIn) -> None:
    alice, counts = signed_in(cast.alice), []
    for _round in range(2):
        told = Post.objects.filter(place__story=running.story, case_told__isnull=True).order_by("pk")[0]
        made = open_case_from_post(seat=seat, post=told)
        make_promise(seat=seat, case=made, text="回電", due_at=seat.at + HOUR)
        with CaptureQueriesContext(connection) as asked:
            page(alice, "cases", cast.brand.slug)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_another_name_in_their_words_is_hidden_too(case: Case) -> None:
    assert words_hidden("王小明與 0987-654-321", case) == "王**與 ●●●●●●●●●●●●"


def test_a_field_that_stays_empty_while_masked_changes_nothing(cast: Cast, case: Case, signed_in: SignIn) -> None:
    said = {"matter": "B-7", "wants": "要原因", "version": case.version}

    assert act(signed_in(cast.bob), case, "change", **said).status_code == 302

    case.refresh_from_db()
    assert (case.name, case.phone, case.matter, case.wants) == ("王小明", "0912-345-678", "B-7", "要原因")


def test_a_page_that_was_masked_empties_nothing_while_another_shows_who_it_is(
    cast: Cast, case: Case, signed_in: SignIn
) -> None:
    alice, where = signed_in(cast.alice), [cast.brand.slug, case.number]
    hidden = 'name="shown" value="{}"'
    assert hidden.format("False") in page(alice, "case", *where)
    alice.post(reverse("unmask_case", args=where), {"reason": "contact"})
    assert hidden.format("True") in page(alice, "case", *where)

    act(alice, case, "change", shown="False", wants="要原因", version=case.version)
    case.refresh_from_db()
    assert (case.name, case.phone, case.wants) == ("王小明", "0912-345-678", "要原因")

    act(alice, case, "change", shown="True", phone="0912-345-678", version=case.version)
    case.refresh_from_db()
    assert (case.name, case.phone) == ("", "0912-345-678")


def test_what_is_refused_says_why_and_keeps_the_words(cast: Cast, case: Case, signed_in: SignIn) -> None:
    said = {"direction": "out", "way": "phone", "text": "想打給她說明"}

    refused = act(signed_in(cast.alice), case, "contact", **said)

    assert refused.status_code == 403
    assert "沒有記下依據" in refused.content.decode()
    assert "想打給她說明" in refused.content.decode()


def test_what_a_form_lacks_is_said_beside_it(cast: Cast, case: Case, signed_in: SignIn) -> None:
    answer = act(signed_in(cast.alice), case, "promise", text="回電")

    assert answer.status_code == 400
    assert "回電" in answer.content.decode()


def test_a_case_is_worked_on_from_its_page(seat: Seat, cast: Cast, case: Case, signed_in: SignIn) -> None:
    alice = signed_in(cast.alice)
    change_budget(seat=seat, incident=case.incident, by=9_000)
    acts = [
        ("hold", {}),
        ("consent", {"ground": "consent", "ways": ["phone"], "proof": "私訊"}),
        ("contact", {"direction": "out", "way": "phone", "text": "已說明"}),
        ("offer", {"code": "A-1", "amount": "900", "key": "0" * 16}),
    ]
    for name, said in acts:
        assert act(alice, case, name, **said).status_code == 302, name
    made = case.offers.get()
    assert act(alice, case, "pay", offer=made.pk, said="T-1").status_code == 302
    assert f'name="version" value="{Case.objects.get().version}"' in page(alice, "case", cast.brand.slug, case.number)
    assert act(alice, case, "close", answer="satisfied", version=Case.objects.get().version).status_code == 302

    told = page(alice, "case", cast.brand.slug, case.number)
    assert "已確認滿意" in told
    assert "NT$900" in told


def test_a_part_of_another_case_is_not_touched_from_this_one(
    seat: Seat, cast: Cast, case: Case, running: Incident, signed_in: SignIn
) -> None:
    other = allow(seat, came(seat, running, name="別人"))

    assert act(signed_in(cast.alice), case, "end_consent", consent=other.pk).status_code == 404


def test_a_mention_is_linked_by_the_address_of_its_page(
    cast: Cast, case: Case, running: Incident, signed_in: SignIn
) -> None:
    told = Post.objects.filter(place__story=running.story).order_by("pk")[0]
    address = f"https://firebreak.example{reverse('mention', args=[cast.brand.slug, told.pk])}?view=all"

    assert act(signed_in(cast.alice), case, "link", post=address).status_code == 302
    assert act(signed_in(cast.alice), case, "link", post="/b/x/mentions/987654/").status_code == 400

    assert case.told.get().post == told


def test_an_end_refused_for_who_was_never_spoken_to_leads_to_them(
    cast: Cast, case: Case, running: Incident, signed_in: SignIn
) -> None:
    Incident.objects.filter(pk=running.pk).update(phase="watch", owner=cast.alice)
    Moment.objects.create(incident=running, at=case.opened_at, kind="phase", facts={"was": "remedy", "now": "watch"})

    url = reverse("move_incident", args=[cast.brand.slug, running.number])
    refused = signed_in(cast.alice).post(url, {"to": "closed", "version": 0})

    told = refused.content.decode()
    assert refused.status_code == 409
    assert "還有當事人在等補救，或沒有人和他們說過話" in told and 'href="?tab=remedy"' in told


def test_a_third_mention_of_the_same_matter_is_a_proposal_on_the_page(
    seat: Seat, cast: Cast, running: Incident, signed_in: SignIn
) -> None:
    cases = [came(seat, running, name=name, matter="B-7") for name in ("甲甲", "乙乙", "丙丙")]
    alice = signed_in(cast.alice)
    assert "建議 INC-0001 升為 S1" in page(alice, "cases", cast.brand.slug)

    said = {"proposal": Proposal.objects.get().pk, "accept": "yes", "reason": "同一批"}
    assert act(alice, cases[2], "decide", **said).status_code == 302

    assert Incident.objects.get(pk=running.pk).severity == "S1"


def test_the_fifteen_days_of_the_law_end_with_the_fifteenth_day(at: datetime) -> None:
    clock = complaint_clock(at, None)  # Friday 20 November, 11:34 in Taipei

    assert f"{clock.due:%Y-%m-%d %H:%M %z}" == "2026-12-05 23:59 +0800"


@pytest.mark.parametrize("name", ["cases", "case", "incident"])
def test_the_fifteen_days_of_the_law_are_seen_wherever_a_complaint_is(
    name: str, cast: Cast, case: Case, running: Incident, signed_in: SignIn
) -> None:
    """R2.29: 消保法 §43, on the list, the case itself and in the room of its incident."""
    args = {"cases": [], "case": [case.number], "incident": [running.number]}[name]
    received_at = case.received_at - 13 * DAY
    Case.objects.filter(pk=case.pk).update(received_at=received_at)

    told = page(signed_in(cast.carol), name, cast.brand.slug, *args, tab="remedy")

    assert "第 13 日／15 日" in told
    if name == "case":
        assert f'data-due="{local(complaint_clock(received_at, None).due).isoformat()}"' in told
        assert "消保法第 43 條" in told and "flno=43" in told


@pytest.mark.parametrize(("days", "look"), [(0, ""), (12, ""), (13, "warn"), (16, "bad")])
def test_how_far_the_days_are_is_shown_by_more_than_colour(seat: Seat, case: Case, days: int, look: str) -> None:
    stand = Standing(later(seat, days=days), case)

    assert (stand.law_look, stand.day) == (look, days)


def test_budget_and_catalogue_are_changed_on_their_page(cast: Cast, running: Incident, signed_in: SignIn) -> None:
    alice, url = signed_in(cast.alice), reverse("change_compensation", args=[cast.brand.slug])

    assert alice.post(url, {"act": "budget", "incident": running.number, "by": "5000"}).status_code == 302
    assert alice.post(url, {"act": "budget", "incident": running.number, "by": "-5001"}).status_code == 400
    assert (
        alice.post(url, {"act": "item", "code": "K-1", "name": "咖啡券", "kind": "coupon", "most": "300"}).status_code
        == 302
    )
    assert (
        alice.post(url, {"act": "item", "code": "K-1", "name": "咖啡券", "kind": "coupon", "most": "1"}).status_code
        == 400
    )

    told = page(alice, "compensation", cast.brand.slug)
    assert "咖啡券" in told and "重算相符" in told and "NT$5,000" in told
    assert Budget.objects.get().left == 5_000


def test_a_ledger_that_does_not_add_up_is_said_on_its_page_and_by_check(
    seat: Seat, cast: Cast, running: Incident, signed_in: SignIn
) -> None:
    assert ledgers().fine
    change_budget(seat=seat, incident=running, by=5_000)
    Budget.objects.update(left=4_999)

    assert "left 4999, added up 5000" in page(signed_in(cast.alice), "compensation", cast.brand.slug)
    assert not ledgers().fine


def test_cases_are_taken_along_masked(seat: Seat, cast: Cast, case: Case, signed_in: SignIn) -> None:
    (row,) = rows_of(take(signed_in(cast.alice), cast, "cases"))

    assert (row["案件"], row["危機事件"]) == (case.code, case.incident.code if case.incident else "")
    assert not [word for word in OPEN_TO_NOBODY if word in "".join(row.values())]


def test_the_ledger_is_taken_along_line_by_line(seat: Seat, cast: Cast, running: Incident, signed_in: SignIn) -> None:
    change_budget(seat=seat, incident=running, by=5_000)

    rows = rows_of(take(signed_in(cast.alice), cast, "cases/money"))

    assert [row["NT$"] for row in rows] == ["5000"] == [str(line.amount) for line in Line.objects.all()]


def test_a_person_is_erased_from_the_page_with_the_password(cast: Cast, case: Case, signed_in: SignIn) -> None:
    Assignment.objects.filter(person=cast.alice).update(role=Role.LEGAL.value)
    cast.alice.set_password("a long password")
    cast.alice.save()
    alice, url = signed_in(cast.alice), reverse("erase_case", args=[cast.brand.slug, case.number])

    assert alice.post(url, {"reason": "subject_request", "confirm": "wrong"}).status_code == 400
    assert alice.post(url, {"reason": "subject_request", "confirm": "a long password"}).status_code == 302

    case.refresh_from_db()
    assert (case.name, bool(case.erased_at)) == ("", True)
    assert "個資已抹除" in page(alice, "case", cast.brand.slug, case.number)
