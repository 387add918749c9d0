"""Does `firebreak metric` work out what the screen shows, from rows, and say how?"""

from datetime import datetime
from typing import Any

import orjson
import pytest

from firebreak.cli import BAD_USAGE, DONE, main
from firebreak.console.access import Seat, take_seat
from firebreak.console.assess.page import StoryPage
from firebreak.console.home.board import Board
from firebreak.console.home.figures import figures_of
from firebreak.console.home.period import PERIODS
from tests.cast import Cast
from tests.posts import MINUTE
from tests.records import post, story

DAY = PERIODS["24h"]


@pytest.fixture
def seat(cast: Cast, at: datetime) -> Seat:
    return take_seat(cast.alice, cast.brand.slug, at=at)


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["metric", *words]) == DONE
    found: dict[str, Any] = orjson.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    "code", ["mentions", "negative", "speed", "growth", "audience", "interactions", "velocity", "doubling"]
)
def test_a_figure_of_a_story_is_the_one_on_its_page(seat: Seat, capsys: pytest.CaptureFixture[str], code: str) -> None:
    about = story(seat.brand, at=seat.at - MINUTE, posts=5)
    shown = next(one for one in StoryPage(seat, about).metrics if one.code == code)

    found = asked(capsys, f"story.{code}", about.code, "--brand", seat.brand.slug, "--at", seat.at.isoformat())

    assert (found["version"], found["brand"], found["story"]) == (shown.version, seat.brand.slug, about.code)
    assert found["value"] == shown.value


def test_the_points_of_a_story_come_with_their_lines(seat: Seat, capsys: pytest.CaptureFixture[str]) -> None:
    about = story(seat.brand, at=seat.at - MINUTE)

    found = asked(capsys, "story.severity", about.code, "--brand", seat.brand.slug, "--at", seat.at.isoformat())

    assert float(found["value"]) == about.assessments.latest().score
    assert found["unit"] == about.severity


def test_the_numbers_of_the_board_are_explained_as_they_are_printed(
    seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    for minutes in (1, 2, 3):
        post(seat.brand, at=seat.at - minutes * 10 * MINUTE)

    found = asked(capsys, "board.mentions", "--brand", seat.brand.slug, "--at", seat.at.isoformat())

    shown = {one.version: one.value for one in Board(seat, DAY).figures}
    assert shown[found["version"]] == found["value"] == "3"


def test_every_figure_says_its_version_its_formula_and_what_went_in(seat: Seat) -> None:
    """R1.24 part: no number without the way to it."""
    about = story(seat.brand, at=seat.at - MINUTE)

    for one in [*StoryPage(seat, about).metrics, *figures_of(seat.brand, period=DAY, at=seat.at)]:
        code, version = one.version.split()
        assert code.endswith(one.code)
        assert version.isdecimal()
        assert one.formula
        assert one.inputs


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["story.luck", "ST-0001"], "no_figure"),
        (["board.luck"], "no_figure"),
        (["story.speed", "ST-0999"], "story_unknown"),
        (["story.speed", "first"], "story_unknown"),
        (["board.mentions", "--at", "soon"], "time"),
        (["board.mentions", "--brand", "nobody"], "which_brand"),
    ],
)
def test_what_there_is_not_is_named(
    seat: Seat, capsys: pytest.CaptureFixture[str], words: list[str], problem: str
) -> None:
    story(seat.brand, at=seat.at - MINUTE)
    brand = [] if "--brand" in words else ["--brand", seat.brand.slug]

    assert main(["metric", *words, *brand]) == BAD_USAGE
    assert f"problem={problem}" in capsys.readouterr().err
