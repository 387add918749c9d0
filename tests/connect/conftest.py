"""What the tests of the outside share: a real server on loopback that the operator has allowed."""

from collections.abc import Iterator

import pytest

from tests.contracts.server import Outside, outside


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside() as running:
        monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", running.host)
        yield running
