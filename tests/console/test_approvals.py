"""Does a text go out only when those whose turn it is have approved it, and is that written down?"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.room import Room
from firebreak.console.respond.speak import approving
from firebreak.console.respond.speak.approving import (
    approve_statement,
    path_of,
    send_back,
    submit_statement,
    tell_late,
    usual_wait,
)
from firebreak.console.respond.speak.publishing import digest_of, publish_statement
from firebreak.console.respond.speak.queue import Queue
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.sheet import write_fact
from firebreak.console.respond.speak.texts import begin_statement, forget_statement_versions, save_statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import fact, incident, statement

SignIn = Callable[[Person], Client]
MINUTE = timedelta(minutes=1)
LINK = "https://spring.example/news/1"
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 10 * MINUTE)


@pytest.fixture
def people(cast: Cast) -> dict[Role, Person]:
    return one_of_each_role(cast.brand)


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def text(cast: Cast, about: Incident, at: datetime) -> Statement:
    """Bob's, who is the agency's lead: at S2 brand and legal are asked."""
    return statement(about, GOOD, by=cast.bob, at=at)


def seat_of(person: Person, cast: Cast, at: datetime) -> Seat:
    return take_seat(person, cast.brand.slug, at=at)


def hand_in(seat: Seat, one: Statement, version: int = 0, reason: str = "") -> Statement:
    return submit_statement(seat=seat, statement=one, version=version, reason=reason)


def approve(seat: Seat, one: Statement, version: int = 0) -> None:
    approve_statement(seat=seat, statement=one, version=version)


def publish(seat: Seat, one: Statement, version: int = 0, reason: str = "") -> Statement:
    return publish_statement(seat=seat, statement=one, version=version, url=LINK, reason=reason)


def missing(one: Statement) -> list[str]:
    return [row.step.role.value for row in path_of(Statement.objects.get(pk=one.pk), at=one.written_at).waiting]


def test_a_text_goes_out_when_all_have_approved_and_the_clocks_stop(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    hand_in(bobs, text)
    assert missing(text) == ["brand_pr", "legal"]
    approve(seat, text)
    with pytest.raises(StepSkipped) as stopped:
        publish(bobs, text)
    assert stopped.value.context["missing"] == ["legal"]
    approve(seat_of(people[Role.LEGAL], cast, at), text)

    out = publish(bobs, text)

    assert (out.published_by, out.published_at, out.url, out.digest) == (cast.bob, at, LINK, digest_of(out))
    room = Room(seat, Incident.objects.get(pk=about.pk))
    assert (room.silence, room.golden.met if room.golden else None) == (None, at)
    kinds = list(Moment.objects.filter(incident=about).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "submitted", "approved", "approved", "outward"]
    actions = list(
        Entry.objects.filter(subject=f"incident:{about.pk}").order_by("number").values_list("action", flat=True)
    )
    assert actions == ["submit_statement", "approve_statement", "approve_statement", "publish_statement"]


def test_nobody_approves_what_they_have_written_a_word_of(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    save_statement(seat=seat, statement=text, text=GOOD + "再次致歉。", posture=Posture.REBUILD, version=0)
    hand_in(bobs, text, version=1)

    for writer in (seat, bobs):
        with pytest.raises(NotAllowed) as refused:
            approve(writer, text, version=1)
        assert refused.value.context["problem"] == "own_words"
    assert "own" not in missing(text)


def test_who_wrote_words_that_were_erased_does_not_approve_what_came_of_them(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    save_statement(seat=seat, statement=text, text=GOOD + "再次致歉。", posture=Posture.REBUILD, version=0)
    save_statement(seat=bobs, statement=text, text=GOOD, posture=Posture.REBUILD, version=1)
    forget_statement_versions(seat=seat_of(people[Role.LEGAL], cast, at), statement=text)
    hand_in(bobs, text, version=2)

    with pytest.raises(NotAllowed):
        approve(seat, text, version=2)


def test_who_only_opened_an_empty_text_may_approve_it(seat: Seat, bobs: Seat, about: Incident) -> None:
    one = begin_statement(
        seat=seat, incident=about, channel=Channel.WEBSITE, audience=Audience.PUBLIC, kind=DraftKind.HOLDING
    )  # fmt: skip
    save_statement(seat=bobs, statement=one, text=GOOD, posture=Posture.REBUILD, version=0)
    hand_in(bobs, one, version=1)

    approve(seat, one, version=1)


def test_an_edit_makes_every_approval_void(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, about: Incident
) -> None:
    hand_in(bobs, text)
    approve(seat, text)
    save_statement(seat=bobs, statement=text, text=GOOD + "再次致歉。", posture=Posture.REBUILD, version=0)

    assert missing(text) == ["brand_pr", "legal"]
    assert Statement.objects.get().submitted_at is None
    assert Entry.objects.get(action="save_statement").detail["voided"] == 1
    hand_in(bobs, text, version=1)
    with pytest.raises(Conflict):
        approve(seat, text, version=0)  # the page of before


def test_a_fact_that_changes_makes_them_void_too(seat: Seat, bobs: Seat, text: Statement, about: Incident) -> None:
    fact(about, Key.CONTACT, "0800-000-147", by=bobs.person, at=bobs.at)
    hand_in(bobs, text, reason="專線已開通")
    approve(seat, text)

    said = {"value": "0800-000-148", "status": Status.CHECKING, "source": "", "version": 0}
    write_fact(seat=seat, incident=about, key=Key.CONTACT, **said)  # type: ignore[arg-type]

    assert missing(text) == ["brand_pr", "legal"]


def test_an_approval_of_a_milder_level_does_not_count_for_a_graver_one(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    hand_in(bobs, text)
    approve(seat_of(people[Role.EXECUTIVE], cast, at + 31 * MINUTE), text)  # late for both, which is right at S2
    assert missing(text) == []
    Incident.objects.update(severity="S1")

    assert missing(text) == ["brand_pr", "legal", "executive"]
    with pytest.raises(StepSkipped):
        publish(bobs, text)
    approve(seat_of(cast.alice, cast, at + 32 * MINUTE), text)
    assert "brand_pr" not in missing(text)

    Incident.objects.update(severity="S2")
    assert missing(text) == []


def test_an_approval_does_not_count_when_more_are_asked_than_then(seat: Seat, bobs: Seat, text: Statement) -> None:
    Incident.objects.update(severity="S3")
    Statement.objects.update(text=GOOD + "每位顧客補償 6,000 元。")
    hand_in(bobs, text)
    approve(seat, text)
    assert missing(text) == []

    Statement.objects.update(audience="authority")

    assert missing(text) == ["legal", "brand_pr"]


def test_only_whose_turn_it_is_approves(
    cast: Cast, bobs: Seat, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    hand_in(bobs, text)

    for role in (Role.VIEWER, Role.AUDITOR, Role.CS_AGENT, Role.EXECUTIVE, Role.ADMIN):
        with pytest.raises(NotAllowed):
            approve(seat_of(people[role], cast, at), text)
    assert missing(text) == ["brand_pr", "legal"]


def test_an_overdue_approval_goes_up_is_told_once_and_is_never_given_by_time(
    cast: Cast, bobs: Seat, seat: Seat, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    hand_in(bobs, text)
    late = at + 31 * MINUTE

    assert [tell_late(cast.brand, at=one) for one in (at + 29 * MINUTE, late, late + MINUTE)] == [0, 2, 0]
    assert missing(text) == ["brand_pr", "legal"]
    approve(seat_of(people[Role.EXECUTIVE], cast, late), text)
    assert missing(text) == []
    assert Moment.objects.filter(kind="waits").count() == 2


def test_nobody_approves_while_late_approvals_are_told(
    cast: Cast, bobs: Seat, text: Statement, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(bobs, text)
    order: list[str] = []
    monkeypatch.setattr(approving, "lock_brand", lambda brand: order.append(f"lock {brand.slug}"))
    monkeypatch.setattr(approving, "waiting_texts", lambda _brand: order.append("read") or [])

    tell_late(cast.brand, at=at + 31 * MINUTE)

    assert order == [f"lock {cast.brand.slug}", "read"]


def test_what_is_sent_back_has_a_reason_and_begins_anew(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, signed_in: SignIn
) -> None:
    hand_in(bobs, text)
    with pytest.raises(BadInput):
        send_back(seat=seat, statement=text, version=0, reason=" ")
    send_back(seat=seat, statement=text, version=0, reason="請寫清楚退費方式")

    assert Statement.objects.get().submitted_at is None
    page = signed_in(cast.bob).get(reverse("statement", args=[cast.brand.slug, text.pk])).content.decode()
    assert "請寫清楚退費方式" in page


def test_what_blocks_is_never_handed_in_nor_published(seat: Seat, bobs: Seat, text: Statement) -> None:
    """R1.80 in part: hostile words are not handed in."""
    Statement.objects.filter(pk=text.pk).update(text=GOOD + "奧客不要再造謠。")

    for act in (lambda: hand_in(bobs, text), lambda: hand_in(bobs, text, reason="趕時間")):
        with pytest.raises(BadInput) as refused:
            act()
        assert refused.value.context["problem"] == "held_back"


def test_a_conflict_that_came_after_approval_stops_publishing(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, people: dict[Role, Person], about: Incident, at: datetime
) -> None:
    hand_in(bobs, text)
    approve(seat, text)
    approve(seat_of(people[Role.LEGAL], cast, at), text)
    fact(about, Key.CONTACT, "0800-000-148", by=seat.person, at=at)

    with pytest.raises(BadInput):
        publish(bobs, text)
    assert Statement.objects.get().published_at is None


def test_a_warning_is_overruled_with_a_reason_that_is_kept_and_logged(
    bobs: Seat, text: Statement, about: Incident
) -> None:
    fact(about, Key.CONTACT, "0800-000-147", by=bobs.person, at=bobs.at)  # told, and nobody has confirmed it
    with pytest.raises(BadInput) as refused:
        hand_in(bobs, text)
    assert refused.value.context["problem"] == "reason_missing"

    hand_in(bobs, text, reason="專線已開通，來不及等確認")

    assert Statement.objects.get().overruled == "專線已開通，來不及等確認"
    assert Entry.objects.get(action="submit_statement").detail["overruled"] == ["unsettled_contact"]


def test_a_warning_that_came_after_the_reason_asks_for_another(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, about: Incident, people: dict[Role, Person], at: datetime
) -> None:
    fact(about, Key.CONTACT, "0800-000-147", by=bobs.person, at=at)
    hand_in(bobs, text, reason="專線已開通")
    approve(seat, text)
    approve(seat_of(people[Role.LEGAL], cast, at), text)
    fact(about, Key.NEXT_UPDATE, "今晚 20:00", by=bobs.person, at=at)

    with pytest.raises(BadInput) as refused:
        publish(bobs, text)
    assert refused.value.context["problem"] == "reason_missing"

    publish(bobs, text, reason="時間已敲定")
    assert Statement.objects.get().overruled == "時間已敲定"
    codes = ["unsettled_contact", "unsettled_next_update"]
    assert Entry.objects.get(action="publish_statement").detail["overruled"] == codes


def test_a_reason_stays_when_the_same_words_are_handed_in_again(
    seat: Seat, bobs: Seat, text: Statement, about: Incident
) -> None:
    fact(about, Key.CONTACT, "0800-000-147", by=bobs.person, at=bobs.at)
    hand_in(bobs, text, reason="專線已開通")
    send_back(seat=seat, statement=text, version=0, reason="等一下再送")

    hand_in(bobs, text)

    assert Statement.objects.get().overruled == "專線已開通"


@pytest.mark.parametrize(("level", "able"), [("S1", False), ("S2", False), ("S3", False), ("S4", True)])
def test_an_agent_publishes_by_themselves_only_what_is_of_the_least_level(
    level: str, able: bool, cast: Cast, text: Statement, people: dict[Role, Person], at: datetime
) -> None:
    """R1.52: not at S1 and S2, whatever the page offers."""
    Incident.objects.update(severity=level)
    Statement.objects.update(written_by=people[Role.CS_AGENT])
    agents = seat_of(people[Role.CS_AGENT], cast, at)

    if able:
        assert publish(agents, text).published_by == agents.person
        return
    with pytest.raises(NotAllowed):
        publish(agents, text)


def test_a_lead_speaks_alone_within_their_authority_and_waits_beyond_it(
    cast: Cast, bobs: Seat, text: Statement
) -> None:
    """R1.62: both sides of the limit."""
    Incident.objects.update(severity="S3")
    Statement.objects.update(text=GOOD + "每位顧客補償 6,000 元。")
    assert missing(text) == ["brand_pr"]

    Statement.objects.update(text=GOOD + "每位顧客補償 600 元。")
    assert publish(bobs, text).published_at


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ({"channel": "line"}, "outward"),
        ({"kind": "statement"}, "full"),
        ({"audience": "staff"}, "told"),  # our own people are not the public
        ({"channel": "script"}, "told"),
    ],
)
def test_only_words_to_the_public_stop_the_clocks(
    where: dict[str, str], kind: str, bobs: Seat, text: Statement, about: Incident
) -> None:
    Incident.objects.update(severity="S4")
    Statement.objects.update(**where)

    publish(bobs, text, reason="小事")

    assert Moment.objects.filter(incident=about).latest("pk").kind == kind


def test_the_queue_shows_mine_first_the_gravest_on_top_and_how_long_it_takes(
    cast: Cast, seat: Seat, bobs: Seat, text: Statement, at: datetime, people: dict[Role, Person]
) -> None:
    """R1.69 in part: how long approvals of a level take."""
    grave = statement(incident(cast.brand, at=at, severity="S1"), GOOD, by=cast.bob, at=at)
    hand_in(bobs, text)
    hand_in(bobs, grave)
    later = seat_of(cast.alice, cast, at + 12 * MINUTE)

    assert [one.statement for one in Queue(later).mine] == [grave, text]
    approve(later, grave)
    assert [one.statement for one in Queue(later).mine] == [text]
    assert [one.statement for one in Queue(later).others] == [grave]
    assert usual_wait(cast.brand, Severity.S1, seat=later) == 12 * MINUTE
    assert [one.statement for one in Queue(bobs).mine] == []


def test_two_moves_approve_from_the_queue(cast: Cast, bobs: Seat, text: Statement, signed_in: SignIn) -> None:
    hand_in(bobs, text)
    client = signed_in(cast.alice)
    page = client.get(reverse("approvals", args=[cast.brand.slug])).content.decode()
    assert GOOD[:20] in page

    sent = {"version": "0", "from": "queue"}
    answer = client.post(reverse("approve_statement", args=[cast.brand.slug, text.pk]), sent)

    assert answer["Location"] == reverse("approvals", args=[cast.brand.slug])
    assert missing(text) == ["legal"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.example/a", "https://x.example/" + "a" * 500])
def test_only_a_link_of_the_web_says_where(link: str, bobs: Seat, text: Statement) -> None:
    Incident.objects.update(severity="S4")

    with pytest.raises(BadInput):
        publish_statement(seat=bobs, statement=text, version=0, url=link)
