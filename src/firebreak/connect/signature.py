"""Who sent this body? A signature over time and body with a secret that both sides know."""

import hashlib
import hmac
from datetime import datetime


def sign(body: bytes, *, secret: str, at: datetime) -> str:
    """Give the header's value for a body sent at `at`: `t=<unix>,v1=<HMAC-SHA256 of "t.body" in hex>`."""
    moment = str(int(at.timestamp()))
    return f"t={moment},v1={mac_of(body, secret=secret, moment=moment)}"


def mac_of(body: bytes, *, secret: str, moment: str) -> str:
    """Give the HMAC-SHA256 of time and body in hex."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
