"""Is the press answered in time, by one of us, with words that somebody let go out, and not before the hour agreed?"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from firebreak.console.access import Seat, take_seat
from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.duty.models import Shift
from firebreak.console.export.press import enquiry_row
from firebreak.console.faults import explain_error
from firebreak.console.govern.models import Entry, Person
from firebreak.console.media import asking, embargoes
from firebreak.console.media.answers import begin_answer, sayable
from firebreak.console.media.calling import call_about, pressing
from firebreak.console.media.models import Enquiry, Journalist
from firebreak.console.media.people import Known, change_journalist, forget_journalist
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_from_alert
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak.approving import approve_statement, submit_statement
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.sheet import write_fact
from firebreak.console.respond.speak.texts import drop_statement, save_statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Role
from firebreak.run.press import look_after_press
from tests.affected import later
from tests.cast import Cast, one_of_each_role
from tests.records import enquiry, fact, incident, shift, statement

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
QUESTION, ANSWER = (
    "漏水的是哪一批？",
    "讓大家家裡淹水，我們很抱歉。漏水的是批號 B2611-07，我們已經停售，買到的人可以全額退費。",
)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    found = incident(cast.brand, at=at - 30 * MINUTE)
    fact(found, Key.BATCH, "B2611-07", by=cast.bob, at=at - 20 * MINUTE, status=Status.CONFIRMED.value)
    return found


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def legal(cast: Cast, at: datetime) -> Seat:
    return take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)


@pytest.fixture
def asked(cast: Cast, about: Incident, at: datetime) -> Enquiry:
    return enquiry(about, by=cast.alice, at=at - 10 * MINUTE)


@pytest.fixture
def draft(bobs: Seat, about: Incident) -> Statement:
    return begin_answer(seat=bobs, incident=about, question=QUESTION, text=ANSWER)


@pytest.fixture
def said(seat: Seat, legal: Seat, bobs: Seat, draft: Statement) -> Statement:
    """An answer of the Q&A that everybody whose turn it was has approved."""
    submit_statement(seat=bobs, statement=draft, version=0, reason="已確認")
    for one in (seat, legal):
        approve_statement(seat=one, statement=draft, version=0)
    draft.refresh_from_db()
    return draft


def answer(seat: Seat, one: Enquiry, text: Statement) -> None:
    one.refresh_from_db()
    asking.answer_enquiry(seat=seat, enquiry=one, statement=text, statement_version=text.version, version=one.version)


def state(one: Enquiry) -> str:
    return Enquiry.objects.get(pk=one.pk).state


def test_an_enquiry_goes_from_received_to_answered_with_the_words_that_were_let_out(
    seat: Seat, asked: Enquiry, said: Statement
) -> None:
    """R2.28: an owner, and the answer used."""
    asking.hold_enquiry(seat=seat, enquiry=asked)
    assert state(asked) == "answering"

    answer(seat, asked, said)

    found = Enquiry.objects.get(pk=asked.pk)
    assert (found.state, found.answer, found.answer_version, found.ended_by) == ("answered", said, 0, seat.person)
    assert len(found.digest) == 64
    assert found.incident and found.incident.moments.filter(kind="media_answered").count() == 1
    actions = Entry.objects.filter(subject=f"enquiry:{asked.pk}").order_by("number").values_list("action", flat=True)
    assert list(actions) == ["hold_enquiry", "answer_enquiry"]
    assert Journalist.objects.get().spoken_at == seat.at


def test_nobody_answers_with_words_that_nobody_let_out(seat: Seat, asked: Enquiry, draft: Statement) -> None:
    with pytest.raises(StepSkipped) as refused:
        answer(seat, asked, draft)

    assert refused.value.context["problem"] == "answer_not_approved"
    assert state(asked) == "received"


def test_an_answer_is_stale_when_a_fact_that_it_rests_on_changes(
    seat: Seat, asked: Enquiry, said: Statement, about: Incident
) -> None:
    write_fact(seat=seat, incident=about, key=Key.BATCH, value="B2611-09", status=Status.CHECKING, source="", version=0)

    said.refresh_from_db()
    assert said.reread == ["batch"]
    with pytest.raises(StepSkipped) as refused:
        answer(seat, asked, said)
    assert refused.value.context["problem"] == "answer_stale"


def test_an_edit_takes_the_approval_of_an_answer_back(bobs: Seat, seat: Seat, asked: Enquiry, said: Statement) -> None:
    save_statement(seat=bobs, statement=said, text=ANSWER + "請放心。", posture=Posture.INFORM, version=0)

    with pytest.raises(StepSkipped):
        answer(seat, asked, Statement.objects.get(pk=said.pk))


def test_an_answer_whose_words_changed_since_they_were_on_the_screen_is_not_written_down(
    cast: Cast, asked: Enquiry, bobs: Seat, said: Statement, signed_in: SignIn
) -> None:
    seen = {"act": "answer", "statement": said.pk, "statement_version": said.version, "version": asked.version}
    Statement.objects.filter(pk=said.pk).update(published_at=bobs.at, version=1, text="另一段話")

    answer = signed_in(cast.alice).post(reverse("act_on_enquiry", args=[cast.brand.slug, asked.number]), seen)

    assert (answer.status_code, state(asked)) == (409, "received")


def test_a_text_of_another_incident_answers_nothing(seat: Seat, cast: Cast, asked: Enquiry, at: datetime) -> None:
    other = statement(incident(cast.brand, at=at), ANSWER, by=cast.bob, at=at, published_at=at, audience="media")

    with pytest.raises(BadInput):
        answer(seat, asked, other)


def test_who_may_not_give_texts_out_at_this_level_does_not_answer(cast: Cast, asked: Enquiry, said: Statement) -> None:
    service = take_seat(Person.objects.get(name="Role-cs_agent"), cast.brand.slug, at=said.written_at)

    with pytest.raises(NotAllowed):
        answer(service, asked, said)


def test_an_embargo_holds_a_text_back_and_says_until_when(
    seat: Seat, legal: Seat, asked: Enquiry, said: Statement
) -> None:
    until = seat.at + 3 * 60 * MINUTE
    embargoes.set_embargo(seat=seat, statement=said, until=until, agreed="三家媒體")

    with pytest.raises(NotAllowed) as refused:
        answer(seat, asked, said)

    with translation.override("zh-hant"):
        assert "14:34" in explain_error(refused.value).what
    embargoes.lift_embargo(seat=legal, statement=said, reason="檢驗提早完成")
    answer(seat, asked, Statement.objects.get(pk=said.pk))
    assert state(asked) == "answered"


def test_an_embargo_ends_by_itself_at_its_hour(seat: Seat, asked: Enquiry, said: Statement) -> None:
    embargoes.set_embargo(seat=seat, statement=said, until=seat.at + 30 * MINUTE)

    answer(later(seat, minutes=30), asked, said)

    assert state(asked) == "answered"


def test_a_text_under_embargo_is_not_published_either(seat: Seat, bobs: Seat, cast: Cast, at: datetime) -> None:
    mild = incident(cast.brand, at=at, severity="S4")
    text = statement(
        mild, "我們收到了，請撥 0800-000-147，今晚更新。", by=cast.bob, at=at, kind="reply", posture="inform"
    )
    embargoes.set_embargo(seat=bobs, statement=text, until=at + 60 * MINUTE)

    with pytest.raises(NotAllowed) as refused:
        publish_statement(seat=seat, statement=text, version=0, url="https://spring.example/1", reason="x")

    assert refused.value.context["problem"] == "embargo"


def test_an_embargo_is_only_made_longer_and_lifted_by_who_approves(seat: Seat, cast: Cast, said: Statement) -> None:
    embargoes.set_embargo(seat=seat, statement=said, until=seat.at + 60 * MINUTE)

    with pytest.raises(BadInput):
        embargoes.set_embargo(seat=seat, statement=said, until=seat.at + 30 * MINUTE)
    service = take_seat(Person.objects.get(name="Role-cs_agent"), cast.brand.slug, at=seat.at)
    with pytest.raises(NotAllowed):
        embargoes.lift_embargo(seat=service, statement=said, reason="現在就要")


def test_one_person_answers_an_enquiry_until_they_let_go_or_show_no_life(
    seat: Seat, bobs: Seat, asked: Enquiry
) -> None:
    asking.hold_enquiry(seat=seat, enquiry=asked)

    with pytest.raises(Conflict):
        asking.hold_enquiry(seat=bobs, enquiry=asked)
    asking.let_go_enquiry(seat=seat, enquiry=asked)
    assert state(asked) == "received"
    asking.hold_enquiry(seat=bobs, enquiry=asked)
    asking.hold_enquiry(seat=later(seat, minutes=31), enquiry=asked)


def test_declining_and_a_later_deadline_need_a_reason(seat: Seat, asked: Enquiry) -> None:
    more = asked.due_at + 60 * MINUTE
    for do, known in ((asking.decline_enquiry, {}), (asking.postpone_enquiry, {"due_at": more})):
        call: Any = do
        with pytest.raises(BadInput):
            call(seat=seat, enquiry=asked, reason=" ", version=0, **known)

    asking.postpone_enquiry(seat=seat, enquiry=asked, due_at=more, reason="記者同意", version=0)
    asking.decline_enquiry(seat=seat, enquiry=asked, reason="不評論訴訟", version=1)

    assert state(asked) == "declined"
    with pytest.raises(Conflict):
        asking.hold_enquiry(seat=seat, enquiry=asked)


def test_a_near_deadline_is_in_the_room_and_calls_people_and_a_missed_one_calls_again(
    seat: Seat, cast: Cast, asked: Enquiry, about: Incident
) -> None:
    """R2.28: a deadline."""
    assert pressing(cast.brand, at=seat.at) == []
    near, missed = seat.at + 40 * MINUTE, seat.at + 51 * MINUTE

    assert [one.due.text for one in Room(later(seat, minutes=40), about).pressing] == [QUESTION]
    told = [call_about(asked, on_duty=[cast.bob], at=when) for when in (near, near, missed)]

    assert [one is not None for one in told] == [True, False, True]
    assert Delivery.objects.filter(alert=told[0], person=cast.bob, next_at=near).exists()
    assert about.moments.filter(kind="media_missed", at=asked.due_at).count() == 1
    assert pressing(cast.brand, at=missed) == []


def test_the_loop_calls_whoever_is_on_duty_for_the_press(cast: Cast, asked: Enquiry, at: datetime) -> None:
    shift(cast, at=at)
    Shift.objects.update(duty="media")

    assert look_after_press(at=at) == 0
    assert look_after_press(at=at + 40 * MINUTE) == 1

    called = Delivery.objects.filter(next_at=at + 40 * MINUTE).values_list("person__name", flat=True)
    assert set(called) >= {"Alice", "Bob"}


def test_who_takes_an_enquiry_answers_its_calls_and_no_second_incident_opens(
    seat: Seat, asked: Enquiry, about: Incident
) -> None:
    alert = call_about(asked, on_duty=[], at=seat.at + 40 * MINUTE)
    assert alert is not None

    assert open_from_alert(seat=later(seat, minutes=41), alert=alert) == about
    asking.hold_enquiry(seat=later(seat, minutes=41), enquiry=asked)

    assert Alert.objects.get(pk=alert.pk).acknowledged_by == seat.person


def test_several_answers_stand_side_by_side_and_need_no_part_of_a_text_that_stands_alone(
    bobs: Seat, about: Incident, draft: Statement
) -> None:
    other = begin_answer(seat=bobs, incident=about, question="會全面下架嗎？", text="同批號已全部下架。")

    assert (draft.code, other.code) == ("Q-01", "Q-02")
    assert sayable(other, at=bobs.at).stopped == "draft"


def test_what_was_given_is_not_thrown_away(seat: Seat, bobs: Seat, asked: Enquiry, said: Statement) -> None:
    answer(seat, asked, said)
    save_statement(seat=bobs, statement=said, text=ANSWER + "請撥專線。", posture=Posture.INFORM, version=0)

    with pytest.raises(Conflict):
        drop_statement(seat=bobs, statement=Statement.objects.get(pk=said.pk), version=1)


def test_words_about_a_person_go_from_questions_too(legal: Seat, asked: Enquiry, about: Incident) -> None:
    assert forget_words(seat=legal, incident=about, words="哪一批") == 1

    assert "哪一批" not in Enquiry.objects.get(pk=asked.pk).question


def test_a_journalist_is_masked_until_somebody_gives_a_reason(cast: Cast, asked: Enquiry, signed_in: SignIn) -> None:
    alice, who = signed_in(cast.alice), asked.journalist
    page = reverse("media_enquiry", args=[cast.brand.slug, asked.number])
    assert "0922-333-444" not in alice.get(page).content.decode()

    alice.post(reverse("unmask_journalist", args=[cast.brand.slug, who.pk]), {"reason": "contact", "enquiry": "1"})

    assert "0922-333-444" in alice.get(page).content.decode()
    assert "0922-333-444" not in signed_in(cast.bob).get(page).content.decode()
    assert Entry.objects.get(action="unmask_journalist").detail == {"reason": "contact"}


def test_a_change_names_fields_only_and_erasing_takes_every_word_of_theirs(
    seat: Seat, legal: Seat, asked: Enquiry
) -> None:
    who = asked.journalist
    known = Known(outlet="朝聞新報", name="江大雨", phone=who.phone, mail=who.mail)
    change_journalist(seat=seat, journalist=who, known=known, version=0)
    assert Entry.objects.get(action="change_journalist").detail == {"fields": ["name"]}

    asking.decline_enquiry(seat=seat, enquiry=asked, reason="江大雨不接受轉述", version=0)

    forget_journalist(seat=legal, journalist=who, reason="request")

    who.refresh_from_db()
    assert (who.name, who.phone, who.outlet) == ("", "", "朝聞新報")
    assert Enquiry.objects.values_list("question", "reason", "state").get(pk=asked.pk) == ("", "", "declined")


def test_a_reason_that_names_a_number_is_masked_in_the_file_too(cast: Cast, asked: Enquiry) -> None:
    asked.reason = "請回電 0933-555-777"

    assert "0933-555-777" not in enquiry_row(asked, lifted=False)[-1]
    assert "0933-555-777" in enquiry_row(asked, lifted=True)[-1]


def test_an_enquiry_is_logged_with_somebody_new_in_one_form(cast: Cast, about: Incident, signed_in: SignIn) -> None:
    said = {"outlet": "南島快訊", "name": "白小姐", "question": "下架了嗎？", "received_at": "2026-11-20T11:10",
            "due_at": "2026-11-20T16:30", "incident": str(about.number)}  # fmt: skip

    answer = signed_in(cast.alice).post(reverse("log_enquiry", args=[cast.brand.slug]), said)

    made = Enquiry.objects.get()
    assert answer.status_code == 302
    assert (made.incident, made.journalist.outlet, made.state) == (about, "南島快訊", "received")


def test_what_cannot_be_used_keeps_the_words_that_were_written(cast: Cast, asked: Enquiry, signed_in: SignIn) -> None:
    wrong = {
        "question": "下架了嗎？",
        "received_at": "2026-11-20T11:10",
        "due_at": "2026-11-20T11:00",
        "outlet": "南島",
    }

    answer = signed_in(cast.alice).post(reverse("log_enquiry", args=[cast.brand.slug]), wrong)

    assert answer.status_code == 400
    assert "下架了嗎？" in answer.content.decode()
    assert (Enquiry.objects.count(), Journalist.objects.count()) == (1, 1)


def test_an_answer_begun_from_a_question_waits_there_for_its_approval(
    cast: Cast, asked: Enquiry, signed_in: SignIn
) -> None:
    act = reverse("act_on_enquiry", args=[cast.brand.slug, asked.number])

    signed_in(cast.alice).post(act, {"act": "write", "question": QUESTION, "text": ANSWER})

    assert Enquiry.objects.get(pk=asked.pk).planned == Statement.objects.get(number=1)
    page = signed_in(cast.carol).get(reverse("media", args=[cast.brand.slug])).content.decode()
    assert "Q-01" in page


def test_an_answer_begun_for_a_question_that_somebody_else_holds_leaves_no_draft(
    cast: Cast, asked: Enquiry, bobs: Seat, signed_in: SignIn
) -> None:
    asking.hold_enquiry(seat=bobs, enquiry=asked)
    act = reverse("act_on_enquiry", args=[cast.brand.slug, asked.number])

    answer = signed_in(cast.alice).post(act, {"act": "write", "question": QUESTION, "text": ANSWER})

    assert (answer.status_code, Statement.objects.count()) == (409, 0)
