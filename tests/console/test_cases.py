"""Is an affected person spoken to on a ground, by one of us, in time, and is what we promised kept?"""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from firebreak.console.access import Seat, take_seat
from firebreak.console.cases.contacting import end_consent, hold_case, let_go_case, note_consent
from firebreak.console.cases.merging import merge_cases, part_case
from firebreak.console.cases.models import Case, Contact, Promise
from firebreak.console.cases.opening import Affected, change_case, link_post, open_case, open_case_from_post
from firebreak.console.cases.promising import close_case, make_promise, reopen_case, settle_promise
from firebreak.console.govern.models import Entry
from firebreak.console.listen.models import Post
from firebreak.console.respond.clocks import facts_of
from firebreak.console.respond.models import Incident
from firebreak.core.errors import BadInput, Conflict, FirebreakError, NotAllowed, StepSkipped
from tests.affected import HOUR, actions, allow, call, came, later
from tests.cast import Cast
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


def test_a_mention_becomes_a_case_of_its_incident_in_one_click(seat: Seat, running: Incident) -> None:
    told = Post.objects.filter(place__story=running.story).order_by("pk")[0]

    made = open_case_from_post(seat=seat, post=told)

    assert (made.incident, made.received_at, made.way) == (running, told.first_seen_at, "post")
    assert made.name == made.what == ""  # nothing is copied, so that it goes with the mention
    assert open_case_from_post(seat=seat, post=told) == made
    assert actions(made) == ["open_case"]


def test_one_mention_is_told_by_one_person(seat: Seat, case: Case, running: Incident) -> None:
    told = post(seat.brand, at=seat.at)
    link_post(seat=seat, case=case, post=told)

    with pytest.raises(Conflict):
        link_post(seat=seat, case=came(seat, running, name="別人"), post=told)


def test_nobody_is_contacted_without_a_ground(seat: Seat, case: Case) -> None:
    """R1.34: each contact names the ground it rests on."""
    with pytest.raises(NotAllowed) as refused:
        call(seat, case)

    assert refused.value.context["problem"] == "no_ground"
    allow(seat, case, "message")
    with pytest.raises(NotAllowed):
        call(seat, case)  # a message is no call
    allow(seat, case, "phone")
    assert call(seat, case).consent is not None
    case.refresh_from_db()
    assert case.spoken_at == seat.at


def test_the_database_itself_takes_no_contact_without_a_ground(seat: Seat, case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(case=case, at=seat.at, way="phone", inward=False, by=seat.person)


def test_a_ground_that_was_withdrawn_is_none(seat: Seat, case: Case) -> None:
    given = allow(seat, case)
    end_consent(seat=seat, consent=given)

    with pytest.raises(NotAllowed):
        call(seat, case)
    with pytest.raises(Conflict):
        end_consent(seat=seat, consent=given)


def test_who_was_tried_and_not_reached_still_waits(seat: Seat, case: Case) -> None:
    allow(seat, case)
    call(seat, case, reached=False)

    assert Case.objects.unspoken().filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("ground", {"ground": "curiosity", "ways": ["phone"], "proof": "x"}),
        ("ways", {"ground": "consent", "ways": [], "proof": "x"}),
        ("ways", {"ground": "consent", "ways": ["post"], "proof": "x"}),
        ("proof", {"ground": "consent", "ways": ["phone"], "proof": " "}),
    ],
)
def test_a_ground_says_what_by_which_way_and_where_it_can_be_seen(
    seat: Seat, case: Case, field: str, said: dict[str, Any]
) -> None:
    with pytest.raises(BadInput) as wrong:
        note_consent(seat=seat, case=case, **said)

    assert wrong.value.context["field"] == field


def test_only_one_looks_after_a_person_until_they_let_go_or_fall_silent(seat: Seat, bob: Seat, case: Case) -> None:
    hold_case(seat=seat, case=case)

    with pytest.raises(Conflict) as first:
        hold_case(seat=bob, case=case)
    assert first.value.context["holder"] == "Alice"
    with pytest.raises(Conflict):
        let_go_case(seat=bob, case=case)

    hold_case(seat=later(bob, minutes=31), case=case)
    case.refresh_from_db()
    assert case.holder == bob.person
    let_go_case(seat=bob, case=case)
    assert Case.objects.get(pk=case.pk).holder is None


def test_every_act_of_the_holder_is_a_sign_of_life(seat: Seat, bob: Seat, case: Case) -> None:
    hold_case(seat=seat, case=case)
    allow(later(seat, minutes=20), case)

    with pytest.raises(Conflict):
        hold_case(seat=later(bob, minutes=40), case=case)


def test_a_promise_is_kept_or_falls_away_with_a_reason_once(seat: Seat, case: Case) -> None:
    made = make_promise(seat=seat, case=case, text="下午三點前回電", due_at=seat.at + HOUR)

    with pytest.raises(BadInput):
        settle_promise(seat=seat, promise=made, to=Promise.DROPPED)
    settle_promise(seat=seat, promise=made, to=Promise.KEPT)
    with pytest.raises(Conflict):
        settle_promise(seat=seat, promise=made, to=Promise.DROPPED, reason="x")
    with pytest.raises(BadInput):
        make_promise(seat=seat, case=case, text="昨天", due_at=seat.at)


