"""Who works for a brand, who lets them in, and how far does what an administrator may do reach?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from firebreak.console import clock, words
from firebreak.console.access import take_seat
from firebreak.console.govern.door import give_password_once
from firebreak.console.govern.models import Assignment, Brand, Engagement, Entry, Organisation, Person
from firebreak.console.govern.reach import answers_for
from firebreak.console.govern.seating import engage, seat_person
from firebreak.core.errors import BadInput, NotAllowed
from firebreak.core.govern.role import AGENCY_ACTS, AGENCY_ROLES, TABLE, who_may
from firebreak.core.terms import Act, Role
from firebreak.run.admin import give_password, make_admin
from tests.cast import Cast, person
from tests.cast import engage as engaged

Sign = Callable[[Person], Client]
AT_HOME = "/b/spring/settings/"


def test_an_agency_is_let_in_for_all_that_its_lead_may_do(cast: Cast, at: datetime) -> None:
    other = Organisation.objects.create(name="新顧問", slug="fresh", kind=Organisation.Kind.AGENCY)

    made = engage(brand=cast.brand, agency=other, at=at)

    assert set(made.scopes) == {act.value for act in TABLE[Role.AGENCY_LEAD]}


@pytest.mark.parametrize("act", list(Act))
def test_an_agencys_lead_may_what_the_table_says_and_the_engagement_covers(cast: Cast, act: Act, at: datetime) -> None:
    assert cast.brand.allows(cast.bob, act, at=at) is (act in AGENCY_ACTS)

    Engagement.objects.filter(agency=cast.agency).update(scopes=["read"])

    assert cast.brand.allows(cast.bob, act, at=at) is (act is Act.READ)


def test_who_loses_a_role_while_a_page_is_made_writes_nothing_any_more(cast: Cast, at: datetime) -> None:
    seat = take_seat(cast.alice, cast.brand.slug, at=at)
    Assignment.objects.filter(person=cast.alice).update(role=Role.VIEWER.value)

    with pytest.raises(NotAllowed):
        seat.need(Act.TRIAGE)


def needs(client: Client) -> str:
    """Give who is named beside the buttons of setting up, if they are out of reach."""
    return client.get(AT_HOME).content.decode().partition(">需要：")[2].partition("<")[0].strip()


def test_a_page_names_those_who_may_set_it_up_as_the_table_does(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    told = needs(signed_in(cast.carol))

    assert told == "、".join(str(words.ROLES[role.value]) for role in who_may(Act.CONFIGURE))


def test_an_agencys_lead_reads_that_the_engagement_is_what_lacks(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    Engagement.objects.filter(agency=cast.agency).update(scopes=["read", "triage"])

    assert "合作範圍" in needs(signed_in(cast.bob))


def test_nobody_reads_that_something_lacks_which_they_may_do(
    cast: Cast, stage: dict[str, Any], signed_in: Sign
) -> None:
    assert needs(signed_in(cast.bob)) == ""


@pytest.fixture
def boss(cast: Cast) -> Person:
    """The administrator of the cast's brand."""
    made = person("Boss", cast.brand.organisation)
    Assignment.objects.create(person=made, brand=cast.brand, role=Role.ADMIN.value)
    return made


@pytest.fixture
def sister(cast: Cast) -> Brand:
    """Another brand of the same house, in which the administrator has no right."""
    return Brand.objects.create(organisation=cast.brand.organisation, name="明泉二", slug="sister")


def works_for(who: Person, brand: Brand, role: Role = Role.VIEWER) -> None:
    Assignment.objects.create(person=who, brand=brand, role=role.value)


def ask_for_password(client: Client, who: Person) -> tuple[int, str]:
    row = Assignment.objects.get(person=who, brand__slug="spring")
    answer = client.post(f"{AT_HOME}people/{row.pk}/", {"do": "password"})
    return answer.status_code, once_in(answer.content.decode())


def once_in(page: str) -> str:
    """Give the password that the link on the page holds."""
    return link_in(page).rstrip("/").rpartition("/")[2]


def link_in(page: str) -> str:
    return page.partition('id="once-value"')[2].partition('value="')[2].partition('"')[0]


def comes_in(who: Person, password: str) -> bool:
    """Try the door; a password for one time leads on to a password of one's own."""
    return Client().post("/sign-in/", {"email": who.email, "password": password}).status_code == 302


