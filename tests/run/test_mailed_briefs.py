"""Is the morning brief written once a day and mailed once to each of its readers, whatever dies in between?"""

import signal
from datetime import datetime, timedelta

import pytest
from django.test import override_settings

from firebreak.connect.contract import Message, Receipt
from firebreak.console.govern.models import Assignment, Brand, Entry
from firebreak.console.home.models import Brief, Letter
from firebreak.console.home.overnight import Facts, overnight
from firebreak.core.errors import ChannelRefused
from firebreak.run import briefs
from firebreak.run.briefs import STALE, mail_due, write_due
from firebreak.run.deliver import CLAIM, TRIES
from firebreak.run.service import LOOPS
from tests.cast import Cast
from tests.records import MINUTE, feed
from tests.run.processes import PATIENCE, Home, ask, run, start

DAY = timedelta(days=1)


class Post:
    """A channel that first says what it was told to say, then takes every letter."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Message]] = []
        self.refusals: list[ChannelRefused] = []

    def send(self, message: Message, to: str) -> Receipt:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append((to, message))
        return Receipt(id=message.key)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Post:
    made = Post()
    monkeypatch.setattr(briefs, "mail_server", lambda url: made)
    return made


@pytest.fixture
def morning(cast: Cast, at: datetime) -> Brief:
    """A brief that was just written, with a letter for Alice and one for Bob."""
    feed(cast.brand, at=at)
    (made,) = write_due(at=at)
    return made


def mailed(at: datetime) -> int:
    with override_settings(EMAIL_URL="smtp://mail.example"):
        return mail_due(at=at)


def test_each_reader_gets_one_mail(channel: Post, morning: Brief, cast: Cast, at: datetime) -> None:
    sent = [mailed(at), mailed(at), mailed(at + DAY)]

    assert sent == [2, 0, 0]
    assert sorted(to for to, _ in channel.taken) == sorted([cast.alice.email, cast.bob.email])
    assert all(message.html and message.text for _, message in channel.taken)
    assert Entry.objects.filter(action="send_brief").count() == 2


def test_without_a_mail_server_the_brief_stands_in_the_app_only(channel: Post, morning: Brief, at: datetime) -> None:
    assert mail_due(at=at) == 0
    assert channel.taken == []
    assert Brief.objects.count() == 1


def test_a_loop_that_died_with_a_letter_leaves_it_to_the_next(channel: Post, morning: Brief, at: datetime) -> None:
    lost = briefs.claim(at=at)

    assert lost is not None
    assert mailed(at) == 1
    assert mailed(at + CLAIM) == 1
    assert len({message.key for _, message in channel.taken}) == 2


def test_a_busy_server_is_asked_again_later(channel: Post, morning: Brief, at: datetime) -> None:
    channel.refusals = [ChannelRefused(problem="busy", permanent=False)]

    assert mailed(at) == 1
    assert mailed(at + 2 * MINUTE) == 1


def test_a_server_that_says_never_is_not_asked_again(channel: Post, morning: Brief, at: datetime) -> None:
    channel.refusals = [ChannelRefused(problem="recipient_refused", permanent=True)]

    assert mailed(at) == 1
    assert mailed(at + 10 * MINUTE) == 0
    assert Letter.objects.exclude(failed="").count() == 1
    assert Entry.objects.filter(action="brief_failed").count() == 1


def test_it_gives_up_in_the_end(channel: Post, morning: Brief, at: datetime) -> None:
    channel.refusals = [ChannelRefused(problem="busy", permanent=False)] * (2 * TRIES)

    for hours in range(2 * TRIES):
        mailed(at + hours * timedelta(hours=1))

    assert channel.taken == []
    assert Letter.objects.exclude(failed="").count() == 2


def test_who_lost_the_seat_meanwhile_gets_none(channel: Post, morning: Brief, cast: Cast, at: datetime) -> None:
    Assignment.objects.filter(person=cast.bob).delete()

    assert mailed(at) == 1
    assert [to for to, _ in channel.taken] == [cast.alice.email]


def test_no_mail_tells_of_a_morning_that_is_over(channel: Post, morning: Brief, at: datetime) -> None:
    assert mailed(at + STALE) == 0


def test_a_brand_that_fails_keeps_no_other_waiting(cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(cast.brand, at=at)
    feed(cast.others_brand, at=at)

    def broken(brand: Brand, *, since: datetime, until: datetime) -> Facts:
        if brand == cast.brand:
            raise ValueError("broken")
        return overnight(brand, since=since, until=until)

    monkeypatch.setattr("firebreak.console.home.briefs.overnight", broken)

    assert [one.brand for one in write_due(at=at)] == [cast.others_brand]


def test_the_service_writes_and_mails_by_itself() -> None:
    names = {loop.name for loops in LOOPS.values() for loop in loops}

    assert {"briefs", "letters"} <= names


MOMENTS = [("write", 3), ("commit", 1), ("committed", 1)]  # half written, written, and there


def test_a_brief_whose_writer_is_killed_at_any_moment_is_written_once(home: Home) -> None:
    run(home, "http://127.0.0.1:9/feed", program=("tests/run/staging.py",))
    ask(home, "UPDATE listen_source SET created_at = ?", "2020-01-01 00:00:00+00:00")
    for moment, number in MOMENTS:
        dying = start(home, "briefs", moment, str(number), "run", "digest", program=("tests/run/dying.py",))
        _, err = dying.communicate(timeout=PATIENCE)
        assert dying.returncode == -signal.SIGKILL, f"{moment} {number}: {err.decode()}"

    assert len(ask(home, "SELECT day FROM home_brief")) == 1
    assert len(ask(home, "SELECT id FROM govern_entry WHERE action = 'write_brief'")) == 1
    code, said = run(home, "check")
    assert code == 0, said
