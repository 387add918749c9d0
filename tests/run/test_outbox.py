"""Does an approved text get onto the brand's own channel once, as it was approved, whatever the channel does?"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import override_settings

from firebreak.connect.web import Limits, Web
from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.send import leaving, ways
from firebreak.console.respond.send.asking import ask_to_send, call_back, say_not_out
from firebreak.console.respond.send.outlets import check_outlet, remove_outlet, set_outlet
from firebreak.console.respond.send.records import Dispatch, Outlet, State
from firebreak.console.respond.speak.publishing import publish_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.console.respond.speak.texts import save_statement
from firebreak.core.errors import BadInput, Conflict, NotAllowed, StepSkipped
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import Posture
from firebreak.core.terms import Severity
from firebreak.run import outbox
from tests.cast import Cast
from tests.contracts.site import LOST, PASSWORD, SECRET, SILENT, USER, Site, site
from tests.records import incident, outlet, statement
from tests.run.test_deliver import Postman, postman

__all__ = ["postman"]

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LINK = "https://spring.example/news/1"
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    quick = Web(limits=Limits(deadline_seconds=1.0, pause_seconds=0.0, retries=0))
    monkeypatch.setattr(ways, "web", lambda: quick)
    with site() as running:
        monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", running.host)
        yield running


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    """Alice's, who is brand PR."""
    return take_seat(cast.alice, cast.brand.slug, at=at)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    """A matter so small that nobody needs to approve a text."""
    return incident(cast.brand, at=at - 10 * MINUTE, severity="S4")


@pytest.fixture
def text(cast: Cast, about: Incident, at: datetime) -> Statement:
    return statement(about, GOOD, by=cast.alice, at=at)


@pytest.fixture
def wordpress(cast: Cast, there: Site, at: datetime) -> Outlet:
    given = {"kind": "wordpress", "address": there.url, "user": USER, "secret": PASSWORD}
    return outlet(cast.brand, by=cast.alice, at=at, **given)


@pytest.fixture
def webhook(cast: Cast, there: Site, at: datetime) -> Outlet:
    return outlet(cast.brand, by=cast.alice, at=at, kind="webhook", address=f"{there.url}/hook", secret=SECRET)


def ask(seat: Seat, one: Statement, version: int = 0) -> Dispatch:
    return ask_to_send(seat=seat, statement=one, version=version, reason="顧客在等")


def send_due(*, at: datetime) -> int:
    clock.stand_at(at)
    return outbox.send_due()


def fresh(one: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=one.pk)


def problem(one: Dispatch) -> tuple[str, str]:
    found = fresh(one)
    return found.state, found.problem.get("problem", "")


def actions(about: Incident) -> list[str]:
    rows = Entry.objects.filter(subject=f"incident:{about.pk}").order_by("number")
    return list(rows.values_list("action", flat=True))


