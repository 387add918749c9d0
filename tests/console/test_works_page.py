"""Does the page of long works leave alone what a person writes and means there?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from firebreak.console.govern.models import Person
from firebreak.console.work.models import Piece, Work
from tests.cast import Cast
from tests.console.test_export import PASSWORD, with_password
from tests.records import long_work

Sign = Callable[[Person], Client]
HOME = "/b/spring/long-work/"


def test_while_one_is_under_way_no_other_is_replaced(signed_in: Sign, cast: Cast, at: datetime) -> None:
    moving = long_work(cast.brand, cast.alice, at=at, state=Work.State.RUNNING, outcome={})
    done = long_work(cast.brand, cast.alice, at=at)

    page = signed_in(cast.alice).get(HOME).content.decode()

    assert f'hx-select-oob="#works-poll,#work-{moving.pk}"' in page
    assert page.count("every 1s") == 1
    assert f"#work-{done.pk}" not in page.partition("hx-select-oob")[2].partition(">")[0]


def test_where_a_password_was_wrong_the_list_still_knows_its_own_address(
    signed_in: Sign, cast: Cast, at: datetime
) -> None:
    secret = {"list": "mentions", "how": "csv", "reason": "legal"}
    work = long_work(cast.brand, with_password(cast.alice), at=at, asked=secret)

    page = signed_in(cast.alice).post(f"{HOME}{work.pk}/file/", {"confirm": f"not {PASSWORD}"})

    assert page.status_code == 400
    assert f'hx-get="{HOME}?piece=list"' in page.content.decode()
    assert 'hx-get="?' not in page.content.decode()


def test_cancel_that_comes_too_late_lets_nothing_go(signed_in: Sign, cast: Cast, at: datetime) -> None:
    work = long_work(cast.brand, cast.alice, at=at)

    page = signed_in(cast.alice).post(f"{HOME}{work.pk}/end/", {"act": "cancel"}, follow=True).content.decode()

    assert Piece.objects.filter(work=work).exists()
    assert "沒有變更" in page


@pytest.mark.parametrize("said", [{}, {"act": "sell"}])
def test_a_deed_that_is_not_named_is_refused(said: dict[str, str], signed_in: Sign, cast: Cast, at: datetime) -> None:
    work = long_work(cast.brand, cast.alice, at=at)

    assert signed_in(cast.alice).post(f"{HOME}{work.pk}/end/", said).status_code == 400
    assert Work.objects.exists()
