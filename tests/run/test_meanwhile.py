"""Does a person's word hold, and is the truth kept, when something happens in the midst of a sending?"""

from datetime import datetime, timedelta

import pytest

from firebreak.connect.contract import Posted, Words
from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Brand
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.send import freezing, leaving
from firebreak.console.respond.send.asking import call_back
from firebreak.console.respond.send.freezing import begin_freeze, throw_switch
from firebreak.console.respond.send.records import Dispatch, Freeze, State
from firebreak.console.respond.speak.approving import send_back, submit_statement
from firebreak.console.respond.speak.records import Statement
from firebreak.core.errors import ChannelRefused
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.run.test_outbox import send_due
from tests.run.test_switch import DAY, MINUTE, Recorder, about, ask, channel, seat, states, web

__all__ = ["about", "channel", "seat", "web"]
pytestmark = pytest.mark.usefixtures("web")


def let_go(at: datetime) -> Dispatch:
    kept = leaving.claim(at=at)
    assert kept and leaving.let_go(kept, at=at)
    return kept


def kill(at: datetime) -> None:
    """Let the process that is sending be gone, and its lease over."""
    Dispatch.objects.update(leaves_by=at - DAY)


@pytest.mark.parametrize("permanent", [True, False])
def test_a_text_called_back_while_its_draft_is_laid_stays_called_back(
    seat: Seat, about: Incident, channel: Recorder, at: datetime, monkeypatch: pytest.MonkeyPatch, permanent: bool
) -> None:
    going = ask(seat, about)

    def lay(_words: Words) -> str:
        call_back(seat=seat, dispatch=going)
        raise ChannelRefused(problem="timeout", permanent=permanent)

    monkeypatch.setattr(channel, "lay", lay)

    assert [send_due(at=at), send_due(at=at + DAY)] == [0, 0]
    assert (states(), channel.left) == ([State.STOPPED], [])
    assert not Moment.objects.filter(incident=about, kind__startswith="send_").exists()


def test_a_living_sending_is_not_taken_for_one_that_broke_off(
    seat: Seat, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(seat, about)
    let_go(at)
    kill(at)
    lock = leaving.lock_brand

    def begun_anew_meanwhile(brand: Brand) -> None:
        monkeypatch.setattr(leaving, "lock_brand", lock)
        Dispatch.objects.update(state=State.WAITING, claimed_until=None)
        let_go(at)
        lock(brand)

    monkeypatch.setattr(leaving, "lock_brand", begun_anew_meanwhile)
    leaving.take_up_broken(at=at)

    assert states() == [State.SENDING]


def test_what_broke_off_is_told_though_a_switch_was_thrown_since(
    seat: Seat, about: Incident, channel: Recorder, at: datetime
) -> None:
    ask(seat, about)
    let_go(at)
    kill(at)
    throw_switch(seat=seat, reason="先對過事實")

    send_due(at=at)

    assert states() == [State.UNCLEAR]


def test_a_text_is_out_from_when_its_request_was_done(
    seat: Seat, about: Incident, channel: Recorder, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post(_words: Words, _laid: str) -> Posted:
        clock.stand_at(at + MINUTE)
        return Posted()

    monkeypatch.setattr(channel, "post", post)
    ask(seat, about)

    assert (send_due(at=at), Statement.objects.get().published_at) == (1, at + MINUTE)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://spring.example/\0", f"https://spring.example/{'x' * 500}"]
)
def test_what_a_place_says_of_a_text_is_kept_only_as_far_as_it_may_be_shown(
    seat: Seat, about: Incident, channel: Recorder, at: datetime, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(channel, "post", lambda *_: Posted(id="\0" + "x" * 500, url=url))
    ask(seat, about)

    assert send_due(at=at) == 1
    assert (Statement.objects.get().url, Dispatch.objects.get().laid) == ("", "x" * 200)


def test_the_switch_waits_no_longer_than_a_lease_though_the_clock_was_set_back(
    seat: Seat, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(seat, about)
    let_go(at)
    Dispatch.objects.update(leaves_by=clock.real_now() + DAY)
    monkeypatch.setattr(freezing, "LEAVES", timedelta(milliseconds=10))

    assert throw_switch(seat=seat, reason="先對過事實").holds_at


def test_a_switch_whose_process_was_killed_holds_once_nothing_is_under_way(
    seat: Seat, about: Incident, channel: Recorder, at: datetime
) -> None:
    ask(seat, about)
    kept = let_go(at)
    begin_freeze(seat, "先對過事實", None)  # and here the process is killed

    send_due(at=at)
    assert Freeze.objects.get().holds_at is None
    leaving.finish(kept, Posted(), at=at)
    send_due(at=at)

    assert Freeze.objects.get().holds_at


def test_a_text_sent_back_does_not_go_out_at_its_time(
    seat: Seat, cast: Cast, about: Incident, channel: Recorder, at: datetime
) -> None:
    going = ask(seat, about, due=at + DAY)
    Incident.objects.update(severity="S2")
    text = Statement.objects.get()
    submit_statement(seat=seat, statement=text, version=0)
    counsel = take_seat(one_of_each_role(cast.brand)[Role.LEGAL], cast.brand.slug, at=at)

    send_back(seat=counsel, statement=text, version=0, reason="先對過批號")

    going.refresh_from_db()
    assert (going.state, going.problem) == (State.STOPPED, {"problem": "not_approved"})
