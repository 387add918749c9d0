"""Does nothing leave any more once the switch is thrown, however many loops are sending at that moment?"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import connections

from firebreak.connect.contract import Posted, Words
from firebreak.console import clock
from firebreak.console.access import Seat, take_seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.respond.models import Incident, Moment
from firebreak.console.respond.send import freezing, leaving
from firebreak.console.respond.send.asking import ask_to_send, digest_of
from firebreak.console.respond.send.freezing import lift_switch, throw_switch
from firebreak.console.respond.send.records import Dispatch, Freeze, Outlet, State
from firebreak.console.respond.speak.records import Statement, StatementVersion
from firebreak.core.errors import BadInput, Conflict, NotAllowed
from firebreak.core.terms import Role
from firebreak.run import outbox
from tests.cast import Cast, cast_at, one_of_each_role
from tests.records import incident, outlet, statement
from tests.run.test_outbox import send_due

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TEXTS, LOOPS, BEFORE = 1000, 6, 12
PATIENCE = 120  # seconds until the loops must have begun
GOOD = "我們知道有顧客家裡漏水，很擔心，我們很抱歉。請先關閉進水閥。我們正在查明，今晚 20:00 前會再說明，請撥 0800-000-147。"


@dataclass
class Recorder:
    """A channel that takes its time, and writes down in real time when a text left."""

    takes: float = 0.0
    left: list[tuple[datetime, str]] = field(default_factory=list)

    def lay(self, words: Words) -> str:
        time.sleep(self.takes)
        return ""

    def post(self, words: Words, laid: str) -> Posted:
        time.sleep(self.takes)
        self.left.append((clock.real_now(), words.key))
        return Posted()

    def check(self) -> None:
        """Nothing is asked."""


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    made = Recorder()
    monkeypatch.setattr(outbox, "press_of", lambda _outlet: made)
    return made


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    """Alice's, who is brand PR."""
    return take_seat(cast.alice, cast.brand.slug, at=at)


@pytest.fixture
def about(cast: Cast, at: datetime) -> Incident:
    return incident(cast.brand, at=at - 10 * MINUTE, severity="S4")


@pytest.fixture
def web(cast: Cast, at: datetime) -> Outlet:
    return outlet(cast.brand, by=cast.alice, at=at)


def ask(seat: Seat, about: Incident, due: datetime | None = None) -> Dispatch:
    one = statement(about, GOOD, by=seat.person, at=seat.at)
    return ask_to_send(seat=seat, statement=one, version=0, reason="顧客在等", due=due)


def later(seat: Seat, at: datetime) -> Seat:
    return Seat(brand=seat.brand, person=seat.person, role=seat.role, at=at)


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.usefixtures("web")
def test_a_text_goes_out_at_its_time(seat: Seat, about: Incident, channel: Recorder, at: datetime) -> None:
    ask(seat, about, due=at + 30 * MINUTE)

    assert [send_due(at=at + minutes * MINUTE) for minutes in (0, 29, 30, 31)] == [0, 0, 1, 0]
    assert Statement.objects.get().published_at == at + 30 * MINUTE


@pytest.mark.usefixtures("web")
def test_a_time_that_is_past_is_refused(seat: Seat, about: Incident, at: datetime) -> None:
    with pytest.raises(BadInput) as refused:
        ask(seat, about, due=at - MINUTE)

    assert refused.value.context["problem"] == "time_is_past"


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize("of_all", [True, False])
def test_the_switch_holds_back_what_is_due_until_it_is_lifted(
    seat: Seat, about: Incident, channel: Recorder, at: datetime, of_all: bool
) -> None:
    ask(seat, about, due=at + DAY)
    made = throw_switch(seat=seat, reason="先對過事實", incident=None if of_all else about)

    assert (send_due(at=at + 2 * DAY), channel.left, states()) == (0, [], [State.WAITING])
    assert lift_switch(seat=later(seat, at + MINUTE), freeze=made) == 0
    assert send_due(at=at + 2 * DAY) == 1
    kinds = list(Moment.objects.filter(incident=about).values_list("kind", flat=True))
    assert kinds == ["opened", "frozen", "thawed", "outward"]
    told = Entry.objects.filter(action__in=("throw_switch", "lift_switch")).order_by("number")
    assert [entry.detail for entry in told] == [{"texts": 1}, {"texts": 1, "passed": 0}]


@pytest.mark.usefixtures("web")
def test_what_was_due_meanwhile_does_not_rush_out(seat: Seat, about: Incident, channel: Recorder, at: datetime) -> None:
    ask(seat, about)
    made = throw_switch(seat=seat, reason="先對過事實")

    assert lift_switch(seat=later(seat, at + MINUTE), freeze=made) == 1
    assert (send_due(at=at + DAY), states(), channel.left) == (0, [State.STOPPED], [])


