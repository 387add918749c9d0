"""What does a post show besides its words? Punctuation, length, kind, media and who is named, as numbers in [0, 1]."""

from collections.abc import Sequence

import numpy as np

from firebreak.core.terms import Post, PostKind
from firebreak.core.text.batch import Flags, Heard, Ints
from firebreak.core.understand.cues import Floats

SIGNS = (
    "question_mark", "exclamation", "many_exclamations", "ellipsis", "digits", "short", "long", "ends_asking", "title",
    "titled_question", "news", "review", "message", "media", "own_named", "rival_named", "named_late", "named_twice",
    "quoted", "emoji",
)  # fmt: skip
SHORT, LONG = 25, 120  # characters
OPENING_QUOTES = np.array([ord(char) for char in '「『“"'], dtype=np.uint32)
EMOJI = (0x1F300, 0x1FAFF)


def signs(posts: Sequence[Post], heard: Heard) -> Floats:
    """Give the signs of every post: (n, len(SIGNS)) float32."""
    folded = heard.folded
    if not len(folded):
        return np.zeros((0, len(SIGNS)), dtype=np.float32)
    codes = folded.codes
    starts = folded.starts[::2]

    def count(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Ints:
        return np.add.reduceat(mask.astype(np.int64), starts)

    asks = codes == ord("?")
    asking, loud = count(asks), count(codes == ord("!"))
    sizes = (folded.ends - folded.starts).reshape(-1, 2)
    length = sizes.sum(axis=1)
    last = codes[np.maximum(folded.ends[1::2] - 1, 0)]
    own, late, twice, rival = named(heard, length)
    shown = {
        "question_mark": asking > 0,
        "exclamation": loud > 0,
        "many_exclamations": loud > 2,
        "ellipsis": count((codes == 0x2026) | (codes == 0x22EF)) > 0,
        "digits": count((codes >= 0x30) & (codes < 0x3A)) > 0,
        "short": length < SHORT,
        "long": length > LONG,
        "ends_asking": last == ord("?"),
        "title": sizes[:, 0] > 0,
        "titled_question": (sizes[:, 0] > 0) & (np.add.reduceat(asks.astype(np.int64), folded.starts)[::2] > 0),
        "news": of_kind(posts, PostKind.NEWS, source="news"),
        "review": of_kind(posts, PostKind.REVIEW, source="google_maps"),
        "message": of_kind(posts, PostKind.MESSAGE, source="line"),
        "media": np.array([bool(post.media) for post in posts]),
        "own_named": own,
        "rival_named": rival,
        "named_late": late,
        "named_twice": twice,
        "quoted": count(np.isin(codes, OPENING_QUOTES)) > 0,
        "emoji": count((codes >= EMOJI[0]) & (codes < EMOJI[1])) > 0,
    }
    return np.stack([shown[name] for name in SIGNS], axis=1).astype(np.float32)


def of_kind(posts: Sequence[Post], kind: PostKind, *, source: str) -> Flags:
    """Say which posts (n,) are of a kind, or come from the source that has no other."""
    return np.array([post.kind is kind or post.source == source for post in posts], dtype=np.bool_)


def named(heard: Heard, length: Ints) -> tuple[Flags, Flags, Flags, Flags]:
    """Say per post whether the brand is named, first in the second half, more than once; and whether a rival is."""
    posts = len(heard.folded)
    own_watch = np.array([watch.kind.is_own for watch in heard.watches], dtype=np.bool_)
    rival_watch = np.array([watch.kind == "competitor" for watch in heard.watches], dtype=np.bool_)
    own = own_watch[heard.watch] if len(heard.watches) else np.zeros(0, dtype=np.bool_)
    rival = rival_watch[heard.watch] if len(heard.watches) else np.zeros(0, dtype=np.bool_)
    times = np.bincount(heard.post[own], minlength=posts)
    first = np.full(posts, np.iinfo(np.int64).max)
    np.minimum.at(first, heard.post[own], np.where(heard.field[own] == 0, 0, heard.start[own]))
    late = (times > 0) & (first * 2 > length)
    return times > 0, late, times > 1, np.bincount(heard.post[rival], minlength=posts) > 0
