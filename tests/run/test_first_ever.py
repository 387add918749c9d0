"""Is somebody called when two people say of the brand what nobody ever said before, and only then?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from firebreak.console.alert.how import how_of
from firebreak.console.alert.models import Alert
from firebreak.console.alert.page import title_of
from firebreak.console.govern.models import Brand
from firebreak.console.listen.models import Source
from firebreak.console.listen.services import set_watches
from firebreak.core.terms import Author, Watch, WatchKind
from firebreak.run.pipeline import judge
from tests.posts import ASK, MINUTE, WATCHES, hand_in, post

WORD = Watch("水質", WatchKind.CONTROVERSY, query="明泉 AND (生鏽 OR 異味)")
ONE = "明泉的濾心裝上去第一天就生鏽，客服還說正常，爛透了"
TWO = "剛拆開明泉淨水器，管子整條生鏽，真的很失望，不會再買"
DAY = timedelta(days=1)


@pytest.fixture
def heard(brand: Brand, via: Source, at: datetime) -> Brand:
    """A brand that was listened to for ten days."""
    set_watches(brand=brand, watches=[*WATCHES, WORD], at=at - 10 * DAY)
    hand_in(brand, [post(1, ASK, at - 10 * DAY)], via=None, at=at - 10 * DAY)
    return brand


def told(
    brand: Brand, texts: Sequence[str], at: datetime, *, first: int = 100, author: Author | None = None
) -> list[Alert]:
    """Hand posts in a minute apart; gives the alerts on words that are new."""
    who: dict[str, Any] = {} if author is None else {"author": author}
    posts = [post(first + one, text, at - one * MINUTE, **who) for one, text in enumerate(texts)]
    hand_in(brand, posts, via=None, at=at)
    judge(brand, at=at, numbers=())
    return [one for one in Alert.objects.filter(brand=brand).order_by("pk") if one.first_terms]


def test_two_people_who_say_what_was_never_said_call_somebody(heard: Brand, at: datetime) -> None:
    (alert,) = told(heard, [ONE, TWO], at)

    assert (alert.severity, alert.first_terms, alert.observed) == ("S4", ["生鏽"], 2)
    assert len(alert.evidence) == 2
    assert title_of(alert) == "第一次有人提到「生鏽」"
    assert how_of(alert).version == "alert.first_ever 1"


def test_it_is_told_once(heard: Brand, at: datetime) -> None:
    told(heard, [ONE, TWO], at)

    assert len(told(heard, [ONE + "，第二天更嚴重"], at + 30 * MINUTE, first=200)) == 1
    assert len(told(heard, [TWO + "，退貨", ONE + "，氣死"], at + DAY, first=300)) == 1


def test_another_new_term_of_the_same_watch_is_told_too(heard: Brand, at: datetime) -> None:
    told(heard, [ONE, TWO], at)

    found = told(heard, [ONE.replace("生鏽", "有異味"), TWO.replace("生鏽", "異味")], at + 30 * MINUTE, first=200)

    assert [alert.first_terms for alert in found] == [["生鏽"], ["異味"]]


@pytest.mark.parametrize(
    ("texts", "author"),
    [
        ([ONE], Author()),  # one alone
        ([ONE, TWO], Author(id="u1", name="鄰居")),  # one who says it twice
        ([ONE, ONE], Author()),  # the same words by two
        ([ASK, ASK], Author()),  # nothing of the kind
    ],
)
def test_less_calls_nobody(heard: Brand, at: datetime, texts: list[str], author: Author) -> None:
    assert told(heard, texts, at, author=author) == []


def test_what_was_said_once_before_is_not_new(heard: Brand, at: datetime) -> None:
    hand_in(heard, [post(50, "明泉濾心會生鏽嗎？請問大家", at - 8 * DAY)], via=None, at=at - 8 * DAY)

    assert told(heard, [ONE, TWO], at) == []


def test_a_brand_that_was_just_begun_has_no_past(brand: Brand, via: Source, at: datetime) -> None:
    set_watches(brand=brand, watches=[*WATCHES, WORD], at=at - DAY)
    hand_in(brand, [post(1, ASK, at - 2 * DAY)], via=None, at=at - 2 * DAY)

    assert told(brand, [ONE, TWO], at) == []
