"""R2.87: when does a forecast ask for something to be done before it comes true?"""

import pytest

from firebreak import knowledge
from firebreak.core.errors import BadInput
from firebreak.core.respond.prevention import rules, threatens
from firebreak.core.terms import Severity
from firebreak.knowledge import load_yaml


@pytest.mark.parametrize(
    ("now", "ahead", "told"),
    [
        ("S3", 50, "S2"),  # the least score of the level that is asked for
        ("S3", 49.9, None),
        ("S4", 74.9, "S2"),
        ("S4", 75, "S1"),
        ("S4", 30, None),  # graver than it is, and not grave
        ("S2", 60, None),  # as grave as it is already
        ("S2", 80, "S1"),
        ("S1", 100, None),
    ],
)
def test_it_warns_of_a_graver_level_that_is_grave_enough(now: str, ahead: float, told: str | None) -> None:
    assert threatens(Severity(now), ahead, knowledge.prevention()) == told


@pytest.mark.parametrize("wrong", [{"roles": "boss"}, {"within": "soon"}, {"at_least": "S9"}, {"do": {"zh": "做"}}])
def test_rules_that_are_not_understood_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        rules(load_yaml("prevention") | wrong)
