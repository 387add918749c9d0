"""Is a brief of one page counted honestly?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.errors import BadInput
from firebreak.core.respond.sbar import FIELDS, OF_INCIDENT, Part, asked, filled

CODES = [code for codes in FIELDS.values() for code in codes]
VALUES = st.dictionaries(st.sampled_from(CODES), st.text(max_size=3))


@given(VALUES, st.sampled_from(CODES))
def test_a_share_lies_in_bounds_and_a_further_word_never_lowers_it(values: dict[str, str], code: str) -> None:
    """R2.69: what is blank is not filled."""
    found, more = filled(values, incident=True), filled(values | {code: "said"}, incident=True)

    assert 0 <= found.share <= more.share <= 1
    assert found.count == sum(bool(said.strip()) for said in values.values())


def test_a_story_is_not_asked_for_what_only_an_incident_has() -> None:
    codes = {code for part in asked(incident=False).values() for code in part}

    assert not codes & OF_INCIDENT
    assert set(asked(incident=False)) == set(Part)
    assert filled({}, incident=False).of == len(CODES) - len(OF_INCIDENT)


def test_a_field_that_no_brief_has_is_refused() -> None:
    with pytest.raises(BadInput):
        filled({"weather": "fair"}, incident=True)
    with pytest.raises(BadInput):
        filled({"lead": "Alice"}, incident=False)
