"""Does the service print a link for the first administrator, and only while nobody has an account?"""

import urllib.request

import pytest

from firebreak.console.home.setup.opening import is_invited
from firebreak.run.service import tell_first_link
from tests.cast import Cast
from tests.run.processes import PATIENCE, Home, free_port, interrupt, run, start


def test_while_nobody_has_an_account_the_link_is_printed(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FIREBREAK_URL", raising=False)

    tell_first_link("http://127.0.0.1:8000/")

    said = capsys.readouterr().out
    assert said.startswith("First run  http://127.0.0.1:8000/start/")
    assert is_invited(said.strip().rstrip("/").rpartition("/")[2])


def test_the_link_begins_with_the_address_that_people_use(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIREBREAK_URL", "https://fire.example.org/")

    tell_first_link("http://0.0.0.0:8000/")

    assert capsys.readouterr().out.startswith("First run  https://fire.example.org/start/")


def test_once_somebody_has_an_account_nothing_is_printed(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    tell_first_link("http://127.0.0.1:8000/")

    assert capsys.readouterr().out == ""


def test_the_link_that_up_prints_opens_the_first_step(home: Home) -> None:
    service = start(home, "up", "--port", str(free_port()))
    assert service.stdout
    lines = [service.stdout.readline().decode() for _ in range(2)]
    link = lines[1].removeprefix("First run  ").strip()

    with urllib.request.urlopen(link, timeout=PATIENCE) as answer:
        page = answer.read().decode()

    assert 'name="house"' in page
    assert interrupt(service) == (0, "")


def test_who_comes_by_the_command_line_needs_no_link(home: Home) -> None:
    assert run(home, "admin", "--email", "a@example.org", "--brand", "明泉")[0] == 0
    service = start(home, "up", "--port", str(free_port()))
    assert service.stdout
    first = service.stdout.readline().decode()

    service.send_signal(2)
    rest = service.communicate(timeout=PATIENCE)[0].decode()

    assert first.startswith("Firebreak  http://")
    assert service.returncode == 0
    assert "First run" not in rest
