"""Which watches does a watch file describe? Turns the contract's parsed YAML into values, or says what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firebreak.core.errors import BadWatch
from firebreak.core.listen.limits import BRAND, check_length, check_lengths
from firebreak.core.listen.match import rule_of
from firebreak.core.terms import Watch, WatchKind

KEYS = frozenset(("name", "kind", "any", "none", "query"))


@dataclass(frozen=True, slots=True)
class WatchFile:
    """A brand's name and what is listened for on its behalf."""

    brand: str
    watches: tuple[Watch, ...]


def read_watches(content: Any) -> WatchFile:
    """Read the content of a watch file; raise BadWatch naming the watch and the `problem`."""
    if not isinstance(content, Mapping) or not isinstance(content.get("watches"), Sequence):
        raise BadWatch(problem="not_a_watch_file", position=0)
    watches = tuple(read_watch(row, place=place) for place, row in enumerate(content["watches"]))
    names = [watch.name for watch in watches]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise BadWatch(watch=name, problem="name_twice", position=0)
    brand = str(content.get("brand") or "").strip()
    check_length(brand, field="brand", most=BRAND)
    return WatchFile(brand=brand, watches=watches)


def read_watch(row: Any, *, place: int) -> Watch:
    """Read one entry of a watch file and try its query."""
    if not isinstance(row, Mapping) or not str(row.get("name") or "").strip():
        raise BadWatch(watch=f"#{place + 1}", problem="name_missing", position=0)
    name = str(row["name"]).strip()
    if unknown := sorted(str(key) for key in row if key not in KEYS):
        raise BadWatch(watch=name, problem="unknown_key", key=unknown[0], position=0)
    try:
        kind = WatchKind(str(row.get("kind") or "brand"))
    except ValueError:
        raise BadWatch(watch=name, problem="unknown_kind", position=0) from None
    query = str(row.get("query") or "").strip()
    watch = Watch(name=name, kind=kind, any=words(row.get("any")), none=words(row.get("none")), query=query)
    check_lengths(watch, entry=f"#{place + 1}")
    rule_of(place, watch)
    return watch


def words(value: Any) -> tuple[str, ...]:
    """Read a list of terms; a single term may stand without a list."""
    if value is None:
        return ()
    listed = [value] if isinstance(value, str | int | float) else list(value)
    return tuple(str(word).strip() for word in listed if str(word).strip())
