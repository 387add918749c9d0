"""What does a slower, better reader make of a post? Its opinion is weighed against the first one's, head by head."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from firebreak.core.terms import Post
from firebreak.core.text.batch import Flags, Folded, Heard, Ints
from firebreak.core.text.spans import Pair
from firebreak.core.understand.characters import Alphabet, Seen, seen, seen_of, without
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.model import CATEGORIES, HEADS, SENTIMENT, URGENT

Told = tuple[float, Floats]
Opinion = Callable[[Ints], Floats]
COLUMNS = (*range(SENTIMENT.start, SENTIMENT.stop), *range(CATEGORIES.start, CATEGORIES.stop), URGENT)
TONES = SENTIMENT.stop - SENTIMENT.start  # how many of COLUMNS are the tone towards a brand that is named
AT_ONCE = 2  # posts that are read side by side
TRIALS = 48  # how often a post is read with a part of it hidden, to say what each part did


@dataclass(frozen=True, slots=True, eq=False)
class Second:
    """A second reader: `opinion` maps what it sees of one post (l,) to log odds (18,) of COLUMNS.

    The log odds of a post are `first` (18,) times those of the first reader, `own` (18,) times its own, and `shift`.
    """

    version: str
    alphabet: Alphabet
    opinion: Opinion
    first: Floats
    own: Floats
    shift: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """Which posts of a batch a second reader read, and what it saw of each, by its place in the batch.

    `asked` keeps what the pieces of a post add, for one look asks for several heads.
    """

    reader: Second
    seen: dict[int, Seen]
    asked: dict[int, Floats] = field(default_factory=dict)

    def told(self, post: int, pieces: Sequence[Pair], *, named: bool) -> dict[str, Told]:
        """Say for each explained head what is left of the first reader's weights, and what each piece adds to it.

        `pieces` are places of the batch's text, for a post always the same; a piece adds the opinion with it less that
        without it.
        """
        if post not in self.seen:
            return {}
        if post not in self.asked:
            self.asked[post] = self.added(post, pieces)
        added = self.asked[post]
        heads = {HEADS[column]: (float(self.reader.first[at]), added[:, at]) for at, column in enumerate(COLUMNS)}
        lean = (float(self.reader.first[0]), added[:, TONES - 1] - added[:, 0])
        return heads | ({"sentiment": lean} if named else {})

    def added(self, post: int, pieces: Sequence[Pair]) -> Floats:
        shown, found = self.seen[post], np.zeros((len(pieces), len(COLUMNS)), np.float32)
        whole, within = self.reader.opinion(shown.numbers), seen_of(shown, pieces)
        for part in np.array_split(within, min(TRIALS, len(within)) or 1):
            hidden = without(shown, [pieces[each] for each in part])
            found[part] = (whole - self.reader.opinion(hidden)) * self.reader.own / max(1, len(part))
        return found


def read_again(
    posts: Sequence[Post], heard: Heard, masked: Folded, logits: Floats, *, named: Flags, reader: Second
) -> tuple[Floats, Again]:
    """Weigh the second opinion of every post that a watch holds against the first; give logits (n, heads) and how.

    The tone is that towards a brand: where nobody of ours is `named` (n,), it stays the first reader's.
    """
    places = np.flatnonzero(heard.matched).tolist()
    shown = {place: seen(posts[place], place, heard, masked, reader.alphabet) for place in places}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        opinions = list(pool.map(reader.opinion, (one.numbers for one in shown.values())))
    weighed = logits.copy()
    for place, opinion in zip(places, opinions, strict=True):
        both = logits[place, COLUMNS] * reader.first + opinion * reader.own + reader.shift
        kept = slice(None) if named[place] else slice(TONES, None)
        weighed[place, COLUMNS[kept]] = both[kept]
    return weighed, Again(reader, shown)
