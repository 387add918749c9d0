"""Whatever happens in whatever order, do counts, search, stories and trail say what the rows say?"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from firebreak.console.access import Seat
from firebreak.console.alert.services import set_default_routes
from firebreak.console.assess.models import Story, StoryPost
from firebreak.console.assess.saying import correct_reading
from firebreak.console.assess.services import erase_post, judge_stories, merge_stories, split_story
from firebreak.console.listen.habit import usual_per_hour
from firebreak.console.listen.models import Post, Reading
from firebreak.console.respond.models import Incident
from firebreak.console.respond.opening import open_from_story
from firebreak.console.respond.services import set_severity
from firebreak.core.terms import Category, Role, Sentiment, Severity
from firebreak.run.check import look
from firebreak.run.pipeline import judge
from tests.cast import cast_at
from tests.posts import ASK, KIND, LEAK, MINUTE, SICK, hand_in, listening, post
from tests.run.conftest import forget

START = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TEXTS = st.sampled_from([SICK, LEAK, KIND, ASK, "明泉跟山嵐哪個好喝", "山嵐的水有怪味", f"{LEAK}，電話 0912-345-678"])
SEEDS = st.integers(0, 10**6)


class Crash(Exception):
    """The power fails before the transaction is committed."""


class Life(RuleBasedStateMachine):
    """A brand's records, done to at random; a crash is a transaction that never happened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = transaction.atomic()
        self.open.__enter__()
        forget()
        self.number, self.now = 0, START

    @initialize()
    def begin(self) -> None:
        cast = cast_at(START)
        self.brand, self.alice = cast.brand, cast.alice
        set_default_routes(self.brand)
        self.brand.assignments.filter(person=cast.carol).update(role=Role.ADMIN.value)
        self.via = listening(self.brand, at=START)

    @property
    def seat(self) -> Seat:
        return Seat(brand=self.brand, person=self.alice, role=Role.BRAND_PR, at=self.now)

    def pick(self, rows: Any, seed: int) -> Any:
        return rows[seed % rows.count()]

    def is_told_truly(self, stories: Iterable[Story]) -> None:
        """Judge stories once more; score, category and lines were those of the rows already."""
        told, usual = list(stories), usual_per_hour(self.brand, at=self.now).mean
        judged = (
            judge_stories(brand=self.brand, stories=told, at=self.now, usual_per_hour=usual, by_lines=True)
            if told
            else []
        )
        assert not any(one.changed for one in judged)

    def fresh(self, texts: list[str], ago: timedelta) -> list[Any]:
        self.now += MINUTE
        posts = []
        for text in texts:
            self.number += 1
            posts.append(post(self.number, text, self.now - ago, photo=self.number % 3 == 0))
        return posts

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=6))
    def ingest(self, texts: list[str]) -> None:
        hand_in(self.brand, self.fresh(texts, timedelta()), via=self.via, at=self.now)

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=3), hours=st.integers(1, 400))
    def ingest_late(self, texts: list[str], hours: int) -> None:
        hand_in(self.brand, self.fresh(texts, timedelta(hours=hours)), via=self.via, at=self.now)

    @precondition(lambda self: self.number)
    @rule(number=SEEDS, text=TEXTS)
    def ingest_again(self, number: int, text: str) -> None:
        known = [post(number % self.number + 1, text, self.now)]
        hand_in(self.brand, known, via=self.via, at=self.now)

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=4))
    def crash(self, texts: list[str]) -> None:
        with pytest.raises(Crash), transaction.atomic():
            hand_in(self.brand, self.fresh(texts, timedelta()), via=self.via, at=self.now)
            raise Crash

    @precondition(lambda self: Post.objects.exists())
    @rule(seed=SEEDS, tone=st.sampled_from(Sentiment), category=st.sampled_from(Category))
    def correct(self, seed: int, tone: Sentiment, category: Category) -> None:
        chosen = self.pick(Post.objects.order_by("pk"), seed)
        urgent = "true" if seed % 2 else "false"
        changes = {"sentiment": tone.value, "category": category.value, "urgent": urgent}
        if Reading.objects.filter(post=chosen, **(changes | {"urgent": urgent == "true"})).exists():
            return  # nothing is corrected
        correct_reading(seat=self.seat, post=chosen, changes=changes)
        self.is_told_truly(Story.objects.filter(places__post=chosen))

    @precondition(lambda self: Post.objects.exists())
    @rule(seed=SEEDS)
    def erase(self, seed: int) -> None:
        chosen = self.pick(Post.objects.order_by("pk"), seed)
        told = list(Story.objects.filter(places__post=chosen))
        erase_post(brand=self.brand, post=chosen, actor="machine:test", at=self.now, why="author_request")
        self.is_told_truly(told)

    @precondition(lambda self: Story.objects.shown().count() > 1)
    @rule(seed=SEEDS)
    def merge(self, seed: int) -> None:
        one, other = list(Story.objects.shown().order_by("pk"))[:2]
        gone, into = (one, other) if seed % 2 else (other, one)
        merge_stories(seat=self.seat, gone=gone, into=into)
        self.is_told_truly([into])

    @precondition(lambda self: Story.objects.shown().filter(post_count__gt=1).exists())
    @rule(seed=SEEDS)
    def split(self, seed: int) -> None:
        chosen = self.pick(Story.objects.shown().filter(post_count__gt=1).order_by("pk"), seed)
        members = list(chosen.places.order_by("post").values_list("post", flat=True))
        fresh = split_story(seat=self.seat, story=chosen, posts=members[: 1 + seed % (len(members) - 1)])
        self.is_told_truly([chosen, fresh])

    @precondition(lambda self: Story.objects.shown().exists())
    @rule(seed=SEEDS, to=st.sampled_from(Severity))
    def set_by_hand(self, seed: int, to: Severity) -> None:
        incident = open_from_story(seat=self.seat, story=self.pick(Story.objects.shown().order_by("pk"), seed))
        set_severity(seat=self.seat, incident=incident, to=to, version=incident.version, reason="看過了")

    @rule()
    def look_again(self) -> None:
        judge(self.brand, at=self.now)

    @rule()
    def start_again(self) -> None:
        forget()

    @invariant()
    def nobody_is_lost(self) -> None:
        assert Post.objects.count() == Reading.objects.count()
        assert not StoryPost.objects.filter(story__merged_into__isnull=False).exists()

    @invariant()
    def a_score_never_contradicts_its_level(self) -> None:
        for row in [*Story.objects.all(), *Incident.objects.all()]:
            assert row.severity == Severity.of_score(row.score)

    def teardown(self) -> None:
        try:
            assert [f"{line.name}: {line.found}" for line in look() if not line.fine] == []
        finally:
            transaction.set_rollback(True)
            self.open.__exit__(None, None, None)
            forget()


@pytest.mark.timeout(600)
def test_nothing_that_happens_leaves_a_difference(db: None) -> None:
    """Ingest, late posts, corrections, merges, splits, erasures and crashes in any order: `check` finds nothing."""
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
