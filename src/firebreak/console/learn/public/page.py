"""What does everybody read about an incident? Published words only, each version, with what was corrected in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from firebreak import knowledge
from firebreak.console.formats import local
from firebreak.console.learn.public.records import Correction, PublicPage
from firebreak.console.learn.public.services import published_of
from firebreak.console.respond.speak.records import Statement
from firebreak.core.respond.pledge import Pledge, Said, pledges_of
from firebreak.core.respond.progress import Progress, phone_in, progress_of

NAMES = {
    "known": _("What we already know"),
    "unknown": _("What we do not know yet"),
    "doing": _("What we are doing"),
    "act": _("What you can do"),
    "promise": _("What we promise"),
    "done": _("What we have done"),
    "next": _("Next update"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; `wrong` were corrected later."""

    text: str
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, cut where words of it were corrected."""

    text: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Version:
    """One published text as a page shows it."""

    number: int
    statement: Statement
    corrected: list[Correction]  # what of it was wrong
    corrects: list[tuple[Correction, int]]  # what it put right, and in which version that had stood

    @cached_property
    def told(self) -> Progress:
        return progress_of(self.statement.text)

    @property
    def at(self) -> datetime | None:
        return self.statement.published_at

    @property
    def changed_at(self) -> datetime | None:
        """Give when it was last put right, else when it came out."""
        return max((one.at for one in self.corrected), default=self.at)

    @property
    def body(self) -> list[Line]:
        return self.lines(self.told.body)

    @property
    def parts(self) -> dict[str, list[Line]]:
        return {name: self.lines(said) for name, said in self.told.parts.items()}

    @property
    def named(self) -> list[tuple[str, list[Line]]]:
        """Give the parts with their headings, in the order of the text."""
        return [(str(NAMES[name]), lines) for name, lines in self.parts.items()]

    @property
    def promised(self) -> list[tuple[str, list[Line]]]:
        """Give what it promises and what it says is done: the parts that stand nowhere else on the page."""
        parts = self.parts
        return [(str(NAMES[name]), parts[name]) for name in ("promise", "done") if name in parts]

    def lines(self, said: Iterable[str]) -> list[Line]:
        wrong = [one.was for one in self.corrected]
        return [Line(line, pieces_of(line, wrong)) for line in said]


def pieces_of(line: str, wrong: list[str]) -> list[Piece]:
    """Cut a paragraph where words of it were wrong."""
    pieces = [Piece(line)]
    for words in wrong:
        pieces = [new for one in pieces for new in ([one] if one.wrong else split(one.text, words))]
    return [one for one in pieces if one.text]


def split(text: str, words: str) -> list[Piece]:
    before, found, after = text.partition(words)
    return (
        [Piece(before), Piece(found, wrong=True), *(split(after, words) if after else [])] if found else [Piece(text)]
    )


class Reading:
    """A page for the public at one moment, newest version first."""

    def __init__(self, page: PublicPage, *, at: datetime) -> None:
        self.page, self.at = page, at
        self.brand = page.brand

    @cached_property
    def versions(self) -> list[Version]:
        texts = list(published_of(self.page.incident))
        numbers = {one.pk: place for place, one in enumerate(texts, start=1)}
        rows = list(self.page.corrections.all())
        found = [
            Version(
                number=numbers[one.pk],
                statement=one,
                corrected=[row for row in rows if row.wrong_id == one.pk],
                corrects=[(row, numbers[row.wrong_id]) for row in rows if row.right_id == one.pk],
            )
            for one in texts
        ]
        return found[::-1]

    @property
    def latest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def changed_at(self) -> datetime | None:
        """Give when the newest version came out, or a correction was shown, whichever is later."""
        return max((one.changed_at for one in self.versions if one.changed_at), default=None)

    @property
    def title(self) -> str:
        """Give the title of the first version: what the matter was called when it was first told."""
        return self.versions[-1].told.title if self.versions else ""

    @cached_property
    def standing(self) -> Version | None:
        """Give the newest version that says what is known, what is not and what is done."""
        return next((one for one in self.versions if one.told.is_standing), None)

    @property
    def act(self) -> list[Line]:
        """Give what people can do, as the newest version that says it."""
        return next((one.parts["act"] for one in self.versions if one.told.part("act")), [])

    @property
    def next(self) -> tuple[str, ...]:
        """Give when the next word was promised, only as the newest version says it."""
        return self.latest.told.part("next") if self.latest else ()

    @cached_property
    def pledges(self) -> list[Pledge]:
        """Give what was promised with a date in published words, and whether it was kept in time."""
        texts = [Said(one.number, local(one.at), one.told) for one in reversed(self.versions) if one.at]
        return pledges_of(texts, knowledge.facts(), at=self.at)

    @property
    def phone(self) -> str:
        return next((found for one in self.versions if (found := phone_in(one.statement.text))), "")
