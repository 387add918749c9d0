"""Does a forecast say what drives it, and by how much? (R1.14)"""

from datetime import UTC, datetime, timedelta
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak import knowledge
from firebreak.core.assess.spread import Cascade, forecast
from firebreak.core.assess.spread.drivers import GROUPS, MIDDLE, drivers, sides, typical
from firebreak.core.assess.spread.features import NAMES, features

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def cascade(delays: np.typing.NDArray[np.float64], **known: object) -> Cascade:
    return Cascade("one", np.sort(delays), **({"published_at": NOON} | known))  # type: ignore[arg-type]


def factors(one: Cascade) -> dict[str, float]:
    return {each.code: each.factor for each in drivers(one, HOUR, knowledge.forecaster())}


def test_every_feature_but_the_age_belongs_to_one_driver() -> None:
    grouped = [name for names in GROUPS.values() for name in names]

    assert sorted([*grouped, "time"]) == sorted(NAMES)


@given(st.lists(st.floats(1, 3599), min_size=20, max_size=60))
def test_all_factors_together_lead_from_the_typical_growth_to_the_forecast(delays: list[float]) -> None:
    one, model = cascade(np.array(delays)), knowledge.forecaster()
    row = features([one], [HOUR])

    ground, told = model.logs(np.stack([typical(row[0], HOUR, model), row[0]]), [HOUR] * 2)[:, MIDDLE]

    assert prod(factors(one).values()) == pytest.approx(np.exp(told - ground), rel=1e-6)


def test_a_story_that_gathers_pace_is_driven_up_by_its_course_and_one_that_fades_down() -> None:
    even = np.random.default_rng(1).random(60)

    faster, fading = (factors(cascade(3600 * even**power)) for power in (0.3, 3))

    assert faster["course"] * faster["lately"] > 1.2 > 0.95 > fading["course"] * fading["lately"]


def test_what_nobody_told_drives_nothing() -> None:
    found = factors(cascade(np.linspace(1, 3599, 40), published_at=None))

    assert [found[code] for code in ("disputed", "first_voice", "clock")] == pytest.approx([1, 1, 1])


def test_the_strongest_comes_first_and_drivers_change_no_forecast() -> None:
    one, model = cascade(np.linspace(1, 3599, 40) ** 1.0, followers=90_000), knowledge.forecaster()
    before = forecast([one], HOUR, model)

    found = [abs(np.log(each.factor)) for each in drivers(one, HOUR, model)]

    assert found == sorted(found, reverse=True)
    assert forecast([one], HOUR, model) == before


def test_two_that_do_the_same_share_it_and_one_that_does_nothing_has_none() -> None:
    members, weights = sides(3)
    both = (members[:, 0] & members[:, 1]).astype(float)  # only both together bring 1

    assert (weights @ both).tolist() == pytest.approx([0.5, 0.5, 0])
