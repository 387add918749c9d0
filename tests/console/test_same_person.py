"""Is the same person known again: in cases that are merged, in the third complaint, and when they ask to be forgotten?"""

from datetime import datetime
from typing import Any

import pytest

from firebreak.console.access import Seat, take_seat
from firebreak.console.cases.board import Board
from firebreak.console.cases.contacting import log_contact
from firebreak.console.cases.family import family_of
from firebreak.console.cases.forgetting import forget_person
from firebreak.console.cases.merging import merge_cases, part_case
from firebreak.console.cases.models import Case, Contact, Proposal
from firebreak.console.cases.opening import Affected, change_case, link_post, open_case_from_post
from firebreak.console.cases.owed import count_owed
from firebreak.console.cases.promising import close_case, make_promise
from firebreak.console.cases.proposing import decide_proposal
from firebreak.console.govern.models import Assignment, Entry
from firebreak.console.respond.erasing import forget_on_request
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Role
from tests.affected import HOUR, actions, allow, call, came, later
from tests.cast import Cast
from tests.console.test_export_whole import findable
from tests.records import incident, post, story


@pytest.fixture
def running(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - HOUR, about=story(cast.brand, at=at - HOUR))


@pytest.fixture
def case(seat: Seat, running: Incident) -> Case:
    """Somebody who wrote to us, of whom we know a phone number."""
    return came(seat, running, name="王小明", phone="0912-345-678", what="打電話 0912-345-678 給我")


