"""Is every page of the console sound in a real browser: quiet console, strict policy, accessible, never too wide?"""

from typing import Any

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Desk
from tests.browser.visits import addresses, administers, problems_of, visits
from tests.cast import Cast


def test_no_page_makes_the_console_complain_or_breaks_the_policy(cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    visitor = desk.seat(cast.alice)

    for path in ("/sign-in/", *addresses(cast, stage, desk).values()):
        page = visitor.page(path)
        page.wait_for_timeout(300)
        page.close()

    assert visitor.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(
    theme: str, size: tuple[int, int], cast: Cast, stage: dict[str, Any], desk: Desk
) -> None:
    administers(cast.alice)
    paths = addresses(cast, stage, desk)
    visitor = desk.seat(cast.alice, theme=theme, size=size)
    found: list[str] = []

    for name, page in visits(visitor, paths):
        found += problems_of(page, name)
    found += problems_of(desk.seat(None, theme=theme, size=size).page("/sign-in/"), "/sign-in/")

    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_no_page_is_wider_than_a_phone(language: str, cast: Cast, stage: dict[str, Any], desk: Desk) -> None:
    administers(cast.alice)
    visitor = desk.seat(cast.alice, size=PHONE, language=language)
    too_wide = {}

    for path in ("/sign-in/", *addresses(cast, stage, desk).values()):
        page = visitor.page(path)
        if (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            too_wide[path] = beyond
        page.close()

    assert too_wide == {}
