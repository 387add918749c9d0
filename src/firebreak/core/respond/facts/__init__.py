"""Do two texts say the same? Facts are read from both in one form, and those that cannot both be true are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadRow
from firebreak.core.respond.facts.amounts import read_money, read_numbers, read_unsaid_money
from firebreak.core.respond.facts.clash import clashes, field_of
from firebreak.core.respond.facts.codes import read_batches, read_phones
from firebreak.core.respond.facts.fact import FIELDS, Fact, Sheet
from firebreak.core.respond.facts.lots import settle_lots
from firebreak.core.respond.facts.matter import read_matter
from firebreak.core.respond.facts.rules import FactRules, rules
from firebreak.core.respond.facts.standing import settle
from firebreak.core.respond.facts.when import read_dates, read_lengths, read_times

__all__ = [
    "FIELDS", "Conflict", "Fact", "FactRules", "Pair", "compare", "contract_dict", "facts_of", "pair_of", "rules",
]  # fmt: skip

READERS = (
    read_phones, read_dates, read_batches, read_times, read_money, read_lengths, read_numbers, read_unsaid_money,
    read_matter,
)  # fmt: skip
"""In this order, since each hides what it took: a phone is no date, a date no count."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts about one thing."""

    id: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field on which two texts disagree, with the words of each."""

    field: str
    a: str
    b: str


def facts_of(text: str, rules: FactRules) -> tuple[Fact, ...]:
    """Read every fact of a text, in order of place."""
    sheet = Sheet(text, rules)
    for read in READERS:
        read(sheet)
    settle(sheet)
    settle_lots(sheet)
    return tuple(sorted(sheet.facts, key=lambda fact: (fact.start, fact.end, fact.field)))


def compare(pair: Pair, rules: FactRules) -> tuple[Conflict, ...]:
    """Give the conflicts of two texts, in the order of the fields."""
    found = {
        Conflict(field_of(one, other), pair.a[one.start : one.end], pair.b[other.start : other.end])
        for one, other in clashes(facts_of(pair.a, rules), facts_of(pair.b, rules), rules)
    }
    return tuple(sorted(found, key=lambda conflict: (FIELDS.index(conflict.field), conflict.a, conflict.b)))


def pair_of(row: Mapping[str, Any], *, line: int) -> Pair:
    """Read a pair of the contract; raises BadRow that names the field."""
    for name in ("a", "b"):
        if not isinstance(row.get(name), str):
            raise BadRow(line=line, problem=f"{name}_missing", needs=name)
    found = row.get("id")
    if found is not None and (isinstance(found, bool) or not isinstance(found, str | int)):
        raise BadRow(line=line, problem="id_unknown", needs="a string or a whole number")
    return Pair(str(line if found is None else found), row["a"], row["b"])


def contract_dict(pair: Pair, conflicts: tuple[Conflict, ...]) -> dict[str, Any]:
    """Give a comparison as the contract writes it."""
    return {"id": pair.id, "conflicts": [{"field": one.field, "a": one.a, "b": one.b} for one in conflicts]}
