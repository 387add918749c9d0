"""Does the manual of connecting say what the code does?"""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from firebreak.connect.registry import find_sources
from firebreak.connect.sources.webhook import open_body, verify
from firebreak.connect.web import Limits, Web
from tests.contracts.server import Outside

PAGE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text()
POST = {"id": "1", "text": "難喝", "published_at": "2026-11-18T03:12:00+08:00"}


def block(language: str, place: int = 0) -> str:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[place]


def test_the_source_of_the_manual_works_in_forty_lines(server: Outside) -> None:
    code = block("python")
    names: dict[str, Any] = {}
    exec(compile(code, "docs/connect.md", "exec"), names)
    server.put("/comments", orjson.dumps({"comments": [POST, {"id": "2"}]}), "application/json")
    forum = names["Forum"](Web(limits=Limits(pause_seconds=0.0)))

    page = forum.fetch({"url": server.url("/comments")}, {})

    assert len(code.splitlines()) <= 40
    assert [post.id for post in page.posts] == ["1"]
    assert [bad.context["problem"] for bad in page.rejects] == ["no_text"]
    assert page.cursor == {"after": 2}


def test_the_signature_of_the_manual_opens_the_webhook() -> None:
    script = block("sh", 2).rpartition("curl")[0] + 'printf "%s\\n%s" "t=$t,v1=$v1" "$body"'

    done = subprocess.run(
        ["sh", "-c", script], env={"SECRET": "geheim", "PATH": "/usr/bin:/bin"}, capture_output=True, check=True
    )

    signature, _, body = done.stdout.partition(b"\n")
    verify(body, signature=signature.decode(), secret="geheim", at=datetime.now(UTC))
    assert [post.text for post in open_body(body).posts] == ["喝完拉肚子"]


@pytest.mark.parametrize(("kind", "source"), find_sources([]).sources.items())
def test_the_policies_of_the_manual_are_those_of_the_sources(kind: str, source: Any) -> None:
    policy = source.policy
    keep = f"{policy.keep_for.days} days" if policy.keep_for else "–"
    words = [("no", "yes")[flag] for flag in (policy.may_store, policy.must_honour_deletes, policy.may_act)]

    assert f"| `{kind}` | {words[0]} | {keep} | {words[1]} | {words[2]} |" in PAGE
