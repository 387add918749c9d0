"""Does a crisis that is played back come out with the pace that was planted in it?"""

from datetime import datetime, timedelta
from math import log, log1p

import orjson
import pytest

from firebreak.cli import DONE, main
from firebreak.console.govern.models import Brand
from firebreak.console.listen.reader import reader_of
from firebreak.core.terms import Post
from firebreak.run.pipeline import step
from tests.posts import SICK, listening, post

MINUTE = timedelta(minutes=1)
DOUBLES, LASTS, ROUND, COUNT = 30 * MINUTE, 150 * MINUTE, 25 * MINUTE, 150


def planted(start: datetime) -> list[Post]:
    """Give posts that come twice as fast each half hour, evenly by that law."""
    growth = LASTS / DOUBLES
    places = (log1p((number + 0.5) / COUNT * (2**growth - 1)) / (log(2) * growth) for number in range(COUNT))
    return [post(number, SICK, start + place * LASTS, photo=True) for number, place in enumerate(places)]


def test_a_crisis_played_back_tells_the_planted_doubling_time(
    brand: Brand, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    """R1.8: within a tenth of what was planted by the command; and the event of its alert says what is known then."""
    via, reader, posts, told = listening(brand, at=at), reader_of(brand), planted(at), []
    for number in range(1, LASTS // ROUND + 1):
        now = at + number * ROUND
        batch = [one for one in posts if now - ROUND <= one.published_at < now]
        told += [
            one.facts for one in step(brand=brand, read=reader.read(batch), via=via, at=now) if one.type == "alert"
        ]

    asked = ["metric", "story.doubling", "ST-0001", "--brand", brand.slug, "--at", (at + LASTS).isoformat()]
    assert main(asked) == DONE
    found = orjson.loads(capsys.readouterr().out)

    minutes = int(found["value"].split()[0])
    assert abs(minutes * MINUTE / DOUBLES - 1) <= 0.1
    assert found["version"] == "story.doubling 1"
    early = next(one["pace"] for one in told if one["story"])
    assert (early["course"], early["minutes"]) == ("few", None)
