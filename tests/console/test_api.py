"""Can a program hand posts in and read what its person may read, and nothing more?"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from firebreak.connect.sources.webhook import HEADER, sign
from firebreak.console import clock
from firebreak.console.api.hooks import MOST_BYTES
from firebreak.console.govern.models import Person
from firebreak.console.listen.models import Parcel, Post, Source
from tests.cast import Cast
from tests.records import post

SECRET = "s" * 32
BODY = json.dumps({"posts": [{"source": "desk", "text": "漏水", "published_at": "2026-11-20T11:30:00+08:00"}]}).encode()


@pytest.fixture
def hook(stage: dict[str, Any]) -> Source:
    found: Source = stage["hook"]
    return found


def hand_in(hook_id: int, body: bytes = BODY, *, secret: str = SECRET, at: datetime | None = None) -> tuple[int, Any]:
    signature = sign(body, secret=secret, at=at or clock.real_now())
    response = Client().post(
        f"/api/v1/hooks/{hook_id}", body, content_type="application/json", headers={HEADER: signature}
    )
    return response.status_code, response.json()


def test_r1_4_a_signed_body_is_kept_and_answered_at_once(hook: Source) -> None:
    """R1.4 (part): posts come in without any paid key."""
    assert hand_in(hook.pk) == (202, {"accepted": True, "duplicate": False})
    assert bytes(Parcel.objects.get(source=hook).body) == BODY


def test_the_same_body_waits_only_once(hook: Source) -> None:
    hand_in(hook.pk)

    assert hand_in(hook.pk) == (202, {"accepted": True, "duplicate": True})
    assert Parcel.objects.count() == 1


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"secret": "another" * 5}, (401, {"code": "bad_signature"})),  # signed by somebody else
        ({"at": clock.real_now() - timedelta(minutes=6)}, (401, {"code": "bad_signature"})),  # an old call again
        ({"body": b"not json"}, (400, {"code": "bad_input"})),
        ({"body": b" " * (MOST_BYTES + 1)}, (413, {"code": "too_large"})),
    ],
)
def test_what_cannot_be_taken_is_refused_by_a_code(hook: Source, how: dict[str, Any], code: tuple[int, Any]) -> None:
    assert hand_in(hook.pk, **how) == code
    assert not Parcel.objects.exists()


def test_an_unsigned_body_is_refused(hook: Source) -> None:
    response = Client().post(f"/api/v1/hooks/{hook.pk}", BODY, content_type="application/json")

    assert (response.status_code, response.json()) == (401, {"code": "bad_signature"})


def test_a_source_that_is_not_there_or_no_webhook_is_not_found(hook: Source, stage: dict[str, Any]) -> None:
    assert hand_in(999_999) == (404, {"code": "not_found"})
    assert hand_in(stage["source"].pk, secret="") == (404, {"code": "not_found"})


def test_a_paused_webhook_takes_nothing(hook: Source) -> None:
    Source.objects.filter(pk=hook.pk).update(paused=True)

    assert hand_in(hook.pk) == (409, {"code": "conflict"})


@pytest.mark.parametrize("what", ["alerts", "incidents", "stories", "mentions"])
def test_a_member_reads_the_brands_records_newest_first(
    what: str, cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.carol)

    rows = client.get(f"/api/v1/brands/spring/{what}?limit=1").json()

    assert len(rows) == 1
    assert client.get(f"/api/v1/brands/spring/{what}?limit=0").status_code == 422
    assert client.get(f"/api/v1/brands/spring/{what}?limit=5000").status_code == 422


def test_older_records_are_read_page_by_page(
    cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(cast.carol)
    address = "/api/v1/brands/spring/mentions"
    everything = [one["id"] for one in client.get(address).json()]

    first = [one["id"] for one in client.get(f"{address}?limit=2").json()]
    then = [one["id"] for one in client.get(f"{address}?limit=2&before={first[-1]}").json()]

    assert first + then == everything[:4]


def test_personal_data_is_hidden_even_from_who_may_lift_the_mask(
    cast: Cast, at: datetime, signed_in: Callable[[Person], Client]
) -> None:
    text = "請打 0912345678 找陳小姐"
    span = {"kind": "phone", "field": "text", "start": 3, "end": 13}
    post(cast.brand, at=at, text=text, author_name="陳大文小姐", author_id="wenwen", detail={"pii": [span]})

    row = signed_in(cast.alice).get("/api/v1/brands/spring/mentions").json()[0]

    assert "0912345678" not in row["text"]
    assert row["author"]["name"] != "陳大文小姐"
    assert len(row["text"]) == len(text)
    assert Post.objects.get().text == text


def test_the_list_of_brands_is_ones_own(cast: Cast, signed_in: Callable[[Person], Client]) -> None:
    assert signed_in(cast.bob).get("/api/v1/brands/").json() == [
        {"slug": "spring", "name": "明泉", "role": "agency_lead"}
    ]
    assert Client().get("/api/v1/brands/").status_code == 401
    outsider = Client()
    outsider.force_login(cast.eve)
    assert outsider.get("/api/v1/brands/").json() == []


def test_the_api_describes_itself(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()

    assert "/api/v1/hooks/{source_id}" in described["paths"]
    assert described["info"]["title"] == "Firebreak"


def test_health_tells_that_the_service_answers_and_nothing_else(client: Client, db: None) -> None:
    assert set(client.get("/healthz").json()) == {"status", "version", "second_reader"}
