"""What do the posts of a story add up to? Its figures at one moment, from rows that were read for its page anyway."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firebreak.console.assess.told import Told

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Summed:
    """Counts of a story at one moment, each as `facts.facts_of_all` has the database count it for a judgement."""

    posts: int
    negative: int
    urgent: int
    last_hour: int
    hour_before: int
    authors: int
    followers: int
    interactions: int
    shares: int
    sources: int
    news: int


def summed(posts: Sequence[Told], *, at: datetime) -> Summed:
    """Add up the posts of a story that were out by `at`."""
    last, before = at - HOUR, at - 2 * HOUR
    lately = [post.published_at for post in posts if post.published_at > before]
    last_hour = sum(moment > last for moment in lately)
    followers = followers_of(posts)
    return Summed(
        posts=len(posts),
        negative=sum(post.is_negative for post in posts),
        urgent=sum(post.urgent for post in posts),
        last_hour=last_hour,
        hour_before=len(lately) - last_hour,
        authors=len(followers),
        followers=sum(followers.values()),
        interactions=sum(post.influence for post in posts),
        shares=sum(post.shared for post in posts),
        sources=len({post.source for post in posts}),
        news=sum(post.is_news for post in posts),
    )


def followers_of(posts: Sequence[Told]) -> dict[Hashable, int]:
    """Give the most followers that each person was seen with; unknown counts as none."""
    most: dict[Hashable, int] = {}
    for post in posts:
        who = person_of(post)
        most[who] = max(most.get(who, 0), post.followers or 0)
    return most


def person_of(post: Told) -> Hashable:
    """Name who speaks by the rule of `listen.people.PERSON`: an account, else a name, else somebody else each time."""
    if post.author_id:
        return post.source, post.author_id
    return (post.source, "", post.author_name) if post.author_name else post.pk
