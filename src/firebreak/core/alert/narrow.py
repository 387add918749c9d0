"""Is one watch spoken of beyond its own usual, and is that a matter beside those which are told anyway?

A brand has several watches, and each looks out for something rare on its own: together they would be wrong as many
times as often. So each must be as much rarer as there are watches.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from firebreak.core.alert.detect.watching import Unusual

SAME = 0.5  # of its posts: so much in common with another matter, and it is that matter
PREFIX = "#"  # which stands in no short name of a brand: the subjects of both are kept side by side


@dataclass(frozen=True, slots=True)
class WatchNow:
    """A watch as it stands; `key` is stable for its life, `rivals` listens to somebody else than the brand.

    `posts` are those that it heard of late, but for told stories; `stories` tells how many of them are in which story.
    """

    key: str
    name: str
    rivals: bool
    posts: frozenset[int]
    stories: Mapping[str, int] = field(default_factory=dict)
    unusual: Unusual | None = None


Found = tuple[WatchNow, Unusual]


def key_of(watch: int) -> str:
    """Name a watch in the subject of an episode."""
    return f"{PREFIX}{watch}"


def standing(watches: Sequence[WatchNow]) -> list[Found]:
    """Give the watches that are beyond their usual, the rarest first, by how many of them are looked at."""
    rarer = log(max(len(watches), 1))
    found = [(one, one.unusual) for one in watches if one.unusual and one.unusual.clears(rarer)]
    return sorted(found, key=lambda pair: (-pair[1].rarity, pair[0].key))


def apart(
    watches: Sequence[WatchNow], *, inside: Collection[str], stories: Collection[str], running: Collection[str]
) -> list[Found]:
    """Give the watches to be told: none whose matter is `inside` what is told of the whole brand, and no matter twice.

    One whose alarm is `running` keeps it. Of those that share their posts the rarest is told, the others are that
    matter, as are those whose posts are in `stories` that are told.
    """
    told = {post for one in watches if one.key in running for post in one.posts}
    kept = []
    for one, unusual in standing(watches):
        if one.key in inside:
            continue
        is_known = _shared(one, stories) or len(one.posts & told) >= SAME * len(one.posts)
        if one.key in running or not is_known:
            kept.append((one, unusual))
            told |= one.posts
    return kept


def loudest(watches: Sequence[WatchNow]) -> Found | None:
    """Give which of the brand's own watches is furthest beyond its usual, if any."""
    return next((pair for pair in standing(watches) if not pair[0].rivals), None)


def _shared(one: WatchNow, stories: Collection[str]) -> bool:
    return sum(count for story, count in one.stories.items() if story in stories) >= SAME * len(one.posts)
