"""Is a mention hidden only on a closed ground, with evidence and a second person, and criticism never?"""

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.listen.captures import Capture
from firebreak.console.listen.models import Post, Reading
from firebreak.console.respond.guard.asking import (
    ask_moderation,
    confirm_moderation,
    decline_moderation,
    undo_moderation,
)
from firebreak.console.respond.guard.records import ModerationRequest
from firebreak.core.errors import BadInput, Conflict, EvidenceChanged, NotAllowed
from firebreak.core.respond.moderation import Ground, Removal
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.records import post

SignIn = Callable[[Person], Client]
SCAM = "恭喜中獎，請先匯款手續費 500 元，加賴 abc123"
THREAT = "漏水還裝死，等我，我會殺了你們店長"


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def scam(cast: Cast, at: datetime) -> Post:
    return post(cast.brand, at=at, sentiment="neutral", text=SCAM)


def ask(seat: Seat, about: Post, act: str = "hide", ground: str = "scam") -> ModerationRequest:
    return ask_moderation(seat=seat, post=about, act=act, ground=ground)


def test_a_scam_is_hidden_with_evidence_by_two_and_can_be_undone(seat: Seat, bobs: Seat, scam: Post) -> None:
    """R2.46: the digest of the evidence is there before anything is done."""
    asked = ask(bobs, scam)
    assert (asked.state, asked.evidence) == ("asked", Capture.objects.get().sha256)
    with pytest.raises(NotAllowed):
        confirm_moderation(seat=bobs, asked=asked)

    assert confirm_moderation(seat=seat, asked=asked).state == "allowed"
    assert undo_moderation(seat=bobs, asked=asked).state == "undone"

    lines = Entry.objects.filter(subject=f"moderation:{asked.pk}").order_by("number")
    assert [line.action for line in lines] == ["ask_moderation", "confirm_moderation", "undo_moderation"]
    assert SCAM not in str([line.detail for line in lines])


@pytest.mark.parametrize(
    ("text", "act", "ground", "why"),
    [
        ("漏水，爛公司", "hide", "spam", "criticism"),
        ("漏水，爛公司", "delete", "spam", "no_such_act"),
        ("漏水，爛公司", "hide", "negative", "no_such_ground"),
        (SCAM, "report", "scam", "criticism"),  # its reading says that it complains
    ],
)
def test_criticism_is_refused_at_once_and_that_is_kept_and_logged(
    text: str, act: str, ground: str, why: str, cast: Cast, bobs: Seat, at: datetime
) -> None:
    made = ask(bobs, post(cast.brand, at=at, text=text), act, ground)

    assert (made.state, made.refusal) == ("refused", why)
    assert Entry.objects.get(action="refuse_moderation").detail["refusal"] == why
    assert not Capture.objects.exists()


def test_correcting_the_reading_does_not_make_criticism_a_scam(cast: Cast, bobs: Seat, at: datetime) -> None:
    about = post(cast.brand, at=at, text=SCAM, detail={"sentiment": {"label": "negative"}})
    Reading.objects.filter(post=about).update(sentiment="neutral", corrected=True)

    assert ask(bobs, Post.objects.get(pk=about.pk)).refusal == "criticism"


def test_a_threat_within_a_complaint_may_be_hidden(cast: Cast, seat: Seat, bobs: Seat, at: datetime) -> None:
    asked = ask(bobs, post(cast.brand, at=at, text=THREAT), ground="threat")

    assert confirm_moderation(seat=seat, asked=asked).state == "allowed"


def test_it_is_judged_anew_when_it_is_confirmed(seat: Seat, bobs: Seat, scam: Post) -> None:
    asked = ask(bobs, scam)
    Reading.objects.filter(post=scam).update(sentiment="negative")

    assert confirm_moderation(seat=seat, asked=asked).refusal == "criticism"


