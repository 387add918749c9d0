"""How are Chinese words of two characters found? Own bigrams in FTS5 (SQLite) or a GIN array (PostgreSQL).

Bigrams that touch personal data go to a second index, which only people who may unmask can search. A candidate is
checked against the text itself, so both databases give the same answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from firebreak.console.bulk import each, insert, is_postgres
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Post
from firebreak.console.listen.tokens import number, stored
from firebreak.core.text.fold import fold
from firebreak.core.text.search import query_bigrams, split_bigrams

OPEN, PRIVATE = "listen_search", "listen_search_private"
TOKEN_COLUMNS = {"post_id": "bigint", "grams": "int[]"}
CHUNK = 500

PiiSpan = tuple[str, int, int]  # field, start, end


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is searched of one post: its words, and the spans of personal data in them."""

    post_id: int
    title: str
    text: str
    pii: Sequence[PiiSpan]

    def grams(self) -> tuple[list[str], list[str]]:
        """Give the tokens that everyone may search and those that touch personal data."""
        outside: dict[str, None] = {}
        inside: dict[str, None] = {}
        for field, words in (("title", self.title), ("text", self.text)):
            hidden = [(start, end) for name, start, end in self.pii if name == field]
            mine, theirs = split_bigrams(words, hidden)
            outside.update(dict.fromkeys(mine))
            inside.update(dict.fromkeys(theirs))
        return list(outside), list(inside)

    def without_pii(self) -> str:
        """Give title and text with personal data blanked out."""
        parts = {"title": self.title, "text": self.text}
        for field, start, end in self.pii:
            parts[field] = parts[field][:start] + "\n" * (end - start) + parts[field][end:]
        return "\n".join(parts.values())


Tokens = Iterable[tuple[int, str]]  # id of a post, and what `stored` made of its tokens


def index_tokens(open_to_all: Tokens, private: Tokens) -> None:
    """Make posts findable; runs in the transaction that stores them."""
    for table, rows in ((OPEN, open_to_all), (PRIVATE, [row for row in private if row[1] not in ("", "{}")])):
        if is_postgres():
            insert(table, list(TOKEN_COLUMNS), rows)
        else:  # one statement for all: FTS5 writes a segment whenever another one begins
            each(f"INSERT INTO {table} (rowid, grams) SELECT post_id, grams FROM {{given}}", TOKEN_COLUMNS, list(rows))


@contextmanager
def merging_rarely() -> Iterator[None]:
    """Let the index of a large import lie in more pieces before it is put in order."""
    order_index(pieces=16)
    try:
        yield
    finally:
        order_index(pieces=4)


def order_index(*, pieces: int) -> None:
    """Say how many segments of one size FTS5 lets be; PostgreSQL has nothing of the kind."""
    if is_postgres():
        return
    with connection.cursor() as cursor:
        for table in (OPEN, PRIVATE):
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('automerge', %s)", [pieces])


def forget_posts(posts: Iterable[Indexed]) -> None:
    """Take posts out of both indexes; a contentless FTS5 table wants the same tokens again to forget them.

    It takes any row that it is told to forget off its count of rows, also one that it never had: after some of these
    it calls itself malformed, and nothing more can be erased. So it is asked first.
    """
    with connection.cursor() as cursor:
        for post in posts:
            for table, grams in zip((OPEN, PRIVATE), post.grams(), strict=True):
                if is_postgres():
                    cursor.execute(f"DELETE FROM {table} WHERE post_id = %s", [post.post_id])
                elif is_in(cursor, table, post.post_id):
                    cursor.execute(
                        f"INSERT INTO {table}({table}, rowid, grams) VALUES ('delete', %s, %s)",
                        [post.post_id, stored(grams)],
                    )


def is_in(cursor: CursorWrapper, table: str, post_id: int) -> bool:
    cursor.execute(f"SELECT 1 FROM {table} WHERE rowid = %s", [post_id])
    return cursor.fetchone() is not None


