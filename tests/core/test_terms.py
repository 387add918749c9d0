"""Do the words that every module uses mean what they say?"""

import pytest

from firebreak.core.terms import Category, Reading, Sentiment, Severity, WatchKind


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        (WatchKind.BRAND, True),
        (WatchKind.PRODUCT, True),
        (WatchKind.PERSON, True),
        (WatchKind.CAMPAIGN, True),
        (WatchKind.COMPETITOR, False),
        (WatchKind.CONTROVERSY, False),
        (WatchKind.INDUSTRY, False),
    ],
)
def test_a_tone_is_read_towards_what_is_the_brands_own(kind: WatchKind, own: bool) -> None:
    assert kind.is_own is own


@pytest.mark.parametrize(
    ("negative", "neutral", "positive", "score"), [(0.7, 0.2, 0.1, -0.6), (0.0, 1.0, 0.0, 0.0), (0.1, 0.0, 0.9, 0.8)]
)
def test_the_score_of_a_reading_is_how_much_likelier_glad_is_than_angry(
    negative: float, neutral: float, positive: float, score: float
) -> None:
    reading = Reading(
        id="1",
        lang="zh",
        about=(),
        sentiment=Sentiment.NEUTRAL,
        sentiment_p=(negative, neutral, positive),
        emotions={},
        intensity=0.0,
        sensational=0.0,
        category=Category.OTHER,
        categories={},
        evidence=(),
        urgent=False,
        reasons=(),
        pii=(),
        abuse=0.0,
        claims=(),
        confidence=1.0,
        uncertain=False,
        copy_key="",
    )

    assert reading.score == pytest.approx(score)


@pytest.mark.parametrize(
    ("score", "level"),
    [(100, "S1"), (75, "S1"), (74.9, "S2"), (50, "S2"), (49.9, "S3"), (25, "S3"), (24.9, "S4"), (0, "S4")],
)
def test_a_level_begins_with_its_least_score(score: float, level: str) -> None:
    assert Severity.of_score(score) is Severity(level)
    assert Severity(level).bound(score) == min(score, Severity(level).ceiling)


def test_the_first_level_is_the_worst() -> None:
    assert Severity.worst(*Severity) is Severity.S1
    assert [one.is_worse_than(Severity.S3) for one in Severity] == [True, True, False, False]
