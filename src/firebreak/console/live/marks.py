"""How far has an open page heard? The counts of a brand's topics, written as the id of an event and read back."""

from collections.abc import Mapping

from firebreak.console.govern.models import Pulse

LONGEST = 3000
MOST_DIGITS = 18  # what a column of the database holds; Python refuses thousands of digits with an error
Counts = dict[str, int]


def write_mark(counts: Mapping[str, int]) -> str:
    """Write counts as an event id; when there are too many, those of single records are left out and told again.

    >>> write_mark({"stories": 2, "posts": 12})
    'posts=12,stories=2'
    """
    whole = ",".join(f"{topic}={count}" for topic, count in sorted(counts.items()))
    if len(whole) <= LONGEST:
        return whole
    return ",".join(f"{topic}={count}" for topic, count in sorted(counts.items()) if ":" not in topic)


def read_mark(mark: str) -> Counts | None:
    """Read an event id back; None when it is none of ours.

    >>> read_mark("posts=12,stories=2"), read_mark("nonsense"), read_mark("")
    ({'posts': 12, 'stories': 2}, None, None)
    """
    counts: Counts = {}
    for part in mark.split(",") if 0 < len(mark) <= 2 * LONGEST else ():
        topic, _, count = part.partition("=")
        if not topic or not count.isascii() or not count.isdigit() or len(count) > MOST_DIGITS:
            return None
        counts[topic] = int(count)
    return counts or None


def moved(now: Mapping[str, int], heard: Mapping[str, int]) -> list[str]:
    """Name the topics whose count is not the one that was heard."""
    return sorted(topic for topic, count in now.items() if heard.get(topic) != count)


def counts_now(brands: list[int]) -> dict[int, Counts]:
    """Read the counts of several brands in one query."""
    found: dict[int, Counts] = {brand: {} for brand in brands}
    for brand, topic, count in Pulse.objects.filter(brand__in=brands).values_list("brand", "topic", "count"):
        found[brand][topic] = count
    return found
