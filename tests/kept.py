"""How is one stage set a thousand times at the price of once? Its rows are kept as first written, and put back as such."""

import io
import pickle
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

from firebreak.console.listen.models import Post
from tests.cast import Cast, cast_at
from tests.stock import stock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """The statements that put the rows back, and what the writer of the rows gave."""

    inserts: list[tuple[str, list[Any]]]
    given: bytes


_KEPT: dict[Hashable, Kept] = {}


def cast_on_stage(at: datetime) -> Cast:
    """Put the cast on the stage."""
    return once(("cast", at), lambda: cast_at(at))


def stage_of(cast: Cast, *, at: datetime) -> dict[str, Any]:
    """Give the cast's brand one of everything; rows that are numbered after others' are never kept."""
    if Post.objects.exists():
        return stock(cast.brand, at=at)
    players = [getattr(cast, field.name) for field in fields(cast)]
    keys = tuple(one.pk for one in players)
    return once(("stage", at, keys), lambda: stock(cast.brand, at=at), beside=players)


def once(key: Hashable, make: Callable[[], T], *, beside: Sequence[Any] = ()) -> T:
    """Give what `make` gives, with the rows that it writes; `make` itself runs the first time only.

    The database is the same before, each time. What is given points to the very objects `beside` it, not to copies.
    """
    if key not in _KEPT:
        before = all_rows()
        given = make()
        inserts = [insert_of(table, rows - before[table]) for table, rows in all_rows().items() if rows - before[table]]
        _KEPT[key] = Kept(inserts, freeze(given, beside))
        return given
    kept = _KEPT[key]
    with transaction.atomic(), connection.cursor() as cursor:  # rows point to rows of later statements
        for statement, values in kept.inserts:
            cursor.execute(statement, values)
    return thaw(kept.given, beside)


def all_rows() -> dict[str, set[tuple[Any, ...]]]:
    """Give every row of the service's own tables, as the database has it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("firebreak."):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
                found[model._meta.db_table] = set(cursor.fetchall())
    return found


def insert_of(table: str, rows: set[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """Give one statement that writes them all, the oldest first, with its values."""
    in_order = sorted(rows, key=lambda row: row[0])
    one = f"({', '.join(['%s'] * len(in_order[0]))})"
    statement = f"INSERT INTO {connection.ops.quote_name(table)} VALUES {', '.join([one] * len(in_order))}"
    return statement, [value for row in in_order for value in row]


def freeze(given: Any, beside: Sequence[Any]) -> bytes:
    """Put what was given into bytes; the objects `beside` it only by their place."""
    file, places = io.BytesIO(), {id(one): place for place, one in enumerate(beside)}
    pickler = pickle.Pickler(file)
    pickler.persistent_id = lambda one: places.get(id(one))  # type: ignore[method-assign]
    pickler.dump(given)
    return file.getvalue()


def thaw(given: bytes, beside: Sequence[Any]) -> Any:
    unpickler = pickle.Unpickler(io.BytesIO(given))
    unpickler.persistent_load = lambda place: beside[place]  # type: ignore[method-assign]
    return unpickler.load()
