"""Does whoever was called by mail about a silent source hear by mail that it is over?"""

from collections.abc import Callable
from datetime import datetime

import pytest

from firebreak.console.alert.models import Alert, Delivery
from firebreak.console.alert.silence import end_silences, silent_again
from firebreak.console.listen.models import Source
from firebreak.run.deliver import message_of
from tests.cast import Cast
from tests.records import MINUTE, feed

End = Callable[[], list[Delivery]]
NO_ANSWER = {"code": "no_answer", "points": 0.0, "facts": {"minutes": 14}}


@pytest.fixture
def source(cast: Cast, at: datetime) -> Source:
    return feed(cast.brand, at=at, last_ok_at=at - 20 * MINUTE)


@pytest.fixture
def alert(cast: Cast, source: Source, at: datetime) -> Alert:
    made = Alert.objects.create(
        brand=cast.brand, key="source_silent:1:1", signal="source_silent", at=at, source=source, reasons=[NO_ANSWER]
    )
    Delivery.objects.create(alert=made, channel="email", person=cast.alice, sent_at=at)
    Delivery.objects.create(alert=made, channel="email", person=cast.carol, next_at=at + MINUTE)
    return made


def heard_again(source: Source, *, at: datetime) -> list[Delivery]:
    Source.objects.filter(pk=source.pk).update(last_ok_at=at)
    end_silences(source.brand, standing=[], at=at)
    return list(Delivery.objects.filter(channel="email_end"))


def test_only_who_got_the_mail_is_told_that_it_is_over(alert: Alert, source: Source, cast: Cast, at: datetime) -> None:
    (told,) = heard_again(source, at=at + 9 * MINUTE)

    assert (told.person, told.next_at) == (cast.alice, at + 9 * MINUTE)
    assert not Delivery.objects.filter(channel="email", next_at__isnull=False).exists()


def test_the_mail_says_which_source_and_after_how_long(alert: Alert, source: Source, at: datetime) -> None:
    (told,) = heard_again(source, at=at + 9 * MINUTE)

    message = message_of(told, at=at)
    assert message.subject == "[明泉] 已解除：來源無聲"
    assert source.name in message.text
    assert "9 分" in message.text
    assert message.key != f"alert-{alert.pk}--{told.person_id}"


def test_a_source_that_somebody_removed_ends_its_alert(alert: Alert, source: Source, at: datetime) -> None:
    Source.objects.filter(pk=source.pk).update(removed_at=at + MINUTE)

    end_silences(source.brand, standing=[], at=at + 2 * MINUTE)

    alert.refresh_from_db()
    assert (alert.closed_at, alert.reasons[-1]["code"]) == (at + 2 * MINUTE, "source_removed")


def test_what_was_not_mailed_yet_is_taken_back_when_the_silence_goes_on(
    alert: Alert, source: Source, at: datetime
) -> None:
    heard_again(source, at=at + 9 * MINUTE)
    alert.refresh_from_db()

    silent_again(alert, [NO_ANSWER], at=at + 12 * MINUTE)

    assert not Delivery.objects.filter(channel="email_end").exists()
