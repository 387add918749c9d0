"""What does a slower, better reader make of a post? Its opinion is weighed against the first one's, head by head."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

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
UNSURE = 4.0  # log odds between the two likeliest tones below which the first reader may be wrong (`second.md`)
AT_ONCE = 2  # posts that are read side by side
TRIALS = 48  # how often a post is read with a part of it hidden, to say what each part did


@dataclass(frozen=True, slots=True, eq=False)
class Second:
    """A second reader: `opinion` maps what it sees of one post (l,) to log odds (18,) of COLUMNS.

    The log odds of a post are `first` (18,) times those of the first reader, `own` (18,) times its own, and `shift`.
    `words` is another such reader that speaks of the three tones alone, where nobody of ours is named.
    """

    version: str
    alphabet: Alphabet
    opinion: Opinion
    first: Floats
    own: Floats
    shift: Floats
    words: "Second | None" = None

    def mixed(self, logits: Floats, opinion: Floats) -> Floats:
        """Weigh the first reader's log odds against its own."""
        return np.asarray(logits * self.first + opinion * self.own + self.shift)


@dataclass(frozen=True, slots=True, eq=False)
class Again:
    """Which posts of a batch a second reader read, and what it saw of each, by its place in the batch.

    `asked` keeps what the pieces of a post add, for one look asks for several heads. `words` is the same of the reader
    that tells the tone where nobody of ours is named.
    """

    reader: Second
    seen: dict[int, Seen]
    words: "Again | None" = None
    asked: dict[int, Floats] = field(default_factory=dict)

    def told(self, post: int, pieces: Sequence[Pair], *, named: bool) -> dict[str, Told]:
        """Say for each explained head what is left of the first reader's weights, and what each piece adds to it.

        `pieces` are places of the batch's text, for a post always the same; a piece adds the opinion with it less that
        without it.
        """
        if post not in self.seen:
            return {}
        added = self.added(post, pieces)
        heads = {HEADS[column]: (float(self.reader.first[at]), added[:, at]) for at, column in enumerate(COLUMNS)}
        of_tone = self if named else self.words
        return heads | ({"sentiment": of_tone.lean(post, pieces)} if of_tone else {})

    def lean(self, post: int, pieces: Sequence[Pair]) -> Told:
        """Say of positive less negative what is left of the first reader's weights, and what each piece adds."""
        added = self.added(post, pieces)
        return float(self.reader.first[0]), added[:, TONES - 1] - added[:, 0]

    def added(self, post: int, pieces: Sequence[Pair]) -> Floats:
        """Give what each piece of a post adds to each column."""
        if post not in self.asked:
            self.asked[post] = self.tried(post, pieces)
        return self.asked[post]

    def tried(self, post: int, pieces: Sequence[Pair]) -> Floats:
        shown, found = self.seen[post], np.zeros((len(pieces), len(self.reader.own)), np.float32)
        whole, within = self.reader.opinion(shown.numbers), seen_of(shown, pieces)
        for part in np.array_split(within, min(TRIALS, len(within)) or 1):
            hidden = without(shown, [pieces[each] for each in part])
            found[part] = (whole - self.reader.opinion(hidden)) * self.reader.own / max(1, len(part))
        return found


def read_again(
    posts: Sequence[Post], heard: Heard, masked: Folded, logits: Floats, *, named: Flags, reader: Second
) -> tuple[Floats, Again]:
    """Weigh the second opinion of posts against the first; give logits (n, heads) and how.

    The tone is that towards a brand. Where nobody of ours is `named` (n,), it is that of the words, and stays the first
    reader's unless the second has one beside it that reads `words`.
    """

    def looked_at(by: Second, places: Sequence[int]) -> dict[int, Seen]:
        return {place: seen(posts[place], place, heard, masked, by.alphabet) for place in places}

    again = Again(reader, looked_at(reader, worth_reading(heard, logits).tolist()))
    weighed = logits.copy()
    for place, opinion in opinions(again):
        kept = slice(None) if named[place] else slice(TONES, None)
        weighed[place, COLUMNS[kept]] = reader.mixed(logits[place, COLUMNS], opinion)[kept]
    if reader.words is None:
        return weighed, again
    words = Again(reader.words, looked_at(reader.words, [place for place in again.seen if not named[place]]))
    for place, opinion in opinions(words):
        weighed[place, SENTIMENT] = reader.words.mixed(logits[place, SENTIMENT], opinion)
    return weighed, replace(again, words=words)


def worth_reading(heard: Heard, logits: Floats) -> Ints:
    """Find the posts that are read again: all that a watch holds; without any watch, those whose tone is unsure."""
    if heard.watches:
        return np.flatnonzero(heard.matched)
    second, best = np.sort(logits[:, SENTIMENT], axis=1)[:, 1:].T
    return np.flatnonzero(best - second < UNSURE)


def opinions(again: Again) -> list[tuple[int, Floats]]:
    """Ask a reader about all that it saw, two posts side by side."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(again.reader.opinion, (one.numbers for one in again.seen.values())))
    return list(zip(again.seen, found, strict=True))
