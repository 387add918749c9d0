"""Is an agency let in, bounded and put out as the brand says, at once and with a trail on both sides?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern import engagements
from firebreak.console.govern.engagements import Newcomer, Terms
from firebreak.console.govern.models import Assignment, Brand, Engagement, Entry, Organisation, Person
from firebreak.console.govern.seats import desks_at
from firebreak.console.govern.services import verify_chain
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.govern.role import AGENCY_ACTS
from firebreak.core.terms import Act, Role
from tests.cast import DAY, Cast, one_of_each_role, person

Sign = Callable[[Person], Client]
PAGE = "/b/spring/settings/engagements/"
PASSWORD = "quiet-spring-water-7"


@pytest.fixture
def boss(cast: Cast) -> Person:
    """The administrator of the cast's brand."""
    made = person("Boss", cast.brand.organisation)
    made.set_password(PASSWORD)
    made.save()
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.ADMIN.value)
    return made


@pytest.fixture
def seat(boss: Person, at: datetime) -> Seat:
    return take_seat(boss, "spring", at=at)


@pytest.fixture
def admin(boss: Person, signed_in: Sign) -> Client:
    return signed_in(boss)


def day(at: datetime, days: int = 0) -> str:
    return (timezone.localtime(at) + timedelta(days=days)).date().isoformat()


def invitation(at: datetime, **other: str | list[str]) -> dict[str, str | list[str]]:
    usual: dict[str, str | list[str]] = {
        "agency": "遠山公關",
        "nda_signed": day(at, -3),
        "starts": day(at),
        "ends": "",
        "covers": ["triage", "alert"],
        "email": "fay@far.example",
        "name": "Fay",
        "role": "agency_lead",
        "confirm": PASSWORD,
    }
    return usual | other


def terms(at: datetime, **other: Any) -> Terms:
    usual: dict[str, Any] = {"covers": AGENCY_ACTS, "nda_signed_at": at - DAY, "starts": at - DAY}
    return Terms(**(usual | other))


FAY = Newcomer(email="fay@far.example", name="Fay", role=Role.AGENCY_LEAD)


def told(house: Organisation) -> list[str]:
    return list(Entry.objects.filter(organisation=house).order_by("number").values_list("action", flat=True))


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_a_new_agency_is_let_in_with_its_first_person(admin: Client, cast: Cast, at: datetime) -> None:
    """R1.58 (part): people of a brand and of its agency work in one room, each by their role."""
    answer = admin.post(PAGE + "new/", invitation(at))

    fay = Person.objects.get(email="fay@far.example")
    assert (fay.organisation.name, fay.organisation.kind) == ("遠山公關", "agency")
    assert f"/enter/{fay.pk}/" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Brand.objects.reachable_by(fay, at=at).get() == cast.brand


def test_what_the_first_person_may_do_is_what_was_agreed(admin: Client, cast: Cast, at: datetime) -> None:
    admin.post(PAGE + "new/", invitation(at, covers=["triage"]))

    fay = Person.objects.get(email="fay@far.example")
    assert {act for act in Act if cast.brand.allows(fay, act, at=at)} == {Act.READ, Act.TRIAGE}


def test_letting_in_stands_in_the_chains_of_both(seat: Seat, cast: Cast, at: datetime) -> None:
    made = engagements.invite_agency(seat=seat, name="遠山公關", terms=terms(at), first=FAY).engagement

    assert told(cast.brand.organisation) == ["engage_agency", "assign", "give_password"]
    assert told(made.agency) == ["engage_agency"]
    ours, theirs = Entry.objects.filter(action="engage_agency").order_by("organisation")
    assert ours.actor == theirs.actor == f"person:{seat.person.pk}"
    assert ours.detail == theirs.detail
    assert all(verify_chain(house).whole for house in (cast.brand.organisation, made.agency))


def test_the_log_of_the_brand_shows_its_own_chain_only(admin: Client, seat: Seat, at: datetime) -> None:
    engagements.invite_agency(seat=seat, name="遠山公關", terms=terms(at), first=FAY)

    page = admin.get("/b/spring/settings/audit/").content.decode()

    log = page.partition("<tbody")[2]
    assert log.count("讓外包公司進入") == 1


def test_an_agency_that_is_known_by_its_name_is_the_same_one(seat: Seat, cast: Cast, at: datetime) -> None:
    engagements.end_engagement(seat=seat, engagement=Engagement.objects.get(agency=cast.agency))

    made = engagements.invite_agency(seat=seat, name=" 聽潮顧問 ", terms=terms(at))

    assert made.engagement.agency == cast.agency
    assert Organisation.objects.filter(name="聽潮顧問").count() == 1


