"""What does an expected failure say of itself? A stable code, facts, and whether trying again has any sense."""

import pytest

from firebreak.core.errors import BadRow, ChannelRefused, Conflict, FirebreakError, SourceDown


def test_it_says_its_code_and_its_facts() -> None:
    assert str(BadRow(line=3, problem="text_missing")) == "bad_row: line=3 problem=text_missing"


def test_without_facts_the_code_is_all() -> None:
    assert str(Conflict()) == "conflict"


@pytest.mark.parametrize("failure", [SourceDown, ChannelRefused])
def test_it_is_tried_again_unless_it_is_said_to_be_for_good(failure: type[FirebreakError]) -> None:
    assert failure(reason="timeout").permanent is False  # type: ignore[attr-defined]
    assert failure(permanent=False).permanent is False  # type: ignore[attr-defined]
    assert failure(permanent=True).permanent is True  # type: ignore[attr-defined]


def test_facts_travel_with_the_failure() -> None:
    assert SourceDown(retry_after_seconds=30).context == {"retry_after_seconds": 30}
