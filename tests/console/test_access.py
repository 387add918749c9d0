"""Who may open which address? A walk over every one there is, page and API, generated from the URL configuration."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from firebreak.console.govern.models import Assignment, Person
from firebreak.core.govern.role import may
from firebreak.core.terms import Role
from tests.cast import Cast, one_of_each_role
from tests.console.walk import ALSO, NEVER, OPEN, OWN, Page, operations, pages, records_of

PAGES = pages()
METHODS = ("GET", "POST")
NOT_THERE = 405


@pytest.fixture
def records(stage: dict[str, Any], cast: Cast) -> dict[str, Any]:
    return records_of(cast, stage)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever a visitor changes is as before for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def visit(who: Person | None, method: str, url: str) -> int:
    client = Client()
    if who:
        client.force_login(who)
    with undone():
        return client.generic(method, url).status_code


def test_every_address_is_guarded_or_open_for_a_written_reason() -> None:
    names = {page.name for page in PAGES}

    assert len(names) == len(PAGES) >= 20
    assert not names & set(OPEN)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nobody_enters_without_signing_in(page: Page, cast: Cast, records: dict[str, Any]) -> None:
    url = page.url(cast.brand.slug, records)

    for method in METHODS:
        response = Client().generic(method, url)
        assert response.status_code in (302, NOT_THERE), method
        assert response.status_code == NOT_THERE or response["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_to_outsiders_the_brand_does_not_exist(page: Page, cast: Cast, records: dict[str, Any]) -> None:
    url = page.url(cast.brand.slug, records)

    for name, outsider in cast.outsiders.items():
        for method in METHODS:
            assert visit(outsider, method, url) in (404, NOT_THERE), (name, method)


@pytest.mark.parametrize("page", [one for one in PAGES if one.name not in OWN], ids=lambda page: page.name)
def test_a_viewer_changes_nothing_but_their_own(page: Page, cast: Cast, records: dict[str, Any]) -> None:
    assert visit(cast.carol, "POST", page.url(cast.brand.slug, records)) in (403, NOT_THERE)


@pytest.mark.one_database  # the table decides; test_queries opens every page on PostgreSQL too
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_role_enters_as_the_table_says(page: Page, cast: Cast, records: dict[str, Any]) -> None:
    url = page.url(cast.brand.slug, records)

    for role, somebody in one_of_each_role(cast.brand).items():
        codes = {method: visit(somebody, method, url) for method in METHODS}
        assert set(codes.values()) != {NOT_THERE}, "answers neither GET nor POST"
        acts = {page.act, ALSO.get(page.name, page.act)}
        if role in NEVER.get(page.name, ()) or not all(may(role, act) for act in acts):
            assert set(codes.values()) <= {403, NOT_THERE}, role
        elif codes["GET"] != NOT_THERE:
            assert codes["GET"] in (200, 302), role
        else:
            assert codes["POST"] != 403, role
        assert not {code for code in codes.values() if code >= 500}, role


@pytest.mark.parametrize("page", [one for one in PAGES if one.parameters], ids=lambda page: page.name)
def test_records_of_another_brand_cannot_be_reached_through_ones_own(
    page: Page, cast: Cast, records: dict[str, Any]
) -> None:
    Assignment.objects.filter(person=cast.mallory).update(role=Role.ADMIN.value)

    for method in METHODS:
        # 400: what was sent is refused before any record is looked for, the same for every key
        assert visit(cast.mallory, method, page.url(cast.others_brand.slug, records)) in (400, 404, NOT_THERE), method


def filled(path: str, cast: Cast, records: dict[str, Any]) -> str:
    return path.replace("{slug}", cast.brand.slug).replace("{source_id}", str(records["hook"].pk))


def test_the_walk_fills_every_operation(cast: Cast, records: dict[str, Any]) -> None:
    assert len(operations()) >= 6
    assert not [path for _method, path in operations() if "{" in filled(path, cast, records)]


@pytest.mark.parametrize(("method", "path"), operations())
def test_no_operation_answers_a_stranger(method: str, path: str, cast: Cast, records: dict[str, Any]) -> None:
    response = Client().generic(method, filled(path, cast, records), data=b"{}", content_type="application/json")

    assert response.status_code == 401
    assert response.json()


@pytest.mark.parametrize(("method", "path"), [one for one in operations() if "{slug}" in one[1]])
def test_to_outsiders_no_operation_knows_the_brand(method: str, path: str, cast: Cast, records: dict[str, Any]) -> None:
    url = filled(path, cast, records)

    assert {visit(outsider, method, url) for outsider in cast.outsiders.values()} == {404}
    assert {visit(member, method, url) for member in (cast.alice, cast.bob, cast.carol)} == {200}
