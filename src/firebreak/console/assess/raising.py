"""How is a word watched more closely by one click? It gets a watch of its own, heard where the brand is named too."""

from collections.abc import Iterable

from firebreak.console.access import Seat
from firebreak.console.assess.pairs import PAIRS, watches_by_word
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Watch
from firebreak.console.listen.watching import check_watch, save_watch
from firebreak.core.errors import BadInput
from firebreak.core.terms import WatchKind
from firebreak.core.text.fold import fold


def raise_word(*, seat: Seat, word: str) -> Watch:
    """Watch a word that goes with criticism; one that is watched already stays. Raises BadInput for another word."""
    if known := watches_by_word(seat.brand).get(fold(word)):
        return known
    shown = PAIRS.shown(seat.brand, at=seat.at)
    if shown is None or word not in {pair.word for pair in shown.what.found.pairs}:
        raise BadInput(field="word", problem="unknown")
    query = f"({names_of(seat.brand)}) AND {quoted(word)}"
    watch = check_watch(name=word, kind=WatchKind.CONTROVERSY, words=(), none=(), query=query)
    return save_watch(seat=seat, watch=watch)


def names_of(brand: Brand) -> str:
    """Write as a query how the brand is named: its watches of that kind, or its name where it has none."""
    rows = Watch.objects.filter(brand=brand, kind=WatchKind.BRAND.value).order_by("pk")
    return " OR ".join(one_of(row) for row in rows) or quoted(brand.name)


def one_of(row: Watch) -> str:
    """Write a watch as a query: any of its words or what it asks, and none of the others."""
    heard = [quoted(word) for word in row.any] + ([f"({row.query})"] if row.query else [])
    return f"(({' OR '.join(heard)}){without(row.none)})"


def without(words: Iterable[str]) -> str:
    return "".join(f" AND NOT {quoted(word)}" for word in words)


def quoted(word: str) -> str:
    """Write a word so that it is no operator; one that takes any ending stands as it is, for quotes would fix it."""
    return word if word.endswith("*") else f'"{word}"'
