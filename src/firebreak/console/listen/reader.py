"""How does a brand read? Its watches and the model, made ready once and kept until a watch changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post as PostRow
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.core import flow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Author, Engagement, Media, Post, PostKind, Watch, WatchKind
from firebreak.core.understand import Second
from firebreak.core.understand.model import Model
from firebreak.core.understand.reading import Readings

NAMED = 40  # characters that are kept of a model's name: a second reader of the operator's may be called anything


@dataclass(frozen=True, slots=True)
class Read:
    """A batch of posts with what they say."""

    posts: Sequence[Post]
    readings: Readings
    model: str
    by_both: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Watches and model of one brand."""

    watches: tuple[Watch, ...]
    matcher: Matcher
    model: Model

    def read(self, posts: Sequence[Post]) -> Read:
        """Read at once, by the first reader alone."""
        return Read(posts=posts, readings=flow.read(posts, self.matcher, self.model), model=self.model.version)

    def read_again(self, posts: Sequence[Post], second: Second) -> Read:
        """Read with the second reader's opinion too."""
        readings = flow.read(posts, self.matcher, self.model, second)
        model = f"{self.model.version}+{second.version}"[:NAMED]
        return Read(posts=posts, readings=readings, model=model, by_both=True)


_readers: dict[int, Reader] = {}


def watches_of(brand: Brand) -> tuple[Watch, ...]:
    return tuple(
        Watch(name=row.name, kind=WatchKind(row.kind), any=tuple(row.any), none=tuple(row.none), query=row.query)
        for row in WatchRow.objects.filter(brand=brand).order_by("pk")
    )


def reader_for(watches: tuple[Watch, ...]) -> Reader:
    return Reader(watches=watches, matcher=Matcher(watches), model=knowledge.model())


def reader_of(brand: Brand) -> Reader:
    """Give the brand's reader, made anew when its watches have changed."""
    watches = watches_of(brand)
    held = _readers.get(brand.pk)
    if held is None or held.watches != watches:
        held = reader_for(watches)
        _readers[brand.pk] = held
    return held


def core_post(row: PostRow) -> Post:
    """Give a stored post as core knows it."""
    return Post(
        id=row.external_id,
        source=row.source,
        text=row.text,
        published_at=row.published_at,
        title=row.title,
        channel=row.channel,
        kind=PostKind(row.kind),
        url=row.url,
        author=Author(id=row.author_id, name=row.author_name, followers=row.followers, verified=row.verified),
        parent_id=row.parent_id,
        reshare_of=row.reshare_of,
        rating=row.rating,
        engagement=Engagement(likes=row.likes, comments=row.comments, shares=row.shares, views=row.views),
        media=tuple(Media(type=one.get("type", ""), url=one.get("url", "")) for one in row.media),
        lang=row.lang,
        raw=row.raw,
    )


def forget_readers() -> None:
    _readers.clear()