def test_evidence_that_is_not_what_was_captured_confirms_nothing(seat: Seat, bobs: Seat, scam: Post) -> None:
    asked = ask(bobs, scam)
    Capture.objects.update(manifest="{}")

    with pytest.raises(EvidenceChanged):
        confirm_moderation(seat=seat, asked=asked)
    assert ModerationRequest.objects.get().state == "asked"


def test_only_who_answers_for_it_confirms(cast: Cast, bobs: Seat, scam: Post, at: datetime) -> None:
    asked, people = ask(bobs, scam), one_of_each_role(cast.brand)

    for role in (Role.VIEWER, Role.CS_AGENT, Role.EXECUTIVE, Role.AUDITOR, Role.ADMIN):
        with pytest.raises(NotAllowed):
            confirm_moderation(seat=take_seat(people[role], cast.brand.slug, at=at), asked=asked)


def test_one_request_waits_at_a_time_and_is_decided_once(seat: Seat, bobs: Seat, scam: Post) -> None:
    asked = ask(bobs, scam)
    with pytest.raises(Conflict):
        ask(seat, scam)
    with pytest.raises(BadInput):
        decline_moderation(seat=seat, asked=asked, reason=" ")

    assert decline_moderation(seat=seat, asked=asked, reason="先回覆").state == "declined"
    with pytest.raises(Conflict):
        confirm_moderation(seat=seat, asked=asked)


def test_it_says_how_many_copies_no_hiding_reaches(cast: Cast, bobs: Seat, scam: Post, at: datetime) -> None:
    """R1.75 in part: how many are counted."""
    for _ in range(3):
        copy = post(cast.brand, at=at, sentiment="neutral", text=SCAM)
        Reading.objects.filter(post=copy).update(copy_of=scam, copy_similarity=0.9)

    assert ask(bobs, scam).copies == 3


def test_the_request_goes_with_the_mention_and_its_evidence_stays_as_captures_do(bobs: Seat, scam: Post) -> None:
    ask(bobs, scam)

    Post.objects.get(pk=scam.pk).delete()

    assert not ModerationRequest.objects.exists()
    assert Capture.objects.get().post is None


def test_a_refusal_by_page_or_program_is_403_and_teaches(cast: Cast, at: datetime, signed_in: SignIn) -> None:
    """R1.74; R1.79 in part: our policy stands on the page."""
    about = post(cast.brand, at=at, text="漏水，爛公司")
    address = reverse("ask_mention_moderation", args=[cast.brand.slug, about.pk])

    answer = signed_in(cast.bob).post(address, {"act": "delete", "ground": "negative"})

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "這裡不刪除任何內容" in page
    assert "批評要回應，絕不隱藏" in page


def test_a_second_person_finds_it_and_who_asked_cannot_confirm(
    cast: Cast, bobs: Seat, scam: Post, signed_in: SignIn
) -> None:
    asked = ask(bobs, scam)
    queue = reverse("moderation_requests", args=[cast.brand.slug])
    confirm = reverse("confirm_moderation", args=[cast.brand.slug, asked.pk])
    assert confirm not in signed_in(cast.bob).get(queue).content.decode()
    assert confirm in signed_in(cast.alice).get(queue).content.decode()

    signed_in(cast.alice).post(confirm)

    assert ModerationRequest.objects.get().decided_by == cast.alice


def test_random_calls_never_remove_a_criticism(cast: Cast, seat: Seat, bobs: Seat, at: datetime) -> None:
    """R1.74."""
    rng = Random(11)
    about = [post(cast.brand, at=at, text=text) for text in ("漏水，爛公司", SCAM, "根本詐騙集團，我要告你們")]
    acts, grounds = [*Removal, "delete", "HIDE", ""], [*Ground, "negative", "criticism", ""]

    for _ in range(250):
        made = ask(rng.choice([seat, bobs]), rng.choice(about), rng.choice(acts), rng.choice(grounds))
        for act in (confirm_moderation, undo_moderation):
            with pytest.raises(Conflict):
                act(seat=rng.choice([seat, bobs]), asked=made)

    assert set(ModerationRequest.objects.values_list("state", flat=True)) == {"refused"}
