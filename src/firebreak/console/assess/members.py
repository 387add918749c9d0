"""Which posts make a story? Those that say the same in nearly the same words are folded under the first of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from firebreak.console.access import Seat
from firebreak.console.assess.told import Told
from firebreak.console.listen.inbox import Row, row_of
from firebreak.console.listen.models import Post
from firebreak.console.listen.near import body_of
from firebreak.core.text.changes import Piece, changes

SHOWN = 12
COPIES = 3
WITHIN = timedelta(minutes=10)
MANY = 5  # accounts that said exactly the same within so short a time are told of
ORDERS = ("influence", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Copy:
    """A post that nearly repeats the first of its kind, and what it changed."""

    row: Row
    similarity: float
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Burst:
    """That many accounts of one source said exactly the same within ten minutes: a fact, no judgement."""

    source: str
    accounts: int


@dataclass(frozen=True, slots=True)
class Member:
    """A post of the story with those that repeat it folded under it."""

    row: Row
    influence: int
    copies: list[Copy]  # some of those with other words, one of each wording
    alike: int  # all that are folded here, the identical ones among them
    identical: int
    least: float  # similarity of the least alike of them
    burst: Burst | None
    is_first: bool = False  # of the whole story


def kinds(posts: Iterable[Told]) -> list[list[Told]]:
    """Put posts together that repeat one another, in order; a copy of a copy is of the same kind."""
    heads: dict[int | str, int | str] = {}

    def head(name: int | str) -> int | str:
        while name in heads:
            heads[name] = heads.get(heads[name], heads[name])  # the way gets shorter, so that no chain is walked twice
            name = heads[name]
        return name

    ordered = list(posts)
    wordings: dict[int, int | str] = {post.pk: post.copy_key or post.pk for post in ordered}
    repeated = {(wordings[post.pk], wordings.get(post.copy_of, post.copy_of)) for post in ordered if post.copy_of}
    for one, other in repeated:
        if (mine := head(one)) != (theirs := head(other)):
            heads[mine] = theirs
    groups: dict[int | str, list[Told]] = defaultdict(list)
    for post in ordered:
        groups[head(wordings[post.pk])].append(post)
    return list(groups.values())


RANKS: Mapping[str, Callable[[list[Told]], float]] = {
    "influence": lambda posts: -max(post.influence for post in posts),
    "earliest": lambda posts: posts[0].published_at.timestamp(),
    "latest": lambda posts: -posts[-1].published_at.timestamp(),
}


def members_of(seat: Seat, groups: Sequence[list[Told]], *, order: str) -> list[Member]:
    """Give the first members of a story in one of ORDERS; `groups` are the kinds of all its posts."""
    earliest = groups[0][0] if groups else None
    ranked = sorted(groups, key=RANKS[order])[:SHOWN]
    told = [(group, other_words(group)[:COPIES]) for group in ranked]
    rows = rows_of(seat, [post.pk for group, others in told for post in (group[0], *others)])
    return [
        member(group, [one for one in others if one.pk in rows], rows, is_first=group[0] is earliest)
        for group, others in told
        if group[0].pk in rows  # not one that was erased meanwhile
    ]


def other_words(group: Sequence[Told]) -> list[Told]:
    """Give those of a kind that changed words of the first, one of each wording."""
    wordings = {post.copy_key or str(post.pk): post for post in reversed(group)}
    wordings.pop(group[0].copy_key, None)
    return sorted((post for post in wordings.values() if post is not group[0]), key=lambda post: post.published_at)


def rows_of(seat: Seat, ids: Sequence[int]) -> dict[int, Row]:
    """Give posts with all that a row of the list shows."""
    beside = ("reading", "place__story__incident", "handling__holder", "reuse")
    found = Post.objects.filter(pk__in=ids).select_related(*beside)
    return {post.pk: row_of(seat, post) for post in found}


def member(group: Sequence[Told], others: Iterable[Told], rows: Mapping[int, Row], *, is_first: bool) -> Member:
    first = group[0]
    same = [post for post in group[1:] if post.copy_key == first.copy_key]
    return Member(
        row=rows[first.pk],
        influence=sum(post.influence for post in group),
        copies=[copy_of(rows[first.pk].post, rows[post.pk]) for post in others],
        alike=len(group) - 1,
        identical=len(same),
        least=min((post.copy_similarity or 1.0 for post in group[1:]), default=1.0),
        burst=burst_of([first, *same]),
        is_first=is_first,
    )


def copy_of(first: Post, row: Row) -> Copy:
    return Copy(
        row=row,
        similarity=row.post.reading.copy_similarity or 1.0,
        pieces=changes(body_of(first), body_of(row.post)),
    )


def burst_of(same: Sequence[Told]) -> Burst | None:
    """Find where most accounts said exactly the same within a short time; None where they are few."""
    by_source: dict[str, list[Told]] = defaultdict(list)
    for post in same:
        by_source[post.source].append(post)
    found = [Burst(source, most_accounts(posts)) for source, posts in by_source.items()]
    worst = max(found, key=lambda one: one.accounts, default=None)
    return worst if worst and worst.accounts >= MANY else None


def most_accounts(posts: Sequence[Told]) -> int:
    """Count the accounts in the fullest ten minutes; posts come earliest first."""
    within: Counter[str] = Counter()  # the posts of each account in the ten minutes that end with the latest post
    begins = most = 0
    for post in posts:
        within[post.account] += 1
        while post.published_at - posts[begins].published_at > WITHIN:
            left = posts[begins].account
            within[left] -= 1
            if not within[left]:
                del within[left]
            begins += 1
        most = max(most, len(within))
    return most
