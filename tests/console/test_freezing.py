"""What does the page of the switch say to who throws it without a reason?"""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from firebreak.console.govern.models import Person
from firebreak.console.respond.send.records import Freeze
from tests.cast import Cast
from tests.records import incident


@pytest.mark.parametrize("of_all", [True, False])
def test_a_switch_without_a_reason_is_asked_for_one_on_its_page(
    cast: Cast, at: datetime, signed_in: Callable[[Person], Client], of_all: bool
) -> None:
    about = incident(cast.brand, at=at)
    more = {} if of_all else {"number": about.number}
    where = reverse("freeze_brand" if of_all else "freeze_incident", kwargs={"slug": cast.brand.slug, **more})

    answer = signed_in(cast.alice).post(where, {"freeze-reason": " "})

    page = answer.content.decode()
    assert (answer.status_code, 'role="alert"' in page, "data-menu open" in page) == (400, True, True)
    assert not Freeze.objects.exists()
