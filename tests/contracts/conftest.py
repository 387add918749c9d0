"""What the contract suite shares: the misbehaving server, allowed by the operator, and a client in a hurry."""

from collections.abc import Iterator
from random import Random

import pytest

from firebreak.connect.web import Limits, Web
from tests.contracts.server import Outside, outside

HURRY = Limits(deadline_seconds=1.0, pause_seconds=0.0)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    with outside() as running:
        monkeypatch.setenv("FIREBREAK_ALLOW_HOSTS", running.host)
        yield running


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def web(naps: list[float]) -> Web:
    """The real client with a short deadline, fixed chance, and naps written down instead of slept."""
    return Web(limits=HURRY, rng=Random(7), sleep=naps.append)
