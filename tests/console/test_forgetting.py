"""Do words about a person go from all that was written of an incident, also from what is out, without being kept?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.ruling import by_hand
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.models import Post
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.plan.steps import begin_plan, settle_step
from firebreak.console.respond.replies import Reply
from firebreak.console.respond.services import log_progress, set_severity
from firebreak.console.respond.speak.approving import send_back, submit_statement
from firebreak.console.respond.speak.forgetting import forget_words
from firebreak.console.respond.speak.records import Approval, Fact, Statement
from firebreak.console.respond.speak.texts import save_statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.respond.sheet import Key
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import fact, incident, post, statement, story

SignIn = Callable[[Person], Client]
NAME = "王小明"
LINK = "https://spring.example/1"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at, about=story(cast.brand, at=at))


@pytest.fixture
def legal(cast: Cast, at: datetime) -> Seat:
    return take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)


def test_they_go_from_texts_that_are_out_and_from_their_versions(seat: Seat, about: Incident, legal: Seat) -> None:
    out = {"published_at": seat.at, "published_by": seat.person, "url": LINK, "digest": "9f2c"}
    one = statement(about, f"我們已向{NAME}先生致歉。", by=seat.person, at=seat.at, **out)

    assert forget_words(seat=legal, incident=about, words=NAME) == 2

    kept = Statement.objects.get()
    assert (kept.text, kept.digest, kept.version) == ("我們已向█先生致歉。", "9f2c", 0)
    assert one.versions.get().text == kept.text


def test_a_draft_that_held_them_is_to_be_handed_in_anew_and_no_old_page_brings_them_back(
    cast: Cast, seat: Seat, about: Incident, legal: Seat
) -> None:
    one = statement(about, f"我們知道{NAME}先生很擔心，正在查明，今晚 20:00 前會再說明。", by=cast.bob, at=seat.at)
    handed_in = {"submitted_at": seat.at, "submitted_by": cast.bob}
    Statement.objects.filter(pk=one.pk).update(**handed_in)

    forget_words(seat=legal, incident=about, words=NAME)

    kept = Statement.objects.get()
    assert (kept.submitted_at, kept.version, kept.written_by) == (None, 1, cast.bob)
    with pytest.raises(Conflict):
        save_statement(seat=seat, statement=one, text=f"{NAME}先生", posture=Posture.REBUILD, version=0)


def test_they_go_from_reasons_facts_and_the_timeline(cast: Cast, seat: Seat, about: Incident, legal: Seat) -> None:
    text = "我們知道有顧客很擔心，我們很抱歉，正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"
    one = statement(about, text, by=cast.bob, at=seat.at)
    submit_statement(seat=take_seat(cast.bob, cast.brand.slug, at=seat.at), statement=one, version=0)
    send_back(seat=seat, statement=one, version=0, reason=f"先問過{NAME}")
    fact(about, Key.SCOPE, f"只有{NAME}一家", by=seat.person, at=seat.at)
    begin_plan(about, posts=Post.objects.none(), at=seat.at)
    settle_step(
        seat=seat, incident=about, code="stop_schedule", was="open", to="skipped", reason=f"{NAME}說不用"
    )  # fmt: skip
    set_severity(seat=seat, incident=about, to=Severity.S1, version=0, reason=f"{NAME}住院")
    log_progress(seat=seat, incident=about, text=f"打電話給{NAME}")

    forget_words(seat=legal, incident=about, words=NAME)

    assert Approval.objects.get().reason == "先問過█"
    assert (Fact.objects.get().value, Fact.objects.get().version) == ("只有█一家", 1)
    assert about.plan.get(code="stop_schedule").reason == "█說不用"
    about.refresh_from_db()
    ruled = by_hand(about.story) if about.story else None
    assert ruled is not None
    assert ruled.reason == "█住院"
    assert not Moment.objects.filter(text__contains=NAME).exists()


def test_the_log_says_how_often_and_never_what(about: Incident, seat: Seat, legal: Seat) -> None:
    log_progress(seat=seat, incident=about, text=f"打電話給{NAME}")

    forget_words(seat=legal, incident=about, words=NAME)

    assert Entry.objects.get(action="forget_words").detail == {"places": 1}


@pytest.mark.parametrize("words", ["", "明", "x" * 301, "沒有這句"])
def test_what_is_too_short_too_long_or_not_there_is_refused(words: str, about: Incident, legal: Seat) -> None:
    with pytest.raises(BadInput):
        forget_words(seat=legal, incident=about, words=words)


def test_an_incident_without_a_story_leaves_the_replies_of_others_alone(
    cast: Cast, at: datetime, seat: Seat, legal: Seat
) -> None:
    alone = incident(cast.brand, at=at)
    log_progress(seat=seat, incident=alone, text=f"打電話給{NAME}")
    for brand in (cast.brand, cast.others_brand):
        about = post(brand, at=at)
        Reply.objects.create(brand=brand, post=about, text=f"{NAME}您好", written_by=cast.mallory, written_at=at)

    assert forget_words(seat=legal, incident=alone, words=NAME) == 1

    assert set(Reply.objects.values_list("text", flat=True)) == {f"{NAME}您好"}


def test_another_incident_and_who_may_not_erase_are_left_alone(
    cast: Cast, seat: Seat, about: Incident, legal: Seat
) -> None:
    other = incident(cast.brand, at=seat.at)
    for one in (about, other):
        log_progress(seat=seat, incident=one, text=NAME)
    with pytest.raises(NotAllowed):
        forget_words(seat=seat, incident=about, words=NAME)

    forget_words(seat=legal, incident=about, words=NAME)

    assert list(Moment.objects.filter(text=NAME).values_list("incident", flat=True)) == [other.pk]


def test_legal_erases_them_in_the_room_and_others_see_no_such_thing(
    cast: Cast, seat: Seat, about: Incident, legal: Seat, signed_in: SignIn
) -> None:
    log_progress(seat=seat, incident=about, text=NAME)
    room = reverse("incident", args=[cast.brand.slug, about.number]) + "?tab=statements"
    address = reverse("forget_incident_words", args=[cast.brand.slug, about.number])
    assert address not in signed_in(cast.alice).get(room).content.decode()
    client = signed_in(legal.person)
    assert address in client.get(room).content.decode()

    answer = client.post(address, {"words": NAME}, follow=True)

    assert "已在 1 處刪除" in answer.content.decode()
