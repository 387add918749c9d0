"""From what people write to what a person must hear of, with the reader that is shipped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from firebreak import knowledge
from firebreak.core.alert.baseline import Usual
from firebreak.core.alert.rule import BrandNow, StoryNow
from firebreak.core.assess.ruling import harms_of
from firebreak.core.assess.spread import Cascade
from firebreak.core.flow import alert, assess, foretell, listen, read, understand
from firebreak.core.listen import Matcher
from firebreak.core.terms import Assessment, Media, Post, Ruling, Severity, Signal, StoryFacts, Watch, WatchKind

AT = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
MATCHER = Matcher([Watch("松瀑", WatchKind.BRAND, any=("松瀑",))])
SICK = "松瀑便當吃完全家上吐下瀉，半夜送急診住院"
WRITTEN = [
    SICK,
    "松瀑的店員超親切，餐點也好吃，推薦大家來",
    "星峽的咖啡今天也好喝",  # speaks of somebody else
]


def posts(*texts: str, photo: bool = False) -> list[Post]:
    media = (Media("image"),) if photo else ()
    return [
        Post(id=str(at), source="ptt", text=text, published_at=AT + timedelta(minutes=at), media=media)
        for at, text in enumerate(texts)
    ]


def facts(written: list[Post]) -> StoryFacts:
    """Count what the reader found in posts that all tell one story."""
    found = read(written, MATCHER, knowledge.model())
    first = found.reading(0)
    return StoryFacts(
        posts=len(written), negative=int(found.negative.sum()), urgent=int(found.urgent.sum()), last_hour=len(written),
        hour_before=0, usual_per_hour=0.5, authors=len(written), followers=0, top_followers=0, interactions=0, shares=0,
        sources=1, news=0, intensity=float(found.intensity.mean()), category=first.category,
        serious=bool(found.serious.any()), evidence=bool(found.evidence.any()),
        serious_with_evidence=bool((found.serious & (found.evidence > 0)).any()),
    )  # fmt: skip


def judged(written: list[Post], floor: Severity | None = None, ruling: Ruling | None = None) -> Assessment:
    return assess(facts(written), knowledge.severity(), floor=floor, ruling=ruling)


def story(written: list[Post]) -> StoryNow:
    now = facts(written)
    return StoryNow("7", now, judged(written), now.negative, Usual(0.2, 2.0))


def test_it_hears_who_is_spoken_of() -> None:
    heard = listen(posts(*WRITTEN), MATCHER)

    assert heard.matched.tolist() == [True, True, False]


def test_it_understands_what_was_heard() -> None:
    written = posts(*WRITTEN)

    found = understand(written, listen(written, MATCHER), knowledge.model())

    assert found.matched.tolist() == [True, True, False]
    assert found.negative.tolist() == [True, False, False]
    assert found.urgent.tolist() == [True, False, False]


def test_reading_is_listening_and_understanding_in_one_step() -> None:
    written = posts(*WRITTEN)

    once, stepwise = (
        read(written, MATCHER, knowledge.model()),
        understand(written, listen(written, MATCHER), knowledge.model()),
    )

    assert [once.reading(at) for at in range(3)] == [stepwise.reading(at) for at in range(3)]


def test_illness_is_worse_than_a_rude_remark() -> None:
    grave, slight = judged(posts(SICK, SICK)), judged(posts("松瀑的店員有點不耐煩"))

    assert grave.severity.is_worse_than(slight.severity)


def test_what_the_hard_rule_has_left_is_the_least() -> None:
    """R1.25: the machine only goes up from there."""
    assert judged(posts("松瀑的店員有點不耐煩"), floor=Severity.S1).severity is Severity.S1


def test_what_a_person_has_ruled_stands() -> None:
    written = posts(SICK, photo=True)
    own = judged(written)
    ruling = Ruling(Severity.S4, own.score, harms_of(own))

    assert own.severity.is_worse_than(Severity.S4)
    assert judged(written, ruling=ruling).severity is Severity.S4


def test_one_photo_of_harm_wakes_and_praise_does_not() -> None:
    """R1.25: a single post is enough."""
    harmed, praised = story(posts(SICK, photo=True)), story(posts(WRITTEN[1], photo=True))

    found, episodes = alert(BrandNow("松瀑", stories=(harmed,)), AT)

    assert [one.signal for one in found] == [Signal.HARD_RULE]
    assert list(episodes) == ["hard_rule:7"]
    assert alert(BrandNow("松瀑", stories=(praised,)), AT) == ([], {})


@pytest.mark.parametrize(("times", "signals"), [(2, []), (6, [Signal.STORY_GROWTH])])
def test_many_who_say_it_within_the_hour_wake(times: int, signals: list[Signal]) -> None:
    written = posts(*(f"{SICK}，第{at}個" for at in range(times)))

    found, _ = alert(BrandNow("松瀑", stories=(story(written),)), AT)

    assert [one.signal for one in found] == signals


def test_a_matter_that_was_told_is_not_told_as_new() -> None:
    now = BrandNow("松瀑", stories=(story(posts(SICK, photo=True)),))
    first, episodes = alert(now, AT)

    again, _ = alert(replace(now, episodes=episodes), AT + timedelta(hours=1))

    assert first[0].key == again[0].key


def test_each_story_is_foretold_at_its_own_age() -> None:
    one = Cascade("ptt", np.arange(0.0, 7200.0, 60.0), published_at=AT)

    found = foretell([one, one], [timedelta(minutes=30), timedelta(hours=1)], knowledge.forecaster())

    assert [each.seen for each in found] == [31, 61]
    assert all(each.final.p50 >= each.seen for each in found)
