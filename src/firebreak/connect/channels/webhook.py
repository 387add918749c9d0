"""How is a text handed to a program of the organisation's own? A signed HTTP call that may safely come twice."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from firebreak.connect.contract import Posted, Words
from firebreak.connect.signature import sign
from firebreak.connect.web import Answer, Web
from firebreak.connect.web.refusal import asked

HEADER = "Firebreak-Signature"
KEY = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A program that publishes what it is handed, each key once: docs/connect.md says what it must do."""

    web: Web
    address: str
    secret: str = field(repr=False)

    def lay(self, words: Words) -> str:
        """Give nothing: the program knows no drafts."""
        return ""

    def post(self, words: Words, laid: str) -> Posted:
        """Hand the text over; the same key again is the same text, which the program does not publish twice."""
        digest = hashlib.sha256(words.text.encode()).hexdigest()
        told = {"event": "publish", "key": words.key, "title": words.title, "text": words.text, "sha256": digest}
        answer = self.call(told | {"at": words.at.isoformat()}, key=words.key)
        said = said_by(answer)
        return Posted(id=text_of(said.get("id")), url=text_of(said.get("url")))

    def check(self) -> None:
        """Knock with an event that publishes nothing."""
        self.call({"event": "test"}, key="test")

    def call(self, told: dict[str, Any], *, key: str) -> Answer:
        body = orjson.dumps(told)
        signature = sign(body, secret=self.secret, at=datetime.now(UTC))
        headers = {"Content-Type": "application/json", HEADER: signature, KEY: key}
        with asked():
            return self.web.send("POST", self.address, headers=headers, body=body)


def said_by(answer: Answer) -> dict[str, Any]:
    """Read what the program says of the text; it need not say anything."""
    try:
        said = orjson.loads(answer.body or b"{}")
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}


def text_of(value: Any) -> str:
    """Give what names something, as text; anything else is left out."""
    return str(value) if isinstance(value, str | int) else ""
