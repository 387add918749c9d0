"""How does `firebreak forecast` answer: a cascade a line in, how far it will go a line out?"""

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import orjson

from firebreak import knowledge
from firebreak.connect.moment import FIRST_YEAR, LAST_YEAR, moment_of
from firebreak.connect.sources.upload import open_upload
from firebreak.core.assess.spread import Cascade, Forecast, Span, forecast
from firebreak.core.errors import BadInput, BadRow, UnreadableFile
from firebreak.run.drafts import rows_of
from firebreak.run.output import Rejects, rejecting

BATCH = 256
UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
DURATION = re.compile(r"(\d{1,8}(?:\.\d{1,6})?)([smhd]?)")
Row = Mapping[str, Any]


def forecast_file(path: str, *, at: str, out: IO[str], rejects: str | None) -> int:
    """Write a forecast a line, in the order of the cascades; give how many rows were rejected."""
    age, model = duration_of(at), knowledge.forecaster()
    with _opened(path) as stream, rejecting(rejects) as refused:
        cascades = _cascades(stream, refused)
        while batch := list(islice(cascades, BATCH)):
            out.writelines(_line(one) for one in forecast(batch, age, model))
    return refused.count


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
    """Open a file, packed by gzip if its name says so, or standard input for `-`. Raises UnreadableFile."""
    with open_upload(path) as stream:
        if not path.endswith(".gz"):
            yield stream
            return
        try:
            with gzip.open(stream, "rb") as plain:
                yield cast(IO[bytes], plain)
        except (EOFError, gzip.BadGzipFile, zlib.error) as wrong:
            raise UnreadableFile(file=Path(path).name, problem=type(wrong).__name__) from wrong


def duration_of(text: str) -> timedelta:
    """Read 10m, 1h, 6h, 2d, 90s or plain seconds; raise BadInput for anything else and for nothing."""
    found = DURATION.fullmatch(text.strip())
    age = timedelta(**{UNITS[found[2]]: float(found[1])}) if found else timedelta(0)
    if age <= timedelta(0):
        raise BadInput(problem="duration", at=text)
    return age


def _cascades(stream: IO[bytes], refused: Rejects) -> Iterator[Cascade]:
    for line, row in rows_of(stream):
        try:
            if isinstance(row, BadRow):
                raise row
            yield cascade_of(row, line=line)
        except BadRow as bad:
            refused.add_all([{"code": bad.code, **bad.context}])


def cascade_of(row: Row, *, line: int) -> Cascade:
    """Read a cascade of the contract; raise BadRow with what it needs."""
    name = row.get("id")
    if name is not None and not isinstance(name, str | int):
        raise BadRow(line=line, problem="id", needs="a text")
    return Cascade(
        id=str(line if name is None else name),
        delays=_delays(row.get("delays"), line),
        published_at=_moment(row.get("published_at"), line),
        followers=_followers(row.get("followers"), line),
        verified=_truth(row, "verified", line),
        disputed=_truth(row, "disputed", line),
    )


def _delays(value: object, line: int) -> np.typing.NDArray[np.float64]:
    """Read the delays; a list that is not in order is not of delays after one original."""
    if not isinstance(value, list) or not all(type(one) in (int, float) for one in value):
        raise BadRow(line=line, problem="delays", needs="a list of seconds after the original")
    delays = np.array(value, dtype=np.float64)
    if len(delays) and delays[0] < 0:
        raise BadRow(line=line, problem="delays_negative", needs="seconds after the original, none before it")
    if (np.diff(delays) < 0).any():
        raise BadRow(line=line, problem="delays_order", needs="delays in ascending order")
    return delays


def _moment(value: object, line: int) -> datetime | None:
    if value is None:
        return None
    try:
        if type(value) in (int, float):
            at = datetime.fromtimestamp(float(str(value)), UTC)
            if not FIRST_YEAR <= at.year <= LAST_YEAR:
                raise ValueError("year out of range")
            return at
        return moment_of(value)
    except (ValueError, OverflowError, OSError):
        raise BadRow(line=line, problem="published_at", needs="ISO 8601 with offset, or epoch seconds") from None


def _followers(value: object, line: int) -> int | None:
    if value is None:
        return None
    if type(value) not in (int, float) or not 0 <= float(str(value)) < 1e12:
        raise BadRow(line=line, problem="followers", needs="a number of followers, or null")
    return int(float(str(value)))


def _truth(row: Row, name: str, line: int) -> bool | None:
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise BadRow(line=line, problem=name, needs="true, false or null")
    return value


def _line(one: Forecast) -> str:
    return orjson.dumps(contract_dict(one)).decode() + "\n"


def contract_dict(one: Forecast) -> dict[str, object]:
    """Give the keys of the contract; counts to a tenth, so that nobody reads more into them."""
    seconds = one.at.total_seconds()
    return {
        "id": one.id,
        "at_seconds": int(seconds) if seconds.is_integer() else seconds,
        "seen": one.seen,
        "final": _span(one.final),
        "next_hour": _span(one.next_hour),
        "peak_ahead": round(one.peak_ahead, 4),
        "growing": one.growing,
        "reproduction": round(one.reproduction, 3),
    }


def _span(span: Span) -> dict[str, float]:
    return {"p10": round(span.p10, 1), "p50": round(span.p50, 1), "p90": round(span.p90, 1)}