def test_what_goes_out_is_what_was_approved_and_the_clocks_stop(
    seat: Seat, about: Incident, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    going = ask(seat, text)
    assert send_due(at=at + MINUTE) == 1

    out = Statement.objects.get(pk=text.pk)
    assert [hashlib.sha256(unescape(one).encode()).hexdigest() for one in there.shown] == [going.digest]
    assert (out.published_at, out.published_by, out.url) == (at + MINUTE, seat.person, f"{there.url}/1")
    assert fresh(going).state == State.SENT
    assert list(Moment.objects.filter(incident=about).values_list("kind", flat=True)) == ["opened", "outward"]
    assert actions(about) == ["ask_to_send", "send_statement"]
    last = Entry.objects.get(action="send_statement")
    assert (last.actor, last.detail["digest"]) == ("machine:outbox", going.digest)


def test_a_text_that_lacks_an_approval_is_not_let_out(
    seat: Seat, cast: Cast, there: Site, wordpress: Outlet, at: datetime
) -> None:
    one = statement(incident(cast.brand, at=at - MINUTE), GOOD, by=cast.bob, at=at)

    with pytest.raises(StepSkipped):
        ask(seat, one)
    with pytest.raises(NotAllowed):
        ask(take_seat(cast.carol, cast.brand.slug, at=at), one)


def test_an_approval_that_does_not_hold_any_more_stops_the_text(
    seat: Seat, about: Incident, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    going = ask(seat, text)
    Incident.objects.filter(pk=about.pk).update(severity=Severity.S1)

    assert send_due(at=at) == 0

    assert (problem(going), there.posts) == ((State.STOPPED, "not_approved"), {})  # there is not even a draft
    assert Moment.objects.filter(incident=about, kind="send_stopped").exists()


def test_an_edit_stops_what_waits(seat: Seat, text: Statement, wordpress: Outlet, there: Site, at: datetime) -> None:
    going = ask(seat, text)
    save_statement(seat=seat, statement=text, text=GOOD + "謝謝。", posture=Posture.REBUILD, version=0)

    assert (send_due(at=at), problem(going), there.shown) == (0, (State.STOPPED, "changed_since"), [])


def test_words_that_changed_past_every_service_do_not_go_out(
    seat: Seat, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    going = ask(seat, text)
    Statement.objects.filter(pk=text.pk).update(text="別的話")

    assert (send_due(at=at), problem(going), there.posts) == (0, (State.STOPPED, "changed_since"), {})


def test_a_text_called_back_or_published_by_hand_does_not_go_out(
    seat: Seat, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    call_back(seat=seat, dispatch=ask(seat, text))
    again = ask(seat, text)
    publish_statement(seat=seat, statement=text, version=0, url=LINK, reason="顧客在等")

    assert (send_due(at=at), there.shown, fresh(again).state) == (0, [], State.STOPPED)


@pytest.mark.parametrize("trouble", [(429, {"Retry-After": "300"}), (500, {}), LOST, SILENT])
@pytest.mark.parametrize("step", ["find", "lay", "publish"])
def test_trouble_that_passes_is_tried_again_and_shows_one_text(
    seat: Seat, about: Incident, text: Statement, wordpress: Outlet, there: Site, at: datetime, step: str, trouble: object
) -> None:  # fmt: skip
    there.troubles[step].append(trouble)  # type: ignore[arg-type]
    going = ask(seat, text)

    assert [send_due(at=at), send_due(at=at + timedelta(seconds=10))] == [0, 0]
    assert fresh(going).state == State.WAITING
    assert Moment.objects.filter(incident=about, kind="send_delayed").count() == 1
    assert send_due(at=at + 10 * MINUTE) == 1

    assert ([unescape(one) for one in there.shown], len(there.posts)) == ([GOOD], 1)


def test_a_channel_that_asks_to_wait_is_left_alone_for_so_long(
    seat: Seat, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    there.troubles["publish"].append((429, {"Retry-After": "300"}))
    ask(seat, text)

    assert [send_due(at=at + timedelta(seconds=more)) for more in (0, 299, 301)] == [0, 0, 1]


def test_a_key_that_is_refused_is_told_at_once_and_tried_no_more(
    seat: Seat, about: Incident, text: Statement, wordpress: Outlet, there: Site, at: datetime
) -> None:
    there.troubles["find"].append((401, {}))
    going = ask(seat, text)

    assert [send_due(at=at), send_due(at=at + DAY)] == [0, 0]

    assert problem(going) == (State.FAILED, "key_refused")
    assert Moment.objects.get(incident=about, kind="send_failed").facts["problem"] == "key_refused"
    assert actions(about)[-1] == "send_failed"
    assert ask(seat, text).key != going.key  # and it may be let out anew


def test_it_gives_up_in_the_end(seat: Seat, text: Statement, webhook: Outlet, there: Site, at: datetime) -> None:
    there.troubles["hook"] += [(429, {})] * 99
    going = ask(seat, text)

    for time in range(leaving.TRIES + 2):
        send_due(at=at + time * leaving.LONGEST_WAIT)

    assert (problem(going), len(there.steps)) == ((State.FAILED, "asked_to_wait"), leaving.TRIES)


@pytest.mark.parametrize("trouble", [LOST, SILENT, (502, {})])
def test_a_webhook_is_asked_again_with_the_same_key(
    seat: Seat, text: Statement, webhook: Outlet, there: Site, at: datetime, trouble: object
) -> None:
    there.troubles["hook"].append(trouble)  # type: ignore[arg-type]
    ask(seat, text)
    send_due(at=at)
    with pytest.raises(Conflict):  # it may be out: its words stay as they are
        save_statement(seat=seat, statement=text, text="別的話", posture=Posture.REBUILD, version=0)

    assert send_due(at=at + MINUTE) == 1

    assert (there.shown, len({headers["Idempotency-Key"] for headers, _ in there.handed})) == ([GOOD], 1)


def test_a_mail_goes_out_word_for_word(seat: Seat, cast: Cast, text: Statement, postman: Postman, at: datetime) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    ask(seat, text)

    assert (send_due(at=at), len(postman.letters), postman.letters[0][0]) == (1, 1, "web@spring.example")


def test_a_mail_of_which_nobody_knows_is_never_sent_again_by_itself(
    seat: Seat, cast: Cast, text: Statement, postman: Postman, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet(cast.brand, by=cast.alice, at=at)
    going = ask(seat, text)
    kept = leaving.claim(at=at)
    assert kept and leaving.let_go(kept, at=at)  # and here the process is killed
    Dispatch.objects.filter(pk=going.pk).update(leaves_by=at - MINUTE)

    assert [send_due(at=at + hours * 60 * MINUTE) for hours in range(3)] == [0] * 3

    assert (problem(going), postman.letters) == ((State.UNCLEAR, "broke_off"), [])
    say_not_out(seat=seat, dispatch=going)
    ask(seat, text)
    assert (send_due(at=at), len(postman.letters)) == (1, 1)


def test_two_loops_never_have_the_same_text(
    seat: Seat, text: Statement, webhook: Outlet, there: Site, at: datetime
) -> None:
    ask(seat, text)

    first, second = leaving.claim(at=at), leaving.claim(at=at)

    assert (first is not None, second) == (True, None)


def test_a_process_that_stood_still_sends_no_more(
    seat: Seat, text: Statement, webhook: Outlet, there: Site, at: datetime
) -> None:
    ask(seat, text)
    kept = leaving.claim(at=at)
    assert kept
    Dispatch.objects.filter(pk=kept.pk).update(claimed_until=at - DAY)

    assert leaving.let_go(kept, at=at) is None


def test_a_secret_lies_sealed_and_opens_for_its_own_address_alone(seat: Seat, there: Site, at: datetime) -> None:
    place = {"channel": Channel.WEBSITE, "audience": Audience.PUBLIC, "title": ""}
    given = {"kind": "wordpress", "address": there.url, "user": USER, "secret": PASSWORD}

    made, _shown = set_outlet(seat=seat, **place, **given)

    assert (PASSWORD not in made.secret, ways.secret_of(made), check_outlet(seat=seat, outlet=made)) == (
        True,
        PASSWORD,
        {},
    )
    made.address = "https://thief.example"
    assert check_outlet(seat=seat, outlet=made)["problem"] == "secret_lost"
    with pytest.raises(BadInput) as taken:
        set_outlet(seat=seat, **place, **given)
    assert taken.value.context["problem"] == "place_taken"
    remove_outlet(seat=seat, outlet=made)
    assert Outlet.objects.get(pk=made.pk).secret == ""


@pytest.mark.parametrize(
    ("kind", "address", "wrong"),
    [
        ("wordpress", "http://spring.example", "needs_https"),
        ("webhook", "https://u:p@spring.example/", "plain_address"),
        ("webhook", "ftp://spring.example/", "not_a_link"),
        ("mail", "nobody", "no_mailbox"),
    ],
)
def test_a_key_goes_only_where_it_may(seat: Seat, kind: str, address: str, wrong: str) -> None:
    with pytest.raises(BadInput) as refused:
        set_outlet(
            seat=seat, channel=Channel.PRESS, audience=Audience.MEDIA, kind=kind, address=address, title="", user="u",
            secret="s",
        )  # fmt: skip

    assert refused.value.context["problem"] == wrong


def test_without_a_mail_server_the_test_of_a_mailbox_says_so(seat: Seat, cast: Cast, at: datetime) -> None:
    with override_settings(EMAIL_URL=""):
        found = check_outlet(seat=seat, outlet=outlet(cast.brand, by=cast.alice, at=at))

    assert found["problem"] == "no_mail_server"
