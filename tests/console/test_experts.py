"""Does somebody from outside see the one incident they were called in to, as far as they need, and nothing else?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Assignment, Brand, Entry, Person
from firebreak.console.govern.reach import answers_for
from firebreak.console.respond.expert.records import Expert
from firebreak.console.respond.expert.services import Called, advise, end_expert, invite_expert
from firebreak.console.respond.lines import note
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.respond.sheet import Key
from firebreak.core.terms import Role
from tests.cast import Cast, person
from tests.console.test_access import visit
from tests.console.walk import operations, pages, records_of
from tests.records import expert, fact, incident, statement

SignIn = Callable[[Person], Client]
DAY = timedelta(days=1)
SEE, ADVISE = "expert_room", "advise_as_expert"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - timedelta(hours=2))


@pytest.fixture
def grace(about: Incident, cast: Cast, at: datetime) -> Expert:
    """Counsel, who was called in to one incident."""
    return expert(about, cast, at=at)


@pytest.fixture
def admins(cast: Cast, at: datetime) -> Seat:
    Assignment.objects.filter(person=cast.alice).update(role=Role.ADMIN.value)
    return take_seat(cast.alice, cast.brand.slug, at=at)


def called(at: datetime, **said: Any) -> Called:
    usual = {"email": "lin@grove.example", "name": "Lin", "firm": "林木法律", "expertise": "counsel"}
    return Called(**(usual | {"nda_signed_at": at, "ends": at + 14 * DAY} | said))


def room_of(about: Incident, name: str = SEE) -> str:
    return reverse(name, args=[about.brand.slug, about.number])


def test_an_expert_sees_their_room_and_to_them_no_other_address_of_the_brand_exists(
    stage: dict[str, Any], cast: Cast, signed_in: SignIn
) -> None:
    """R1.100: scoped access, page by page and call by call."""
    records = records_of(cast, stage)
    client, slug = signed_in(records["expert"].person), cast.brand.slug
    urls = [page.url(slug, records) for page in pages()]
    calls = [(method, path.replace("{slug}", slug)) for method, path in operations() if "{slug}" in path]

    codes = {url: client.get(url).status_code for url in urls}
    codes |= {url: client.post(url).status_code for url, code in codes.items() if code == 405}
    codes |= {f"{method} {url}": client.generic(method, url).status_code for method, url in calls}

    assert len(codes) > 150 and not [one for one, code in codes.items() if code != 404]
    assert client.get(room_of(stage["incident"])).status_code == 200


def test_another_incident_is_as_closed_to_them_as_to_anybody(cast: Cast, grace: Expert, at: datetime) -> None:
    other = incident(cast.brand, at=at)

    assert [visit(who, "GET", room_of(other)) for who in (grace.person, cast.mallory)] == [404, 404]
    assert [visit(who, "GET", room_of(grace.incident)) for who in (cast.trent, cast.eve, cast.mallory)] == [404] * 3


@pytest.mark.parametrize("ended", ["by itself", "by hand", "with the incident"])
def test_access_ends(ended: str, admins: Seat, grace: Expert, at: datetime) -> None:
    """R1.100: by its day, by hand and with the incident."""
    before = visit(grace.person, "GET", room_of(grace.incident))
    if ended == "by hand":
        end_expert(seat=admins, expert=grace)
    elif ended == "by itself":
        Expert.objects.update(starts=at - 2 * DAY, ends=at)
    else:
        Incident.objects.update(phase="closed")

    assert (before, visit(grace.person, "GET", room_of(grace.incident))) == (200, 404)
    with pytest.raises(NotAllowed):
        advise(expert=grace, text="請先暫停", at=at)


def test_each_sees_the_parts_that_their_work_needs_and_personal_data_stays_masked(
    cast: Cast, about: Incident, grace: Expert, at: datetime, signed_in: SignIn
) -> None:
    fact(about, Key.CAUSE, "王先生 0912-345-678 說墊圈老化", by=cast.alice, at=at)
    statement(about, "請來電 0912-345-678", by=cast.alice, at=at)
    client = signed_in(grace.person)

    facts = client.get(room_of(about)).content.decode()
    texts = client.get(room_of(about) + "?tab=texts").content.decode()
    Expert.objects.update(expertise="lab")
    refused = client.get(room_of(about) + "?tab=texts").content.decode()

    assert "墊圈老化" in facts and "請來電" in texts and "請來電" not in refused
    assert "0912-345-678" not in facts + texts


def test_what_an_expert_advises_stands_on_the_timeline_and_in_the_trail(grace: Expert, signed_in: SignIn) -> None:
    answer = signed_in(grace.person).post(room_of(grace.incident, ADVISE), {"text": "先保全證據，再發聲明。"})

    line = grace.incident.moments.get(kind="advice")
    assert answer.status_code == 302 and (line.person, line.text) == (grace.person, "先保全證據，再發聲明。")
    assert Entry.objects.filter(action="advise", actor=f"person:{grace.person.pk}").count() == 1


@pytest.mark.parametrize("text", ["  ", "先停售\x00", "長" * 4001])
def test_advice_that_cannot_be_kept_says_so_and_loses_nothing(text: str, grace: Expert, signed_in: SignIn) -> None:
    answer = signed_in(grace.person).post(room_of(grace.incident, ADVISE), {"text": text})

    assert answer.status_code == 400 and "字" in answer.content.decode()
    assert not grace.incident.moments.filter(kind="advice").exists()


def test_an_end_of_line_counts_as_one_letter_as_in_the_browser(grace: Expert, signed_in: SignIn) -> None:
    answer = signed_in(grace.person).post(room_of(grace.incident, ADVISE), {"text": "長" * 3998 + "\r\n長"})

    assert answer.status_code == 302


def test_no_expert_reads_what_another_advised_nor_comes_to_a_mention(
    cast: Cast, about: Incident, grace: Expert, at: datetime, signed_in: SignIn
) -> None:
    adviser = expert(about, cast, at=at, name="Ruth", expertise="pr")
    advise(expert=grace, text="先不要承認過失", at=at)
    note(about, kind="reply", at=at, person=cast.alice, text="https://forum.example/by/wang/1")
    note(about, kind="decision", at=at, person=cast.alice, text="今晚八點說明")

    page = signed_in(adviser.person).get(room_of(about) + "?tab=timeline").content.decode()

    assert "今晚八點說明" in page
    assert not [said for said in ("先不要承認過失", "forum.example", "Grace") if said in page]


def test_the_start_leads_an_expert_to_their_room(grace: Expert, signed_in: SignIn) -> None:
    answer = signed_in(grace.person).get("/")

    assert answer["Location"] == room_of(grace.incident)


def test_who_is_called_in_gets_an_account_and_no_seat(admins: Seat, about: Incident, at: datetime) -> None:
    made = invite_expert(seat=admins, incident=about, called=called(at))

    somebody = made.expert.person
    assert made.password and not somebody.assignments.exists()
    assert not Brand.objects.reachable_by(somebody, at=at).exists()
    assert about.moments.get(kind="expert_in").facts == {"name": "Lin", "expertise": "counsel"}
    assert visit(somebody, "GET", room_of(about)) == 200


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"ends": timedelta()}, "ends_early"),
        ({"ends": 91 * DAY}, "ends_late"),
        ({"nda_signed_at": DAY}, "not_signed"),
        ({"name": " "}, "empty"),
        ({"firm": ""}, "empty"),
        ({"firm": "明泉生活"}, "own_house"),
        ({"email": "carol@spring-house.example"}, "of_the_house"),
        ({"email": "bob@tide.example"}, "has_a_seat"),
        ({"email": "grace@grove.example"}, "is_in"),
    ],
)
def test_under_such_terms_nobody_comes_in(
    said: dict[str, Any], problem: str, admins: Seat, grace: Expert, at: datetime
) -> None:
    said = {name: at + one if isinstance(one, timedelta) else one for name, one in said.items()}

    with pytest.raises(BadInput) as refused:
        invite_expert(seat=admins, incident=grace.incident, called=called(at, **said))

    assert refused.value.context["problem"] == problem and Expert.objects.count() == 1


def test_who_has_an_account_keeps_their_password_and_whoever_never_came_gets_another_link(
    cast: Cast, admins: Seat, about: Incident, at: datetime
) -> None:
    first = invite_expert(seat=admins, incident=about, called=called(at))
    end_expert(seat=admins, expert=first.expert)
    again = invite_expert(seat=admins, incident=about, called=called(at))
    known = person("Trudy", cast.agency)
    Person.objects.filter(pk=known.pk).update(last_login=at)

    theirs = invite_expert(seat=admins, incident=about, called=called(at, email=known.email))

    assert again.password not in ("", first.password) and theirs.password == ""


def test_nobody_gets_the_way_in_of_an_expert_whom_another_brand_called_in(
    cast: Cast, admins: Seat, about: Incident, at: datetime
) -> None:
    """Else who administers another brand would come into this incident in the name of its counsel."""
    theirs = invite_expert(seat=admins, incident=about, called=called(at))
    Assignment.objects.filter(person=cast.mallory).update(role=Role.ADMIN.value)
    mallorys = take_seat(cast.mallory, cast.others_brand.slug, at=at)

    mine = invite_expert(seat=mallorys, incident=incident(cast.others_brand, at=at), called=called(at))

    assert (mine.expert.person, mine.password) == (theirs.expert.person, "")
    assert not answers_for(cast.mallory, theirs.expert.person)
    end_expert(seat=admins, expert=theirs.expert)
    assert answers_for(cast.mallory, theirs.expert.person)


def test_only_an_administrator_calls_in_and_confirms_it_and_the_link_stands_once(
    cast: Cast, admins: Seat, about: Incident, at: datetime, signed_in: SignIn
) -> None:
    cast.alice.set_password("correct horse battery")
    cast.alice.save()
    url = room_of(about, "invite_incident_expert")
    sent = {"email": "lin@grove.example", "name": "Lin", "firm": "林木法律", "expertise": "lab",
            "nda_signed": f"{at:%Y-%m-%d}", "ends": f"{at + 7 * DAY:%Y-%m-%d}"}  # fmt: skip

    refused = signed_in(cast.alice).post(url, sent | {"confirm": "wrong"})
    done = signed_in(cast.alice).post(url, sent | {"confirm": "correct horse battery"})

    assert (refused.status_code, done.status_code, done["Cache-Control"]) == (400, 200, "no-store")
    assert "/enter/" in done.content.decode() and "no-store" in done["Cache-Control"]
    assert visit(cast.bob, "POST", url) == 403
    shown = signed_in(cast.carol).get(room_of(about, "incident_experts")).content.decode()
    assert "Lin" in shown and "/enter/" not in shown
