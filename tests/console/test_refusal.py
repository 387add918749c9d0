"""Does a page that says no leave the service as it was?"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast
from tests.conftest import AT
from tests.kept import cast_on_stage


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast in a database that other threads see too."""
    return cast_on_stage(AT)


@pytest.mark.parametrize("path", ["/b/other/", "/b/spring/nowhere/"])
def test_a_page_that_is_not_there_leaves_no_connection_behind(cast: Cast, path: str) -> None:
    """Such pages are made in threads that live as long as the service, one connection each would stay open."""
    client = Client()
    client.force_login(cast.alice)

    def ask() -> tuple[int, bool]:
        return client.get(path).status_code, connection.connection is None

    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(ask).result() == (404, True)
