"""From what on is a post surely a complaint, and who came to harm? A reader that knows one word, worked out by hand."""

from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Category, Post
from firebreak.core.text.grams import NOTHING
from firebreak.core.understand import Model, Readings, understand
from firebreak.core.understand.cues import Group, Lexicon
from firebreak.core.understand.model import CATEGORIES, HEADS, TONE, URGENT
from firebreak.core.understand.signs import SIGNS
from firebreak.core.understand.urgent import names_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
LEXICON = Lexicon([Group("hurt", ("受傷",)), Group("loud", ("超",)), Group("soft", ("有點",))], [], ())
LEAK = list(Category).index(Category.PRIVACY_LEAK)
NEVER = -1e9


def model(*, tone: list[float], leak: float, reasons: dict[str, str]) -> Model:
    """Read every post alike: log odds of the three tones, and of a leak against each of three other categories."""
    bias = np.zeros(len(HEADS), np.float32)
    bias[TONE] = tone
    bias[CATEGORIES] = NEVER
    bias[CATEGORIES.start + LEAK : CATEGORIES.start + LEAK + 2] = leak, 0.0
    bias[URGENT] = 2.0
    cues = np.zeros((len(LEXICON.columns) + len(SIGNS), len(HEADS)), np.float32)
    weights = np.zeros((NOTHING + 1, len(HEADS)), np.float32)
    return Model("m", LEXICON, weights, cues, bias, np.ones(1 << 14, np.float32), reasons)


def read(text: str, fitted: Model) -> Readings:
    posts = [Post(id="", source="t", text=text, published_at=AT)]
    return understand(posts, listen(posts, Matcher([])), fitted)


def reasons(negative: float, leak: float) -> tuple[str, ...]:
    """Give the reasons of a post with these probabilities of a negative tone and of a leak."""
    rest = float(np.log((1 - negative) / 2 / negative))
    fitted = model(tone=[0.0, rest, rest], leak=float(np.log(leak / (1 - leak))), reasons={})
    return names_of(int(read("這家店", fitted).reasons[0]))


@pytest.mark.parametrize(
    ("negative", "leak", "why"),
    [
        (0.61, 0.76, ("privacy_leak",)),
        (0.59, 0.8, ()),
        (0.65, 0.74, ()),
    ],
)
def test_without_a_word_for_it_tone_and_category_must_be_sure(
    negative: float, leak: float, why: tuple[str, ...]
) -> None:
    """A picture of supper read as unsafe food must not wake anybody."""
    assert reasons(negative, leak) == why


@pytest.mark.parametrize("reason", ["bodily_harm", "poisoning", "foreign_body"])
def test_where_somebody_came_to_harm_a_plain_tone_is_read_as_bad(reason: str) -> None:
    fitted = model(tone=[0.0, 0.0, 0.0], leak=0.0, reasons={reason: "hurt"})
    bent = np.exp([0.5, 0.0, -1.0])

    assert read("有人受傷", fitted).sentiment[0] == pytest.approx(bent / bent.sum(), rel=1e-5)
    assert read("有人來了", fitted).sentiment[0] == pytest.approx([1 / 3] * 3, rel=1e-5)


def test_what_harms_nobody_bends_no_tone() -> None:
    fitted = model(tone=[0.0, 0.0, 0.0], leak=0.0, reasons={"privacy_leak": "hurt"})

    assert read("有人受傷", fitted).sentiment[0] == pytest.approx([1 / 3] * 3, rel=1e-5)