def test_an_incident_waits_for_what_is_promised_to_its_people(seat: Seat, case: Case, running: Incident) -> None:
    """R1.35: an open promise is an open remedy."""
    Case.objects.update(spoken_at=seat.at)
    assert facts_of(running).open_remedies == 0

    made = make_promise(seat=seat, case=case, text="退款", due_at=seat.at + HOUR)
    assert facts_of(running).open_remedies == 1
    settle_promise(seat=seat, promise=made, to=Promise.KEPT)
    assert facts_of(running).open_remedies == 0


def test_a_grave_incident_waits_for_who_was_never_spoken_to(seat: Seat, case: Case, running: Incident) -> None:
    assert facts_of(running).open_remedies == 1
    make_promise(seat=seat, case=case, text="退款", due_at=seat.at + HOUR)
    assert facts_of(running).open_remedies == 1  # one person, whatever they wait for
    Promise.objects.all().delete()

    gone = came(seat, running, name="同一個人")
    Case.objects.filter(pk=gone.pk).update(spoken_at=seat.at)
    merge_cases(seat=seat, case=gone, into=case)
    assert facts_of(running).open_remedies == 0
    part_case(seat=seat, case=gone)
    assert facts_of(running).open_remedies == 1
    close_case(seat=seat, case=case, answer="no_answer", version=case.version)
    assert facts_of(running).open_remedies == 0


@pytest.mark.parametrize(("opened", "waits"), [("S1", 1), ("S3", 0)])
def test_who_was_never_spoken_to_is_owed_by_what_the_incident_was_at_its_gravest(
    opened: str, waits: int, seat: Seat, case: Case, running: Incident
) -> None:
    running.moments.filter(kind="opened").update(facts={"severity": opened})
    Incident.objects.filter(pk=running.pk).update(severity="S3")
    running.refresh_from_db()

    assert facts_of(running).open_remedies == waits


def test_a_case_closes_with_the_persons_own_word_and_nothing_owed(seat: Seat, case: Case) -> None:
    """R1.38: the person says whether they are satisfied."""
    made = make_promise(seat=seat, case=case, text="回電", due_at=seat.at + HOUR)
    with pytest.raises(StepSkipped):
        close_case(seat=seat, case=case, answer="satisfied", version=case.version)
    settle_promise(seat=seat, promise=made, to=Promise.KEPT)
    with pytest.raises(BadInput):  # nobody has spoken to them
        close_case(seat=seat, case=case, answer="satisfied", version=case.version)
    allow(seat, case)
    call(seat, case)

    close_case(seat=seat, case=case, answer="satisfied", version=case.version)

    with pytest.raises(Conflict):
        call(seat, case)
    case.refresh_from_db()
    reopen_case(seat=seat, case=case, version=case.version)
    assert Case.objects.open().get().answer == ""


def test_what_changed_is_named_in_the_log_without_its_words(seat: Seat, case: Case) -> None:
    change_case(seat=seat, case=case, affected=Affected(name="王大明", phone="0912-345-678"), version=case.version)

    line = Entry.objects.get(action="change_case")
    assert line.detail == {"fields": ["name", "what"]}
    with pytest.raises(Conflict):
        change_case(seat=seat, case=case, affected=Affected(name="x"), version=0)


@pytest.mark.parametrize(
    "act",
    [
        lambda seat, case: came(seat, None, name="x"),
        lambda seat, case: hold_case(seat=seat, case=case),
        lambda seat, case: allow(seat, case),
        lambda seat, case: call(seat, case),
        lambda seat, case: make_promise(seat=seat, case=case, text="x", due_at=seat.at + HOUR),
        lambda seat, case: close_case(seat=seat, case=case, answer="no_answer", version=0),
        lambda seat, case: merge_cases(seat=seat, case=case, into=case),
        lambda seat, case: part_case(seat=seat, case=case),
    ],
)
def test_who_only_looks_does_nothing_for_anybody(cast: Cast, at: datetime, case: Case, act: Any) -> None:
    carol = take_seat(cast.carol, cast.brand.slug, at=at)

    with pytest.raises(NotAllowed):
        act(carol, case)


@pytest.mark.parametrize(
    ("way", "hours", "known"),
    [("post", 0, {"name": "x"}), ("phone", -1, {"name": "x"}), ("phone", 0, {})],
)
def test_what_cannot_be_a_case_is_refused(seat: Seat, way: str, hours: int, known: dict[str, str]) -> None:
    with pytest.raises(FirebreakError):
        open_case(seat=seat, affected=Affected(**known), way=way, received_at=seat.at - hours * HOUR)

    assert not Case.objects.exists()
