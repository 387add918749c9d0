"""Does a message that was approved ahead go out without a second approval inside its bounds, and nowhere else? R1.72"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident
from firebreak.console.respond.ready.records import ReadyText
from firebreak.console.respond.ready.using import use_ready
from firebreak.console.respond.ready.writing import (
    Wording,
    approve_ready,
    revoke_ready,
    send_ready_back,
    write_ready,
)
from firebreak.console.respond.send import leaving
from firebreak.console.respond.send.asking import ask_to_send
from firebreak.console.respond.speak.approving import path_of
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.records import Fact, Statement
from firebreak.console.respond.speak.sheet import settle_fact, write_fact
from firebreak.console.respond.speak.texts import save_statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.sheet import Key, Status
from firebreak.core.respond.statement import DraftKind, Posture
from firebreak.core.terms import Role, Severity
from tests.cast import Cast, one_of_each_role
from tests.records import fact, incident, outlet

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LINK = "https://spring.example/news/1"
TEXT = (
    "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。"
    "我們正在查明，{{ next_update }} 前會再說明，請撥 {{ contact }}。"
)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    made = incident(cast.brand, at=at - 10 * MINUTE)
    for key, value in ((Key.NEXT_UPDATE, "今晚 20:00"), (Key.CONTACT, "0800-000-147")):
        row = fact(made, key, value, by=cast.carol, at=at)
        Fact.objects.filter(pk=row.pk).update(status=Status.CONFIRMED.value, settled_by=cast.alice, settled_at=at)
    return made


@pytest.fixture
def people(cast: Cast) -> dict[Role, Person]:
    return one_of_each_role(cast.brand)


@pytest.fixture
def wording(at: datetime) -> Wording:
    return Wording(
        title="漏水的第一次回應",
        text=TEXT,
        channels=[Channel.WEBSITE, Channel.FACEBOOK],
        audience=Audience.PUBLIC,
        gravest=Severity.S2,
        kind=DraftKind.HOLDING,
        posture=Posture.REBUILD,
        begins=at - DAY,
        ends=at + 30 * DAY,
    )


@pytest.fixture
def bobs(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.bob, cast.brand.slug, at=at)


@pytest.fixture
def legals(cast: Cast, people: dict[Role, Person], at: datetime) -> Seat:
    return take_seat(people[Role.LEGAL], cast.brand.slug, at=at)


@pytest.fixture
def written(bobs: Seat, wording: Wording) -> ReadyText:
    """Bob's, who is the agency's lead: up to S2, brand and legal are asked."""
    return write_ready(seat=bobs, wording=wording)


@pytest.fixture
def ready(seat: Seat, legals: Seat, written: ReadyText) -> ReadyText:
    approve_ready(seat=seat, ready=written)
    return approve_ready(seat=legals, ready=written)


def begin(seat: Seat, about: Incident, ready: ReadyText, channel: Channel = Channel.WEBSITE) -> Statement:
    return use_ready(seat=seat, incident=about, number=ready.number, channel=channel)


def publish(seat: Seat, one: Statement, version: int = 0) -> Statement:
    return publish_statement(seat=seat, statement=one, version=version, url=LINK)


def test_a_message_holds_once_everybody_whom_the_matrix_asks_has_approved_it(
    seat: Seat, bobs: Seat, legals: Seat, written: ReadyText, at: datetime
) -> None:
    with pytest.raises(NotAllowed, match="own_words"):
        approve_ready(seat=bobs, ready=written)
    assert approve_ready(seat=seat, ready=written).approved_at is None

    held = approve_ready(seat=legals, ready=written)

    assert (held.approved_at, sorted(held.asked)) == (at, ["brand_pr", "legal"])
    actions = Entry.objects.filter(subject=f"message:{held.pk}").order_by("number")
    assert list(actions.values_list("action", flat=True)) == ["write_message", "approve_message", "approve_message"]
    assert {one.detail["digest"] for one in actions} == {held.digest}


def test_r1_72_inside_its_bounds_it_goes_out_filled_with_facts_and_without_a_second_approval(
    bobs: Seat, about: Incident, ready: ReadyText, at: datetime
) -> None:
    text = begin(bobs, about, ready)

    out = publish(bobs, text)

    assert "今晚 20:00 前會再說明，請撥 0800-000-147。" in out.text
    assert (out.published_at, out.approvals.count()) == (at, 0)
    last = Entry.objects.filter(subject=f"incident:{about.pk}", action="publish_statement").get()
    assert last.detail["ready"] == "M-01 v1"


def test_another_word_makes_it_a_text_like_any_other(bobs: Seat, about: Incident, ready: ReadyText) -> None:
    text = begin(bobs, about, ready)

    kept = save_statement(seat=bobs, statement=text, text=text.text + "謝謝。", posture=Posture.REBUILD, version=0)
    kept = save_statement(seat=bobs, statement=kept, text=text.text, posture=Posture.REBUILD, version=1)

    with pytest.raises(StepSkipped):
        publish(bobs, kept, version=2)
    assert Entry.objects.filter(action="save_statement").order_by("number")[0].detail["left"] == "M-01 v1"


@pytest.mark.parametrize("change", ["over", "graver", "revoked", "fact", "replaced"])
def test_outside_its_bounds_it_needs_approval_as_usual(
    change: str, cast: Cast, seat: Seat, bobs: Seat, legals: Seat, about: Incident, ready: ReadyText, wording: Wording
) -> None:
    text = begin(bobs, about, ready)
    if change == "over":
        ReadyText.objects.filter(pk=ready.pk).update(ends_at=seat.at)
    if change == "graver":
        Incident.objects.filter(pk=about.pk).update(severity="S1")
    if change == "revoked":
        revoke_ready(seat=seat, ready=ready, reason="電話改了")
    if change == "fact":
        Fact.objects.filter(incident=about, key="contact").update(status="unverified")
    if change == "replaced":
        later = write_ready(seat=bobs, wording=replace(wording, title="新的"), number=ready.number, was=1)
        for one in (seat, legals):
            approve_ready(seat=one, ready=later)

    with pytest.raises(StepSkipped) as stopped:
        publish(bobs, text)

    assert set(stopped.value.context["missing"]) >= {"brand_pr", "legal"}


def test_a_fact_that_promises_money_asks_who_must_stand_for_it(
    bobs: Seat, seat: Seat, legals: Seat, about: Incident, wording: Wording, cast: Cast, at: datetime
) -> None:
    paid = write_ready(seat=bobs, wording=replace(wording, text=TEXT + "我們會{{ remedy }}。"))
    for one in (seat, legals):
        approve_ready(seat=one, ready=paid)
    row = fact(about, Key.REMEDY, "退款每戶 80,000 元", by=cast.carol, at=at)
    Fact.objects.filter(pk=row.pk).update(status=Status.CONFIRMED.value)

    text = begin(bobs, about, paid)

    assert [one.role.value for one in path_of(text, at=at).steps] == ["brand_pr", "legal", "executive"]


@pytest.mark.parametrize(
    ("key", "value", "place", "steps"),
    [
        (Key.REMEDY, "退款每戶 30,000 元", "我們會{{ remedy }}。", ["brand_pr", "legal"]),
        (Key.REMEDY, "退款每戶 300 元", "我們會{{ remedy }}。", []),  # for which nobody is asked
        (Key.SCOPE, "北區 3 戶，用水對人體無害", "受影響的是{{ scope }}。", ["brand_pr", "legal"]),
    ],
)
def test_who_approved_a_message_has_not_approved_what_a_fact_claims_or_promises(
    key: Key, value: str, place: str, steps: list[str],
    bobs: Seat, seat: Seat, legals: Seat, about: Incident, wording: Wording, cast: Cast, at: datetime,
) -> None:  # fmt: skip
    """Both who are asked for the sum and the claim have approved the message, for its level, without them."""
    open_ended = write_ready(seat=bobs, wording=replace(wording, text=TEXT + place))
    for one in (seat, legals):
        approve_ready(seat=one, ready=open_ended)
    row = fact(about, key, value, by=cast.carol, at=at)
    Fact.objects.filter(pk=row.pk).update(status=Status.CONFIRMED.value)

    text = begin(bobs, about, open_ended)

    assert [one.role.value for one in path_of(text, at=at).steps] == steps


def test_why_a_message_was_revoked_stands_with_it_and_not_in_the_trail(seat: Seat, ready: ReadyText) -> None:
    kept = revoke_ready(seat=seat, ready=ready, reason="王先生的電話改了")

    assert kept.revoked_why == "王先生的電話改了"
    assert "王先生" not in str(Entry.objects.get(action="revoke_message").detail)


def test_it_is_filled_only_with_what_somebody_has_confirmed(
    seat: Seat, bobs: Seat, about: Incident, ready: ReadyText
) -> None:
    write_fact(
        seat=bobs, incident=about, key=Key.CONTACT, value="0800-000-999", status=Status.UNVERIFIED, source="", version=0
    )
    with pytest.raises(StepSkipped) as stopped:
        begin(bobs, about, ready)
    assert stopped.value.context["missing"] == ["contact"]

    settle_fact(seat=seat, incident=about, key=Key.CONTACT, status=Status.CONFIRMED, version=1)

    assert "0800-000-999" in begin(bobs, about, ready).text


def test_it_is_used_only_where_it_was_approved_for(bobs: Seat, about: Incident, ready: ReadyText) -> None:
    with pytest.raises(BadInput, match="message_not_for_this"):
        begin(bobs, about, ready, Channel.LINE)
    begin(bobs, about, ready)
    with pytest.raises(Conflict, match="draft_there"):
        begin(bobs, about, ready)
    Incident.objects.filter(pk=about.pk).update(severity="S1")
    with pytest.raises(BadInput, match="message_not_for_this"):
        begin(bobs, about, ready, Channel.FACEBOOK)


def test_what_waits_to_go_out_does_not_go_after_it_was_revoked(
    cast: Cast, seat: Seat, bobs: Seat, about: Incident, ready: ReadyText, at: datetime
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    sent = ask_to_send(seat=bobs, statement=begin(bobs, about, ready), version=0, due=at + 5 * MINUTE)
    sent = type(sent).objects.select_related(*leaving.WITH).get(pk=sent.pk)
    assert leaving.what_stops(sent, at=at + 5 * MINUTE) == ""

    revoke_ready(seat=seat, ready=ready, reason="電話改了")

    assert leaving.what_stops(sent, at=at + 5 * MINUTE) == "not_approved"


def test_it_is_not_scheduled_past_its_end(
    cast: Cast, bobs: Seat, about: Incident, ready: ReadyText, at: datetime
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)

    with pytest.raises(StepSkipped):
        ask_to_send(seat=bobs, statement=begin(bobs, about, ready), version=0, due=ready.ends_at)


def test_nothing_is_handed_in_that_something_stands_against(bobs: Seat, wording: Wording) -> None:
    for wrong, problem in (
        (replace(wording, text="笑死，漏水也要哭。"), "not_clean"),
        (replace(wording, text=TEXT + "{{ ceo }}"), "unknown_place"),
        (replace(wording, ends=wording.begins), "ends_too_early"),
        (replace(wording, channels=[]), "empty"),
    ):
        with pytest.raises(BadInput, match=problem):
            write_ready(seat=bobs, wording=wrong)
    assert not ReadyText.objects.exists()


def test_one_that_the_matrix_asks_nobody_for_is_still_read_by_somebody_else(
    seat: Seat, bobs: Seat, wording: Wording
) -> None:
    mild = write_ready(seat=seat, wording=replace(wording, gravest=Severity.S4))

    assert approve_ready(seat=bobs, ready=mild).asked == ["agency_lead"]


def test_a_version_is_written_upon_the_last_one_and_what_was_sent_back_is_written_anew(
    seat: Seat, bobs: Seat, written: ReadyText, wording: Wording
) -> None:
    send_ready_back(seat=seat, ready=written, reason="先說怎麼聯絡")
    with pytest.raises(Conflict):
        approve_ready(seat=seat, ready=written)
    with pytest.raises(Conflict):
        write_ready(seat=bobs, wording=wording, number=written.number, was=0)

    again = write_ready(seat=bobs, wording=wording, number=written.number, was=1)

    assert (again.version, approve_ready(seat=seat, ready=again).version) == (2, 2)


def test_the_same_message_may_be_said_again_in_another_matter(
    cast: Cast, bobs: Seat, about: Incident, ready: ReadyText, at: datetime
) -> None:
    publish(bobs, begin(bobs, about, ready))
    again = incident(cast.brand, at=at)
    for one in Fact.objects.filter(incident=about):
        made = fact(again, Key(one.key), one.value, by=cast.carol, at=at)
        Fact.objects.filter(pk=made.pk).update(status=Status.CONFIRMED.value)

    assert publish(bobs, begin(bobs, again, ready)).published_at == at


def test_a_person_writes_approves_and_uses_one_in_the_browser(
    signed_in: Callable[[Person], Client], cast: Cast, people: dict[Role, Person], about: Incident, at: datetime
) -> None:
    slug, bob = cast.brand.slug, signed_in(cast.bob)
    given = {"was": 0, "title": "漏水", "text": "笑死，漏水也要哭。", "kind": "holding", "posture": "rebuild"}
    given |= {"audience": "public", "gravest": "S2", "channels": ["website"]}
    given |= {"begins": (at - DAY).strftime("%Y-%m-%dT%H:%M"), "ends": (at + DAY).strftime("%Y-%m-%dT%H:%M")}
    refused = bob.post(reverse("new_ready_text", args=[slug]), given)
    assert (refused.status_code, "笑死，漏水也要哭。" in refused.content.decode()) == (400, True)
    assert bob.post(reverse("new_ready_text", args=[slug]), given | {"text": TEXT}).status_code == 302
    one = ReadyText.objects.get()
    assert f"/messages/{one.pk}/" in signed_in(cast.alice).get(reverse("approvals", args=[slug])).content.decode()
    for who in (cast.alice, people[Role.LEGAL]):
        assert signed_in(who).post(reverse("approve_ready_text", args=[slug, one.pk])).status_code == 302
    room = reverse("incident", args=[slug, about.number]) + "?tab=statements"
    where = reverse("use_ready_text_in_incident", args=[slug, about.number, one.pk])
    bob = signed_in(cast.bob)
    assert where in bob.get(room).content.decode()

    page = bob.post(where, {"channel": "website"}, follow=True).content.decode()

    made = Statement.objects.get()
    assert reverse("publish_statement", args=[slug, made.pk]) in page
    assert reverse("submit_statement", args=[slug, made.pk]) not in page
    assert "<textarea" not in page  # whoever wants to change it asks for that, and hears what it costs
