"""Is the page of who works for no brand, which no walk over a brand's pages meets, as sound as every other?"""

import pytest

from tests.browser.checks import CHECKS, LISTEN, LOOKS, Look
from tests.browser.conftest import Desk
from tests.browser.visits import visits
from tests.cast import Cast, person


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_the_page_without_a_brand_holds_what_is_asked_of_all(look: Look, cast: Cast, desk: Desk) -> None:
    wrong = []

    for who in (person("Dora", cast.brand.organisation), cast.trent):
        visitor = desk.seat(who, size=look.size, theme=look.theme, language=look.language)
        visitor.context.add_init_script(LISTEN)
        for _name, page in visits(visitor, {"me": "/me/"}):
            wrong += [f"{who} {check.__name__}: {one}" for check in CHECKS for one in check(page, look)]
        assert visitor.complaints == []

    assert not wrong, "\n".join(wrong)
