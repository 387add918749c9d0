"""May a person allow what the owners of a source do not? They may only be stricter."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from firebreak.console.access import Seat
from firebreak.console.govern.models import Entry, Person
from firebreak.console.home.settings import forms
from firebreak.console.listen import intake
from firebreak.console.listen.models import Source
from firebreak.core.errors import BadInput
from tests.cast import Cast
from tests.records import feed

Rules = dict[str, Any]
OWNERS: Rules = {"may_store": False, "keep_days": 30, "must_honour_deletes": True, "may_act": False}
FREE: Rules = {"may_store": True, "keep_days": None, "must_honour_deletes": False, "may_act": True}
AT_HOME = "/b/spring/settings/"


def kind_allows(monkeypatch: pytest.MonkeyPatch, owners: Rules) -> None:
    """Let the connector's policy be this one."""
    for module in (intake, forms):
        monkeypatch.setattr(module, "policy_record", lambda kind: dict(owners))


@pytest.mark.parametrize(
    "looser",
    [
        {"may_store": True},
        {"keep_days": 31},
        {"keep_days": None},  # without an end
        {"must_honour_deletes": False},
        {"may_act": True},
    ],
)
def test_nobody_loosens_what_the_owners_of_a_source_demand(
    seat: Seat, at: datetime, looser: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind_allows(monkeypatch, OWNERS)
    source = feed(seat.brand, at=at, **OWNERS)

    with pytest.raises(BadInput) as wrong:
        intake.set_policy(seat=seat, source=source, **(OWNERS | looser))

    assert wrong.value.context["field"] in looser
    source.refresh_from_db()
    assert {name: getattr(source, name) for name in OWNERS} == OWNERS
    assert not Entry.objects.exists()


@pytest.mark.parametrize("stricter", [{"may_store": False}, {"keep_days": 7}, {"must_honour_deletes": True}])
def test_a_person_may_be_stricter_and_take_that_back(
    seat: Seat, at: datetime, stricter: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind_allows(monkeypatch, FREE)
    source = feed(seat.brand, at=at, **FREE)

    for rules in (FREE | stricter, FREE):
        intake.set_policy(seat=seat, source=source, **rules)
        source.refresh_from_db()
        assert {name: getattr(source, name) for name in rules} == rules


def test_a_source_is_added_for_no_longer_than_its_kind_allows(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    kind_allows(monkeypatch, OWNERS)

    with pytest.raises(BadInput):
        intake.add_webhook(seat=seat, name="desk", keep_days=31)
    assert intake.add_webhook(seat=seat, name="desk", keep_days=29).keep_days == 29


def policy_page(client: Client, source: Source, **given: str) -> tuple[int, str]:
    answer = client.post(f"{AT_HOME}sources/{source.pk}/policy/", given)
    return answer.status_code, answer.content.decode()


def test_the_page_says_beside_the_field_what_is_too_long(
    cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    """A feed may be kept for 365 days."""
    client = signed_in(cast.alice)

    for days in ("366", ""):
        code, page = policy_page(client, stage["source"], keep_days=days, may_store="on")
        assert code == 400
        assert 'role="alert"' in page

    assert policy_page(client, stage["source"], keep_days="365", may_store="on")[0] == 302


def test_what_a_kind_demands_stays_whatever_a_browser_sends(
    cast: Cast, stage: dict[str, Any], signed_in: Callable[[Person], Client]
) -> None:
    """A webhook must follow deletions, and through none of our sources may anything be sent."""
    hook = stage["hook"]

    policy_page(signed_in(cast.alice), hook, keep_days="90", may_store="on", may_act="on")

    hook.refresh_from_db()
    assert (hook.keep_days, hook.must_honour_deletes, hook.may_act) == (90, True, False)
