"""Which stored post is a new one nearly a copy of?

Each process remembers the prints, not the words, of the latest posts of the brands it last heard of. What others have
stored since, and all of it after a start or a failed transaction, is read from the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from firebreak.console.bulk import among
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.core.text.batch import fold_fields
from firebreak.core.text.copies import Prints, prints
from firebreak.core.text.memory import WINDOW, Copied, Memory

BRANDS = 20  # remembered at once, each up to some 20 MB; of another the latest posts are read again


@dataclass(slots=True)
class Held:
    """What a process remembers of a brand: `memory` names posts by their keys; `last` and `name` are its latest post.

    While the rows still hold that post, what is remembered was stored; after a failed transaction they do not.
    """

    memory: Memory[int] = field(default_factory=Memory)
    last: int = 0
    name: str = ""


_held: dict[int, Held] = {}


def copies_among(brand: Brand, fresh: Prints, ids: Mapping[int, str]) -> Mapping[int, Copied[int]]:
    """Give of new posts what they are nearly copies of; `ids` are their keys and names, in the order of their prints.

    The brand is locked, so keys only grow.
    """
    keys = list(ids)
    held = caught_up(brand, before=keys[0])
    told = zip(keys, held.memory.copies(fresh, keys), strict=True)
    held.last, held.name = keys[-1], ids[keys[-1]]
    found = {post: copied for post, copied in told if copied}
    there = still_there({copied.of for copied in found.values()} - set(ids)) | set(ids)
    return {post: copied for post, copied in found.items() if copied.of in there}


def caught_up(brand: Brand, *, before: int) -> Held:
    """Give the brand's memory with all that was stored until now; the brand heard of longest ago makes room."""
    held = _held.pop(brand.pk, None) or Held()
    since = stored(brand, after=held.last - 1, before=before)
    if held.last and since[:1] and since[0][:2] == (held.last, held.name):
        since = since[1:]
    elif held.last:
        held, since = Held(), stored(brand, after=0, before=before)
    if since:
        folded = fold_fields([part for *_, title, text in since for part in (title, text)])
        held.memory.copies(prints(folded), [pk for pk, *_ in since])
    _held[brand.pk] = held
    while len(_held) > BRANDS:
        del _held[next(iter(_held))]
    return held


def stored(brand: Brand, *, after: int, before: int) -> list[tuple[int, str, str, str]]:
    """Give key, name, title and text of the latest posts between two keys, oldest first."""
    rows = Post.objects.filter(brand=brand, pk__gt=after, pk__lt=before).order_by("-pk")
    return list(rows.values_list("pk", "external_id", "title", "text")[: WINDOW + 1])[::-1]


def still_there(ids: set[int]) -> set[int]:
    """Keep the posts that were not erased since they were remembered.

    They are asked for by their keys alone: with the brand beside them PostgreSQL may read all posts of the brand.
    """
    if not ids:
        return set()
    chosen, values = among("id", ids, kind="bigint")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM listen_post WHERE {chosen}", [values])
        return {row[0] for row in cursor.fetchall()}


def forget_post(brand: Brand, post: int) -> None:
    """Let no later post be a copy of an erased one, as far as this process remembers it."""
    held = _held.get(brand.pk)
    if held:
        held.memory.forget(post)


def forget_copies() -> None:
    _held.clear()
