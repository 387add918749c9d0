"""How bad may a story become? Its facts as they would be, had it grown as a forecast says and stayed as it is."""

from dataclasses import replace
from math import ceil

from firebreak.core.terms import StoryFacts


def grown(facts: StoryFacts, *, posts: float, next_hour: float) -> StoryFacts:
    """Give the facts of a story with so many posts, never below what is there, and so many in the next hour.

    Authors, followers and interactions grow as posts do; how it is told, on how many sources and by whom most stays.
    """
    times = max(posts / facts.posts, 1.0) if facts.posts else 1.0
    names = ("posts", "negative", "urgent", "authors", "followers", "interactions", "shares")
    more = {name: ceil(getattr(facts, name) * times) for name in names}
    return replace(facts, **more, last_hour=max(facts.last_hour, ceil(next_hour)))
