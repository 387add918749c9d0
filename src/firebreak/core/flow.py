"""How does a post become an alert? Listen → understand → assess → alert; only this page joins the stages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from firebreak.core.alert.rule import BrandNow, Episode, alarms
from firebreak.core.assess.ruling import under
from firebreak.core.assess.severity import SeverityRules, judge
from firebreak.core.assess.spread import Cascade, Forecast, Forecaster, forecast_each
from firebreak.core.listen import Matcher
from firebreak.core.listen import listen as hear
from firebreak.core.terms import Alarm, Assessment, Post, Ruling, Severity, StoryFacts
from firebreak.core.text.batch import Heard
from firebreak.core.understand import Model, Readings, Second
from firebreak.core.understand import understand as read_heard


def listen(posts: Sequence[Post], matcher: Matcher) -> Heard:
    """Hear which watches each post of a batch (n posts) holds, and where."""
    return hear(posts, matcher)


def understand(posts: Sequence[Post], heard: Heard, model: Model, second: Second | None = None) -> Readings:
    """Read what each post says, towards the watched brand where one was heard: a struct of n-row arrays.

    A `second`, slower reader has a say in the posts that a watch holds.
    """
    return read_heard(posts, heard, model, second)


def read(posts: Sequence[Post], matcher: Matcher, model: Model, second: Second | None = None) -> Readings:
    """Listen and understand in one step."""
    return understand(posts, listen(posts, matcher), model, second)


def assess(
    facts: StoryFacts, rules: SeverityRules, *, floor: Severity | None = None, ruling: Ruling | None = None
) -> Assessment:
    """Judge how bad a story is: never below `floor`, which the hard rule has left, and as a person has ruled."""
    return under(judge(facts, rules, floor), ruling)


def foretell(stories: Sequence[Cascade], ages: Sequence[timedelta], model: Forecaster) -> list[Forecast]:
    """Say how far each story will go, from what was there of it at its age."""
    return forecast_each(stories, ages, model)


def alert(now: BrandNow, at: datetime) -> tuple[list[Alarm], dict[str, Episode]]:
    """Give what a person must hear of at `at`, worst first, and the episodes to be remembered."""
    return alarms(now, at)
