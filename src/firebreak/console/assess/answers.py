"""Who has answered which post of a story, or is writing to one, so that nobody answers twice?"""

from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from firebreak.console.access import Seat
from firebreak.console.assess.models import Story
from firebreak.core.terms import Act

LATEST = 10


class Answers:
    """What is answered to the posts of a story: drafts first, then the newest."""

    def __init__(self, seat: Seat, story: Story) -> None:
        self.seat = seat
        self.story = story

    @property
    def found(self) -> QuerySet[Any]:
        return self.seat.brand.replies.filter(post__place__story=self.story)

    @cached_property
    def replies(self) -> list[Any]:
        newest = self.found.order_by(F("published_at").desc(nulls_first=True), "-written_at")
        return list(newest.select_related("written_by", "published_by")[:LATEST])

    @cached_property
    def answered(self) -> int:
        """Count the answers, also those beyond the latest."""
        return len(self.replies) if len(self.replies) < LATEST else self.found.count()

    @property
    def may_answer(self) -> bool:
        """Tell whether the reader answers mentions: the words of answers hold what a mask hides from others."""
        return self.seat.may(Act.TRIAGE)

    @cached_property
    def by_post(self) -> dict[int, bool]:
        """Tell of each post that has an answer whether one is published; else there is a draft."""
        told: dict[int, bool] = {}
        for post, published in self.found.order_by().values_list("post", "published_at"):
            told[post] = told.get(post, False) or published is not None
        return told