@pytest.mark.usefixtures("web")
def test_the_switch_of_one_incident_lets_another_speak(
    seat: Seat, cast: Cast, about: Incident, channel: Recorder, at: datetime
) -> None:
    ask(seat, about)
    ask(seat, incident(cast.brand, at=at, severity="S4"))

    throw_switch(seat=seat, reason="先對過事實", incident=about)

    assert (send_due(at=at), states()) == (1, [State.WAITING, State.SENT])


def test_who_may_approve_throws_it_and_who_may_override_lifts_it(cast: Cast, about: Incident, at: datetime) -> None:
    people = one_of_each_role(cast.brand)
    may_throw = {Role.AGENCY_LEAD, Role.BRAND_PR, Role.LEGAL, Role.EXECUTIVE, Role.ADMIN}
    made = Freeze.objects.create(brand=cast.brand, reason="…", thrown_by=cast.alice, thrown_at=at)

    def refused(act: Callable[[], object]) -> bool:
        try:
            act()
        except NotAllowed:
            return True
        except Conflict:
            return False
        return False

    for role, person in people.items():
        theirs = take_seat(person, cast.brand.slug, at=at)
        assert refused(lambda: throw_switch(seat=theirs, reason="x")) == (role not in may_throw), role  # noqa: B023
        able = role in may_throw - {Role.AGENCY_LEAD, Role.LEGAL}
        assert refused(lambda: lift_switch(seat=theirs, freeze=made)) != able, role  # noqa: B023


@pytest.mark.usefixtures("web")
def test_what_was_claimed_before_the_switch_is_not_let_go_after_it(seat: Seat, about: Incident, at: datetime) -> None:
    ask(seat, about)
    kept = leaving.claim(at=at)
    throw_switch(seat=seat, reason="先對過事實")

    assert kept and leaving.let_go(kept, at=at) is None
    assert states() == [State.WAITING]


@pytest.mark.usefixtures("web")
def test_the_switch_holds_only_once_what_was_under_way_has_left(
    seat: Seat, about: Incident, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(seat, about)
    kept = leaving.claim(at=at)
    assert kept and leaving.let_go(kept, at=at)
    monkeypatch.setattr(freezing.time, "sleep", lambda _seconds: leaving.finish(kept, Posted(), at=at))

    made = throw_switch(seat=seat, reason="先對過事實")

    assert (states(), made.holds_at is not None) == ([State.SENT], True)


def thousand(brand: Outlet, by: Person, at: datetime) -> None:
    """Let a thousand matters have a text each that is due."""
    usual = {"category": "product_defect", "severity": "S4", "phase": "detect"}
    times = {"opened_at": at, "first_seen_at": at, "golden_start": at}
    rows = [Incident(brand=brand.brand, number=number + 1, **usual, **times) for number in range(TEXTS)]
    said = {"written_by": by, "written_at": at, "posture": "rebuild", "text": GOOD}
    place = {"channel": "website", "audience": "public", "kind": "holding", "overruled_codes": ["boilerplate"]}
    texts = Statement.objects.bulk_create(
        Statement(incident=one, **place, **said) for one in Incident.objects.bulk_create(rows)
    )
    StatementVersion.objects.bulk_create(StatementVersion(statement=one, version=0, **said) for one in texts)
    due = {"digest": digest_of(GOOD), "version": 0, "asked_by": by, "asked_at": at, "due_at": at, "next_at": at}
    Dispatch.objects.bulk_create(Dispatch(statement=one, outlet=brand, key=f"{one.pk:032d}", **due) for one in texts)


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("empty_search")
def test_of_a_thousand_texts_none_leaves_after_the_switch_though_six_loops_are_sending(
    channel: Recorder, at: datetime
) -> None:
    cast = cast_at(at)
    thousand(outlet(cast.brand, by=cast.alice, at=at, kind="webhook", secret="x"), cast.alice, at)
    channel.takes = 0.5  # so long that the switch is thrown while some are at either step
    stop = threading.Event()

    def loop() -> None:
        while not stop.is_set():
            send_due(at=at)
        connections.close_all()

    loops = [threading.Thread(target=loop, daemon=True) for _ in range(LOOPS)]
    for one in loops:
        one.start()
    until = time.monotonic() + PATIENCE
    while len(channel.left) < BEFORE:
        assert time.monotonic() < until, states()[:9]
        time.sleep(0.01)

    made = throw_switch(seat=take_seat(cast.alice, cast.brand.slug, at=at), reason="先對過事實")
    gone = len(channel.left)
    time.sleep(1.0)
    stop.set()
    for one in loops:
        one.join()

    assert made.holds_at and all(left <= made.holds_at for left, _key in channel.left)
    assert (len(channel.left), len({key for _left, key in channel.left})) == (gone, gone)
    assert sorted(set(states())) == [State.SENT, State.WAITING]
    assert states().count(State.SENT) == gone < TEXTS