def test_two_agencies_may_bear_a_brands_name_and_are_apart(seat: Seat, cast: Cast, at: datetime) -> None:
    made = engagements.invite_agency(seat=seat, name=cast.others_brand.organisation.name, terms=terms(at), first=FAY)

    assert made.engagement.agency != cast.others_brand.organisation
    assert made.engagement.agency.kind == Organisation.Kind.AGENCY


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": ""}, "email"),  # a new agency without anybody
        ({"agency": "聽潮顧問"}, "agency"),  # works for the brand already
        ({"agency": "明泉生活"}, "agency"),  # the brand's own house
        ({"agency": "…"}, "agency"),  # no name
        ({"nda_signed": "2026-11-30"}, "nda_signed"),  # not signed yet
        ({"nda_signed": ""}, "nda_signed"),
        ({"ends": "2026-11-19"}, "ends"),  # over before it begins
        ({"covers": ["export"]}, "covers"),  # what no agency may
        ({"role": "admin"}, "role"),
        ({"email": "mallory@other-house.example"}, ""),  # of another house
        ({"confirm": "not-my-password"}, "confirm"),
        ({"confirm": ""}, "confirm"),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_nothing_is_made(
    admin: Client, at: datetime, wrong: dict[str, Any], field: str
) -> None:
    before = (Engagement.objects.count(), Organisation.objects.count(), Person.objects.count())

    answer = admin.post(PAGE + "new/", invitation(at) | wrong)

    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field or "__all__"}
    assert 'role="alert"' in answer.content.decode()
    assert (Engagement.objects.count(), Organisation.objects.count(), Person.objects.count()) == before


def test_a_wrong_password_at_the_desk_is_written_down_and_cannot_be_tried_for_long(
    admin: Client, boss: Person, at: datetime
) -> None:
    for _ in range(5):
        admin.post(PAGE + "new/", invitation(at, confirm="not-my-password"))

    assert Entry.objects.filter(action="confirm_failed", subject=f"person:{boss.pk}").count() == 5
    assert admin.post(PAGE + "new/", invitation(at)).status_code == 400
    assert not Engagement.objects.filter(agency__name="遠山公關").exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_administrator_lets_in_or_puts_out(cast: Cast, at: datetime, role: Role) -> None:
    seat = take_seat(one_of_each_role(cast.brand)[role], "spring", at=at)
    running = Engagement.objects.get(agency=cast.agency)

    with pytest.raises(NotAllowed):
        engagements.invite_agency(seat=seat, name="遠山公關", terms=terms(at), first=FAY)
    with pytest.raises(NotAllowed):
        engagements.change_engagement(seat=seat, engagement=running, covers=AGENCY_ACTS, ends=None)
    with pytest.raises(NotAllowed):
        engagements.end_engagement(seat=seat, engagement=running)


