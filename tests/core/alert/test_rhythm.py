"""When is whom disturbed, and who is next? R1.13: nobody answers within five minutes, the next is called."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml

import firebreak
from firebreak.core.alert.rhythm import Manner, calls, due_calls, manner, reach_at, rules
from firebreak.core.errors import BadInput
from firebreak.core.terms import Role, Severity

S1, S2, S3, S4 = Severity
DATA = yaml.safe_load((Path(firebreak.__file__).parent / "knowledge" / "clocks.yaml").read_text())
RULES = rules(DATA)
TAIPEI = timezone(timedelta(hours=8))
MIN = timedelta(minutes=1)


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("severity", "raised", "reached"),
    [
        (S1, on(18, 3), on(18, 3)),  # at once, in the middle of the night
        (S2, on(18, 3), on(18, 3)),
        (S3, on(18, 14), on(18, 14)),  # at once on duty
        (S3, on(18, 3), on(18, 9)),  # otherwise when the next duty begins
        (S3, on(18, 22), on(19, 9)),  # ten in the evening is off duty
        (S3, on(18, 9), on(18, 9)),
        (S4, on(18, 3), on(18, 9, 30)),  # in the next digest
        (S4, on(18, 9, 30), on(18, 17, 30)),  # a digest just gone is gone
        (S4, on(18, 20), on(19, 9, 30)),
        (None, on(18, 3), on(18, 9)),  # a silent source is for the duty
    ],
)
def test_it_knows_when_to_disturb(severity: Severity | None, raised: datetime, reached: datetime) -> None:
    assert reach_at(manner(severity), raised, RULES) == reached
    assert calls(severity, raised, RULES)[0].at == reached


def test_it_reads_the_clock_of_the_brand() -> None:
    utc = on(18, 3).astimezone(timezone.utc)  # noqa: UP017 - as a source may give it

    assert reach_at(Manner.ON_DUTY, utc, RULES) == on(18, 9)


def test_the_ladder_of_an_s1_climbs_within_ten_minutes() -> None:
    ladder = calls(S1, on(18, 3), RULES)

    assert [(call.role, call.at - on(18, 3)) for call in ladder] == [
        (Role.CS_AGENT, 0 * MIN),
        (Role.AGENCY_LEAD, 0 * MIN),
        (Role.BRAND_PR, 5 * MIN),
        (Role.EXECUTIVE, 10 * MIN),
    ]


def test_nobody_is_called_after_the_alert_was_taken() -> None:
    ladder = calls(S1, on(18, 3), RULES)

    assert len(due_calls(ladder, at=on(18, 3, 4))) == 2
    assert len(due_calls(ladder, at=on(18, 3, 5))) == 3
    assert len(due_calls(ladder, at=on(18, 4), taken=on(18, 3, 5))) == 2
    assert len(due_calls(ladder, at=on(18, 4))) == 4


RHYTHM = DATA["rhythm"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rhythm": {**RHYTHM, "duty": {"from": "22:00", "until": "09:00"}}},
        {"rhythm": {**RHYTHM, "digest": []}},
        {"rhythm": {**RHYTHM, "steps": {**RHYTHM["steps"], "S1": []}}},
        {
            "rhythm": {**RHYTHM, "steps": {**RHYTHM["steps"], "S1": [{"after": "5m", "role": "legal"}]}}
        },  # nobody at once
        {"rhythm": {**RHYTHM, "steps": {**RHYTHM["steps"], "S1": [{"after": "0m", "role": "boss"}]}}},
        {"rhythm": {**RHYTHM, "steps": {**RHYTHM["steps"], "S1": [{"after": "0d", "role": "legal"}]}}},
    ],
)
def test_a_rhythm_that_cannot_be_used_is_refused(data: dict) -> None:
    with pytest.raises(BadInput):
        rules(data)
