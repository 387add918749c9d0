"""Issue 7: does `firebreak evidence verify` say what it found, on a machine that has nothing but the file?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firebreak.cli import BAD_USAGE, DONE, NEEDS_PERSON, main
from firebreak.core.govern.evidence import sha256
from tests.core.govern.test_pack import KEY, OTHER, PACK

CLEAN = "import sys, firebreak.cli as cli; code = cli.main(sys.argv[1:]); assert 'django' not in sys.modules; sys.exit(code)"


@pytest.fixture(autouse=True)
def no_key_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIREBREAK_AUDIT_KEY", "FIREBREAK_AUDIT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "INC-0001.zip"
    made.write_bytes(PACK)
    return made


def key_file(tmp_path: Path, key: bytes) -> str:
    made = tmp_path / "audit.key"
    made.write_bytes(key + b"\n")
    return str(made)


def test_it_verifies_on_a_machine_without_database_settings_or_key(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "never-made"
    env = {"PATH": os.environ["PATH"], "FIREBREAK_HOME": str(home), "FIREBREAK_DATABASE_URL": "postgresql://nobody/no"}

    done = subprocess.run(
        [sys.executable, "-c", CLEAN, "evidence", "verify", str(file)], env=env, capture_output=True, text=True
    )

    assert done.returncode == DONE, done.stderr
    assert "3 entries of this matter in a chain of 7" in done.stdout
    assert f"sha256 {sha256(PACK)}" in done.stdout
    assert not home.exists()


def test_it_says_that_nobody_looked_at_the_signature_without_a_key(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evidence", "verify", str(file)]) == DONE
    assert "--   signature  not looked at" in capsys.readouterr().out


def test_with_the_key_it_says_whose_pack_it_is(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "verify", str(file), "--key", key_file(tmp_path, KEY)]) == DONE
    assert "ok   signature" in capsys.readouterr().out

    assert main(["evidence", "verify", str(file), "--key", key_file(tmp_path, OTHER)]) == NEEDS_PERSON
    assert "FIX  forged     signature.json" in capsys.readouterr().out


def test_a_pack_that_was_touched_needs_a_person_who_reads_where(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(PACK.replace(b'"opened"', b'"closed"'))

    assert main(["evidence", "verify", str(file), "--json"]) == NEEDS_PERSON
    lines = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert [row["found"] for row in lines if row["name"] == "changed"] == ["timeline.json"]


def test_the_digest_of_another_pack_is_told_apart(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "verify", str(file), "--digest", sha256(PACK).upper()]) == DONE
    assert main(["evidence", "verify", str(file), "--digest", "0" * 64]) == NEEDS_PERSON
    assert "FIX  digest" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [(b"PK no pack", [], "no_pack"), (None, [], "FileNotFoundError"), (PACK, ["--digest", "ff"], "no_digest")],
)
def test_what_is_no_pack_or_no_digest_is_bad_usage(
    content: bytes | None, more: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.zip"
    if content is not None:
        file.write_bytes(content)

    assert main(["evidence", "verify", str(file), *more]) == BAD_USAGE
    assert f"problem={said}" in capsys.readouterr().err
