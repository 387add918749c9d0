"""What does a person see who answers a mention: its words, their own, and what is wrong with those?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.access import Seat
from firebreak.console.formats import tongue
from firebreak.console.listen.handling import gone_among
from firebreak.console.listen.inbox import Row, masked, row_of
from firebreak.console.listen.mention import is_employer_review, safe_url
from firebreak.console.listen.models import Post
from firebreak.console.respond import replying
from firebreak.console.respond.models import Incident
from firebreak.console.respond.replies import Reply, Voice
from firebreak.core.respond.statement import Finding, Level, Posture
from firebreak.core.respond.template import to_employee
from firebreak.core.terms import Act

SHOWN = 2000  # characters of the mention
QUOTED = 40


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to change, and where it stands in the words; a part that is missing stands nowhere."""

    found: Finding

    @property
    def name(self) -> str:
        return str(words.FLAWS.get(self.found.code, self.found.code))

    @property
    def blocks(self) -> bool:
        return self.found.level is Level.BLOCK

    @property
    def quoted(self) -> str:
        text = self.found.text
        return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"


@dataclass(frozen=True, slots=True)
class Check:
    """What the tone rules say of some words; words that are not there are not judged."""

    flaws: Sequence[Flaw]
    level: str
    is_empty: bool
    holes: Sequence[str] = ()  # what the template still marks as missing

    @property
    def blocking(self) -> int:
        return sum(one.blocks for one in self.flaws) + len(self.holes)

    @property
    def warning(self) -> int:
        return sum(not one.blocks for one in self.flaws)


def check_of(post: Post, text: str, posture: Posture) -> Check:
    level = replying.severity_of(post).value
    if not text.strip():
        return Check((), level, True)
    found = replying.check_reply(post=post, text=text, posture=posture).findings
    ordered = sorted(found, key=lambda one: one.level is not Level.BLOCK)
    return Check(tuple(map(Flaw, ordered)), level, False, replying.holes_of(text))


class ReplyPage:
    """One mention and what we answer; `text` is what is being written, kept or not."""

    def __init__(self, seat: Seat, post: Post, *, text: str | None = None, posture: str = "") -> None:
        self.seat, self.post = seat, post
        self.text = text if text is not None else self.draft.text if self.draft else self.begun
        self.posture = posture or (self.draft.posture if self.draft else Posture.REBUILD.value)

    @cached_property
    def draft(self) -> Reply | None:
        return replying.draft_of(self.post)

    @cached_property
    def voice(self) -> Voice:
        return replying.voice_of(self.seat.brand)

    @cached_property
    def is_of_employer(self) -> bool:
        return is_employer_review(self.post)

    @property
    def begun(self) -> str:
        """Give what a new draft holds: the brand's beginning and end, or the template for who works here."""
        if not self.is_of_employer:
            return self.voice.begun
        tongues = knowledge.templates().tongues
        return to_employee(tongues["en" if tongue(self.post.text) == "en" else "zh-Hant"])

    @cached_property
    def row(self) -> Row:
        return row_of(self.seat, self.post, gone=gone_among(self.seat.brand, [self.post], at=self.seat.at))

    @property
    def words(self) -> str:
        """Give what the mention says, masked, as far as a page needs it."""
        said = "\n".join(filter(None, (masked(self.post, "title"), masked(self.post, "text"))))
        return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"

    @property
    def original(self) -> str:
        return safe_url(self.post.url)

    @property
    def incident(self) -> Incident | None:
        return replying.incident_of(self.post)

    @cached_property
    def published(self) -> list[Reply]:
        """Give what was answered before, newest first."""
        rows = Reply.objects.filter(post=self.post, published_at__isnull=False)
        return list(rows.select_related("published_by").order_by("-published_at"))

    @property
    def check(self) -> Check:
        known = self.posture if self.posture in set(Posture) else Posture.REBUILD
        return check_of(self.post, self.text, Posture(known))

    @property
    def may_configure(self) -> bool:
        return self.seat.may(Act.CONFIGURE)
