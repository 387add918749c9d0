"""What do the numbers of the board say, and what were they before? Each is a sum of records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firebreak.console.home.answered import Answered, answered_of
from firebreak.console.home.recent import Recent
from firebreak.console.home.running import Running, answer_times


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a period beside those of the same time before it; None where there is nothing to compare."""

    mentions: int
    mentions_before: int
    negative_share: float | None
    negative_share_before: float | None
    untriaged: int
    untriaged_since: datetime | None
    answer: timedelta | None
    answer_before: timedelta | None
    replies: Answered

    @property
    def mentions_change(self) -> float | None:
        """Give the change in whole percent."""
        return round((self.mentions / self.mentions_before - 1) * 100) if self.mentions_before else None

    @property
    def share_change(self) -> float | None:
        """Give the change in percentage points."""
        if self.negative_share is None or self.negative_share_before is None:
            return None
        return round((self.negative_share - self.negative_share_before) * 100)

    @property
    def answer_change(self) -> float | None:
        """Give the change in minutes."""
        if self.answer is None or self.answer_before is None:
            return None
        return round((self.answer - self.answer_before) / timedelta(minutes=1))


def numbers_of(recent: Recent, *, known: Sequence[Running]) -> Numbers:
    """Work out the numbers of its length of time; `known` are the incidents since twice that."""
    at, middle, start = recent.at, recent.at - recent.length, recent.at - 2 * recent.length
    (mentions, share), (before, share_before) = recent.heard(middle, at), recent.heard(start, middle)
    waiting = recent.waiting(middle)
    return Numbers(
        mentions=mentions,
        mentions_before=before,
        negative_share=share,
        negative_share_before=share_before,
        untriaged=waiting.count,
        untriaged_since=waiting.since,
        answer=answer_times(known, since=middle, until=at + timedelta(seconds=1)),
        answer_before=answer_times(known, since=start, until=middle),
        replies=answered_of(recent.brand, negative=round((share or 0.0) * mentions), since=middle, until=at),
    )