def test_an_administrator_gives_a_colleague_a_password_for_one_time(cast: Cast, boss: Person, signed_in: Sign) -> None:
    code, once = ask_for_password(signed_in(boss), cast.carol)

    assert code == 200
    assert comes_in(cast.carol, once)
    told = Entry.objects.get(action="give_password")
    assert (told.brand, told.actor, told.subject) == (cast.brand, f"person:{boss.pk}", f"person:{cast.carol.pk}")


def test_no_administrator_comes_into_another_brand_by_a_colleagues_password(
    cast: Cast, boss: Person, sister: Brand, signed_in: Sign
) -> None:
    works_for(cast.carol, sister)
    before = cast.carol.password

    code, once = ask_for_password(signed_in(boss), cast.carol)

    assert (code, once) == (400, "")
    cast.carol.refresh_from_db()
    assert cast.carol.password == before
    assert not Entry.objects.filter(action="give_password").exists()


def test_the_page_says_so_where_the_button_would_be(cast: Cast, boss: Person, sister: Brand, signed_in: Sign) -> None:
    works_for(cast.carol, sister)

    page = signed_in(boss).get(f"{AT_HOME}people/").content.decode()

    assert "你不管理的品牌" in page
    assert page.count('value="password"') == 3  # Alice, the administrator, and Eve of an agency, who never came in


def test_who_administers_all_of_a_persons_brands_may(cast: Cast, boss: Person, sister: Brand, signed_in: Sign) -> None:
    works_for(cast.carol, sister)
    works_for(boss, sister, Role.ADMIN)

    code, once = ask_for_password(signed_in(boss), cast.carol)

    assert code == 200
    assert comes_in(cast.carol, once)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_no_other_role_in_the_other_brand_is_enough(cast: Cast, boss: Person, sister: Brand, role: Role) -> None:
    works_for(cast.carol, sister)
    works_for(boss, sister, role)

    assert not answers_for(boss, cast.carol)


def test_a_password_for_one_time_opens_nothing_once_its_person_works_for_another_brand(
    cast: Cast, boss: Person, sister: Brand, signed_in: Sign
) -> None:
    """Else an administrator who kept it would come into a brand that was not there when it was given."""
    _code, once = ask_for_password(signed_in(boss), cast.carol)

    works_for(cast.carol, sister)

    assert not comes_in(cast.carol, once)


def test_who_has_shown_it_already_chooses_no_password_then(
    client: Client, cast: Cast, boss: Person, sister: Brand
) -> None:
    once = give_password_once(cast.carol, real=clock.real_now(), at=clock.now(), by=boss, brand=cast.brand)
    client.post("/sign-in/", {"email": cast.carol.email, "password": once})

    works_for(cast.carol, sister)

    own = {"password": "my-very-own-words", "again": "my-very-own-words"}
    assert client.post("/new-password/", own)["Location"] == "/sign-in/"


def test_an_agencys_person_who_never_came_in_may_be_invited_again(cast: Cast, boss: Person, signed_in: Sign) -> None:
    Person.objects.filter(pk=cast.bob.pk).update(last_login=None)
    assert ask_for_password(signed_in(boss), cast.bob)[0] == 200

    Person.objects.filter(pk=cast.bob.pk).update(last_login=clock.now())

    assert ask_for_password(signed_in(boss), cast.bob)[0] == 400


def test_an_agencys_person_who_works_for_another_house_is_out_of_reach(
    cast: Cast, boss: Person, at: datetime, signed_in: Sign
) -> None:
    engaged(cast.others_brand, cast.agency, at=at)
    works_for(cast.bob, cast.others_brand)

    assert ask_for_password(signed_in(boss), cast.bob)[0] == 400


def test_the_operator_helps_where_no_administrator_may(cast: Cast, sister: Brand) -> None:
    works_for(cast.carol, sister)
    printed = StringIO()

    give_password(email="CAROL@spring-house.example", out=printed)

    assert comes_in(cast.carol, printed.getvalue().split()[1])
    told = Entry.objects.get(action="give_password")
    assert (told.actor, told.subject) == ("machine:operator", f"person:{cast.carol.pk}")


def test_the_operator_is_told_that_nobody_has_this_address(db: None) -> None:
    with pytest.raises(BadInput):
        give_password(email="nobody@spring-house.example", out=StringIO())


