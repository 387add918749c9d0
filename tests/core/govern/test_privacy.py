"""R1.92: a person's name is masked for whoever has no reason to see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.govern.privacy import mask_handle, mask_name, shown_author
from firebreak.core.terms import Author, Role

AUTHOR = Author(id="night_nurse", name="夜班小護士", followers=1200, verified=True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("夜班小護士", "夜班小*"),  # a pen name: its beginning tells authors apart
        ("陳大文", "陳**"),  # a real name: the family name only
        ("王五", "王*"),
        ("阿", "阿*"),  # never shown whole
        (" 林小明 ", "林**"),  # space is no part of it
        ("", ""),
    ],
)
def test_it_hides_the_end_of_a_name(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("handle", "shown"),
    [
        ("@night_nurse", "@ni*"),
        ("th_cf2dbfe", "th*"),
        ("abc", "a*"),
        ("someone@example.org", "so*"),  # the domain is hidden too
        ("@", "@"),
    ],
)
def test_it_hides_the_end_of_a_handle(handle: str, shown: str) -> None:
    assert mask_handle(handle) == shown


@given(st.text(min_size=1))
def test_no_name_is_shown_whole(name: str) -> None:
    assert not name.strip() or mask_name(name) != name.strip() or name.strip().endswith("*")


def test_a_mask_stays_on_until_it_is_lifted_for_a_reason() -> None:
    assert shown_author(AUTHOR, Role.BRAND_PR).name == "夜班小*"
    assert shown_author(AUTHOR, Role.BRAND_PR, lifted=True) == AUTHOR


def test_a_role_that_may_not_unmask_cannot_lift_it() -> None:
    shown = shown_author(AUTHOR, Role.CS_AGENT, lifted=True)

    assert (shown.name, shown.id) == ("夜班小*", "ni*")
    assert (shown.followers, shown.verified) == (1200, True)
