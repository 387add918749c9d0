"""Which stored post is a new one nearly a copy of?

Each process remembers the prints, not the words, of a brand's latest posts. What others have stored since, and all of
it after a start or a failed transaction, is read from the rows; what is remembered changes with what is committed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.core.text.batch import fold_fields
from firebreak.core.text.copies import Prints, prints
from firebreak.core.text.memory import WINDOW, Copied, Memory


@dataclass(slots=True)
class Held:
    """What a process remembers of a brand: `memory` names posts by their keys, `last` is the latest of them."""

    memory: Memory[int]
    last: int


_held: dict[int, Held] = {}


def copies_among(brand: Brand, fresh: Prints, ids: Sequence[int]) -> Mapping[int, Copied[int]]:
    """Give of new posts, by their keys, what they are nearly copies of; the brand is locked, so keys only grow."""
    held = _held.pop(brand.pk, None) or Held(Memory(), last=0)
    catch_up(brand, held, before=ids[0])
    told = zip(ids, held.memory.copies(fresh, ids), strict=True)
    held.last = ids[-1]
    transaction.on_commit(partial(_held.__setitem__, brand.pk, held))
    found = {post: copied for post, copied in told if copied}
    there = still_there(brand, {copied.of for copied in found.values()} - set(ids)) | set(ids)
    return {post: copied for post, copied in found.items() if copied.of in there}


def catch_up(brand: Brand, held: Held, *, before: int) -> None:
    """Remember what was stored since this process last looked."""
    rows = Post.objects.filter(brand=brand, pk__gt=held.last, pk__lt=before).order_by("-pk")
    latest = list(rows.values_list("pk", "title", "text")[:WINDOW])[::-1]
    if latest:
        folded = fold_fields([part for _, title, text in latest for part in (title, text)])
        held.memory.copies(prints(folded), [pk for pk, _, _ in latest])


def still_there(brand: Brand, ids: set[int]) -> set[int]:
    """Keep the posts that were not erased since they were remembered."""
    return set(Post.objects.filter(brand=brand, pk__in=ids).values_list("pk", flat=True)) if ids else set()


def forget_post(brand: Brand, post: int) -> None:
    """Let no later post be a copy of an erased one, as far as this process remembers it."""
    held = _held.get(brand.pk)
    if held:
        held.memory.forget(post)


def forget_copies() -> None:
    _held.clear()