def test_running_admin_again_replaces_the_password_and_leaves_an_entry(db: None, at: datetime) -> None:
    first, second = StringIO(), StringIO()
    make_admin(email="owner@tea.example", name="Owner", brand="山腳茶行", out=first)
    make_admin(email="owner@tea.example", name="Owner", brand="山腳茶行", out=second)

    owner = Person.objects.get(email="owner@tea.example")
    assert not comes_in(owner, first.getvalue().split()[1])
    assert comes_in(owner, second.getvalue().split()[1])
    told = Entry.objects.order_by("number").values_list("action", "actor", "subject")[:3]
    assert list(told) == [
        ("assign", "machine:setup", f"person:{owner.pk}"),
        ("give_password", "machine:operator", f"person:{owner.pk}"),
        ("give_password", "machine:operator", f"person:{owner.pk}"),
    ]


def test_a_password_set_at_the_machine_counts_although_one_for_one_time_has_run_out(cast: Cast, at: datetime) -> None:
    give_password_once(cast.alice, real=clock.real_now() - timedelta(days=30), at=at)

    seat_person(
        email=cast.alice.email,
        name="Alice",
        organisation=cast.brand.organisation,
        brand=cast.brand,
        role=Role.BRAND_PR,
        password="quiet-spring-water-7",
        at=at,
    )

    assert comes_in(cast.alice, "quiet-spring-water-7")


def test_seating_somebody_again_without_a_password_writes_nothing(cast: Cast, at: datetime) -> None:
    house = cast.brand.organisation
    seat_person(
        email=cast.alice.email, name="", organisation=house, brand=cast.brand, role=Role.BRAND_PR, password=None, at=at
    )

    assert not Entry.objects.exists()


def test_nobody_of_an_agency_is_seated_at_the_machine_in_a_role_of_the_brands_own_house(
    cast: Cast, at: datetime
) -> None:
    with pytest.raises(BadInput) as told:
        make_admin(email=cast.bob.email, name="", brand=cast.brand.name, out=StringIO())

    assert told.value.context["problem"] == "own_house_role"
    assert cast.brand.role_of(cast.bob) is not Role.ADMIN


@pytest.mark.parametrize("role", [Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE, Role.ADMIN])
def test_an_agencys_person_who_holds_a_role_of_the_brands_own_house_from_before_approves_nothing(
    cast: Cast, at: datetime, role: Role
) -> None:
    cast.brand.assignments.filter(person=cast.bob).update(role=role)

    assert cast.brand.allows(cast.bob, Act.READ, at=at)
    assert not cast.brand.allows(cast.bob, Act.APPROVE, at=at)


def test_an_agencys_lead_approves_for_the_agency(cast: Cast, at: datetime) -> None:
    cast.brand.assignments.filter(person=cast.bob).update(role=Role.AGENCY_LEAD)

    assert cast.brand.allows(cast.bob, Act.APPROVE, at=at)


OF_THE_HOUSE = [role for role in Role if role not in AGENCY_ROLES]


def test_an_agencys_person_may_be_what_no_engagement_exceeds() -> None:
    assert AGENCY_ROLES == (Role.VIEWER, Role.CS_AGENT, Role.AGENCY_LEAD)


@pytest.mark.parametrize("role", OF_THE_HOUSE)
def test_nobody_of_an_agency_is_given_a_role_that_speaks_for_the_brand(
    cast: Cast, boss: Person, signed_in: Sign, role: Role
) -> None:
    new = {"email": "lawyer@agency.example", "name": "Lee", "house": cast.agency.pk, "role": role.value}
    row = Assignment.objects.get(person=cast.bob, brand=cast.brand)
    client = signed_in(boss)

    added = client.post(f"{AT_HOME}people/new/", new)
    changed = client.post(f"{AT_HOME}people/{row.pk}/", {"do": "role", "role": role.value})

    assert (added.status_code, changed.status_code) == (400, 400)
    assert "只給品牌自家的人" in added.content.decode()
    assert "只給品牌自家的人" in changed.content.decode()
    assert not Person.objects.filter(email=new["email"]).exists()
    row.refresh_from_db()
    assert row.role == Role.AGENCY_LEAD


def test_people_of_the_brands_own_house_are_given_every_role(cast: Cast, boss: Person, signed_in: Sign) -> None:
    new = {"email": "lawyer@spring.example", "name": "Lee", "house": cast.brand.organisation_id, "role": "legal"}

    assert signed_in(boss).post(f"{AT_HOME}people/new/", new).status_code == 200

    assert Assignment.objects.get(person__email=new["email"]).role == Role.LEGAL