def find(brand: Brand, words: str, *, private: bool, most: int) -> list[int]:
    """Give the ids of the brand's newest posts that hold every word of `words`, at most `most`.

    `private` searches personal data too; without it a post is found only by what a masked reader could see.
    """
    rows = Post.objects.filter(brand=brand).order_by("-published_at", "-pk")
    told = () if private else ("reading__detail__pii",)  # a record of each would cost more than all the rest
    found = may_hold(rows, words, private=private).values_list("pk", "title", "text", *told)
    sought, step = fold(words).split(), max(most, CHUNK)
    ids: dict[int, None] = {}  # a post that moves down between two steps is there once
    start, more = 0, True
    while more and len(ids) < most:
        posts = list(found[start : start + step])
        ids.update((pk, None) for pk, *post in posts if says(sought, *post))
        start, more = start + step, len(posts) == step
    return list(ids)[:most]


def may_hold(rows: QuerySet[Post], words: str, *, private: bool) -> QuerySet[Post]:
    """Keep the posts that the index gives for `words`, however many; `holds` asks the text of each."""
    if not query_bigrams(words):
        return rows.none()
    sql, params = candidates(words, private=private)
    return rows.extra(where=[f"listen_post.id IN ({sql})"], params=params)  # noqa: S610 - fixed table names


def holds(post: Post, words: str, *, private: bool) -> bool:
    """Tell whether every word stands in a post, as far as who searches may see it."""
    hidden = () if private else post.reading.detail.get("pii", ())
    return says(fold(words).split(), post.title, post.text, hidden)


def says(sought: Sequence[str], title: str, text: str, hidden: Sequence[Mapping[str, Any]] | None = None) -> bool:
    """Tell whether every folded word stands in a title and text, outside of what is hidden there."""
    seen = Indexed(post_id=0, title=title, text=text, pii=spans_in(hidden or ())).without_pii()
    folded = fold(seen)
    return all(word in folded for word in sought)


def indexed_row(post: Post) -> Indexed:
    """Give what the index holds of a stored post, exactly as it was put in."""
    pii = spans_in(post.reading.detail.get("pii", ()))
    return Indexed(post_id=post.pk, title=post.title, text=post.text, pii=pii)


def spans_in(hidden: Iterable[Mapping[str, Any]]) -> list[PiiSpan]:
    return [(one["field"], one["start"], one["end"]) for one in hidden]


def candidates(words: str, *, private: bool) -> tuple[str, list[object]]:
    """Give SQL for the ids of posts that hold every token of `words`, with its parameters."""
    tokens = query_bigrams(words)
    if is_postgres():
        if not private:
            return _postgres(OPEN, tokens)
        parts = [_postgres(table, [token]) for token in tokens for table in (OPEN, PRIVATE)]
        pairs = zip(parts[::2], parts[1::2], strict=True)
        sql = " INTERSECT ".join(f"({one[0]} UNION {two[0]})" for one, two in pairs)
        return sql, [value for part in parts for value in part[1]]
    if not private:
        return f"SELECT rowid FROM {OPEN} WHERE {OPEN} MATCH %s", [" AND ".join(map(fts, tokens))]
    each = f"SELECT rowid FROM {OPEN} WHERE {OPEN} MATCH %s UNION SELECT rowid FROM {PRIVATE} WHERE {PRIVATE} MATCH %s"
    sql = " INTERSECT ".join(f"SELECT rowid FROM ({each})" for _ in tokens)
    return sql, [fts(token) for token in tokens for _ in (OPEN, PRIVATE)]


def _postgres(table: str, tokens: Sequence[str]) -> tuple[str, list[object]]:
    whole = [number(token) for token in tokens if not token.endswith("*")]
    starts = [number(token[:-1]) for token in tokens if token.endswith("*")]
    begins = "EXISTS (SELECT 1 FROM unnest(grams) gram WHERE gram BETWEEN %s AND %s)"
    parts = ["grams @> %s::int[]"] + [begins] * len(starts)
    asked = [value for start in starts for value in (start, start + 0xFFFF)]
    return f"SELECT post_id FROM {table} WHERE {' AND '.join(parts)}", [whole, *asked]


def fts(token: str) -> str:
    """Quote a token for FTS5; a trailing star stays outside as its prefix mark."""
    bare = token.removesuffix("*")
    return f'"{bare}"' + ("*" if bare != token else "")


def count_indexed() -> int:
    """Count posts in the open index, for the check that nothing is missing or left over."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {OPEN if is_postgres() else OPEN + '_docsize'}")
        return int(cursor.fetchone()[0])
