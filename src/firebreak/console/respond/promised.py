"""By when was the next update promised in words that went out? Kept with the line that says they did (R1.32)."""

from collections.abc import Iterable
from datetime import datetime

from firebreak import knowledge
from firebreak.console.formats import local
from firebreak.console.respond.models import Moment
from firebreak.core.respond.pledge import next_update
from firebreak.core.respond.progress import progress_of


def promise_in(text: str, *, at: datetime) -> dict[str, str]:
    """Give the fact that a text, said at `at`, promises its next update by a time; nothing where it does not."""
    due = next_update(progress_of(text), said=local(at), rules=knowledge.facts())
    return {"promised": due.isoformat()} if due else {}


def promised(words: Iterable[Moment]) -> datetime | None:
    """Give the soonest next update promised, in each channel by its last word: a later one there has kept it."""
    last = {one.facts.get("channel", ""): one for one in sorted(words, key=lambda line: (line.at, line.pk))}
    dues = [one.facts["promised"] for one in last.values() if "promised" in one.facts]
    return min(map(datetime.fromisoformat, dues), default=None)
