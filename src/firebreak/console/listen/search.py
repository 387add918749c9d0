"""How are Chinese words of two characters found? Own bigrams in FTS5 (SQLite) or a GIN array (PostgreSQL).

Bigrams that touch personal data go to a second index, which only people who may unmask can search. A hit is
checked against the text itself, so both databases give the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from firebreak.console.bulk import insert, is_postgres
from firebreak.core.text.grams import query_bigrams, search_bigrams

OPEN, PRIVATE = "listen_search", "listen_search_private"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is searched of one post: its words, and the spans of personal data in them."""

    post_id: int
    title: str
    text: str
    pii: Sequence[tuple[str, int, int]]  # field, start, end

    @property
    def open_words(self) -> str:
        """Title and text with personal data blanked out, so that no bigram of it is made."""
        return "\n".join((self.blanked("title", self.title), self.blanked("text", self.text)))

    @property
    def private_words(self) -> str:
        """Only the personal data, one a line."""
        fields = {"title": self.title, "text": self.text}
        return "\n".join(fields[field][start:end] for field, start, end in self.pii)

    def blanked(self, field: str, words: str) -> str:
        for name, start, end in self.pii:
            if name == field:
                words = words[:start] + "\n" * (end - start) + words[end:]
        return words


def index_posts(posts: Iterable[Indexed]) -> None:
    """Make posts findable; runs in the transaction that stores them."""
    open_rows, private_rows = [], []
    for post in posts:
        open_rows.append((post.post_id, stored(search_bigrams(post.open_words))))
        if post.pii:
            private_rows.append((post.post_id, stored(search_bigrams(post.private_words))))
    key, value = columns()
    insert(OPEN, (key, value), open_rows)
    if private_rows:
        insert(PRIVATE, (key, value), private_rows)


def columns() -> tuple[str, str]:
    return ("post_id", "grams") if is_postgres() else ("rowid", "grams")


def stored(grams: Sequence[str]) -> object:
    return sorted(set(grams)) if is_postgres() else " ".join(grams)


def forget_posts(posts: Iterable[Indexed]) -> None:
    """Take posts out of both indexes; a contentless FTS5 table wants the same bigrams again to forget them."""
    with connection.cursor() as cursor:
        for post in posts:
            for table, words in ((OPEN, post.open_words), (PRIVATE, post.private_words)):
                if table == PRIVATE and not post.pii:
                    continue
                if is_postgres():
                    cursor.execute(f"DELETE FROM {table} WHERE post_id = %s", [post.post_id])
                else:
                    cursor.execute(
                        f"INSERT INTO {table}({table}, rowid, grams) VALUES ('delete', %s, %s)",
                        [post.post_id, stored(search_bigrams(words))],
                    )


def candidates(words: str, *, private: bool) -> tuple[str, list[object]]:
    """Give SQL for the ids of posts that may hold `words`, newest first, with its parameters."""
    phrases = query_bigrams(words)
    tables = (OPEN, PRIVATE) if private else (OPEN,)
    if is_postgres():
        grams = sorted({gram for phrase in phrases for gram in phrase})
        parts = [f"SELECT post_id FROM {table} WHERE grams @> %s" for table in tables]
        return " UNION ".join(parts), [grams for _ in tables]
    wanted = " AND ".join('"' + " ".join(phrase).replace('"', '""') + '"' for phrase in phrases)
    parts = [f"SELECT rowid FROM {table} WHERE {table} MATCH %s" for table in tables]
    return " UNION ".join(parts), [wanted for _ in tables]


def count_indexed() -> int:
    """Count posts in the open index, for the check that nothing is missing or left over."""
    with connection.cursor() as cursor:
        table = OPEN if is_postgres() else f"{OPEN}_docsize"
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return int(cursor.fetchone()[0])
