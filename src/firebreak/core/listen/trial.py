"""What would a draft of watches take, leave, take by mistake and miss? One pass over the posts answers all of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from firebreak.core.listen.match import Matcher, needle
from firebreak.core.listen.query import NEAR, NEAR_DEFAULT, tokens
from firebreak.core.terms import Post, Span, Watch
from firebreak.core.text.batch import FIELDS, Heard, fold_posts

WIDER = (12, 16, 24, 32, 48)  # distances at which a NEAR that just fails is tried again
BEYOND_LEFT, BEYOND_RIGHT = 2, 4  # characters around a term that may make another word of it
WORD = 2  # characters that such a word usually adds


class Verdict(StrEnum):
    """What becomes of a post: taken, left; or taken though it is noise, left though it is wanted."""

    TAKEN = "taken"
    NOISE = "noise"
    MISSED = "missed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a draft makes of one post, and why.

    `why`: heard, or excluded (by unwanted words, `struck`), too_far (NEAR/`within` would take it), was_heard (by what
    listens now), or absent. `hits` are the words that made it. `was`: it is taken now; `also`: another watch takes it.
    """

    verdict: Verdict
    why: str
    hits: tuple[Span, ...] = ()
    struck: tuple[Span, ...] = ()
    within: int = 0
    was: bool = False
    also: bool = False


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A post whose words stand too far apart: NEAR/`within` would take it, at `hits`."""

    within: int
    hits: tuple[Span, ...]


Spans = Mapping[int, tuple[Span, ...]]  # place of a post → where it was heard


def try_watches(
    posts: Sequence[Post],
    draft: Sequence[Watch],
    *,
    standing: Sequence[Watch] = (),
    others: Sequence[Watch] = (),
    noise: Collection[int] = (),
    wanted: Collection[int] = (),
) -> list[Tried]:
    """Try a draft on posts (n), given what listens now in its place, the other watches, and a person's word.

    `noise` and `wanted` are places of posts. Raises BadWatch as the matcher does.
    """
    layers = {
        "draft": list(draft),
        "open": [replace(watch, none=()) for watch in draft if watch.none],
        "struck": [unwanted for watch in draft if (unwanted := unwanted_of(watch))],
        "standing": list(standing),
        "others": list(others),
    }
    heard = hear(posts, layers)
    far = near_misses(posts, draft, taken=heard["draft"], excluded=heard["open"])
    return [
        judge(place, heard, far.get(place), noise=place in noise, wanted=place in wanted) for place in range(len(posts))
    ]


def unwanted_of(watch: Watch) -> Watch | None:
    """Give a watch that hears what another must not hold."""
    return replace(watch, any=watch.none, none=(), query="") if any(map(needle, watch.none)) else None


def hear(posts: Sequence[Post], layers: Mapping[str, Sequence[Watch]]) -> dict[str, Spans]:
    """Ask several sets of watches at once; gives for each the posts that it takes and where."""
    names = [name for name, watches in layers.items() for _ in watches]
    found: Heard = Matcher([watch for watches in layers.values() for watch in watches]).find(fold_posts(posts))
    told: dict[str, dict[int, list[Span]]] = {name: defaultdict(list) for name in layers}
    columns = (found.post, found.watch, found.field, found.start, found.end)
    for post, watch, field, start, end in zip(*(column.tolist() for column in columns), strict=True):
        told[names[watch]][post].append(Span(FIELDS[field], start, end))
    return {name: {post: tuple(spans) for post, spans in rows.items()} for name, rows in told.items()}


def judge(place: int, heard: Mapping[str, Spans], near: NearMiss | None, *, noise: bool, wanted: bool) -> Tried:
    was, also = heard["standing"].get(place, ()), place in heard["others"]
    made = partial(Tried, was=bool(was), also=also)
    if hits := heard["draft"].get(place):
        return made(Verdict.NOISE if noise else Verdict.TAKEN, "heard", hits=hits)
    struck = heard["struck"].get(place, ()) if place in heard["open"] else ()
    if struck:
        return made(Verdict.MISSED if wanted else Verdict.LEFT, "excluded", struck=struck)
    verdict = Verdict.MISSED if wanted or ((near or was) and not noise) else Verdict.LEFT
    if near:
        return made(verdict, "too_far", hits=near.hits, within=near.within)
    return made(verdict, "was_heard" if was else "absent", hits=was)


def near_misses(
    posts: Sequence[Post], draft: Sequence[Watch], *, taken: Collection[int], excluded: Collection[int]
) -> dict[int, NearMiss]:
    """Give the posts that a wider NEAR would take."""
    if not any(token.kind == "near" for watch in draft for token in tokens(watch.query)):
        return {}
    left = [place for place in range(len(posts)) if place not in taken and place not in excluded]
    found: dict[int, NearMiss] = {}
    for within in reversed(WIDER):  # what the widest does not reach, no other does
        wider = [replace(watch, query=widened(watch.query, within)) for watch in draft]
        reached = hear([posts[place] for place in left], {"wider": wider})["wider"]
        found |= {left[one]: NearMiss(within, hits) for one, hits in reached.items()}
        left = [left[one] for one in reached]
    return found


def widened(query: str, within: int) -> str:
    """Write a query with every NEAR at least `within` characters wide."""
    pieces, end = [], 0
    for token in tokens(query):
        if token.kind == "near":
            match = NEAR.fullmatch(token.text)
            was = int(match[1]) if match and match[1] else NEAR_DEFAULT
            pieces += [query[end : token.position], f"NEAR/{max(within, was)}"]
            end = token.position + len(token.text)
    return "".join((*pieces, query[end:]))


def phrases_to_exclude(posts: Sequence[Post], tried: Sequence[Tried], *, most: int = 1) -> list[tuple[str, int]]:
    """Give longer words around the terms that stand in noise and in nothing else that is taken, commonest first.

    Each comes with the number of noisy posts that hold it; what is excluded so loses none of the others.
    """
    noise = [place for place, one in enumerate(tried) if one.verdict is Verdict.NOISE]
    wanted = [post for post, one in zip(posts, tried, strict=True) if one.verdict is Verdict.TAKEN]
    kept = "\0".join(part for post in wanted for part in (post.title, post.text))
    counts: dict[str, tuple[int, int]] = {}
    for place in noise:
        for phrase, shape in set(longer_words(posts[place], tried[place].hits)):
            if phrase not in kept:
                counts[phrase] = (counts.get(phrase, (0, 0))[0] + 1, shape)
    sure = [phrase for phrase, (count, unlike) in counts.items() if count > 1 or unlike < WORD]
    ranked = sorted(sure, key=lambda phrase: (-counts[phrase][0], counts[phrase][1], phrase))
    chosen: list[str] = []
    for phrase in ranked:
        if not any(phrase in one or one in phrase for one in chosen):
            chosen.append(phrase)
    return [(phrase, counts[phrase][0]) for phrase in chosen[:most]]


def longer_words(post: Post, hits: Sequence[Span]) -> Iterator[tuple[str, int]]:
    """Give what a hit may be a part of, with how unlike a usual word that is (0 is two characters more, at its end)."""
    for hit in hits:
        text = post.title if hit.field == "title" else post.text
        for left in range(BEYOND_LEFT + 1):
            for right in range(BEYOND_RIGHT + 1):
                start, end = hit.start - left, hit.end + right
                added = text[max(start, 0) : hit.start] + text[hit.end : end]
                if left + right and start >= 0 and end <= len(text) and added.isalnum():
                    unlike = abs(left + right - WORD) + left + (WORD if left and right else 0)
                    if unlike <= WORD:
                        yield text[start:end], unlike