def test_ended_now_the_next_request_finds_nothing(
    admin: Client, cast: Cast, stage: dict[str, Any], at: datetime
) -> None:
    bob = Client()
    bob.force_login(cast.bob)
    post = f"/b/spring/mentions/{stage['post'].pk}/"
    addresses = ("/b/spring/", post, "/b/spring/changes", "/api/v1/brands/spring/mentions")
    running = Engagement.objects.get(agency=cast.agency)
    assert [bob.get(address).status_code for address in addresses] == [200] * len(addresses)

    admin.post(f"{PAGE}{running.pk}/", {"do": "end"})

    assert [bob.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert told(cast.agency) == ["end_engagement"]
    assert "end_engagement" in told(cast.brand.organisation)


def test_an_engagement_to_come_opens_nothing_yet_and_may_be_taken_back(
    admin: Client, seat: Seat, cast: Cast, at: datetime
) -> None:
    made = engagements.invite_agency(seat=seat, name="遠山公關", terms=terms(at, starts=at + DAY), first=FAY)
    assert made.added
    reachable = Brand.objects.reachable_by
    assert not reachable(made.added.person, at=at).exists()
    assert reachable(made.added.person, at=at + DAY).exists()

    admin.post(f"{PAGE}{made.engagement.pk}/", {"do": "end"})

    assert not reachable(made.added.person, at=at + DAY).exists()
    assert told(made.engagement.agency) == ["engage_agency", "end_engagement"]


def test_on_its_last_day_an_agency_still_works(admin: Client, cast: Cast, at: datetime) -> None:
    admin.post(PAGE + "new/", invitation(at, ends=day(at)))

    fay = Person.objects.get(email="fay@far.example")
    assert cast.brand.allows(fay, Act.TRIAGE, at=at)
    assert not cast.brand.allows(fay, Act.TRIAGE, at=at + DAY)


def test_what_is_covered_changes_at_once(
    admin: Client, cast: Cast, stage: dict[str, Any], signed_in: Sign, at: datetime
) -> None:
    running = Engagement.objects.get(agency=cast.agency)
    bob = Client()
    bob.force_login(cast.bob)
    unmask = f"/b/spring/mentions/{stage['post'].pk}/unmask/"
    assert bob.post(unmask, {"reason": "verify"}).status_code == 302

    admin.post(f"{PAGE}{running.pk}/", {"do": "change", "covers": ["triage"], "ends": day(at, 30)})

    assert bob.post(unmask, {"reason": "verify"}).status_code == 403
    entry = Entry.objects.get(organisation=cast.agency, action="change_engagement")
    assert entry.detail["scopes"]["now"] == ["read", "triage"]
    assert set(entry.detail) == {"agency", "scopes", "ends"}


def test_a_change_that_changes_nothing_is_not_written_down(seat: Seat, cast: Cast) -> None:
    running = Engagement.objects.get(agency=cast.agency)

    engagements.change_engagement(seat=seat, engagement=running, covers=AGENCY_ACTS, ends=None)

    assert not Entry.objects.exists()


@pytest.mark.parametrize("wish", ["change", "end"])
def test_what_is_over_stays_over(admin: Client, cast: Cast, at: datetime, wish: str) -> None:
    over = Engagement.objects.get(agency=cast.eve.organisation)

    answer = admin.post(f"{PAGE}{over.pk}/", {"do": wish, "covers": ["triage"], "ends": day(at, 30)})

    assert answer.status_code == 400
    over.refresh_from_db()
    assert over.ends == at - DAY


def test_nobody_comes_back_by_themselves_when_their_agency_does(seat: Seat, cast: Cast, at: datetime) -> None:
    engagements.invite_agency(seat=seat, name="前任顧問", terms=terms(at))

    assert not Brand.objects.reachable_by(cast.eve, at=at).exists()
    assert Entry.objects.filter(action="unassign", subject=f"person:{cast.eve.pk}").exists()


def test_no_engagement_covers_what_no_agency_may(seat: Seat, cast: Cast, at: datetime) -> None:
    with pytest.raises(BadInput):
        engagements.change_engagement(
            seat=seat,
            engagement=Engagement.objects.get(agency=cast.agency),
            covers=frozenset({Act.EXPORT}),
            ends=None,
        )


def test_the_list_of_who_may_see_what_says_what_every_page_will(cast: Cast, boss: Person, at: datetime) -> None:
    one_of_each_role(cast.brand)
    Engagement.objects.filter(agency=cast.agency).update(scopes=["read", "triage"], ends=at + DAY)

    desks = {desk.person: desk for desk in desks_at(cast.brand, at=at)}

    may_enter = {who for who in Person.objects.all() if Brand.objects.reachable_by(who, at=at).filter(slug="spring")}
    assert set(desks) == may_enter
    for who, desk in desks.items():
        assert desk.acts == {act for act in Act if cast.brand.allows(who, act, at=at)}, who
    assert (desks[cast.bob].outside, desks[cast.bob].until) == (True, at + DAY)


def test_a_viewer_reads_who_may_see_what_and_changes_nothing(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    page = page_of(signed_in(cast.carol)).partition('<main id="main"')[2].partition("</main>")[0]

    assert "聽潮顧問" in page
    assert "前任顧問" in page
    assert "<form" not in page


def test_an_agency_whose_engagement_ends_soon_is_pointed_out(admin: Client, cast: Cast, at: datetime) -> None:
    assert "即將結束" not in page_of(admin)

    Engagement.objects.filter(agency=cast.agency).update(ends=at + 3 * DAY)

    assert "即將結束" in page_of(admin)


def test_the_last_administrator_of_the_own_house_stays_one(admin: Client, cast: Cast, boss: Person) -> None:
    """One of an agency does not count: no engagement covers administering."""
    Assignment.objects.filter(person=cast.bob).update(role=Role.ADMIN.value)
    row = Assignment.objects.get(person=boss)

    assert admin.post(f"/b/spring/settings/people/{row.pk}/", {"do": "remove"}).status_code == 400


def test_an_engagement_of_before_covers_approving_and_one_that_was_narrowed_does_not(cast: Cast, at: datetime) -> None:
    scopes = {one.agency.slug: sorted(set(one.scopes) - {"approve"}) for one in Engagement.objects.all()}
    scopes["former"] = ["read", "triage"]
    for agency, given in scopes.items():
        Engagement.objects.filter(agency__slug=agency).update(scopes=given)

    import_module("firebreak.console.govern.migrations.0004_engagements_that_approve").cover_approving(apps, None)

    kept = {one.agency.slug: set(one.scopes) for one in Engagement.objects.all()}
    assert kept == {"tide": {act.value for act in AGENCY_ACTS}, "former": {"read", "triage"}}
