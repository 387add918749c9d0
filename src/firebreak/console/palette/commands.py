"""What may be asked for by name: a command, how well it fits what was typed, and where that stands in its name?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from firebreak.core.text.fold import fold

Span = tuple[int, int]
NO_FIT = (9, 0)


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command bar.

    It leads to `url`, or with `sends` posts that name and value there. With `needs`, the words of who may, it is only
    shown. `also` holds other words that find it; `rank` goes before how well it fits, the smallest first.
    """

    icon: str
    label: str
    url: str
    note: str = ""
    keys: tuple[str, ...] = ()
    sends: tuple[str, str] | None = None
    needs: str = ""
    also: str = ""
    rank: int = 0
    quotes: bool = False  # the name is somebody's words
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: words that must all be there; `>` before them asks for acts only, `#` for numbers only."""

    words: tuple[str, ...]
    only: str = ""
    text: str = ""  # as it was typed, for people to read

    @classmethod
    def of(cls, text: str) -> "Asked":
        """Read what was typed.

        >>> Asked.of("> Export 提及"), Asked.of("#147")
        (Asked(words=('export', '提及'), only='>', text='Export 提及'), Asked(words=('147',), only='#', text='147'))
        """
        bare = text.strip()
        only = bare[:1] if bare[:1] in (">", "#") else ""
        text = " ".join(bare.removeprefix(only).split())
        return cls(tuple(fold(text).split()), only, text)

    @property
    def digits(self) -> str:
        """Give the number that is asked for, be it written 147, #147 or INC-0147; nothing where there is none."""
        last = self.words[-1].rpartition("-")[2] if len(self.words) == 1 else ""
        return last.lstrip("0") if last.isascii() and last.isdigit() and len(last) < 9 else ""


def fitting(found: Iterable[Command], asked: Asked, *, most: int) -> list[Command]:
    """Keep what holds every word, best first, with the places of the words in its name."""
    scored = [(fit(one, asked.words), one) for one in found]
    kept = sorted(((one.rank, score, nth), one) for nth, (score, one) in enumerate(scored) if score != NO_FIT)
    return [replace(one, spans=spans_of(one.label, asked.words)) for _key, one in kept[:most]]


def fit(command: Command, words: Sequence[str]) -> tuple[int, int]:
    """Say how well a command fits: 0 its name begins so, 1 its name holds it, 2 other words do; then the place."""
    label, rest = fold(command.label), fold(f"{command.note} {command.also}")
    if not all(word in label or word in rest for word in words):
        return NO_FIT
    places = [label.find(word) for word in words]
    if not words:
        return (0, 0)
    return (2, 0) if -1 in places else (min(1, min(places)), min(places))


def spans_of(label: str, words: Sequence[str]) -> list[Span]:
    """Give where the words stand; folding keeps every place."""
    folded = fold(label)
    return [(at, at + len(word)) for word in words if (at := folded.find(word)) >= 0]
