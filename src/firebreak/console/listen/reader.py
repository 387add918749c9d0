"""How does a brand read? Its watches and the model, made ready once and kept until a watch changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from firebreak import knowledge
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Watch as WatchRow
from firebreak.core import flow
from firebreak.core.listen.match import Matcher
from firebreak.core.terms import Post, Watch, WatchKind
from firebreak.core.understand.model import Model
from firebreak.core.understand.reading import Readings


@dataclass(frozen=True, slots=True)
class Read:
    """A batch of posts with what they say."""

    posts: Sequence[Post]
    readings: Readings
    model: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Watches and model of one brand."""

    watches: tuple[Watch, ...]
    matcher: Matcher
    model: Model

    def read(self, posts: Sequence[Post]) -> Read:
        return Read(posts=posts, readings=flow.read(posts, self.matcher, self.model), model=self.model.version)


_readers: dict[int, Reader] = {}


def watches_of(brand: Brand) -> tuple[Watch, ...]:
    return tuple(
        Watch(name=row.name, kind=WatchKind(row.kind), any=tuple(row.any), none=tuple(row.none), query=row.query)
        for row in WatchRow.objects.filter(brand=brand).order_by("pk")
    )


def reader_of(brand: Brand) -> Reader:
    """Give the brand's reader, made anew when its watches have changed."""
    watches = watches_of(brand)
    held = _readers.get(brand.pk)
    if held is None or held.watches != watches:
        held = Reader(watches=watches, matcher=Matcher(watches), model=knowledge.model())
        _readers[brand.pk] = held
    return held


def forget_readers() -> None:
    _readers.clear()
