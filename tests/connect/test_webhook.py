"""Who may hand posts in?"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firebreak.connect.sources.webhook import open_body, sign, verify
from firebreak.core.errors import BadInput, BadSignature, FirebreakError

AT = datetime(2026, 11, 18, 3, 12, tzinfo=UTC)
POST = {"id": "1", "source": "crm", "text": "拉肚子", "published_at": "2026-11-18T03:12:00+08:00"}
BODY = orjson.dumps(POST)


def receive(body: bytes, *, signature: str | None = None, secret: str = "geheim", at: datetime = AT) -> list[str]:
    signed = sign(body, secret="geheim", at=AT) if signature is None else signature
    verify(body, signature=signed, secret=secret, at=at)
    return [post.id for post in open_body(body).posts]


@pytest.mark.parametrize("document", [POST, [POST], {"posts": [POST]}])
def test_it_takes_one_post_a_list_or_posts(document: object) -> None:
    assert receive(orjson.dumps(document)) == ["1"]


def test_the_signature_is_what_the_manual_says() -> None:
    mac = hmac.new(b"geheim", b"1794971520." + BODY, hashlib.sha256).hexdigest()

    assert sign(BODY, secret="geheim", at=AT) == f"t=1794971520,v1={mac}"


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_five_minutes_are_tolerated(late: timedelta) -> None:
    assert receive(BODY, at=AT + late) == ["1"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"at": AT + timedelta(minutes=5, seconds=1)}, "too_old"),
        ({"at": AT - timedelta(minutes=5, seconds=1)}, "too_old"),
        ({"secret": "other"}, "mismatch"),
        ({"secret": ""}, "no_secret"),
        ({"signature": ""}, "no_signature"),
        ({"signature": sign(BODY + b" ", secret="geheim", at=AT)}, "mismatch"),  # another body
        ({"signature": sign(BODY, secret="geheim", at=AT).replace("t=1", "t=2")}, "mismatch"),  # another time
        ({"signature": sign(BODY, secret="geheim", at=AT)[:-1]}, "no_signature"),
    ],
)
def test_it_refuses_what_the_secret_did_not_sign_just_now(change: dict[str, object], problem: str) -> None:
    with pytest.raises(BadSignature) as caught:
        receive(BODY, **change)  # type: ignore[arg-type]

    assert caught.value.context == {"problem": problem}


def test_a_body_that_is_no_json_is_bad_input() -> None:
    with pytest.raises(BadInput):
        receive(b"{")


@given(st.binary(max_size=100), st.text(max_size=90))
def test_no_stranger_gets_in(body: bytes, signature: str) -> None:
    with pytest.raises(FirebreakError):
        receive(body, signature=signature)
