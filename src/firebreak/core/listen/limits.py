"""How long may a watch be? One answer for the editor, the first run and watch files on the command line."""

from firebreak.core.errors import BadWatch
from firebreak.core.terms import Watch

BRAND = 120  # characters of a brand's name
NAME = 80
QUERY = 4000


def check_length(text: str, *, field: str, most: int, **whose: str) -> None:
    """Raise BadWatch where a field is too long, pointing at its first character too many."""
    if len(text) > most:
        raise BadWatch(**whose, field=field, problem=f"long_{field}", position=most, most=most)


def check_lengths(watch: Watch, *, entry: str = "") -> None:
    """Raise BadWatch where a watch is longer than its record; `entry` names the watch whose name is too long."""
    check_length(watch.name, field="name", most=NAME, watch=entry or watch.name[:NAME])
    check_length(watch.query, field="query", most=QUERY, watch=watch.name)