@pytest.fixture
def bob(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


def rows_of(case: Case) -> list[Any]:
    """Everything that is a case's own, as it lies in the database."""
    own = Case.objects.filter(pk=case.pk).values().get()
    parts = [case.contacts, case.consents, case.promises, case.told, case.offers]
    return [own, *(sorted(map(str, part.values())) for part in parts)]


def test_a_merged_case_comes_away_exactly_as_it_was(seat: Seat, case: Case, running: Incident) -> None:
    """R2.41: and both acts are in the log."""
    other = came(seat, running, hours_ago=3, what="臉書上寫的那位")
    link_post(seat=seat, case=other, post=post(seat.brand, at=seat.at))
    allow(seat, other)
    make_promise(seat=seat, case=other, text="回電", due_at=seat.at + HOUR)
    before = rows_of(other)

    merge_cases(seat=seat, case=other, into=case)
    assert family_of(case) == [case.pk, other.pk]
    call(seat, case)  # on the ground that the other one recorded
    with pytest.raises(Conflict):
        call(seat, other)  # it goes on in the first
    part_case(seat=seat, case=other)

    assert rows_of(other) == before
    assert case.contacts.count() == 2  # what was said meanwhile stays where it was said
    assert [one for one in actions(case) + actions(other) if "case" in one][-3:] == [
        "merge_cases",
        *["open_case", "part_case"],
    ]


def test_a_case_is_not_merged_into_itself_nor_twice(seat: Seat, case: Case, running: Incident) -> None:
    other = came(seat, running, name="同一人")
    with pytest.raises(BadInput):
        merge_cases(seat=seat, case=case, into=case)
    merge_cases(seat=seat, case=other, into=case)

    with pytest.raises(BadInput):
        merge_cases(seat=seat, case=other, into=case)
    with pytest.raises(BadInput):
        merge_cases(seat=seat, case=case, into=other)


def test_who_was_spoken_to_in_a_merged_case_was_spoken_to(seat: Seat, case: Case, running: Incident) -> None:
    other = came(seat, running, name="王先生")
    allow(seat, other)
    call(seat, other)
    merge_cases(seat=seat, case=other, into=case)

    close_case(seat=seat, case=case, answer="satisfied", version=case.version)

    case.refresh_from_db()
    assert case.answer == "satisfied"


def test_a_merged_case_keeps_its_incidents_time_and_what_is_owed_in_it(
    seat: Seat, case: Case, running: Incident
) -> None:
    alone = came(seat, None, name="王小明")
    merge_cases(seat=seat, case=case, into=alone)
    make_promise(seat=seat, case=alone, text="退款", due_at=seat.at + HOUR)

    assert count_owed(running) == 1
    assert (
        Board(seat, view="todo").rows[0].outreach.due == case.received_at + 2 * HOUR
    )  # S2, not the day of no incident


def again(seat: Seat, case: Case, **said: Any) -> Contact:
    return log_contact(
        seat=seat, case=case, way="mail", inward=True, reached=True, text="又壞了", complaint=True, **said
    )


def test_the_third_complaint_of_one_person_proposes_a_graver_level_and_changes_none(
    seat: Seat, case: Case, running: Incident
) -> None:
    """R2.40: the graver level is proposed; a person takes it up."""
    again(seat, case)
    assert not Proposal.objects.exists()

    again(seat, case)

    made = Proposal.objects.get()
    assert (made.to, made.about, made.count, made.incident) == ("S1", "person", 3, running)
    running.refresh_from_db()
    assert running.severity == "S2"
    assert running.moments.filter(kind="proposal").count() == 1
    assert Entry.objects.get(action="propose_severity").actor == "machine:respond"


def test_one_phone_in_three_cases_is_one_person(seat: Seat, case: Case, running: Incident) -> None:
    came(seat, running, phone="0912345678")
    came(seat, running, phone="(0912) 345678", name="小明")

    assert Proposal.objects.get().about == "person"


def test_three_people_about_one_batch_are_one_matter(seat: Seat, running: Incident) -> None:
    for name, batch in (("甲", "B2611-07"), ("乙", "b2611-07 "), ("丙", "B2611-07")):
        came(seat, running, name=name, matter=batch)

    assert (Proposal.objects.get().about, Proposal.objects.get().count) == ("matter", 3)


def test_a_proposal_is_taken_up_by_a_person_and_then_the_level_changes(
    seat: Seat, case: Case, running: Incident
) -> None:
    again(seat, case)
    again(seat, case)
    made = Proposal.objects.get()

    with pytest.raises(BadInput):
        decide_proposal(seat=seat, proposal=made, accept=True, reason=" ")
    decide_proposal(seat=seat, proposal=made, accept=True, reason="同一人三次")

    running.refresh_from_db()
    assert running.severity == "S1"
    with pytest.raises(Conflict):
        decide_proposal(seat=seat, proposal=made, accept=False, reason="x")


def test_what_was_declined_comes_back_only_with_three_new_complaints(seat: Seat, case: Case, running: Incident) -> None:
    again(seat, case)
    again(seat, case)
    decide_proposal(seat=seat, proposal=Proposal.objects.get(), accept=False, reason="已處理")

    for hours in (1, 2):
        again(later(seat, hours=hours), case)
    assert not Proposal.objects.filter(state="open").exists()
    again(later(seat, hours=3), case)

    assert Proposal.objects.get(state="open").count == 3
    assert Incident.objects.get(pk=running.pk).severity == "S2"


def test_where_there_is_no_incident_one_is_proposed_and_takes_its_cases(seat: Seat) -> None:
    cases = [came(seat, None, name=name, matter="民生門市") for name in "甲乙丙"]
    made = Proposal.objects.get(about="matter")
    assert (made.incident, made.to) == (None, "S3")

    decide_proposal(seat=seat, proposal=made, accept=True, reason="三位都說同一家店")

    opened = Incident.objects.get()
    assert (opened.title, opened.severity) == ("民生門市", "S3")
    assert set(opened.cases.values_list("pk", flat=True)) == {one.pk for one in cases}


def test_no_persons_data_becomes_the_title_of_an_incident(seat: Seat) -> None:
    for name in ("王小明", "乙", "丙"):
        came(seat, None, name=name, matter="民生門市 王小明 0912-345-678")

    decide_proposal(seat=seat, proposal=Proposal.objects.get(about="matter"), accept=True, reason="同一家店")

    title = Incident.objects.get().title
    assert "民生門市" in title and "王小明" not in title and "345" not in title


def legal(cast: Cast, at: datetime) -> Seat:
    Assignment.objects.filter(person=cast.alice).update(role=Role.LEGAL.value)
    return take_seat(cast.alice, cast.brand.slug, at=at)


def test_a_persons_data_goes_and_the_times_stay(seat: Seat, case: Case, cast: Cast, at: datetime) -> None:
    allow(seat, case)
    call(seat, case)
    make_promise(seat=seat, case=case, text="回王小明電話", due_at=seat.at + HOUR)
    link_post(seat=seat, case=case, post=post(seat.brand, at=at))
    with pytest.raises(NotAllowed):
        forget_person(seat=seat, case=case, reason="subject_request")

    forget_person(seat=legal(cast, at), case=case, reason="subject_request")

    case.refresh_from_db()
    left = str(rows_of(case)) + str(list(Entry.objects.values_list("detail", flat=True)))
    assert not [word for word in ("王小明", "345", "已致電", "截圖") if word in left]
    assert case.received_at and case.contacts.count() == 3 and not case.told.exists()


def test_nothing_that_was_written_meanwhile_outlives_their_wish(
    seat: Seat, case: Case, cast: Cast, at: datetime
) -> None:
    shown = case.version
    change_case(seat=seat, case=case, affected=Affected(name="王小明", matter="王小明的 B-7"), version=shown)
    again(seat, case)
    again(seat, case)
    decided = Proposal.objects.get(about="person")
    decide_proposal(seat=seat, proposal=decided, accept=False, reason="王小明沒有新的事")
    case.refresh_from_db()
    shown = case.version
    lawyer = legal(cast, at)

    forget_person(seat=lawyer, case=case, reason="subject_request")

    case.refresh_from_db()
    decided.refresh_from_db()
    assert ("王小明" in case.matter, "B-7" in case.matter, decided.reason) == (False, True, "")
    bob = take_seat(cast.bob, cast.brand.slug, at=at)
    with pytest.raises(Conflict):  # from a page that still shows their name
        change_case(seat=bob, case=case, affected=Affected(name="王小明"), version=shown)
    again(bob, case)
    forget_person(seat=lawyer, case=case, reason="subject_request")
    assert not [one for one in case.contacts.all() if one.text]


def test_who_is_known_by_a_mention_alone_goes_with_it(seat: Seat, cast: Cast, at: datetime) -> None:
    told = post(seat.brand, at=at)
    findable(told)
    made = open_case_from_post(seat=seat, post=told)
    change_case(seat=seat, case=made, affected=Affected(what="她說孩子吐了"), version=made.version)

    forget_on_request(seat=legal(cast, at), post=told, reason="subject_request")

    made.refresh_from_db()
    assert (made.what, bool(made.erased_at), made.told.count()) == ("", True, 0)


def test_who_can_be_reached_otherwise_keeps_their_case(seat: Seat, case: Case, cast: Cast, at: datetime) -> None:
    told = post(seat.brand, at=at)
    findable(told)
    link_post(seat=seat, case=case, post=told)

    forget_on_request(seat=legal(cast, at), post=told, reason="subject_request")

    case.refresh_from_db()
    assert (case.name, case.told.count()) == ("王小明", 0)
