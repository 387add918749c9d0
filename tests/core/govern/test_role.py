"""Who may do what: one test per cell of the table."""

import pytest

from firebreak.core.govern.role import AGENCY_ACTS, WRITES, acts_of_agency, may, who_may
from firebreak.core.terms import Act, Role

# In the order of Act: read triage alert incident override unmask export audit configure administer erase approve
CELLS = {
    Role.VIEWER: "x...........",  # only looks
    Role.CS_AGENT: "xxxx........",  # handles, and sees no personal data
    Role.AGENCY_LEAD: "xxxx.x..x..x",  # handles and configures for the brand; takes no data out, overrides nothing
    Role.BRAND_PR: "xxxxxxxxx..x",  # owns the answer; does not give out roles
    Role.LEGAL: "xx...xxx..xx",  # captures evidence, reads all of it, and erases what the law demands
    Role.EXECUTIVE: "x.xxx.xx...x",  # is woken and decides, without personal data
    Role.AUDITOR: "x....xxx....",  # reads everything with its trail, writes nothing
    Role.ADMIN: "xxxxxxxxxxxx",
}


@pytest.mark.parametrize(
    ("role", "act", "allowed"),
    [(role, act, row[place] == "x") for role, row in CELLS.items() for place, act in enumerate(Act)],
)
def test_it_answers_each_cell(role: Role, act: Act, allowed: bool) -> None:
    assert may(role, act) is allowed


def test_the_table_has_every_role_and_act() -> None:
    assert set(CELLS) == set(Role)
    assert all(len(row) == len(Act) for row in CELLS.values())


def test_an_auditor_reads_everything_and_writes_nothing() -> None:
    assert [act for act in Act if may(Role.AUDITOR, act)] == [act for act in Act if act not in WRITES]


def test_a_viewer_only_reads() -> None:
    assert [act for act in Act if may(Role.VIEWER, act)] == [Act.READ]


def test_an_engagement_never_covers_taking_data_out_overriding_rules_or_giving_out_roles() -> None:
    assert AGENCY_ACTS.isdisjoint({Act.EXPORT, Act.OVERRIDE, Act.AUDIT, Act.ADMINISTER, Act.ERASE})


def test_who_answers_the_public_erases_nothing() -> None:
    assert who_may(Act.ERASE) == (Role.LEGAL, Role.ADMIN)


def test_it_names_who_may_in_the_order_of_roles() -> None:
    assert who_may(Act.OVERRIDE) == (Role.BRAND_PR, Role.EXECUTIVE, Role.ADMIN)
    assert who_may(Act.ADMINISTER) == (Role.ADMIN,)


def test_an_agency_does_what_its_engagement_covers_and_its_role_may() -> None:
    scopes = {Act.READ, Act.ALERT, Act.APPROVE, Act.UNMASK}

    assert acts_of_agency(Role.AGENCY_LEAD, scopes=scopes) == scopes
    assert acts_of_agency(Role.CS_AGENT, scopes=scopes) == {Act.READ, Act.ALERT}


def test_an_agency_in_a_role_of_the_house_gives_no_yes_of_the_house() -> None:
    assert acts_of_agency(Role.BRAND_PR, scopes={Act.READ, Act.APPROVE}) == {Act.READ}
