"""Which cascades may the forecaster learn from, and what is there to be learnt of each?"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from firebreak.core.assess.spread.cascade import WEEK, Cascade
from firebreak.core.assess.spread.features import features
from firebreak.core.assess.spread.forecaster import HOUR, speed
from firebreak.core.assess.spread.hindsight import fullest
from firebreak.core.assess.spread.trees import Singles
from training.boost import Array, Ints
from training.data import DATA


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Cascades at one age: their place in the list, features, reshares seen, and what came of them."""

    place: Ints
    rows: Singles
    seen: Array
    final: Array  # reshares within a week
    last: Array  # what an hour gave lately
    after: Array  # reshares of the hour that follows
    ahead: npt.NDArray[np.bool_]  # whether the fullest hour is still to come


def cascades(name: str) -> list[Cascade]:
    """Read the cascades `train` or `val`, the oldest first."""
    with gzip.open(DATA / "cascades" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        found = [cascade_of(json.loads(line)) for line in lines]
    return sorted(found, key=lambda one: (one.published_at or datetime.min.replace(tzinfo=UTC), one.id))


def cascade_of(row: dict[str, object]) -> Cascade:
    return Cascade(
        id=str(row["id"]),
        delays=np.asarray(row["delays"], dtype=np.float64),
        published_at=datetime.fromtimestamp(float(str(row["published_at"])), UTC),
        followers=row["followers"],  # type: ignore[arg-type]
        verified=row["verified"],  # type: ignore[arg-type]
        disputed=row["disputed"],  # type: ignore[arg-type]
    )


def truth(known: Sequence[Cascade], at: timedelta, *, least: int) -> Truth:
    """Look at the cascades with at least so many reshares at this age."""
    place = np.array([number for number, one in enumerate(known) if len(one.seen(at)) >= least], np.int64)
    chosen = [known[number] for number in place]
    seen = np.array([len(one.seen(at)) for one in chosen], float)
    return Truth(
        place=place,
        rows=features(chosen, [at] * len(chosen)),
        seen=seen,
        final=np.array([len(one.seen(WEEK)) for one in chosen], float),
        last=np.array([speed(one, at) for one in chosen]),
        after=np.array([len(one.seen(at + HOUR)) for one in chosen], float) - seen,
        ahead=np.array([fullest(one.delays) >= at for one in chosen]),
    )
