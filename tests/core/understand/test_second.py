"""What does a second reader change? Posts that a watch holds, by how much it is trusted, and every word is told."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from firebreak.core.listen import Matcher, listen
from firebreak.core.terms import Media, Post, PostKind
from firebreak.core.text.batch import Ints
from firebreak.core.understand import understand
from firebreak.core.understand.characters import (
    BETWEEN,
    BRAND,
    FILM,
    HIDDEN,
    MOST,
    NEWS,
    PICTURE,
    SPECIAL,
    UNKNOWN,
    Alphabet,
    Seen,
    seen,
    without,
)
from firebreak.core.understand.cues import Floats
from firebreak.core.understand.mask import mask_names
from firebreak.core.understand.model import CATEGORIES, SENTIMENT, TONE, URGENT
from firebreak.core.understand.second import COLUMNS, Second
from tests.core.understand.test_score import WATCHES, model

AT = datetime(2026, 1, 1, tzinfo=UTC)
KNOWN = "好坏茶的店冷"
ALPHABET = Alphabet.of(KNOWN)
GOOD, BAD = (len(SPECIAL) + KNOWN.index(one) for one in "好坏")


def post(text: str, *, title: str = "", media: tuple[str, ...] = (), kind: PostKind = PostKind.POST) -> Post:
    shown = tuple(Media(type=one) for one in media)
    return Post(id="", source="t", text=text, title=title, published_at=AT, media=shown, kind=kind)


def view(one: Post) -> Seen:
    heard = listen([one], Matcher(WATCHES))
    return seen(one, 0, heard, mask_names(heard), ALPHABET)


def numbers(text: str) -> list[int]:
    return [len(SPECIAL) + KNOWN.index(one) for one in text]


def counting(seen_: Ints) -> Floats:
    """Speak for negative, for the first category and for urgency each time 壞 is read, for positive when 好 is."""
    found = np.zeros(len(COLUMNS), np.float32)
    found[2] = (seen_ == GOOD).sum()
    found[[0, 3, 17]] = (seen_ == BAD).sum()
    return found


def reader(*, first: float = 1.0, own: float = 1.0, shift: float = 0.0) -> Second:
    rows = (np.full(len(COLUMNS), value, np.float32) for value in (first, own, shift))
    return Second("s", ALPHABET, counting, *rows)


def words_loud(seen_: Ints) -> Floats:
    """Say of the words three times what `counting` says of the brand."""
    return 3 * counting(seen_)[:3]


def with_words(second: Second) -> Second:
    rows = (row[:3] for row in (second.first, second.own, second.shift))
    return replace(second, words=Second("w", ALPHABET, words_loud, *rows))


def logits_of(text: str, second: Second | None) -> Floats:
    posts = [post(text)]
    return understand(posts, listen(posts, Matcher(WATCHES)), model(good=2.0, bad=2.0), second).scores.logits[0]


def test_it_sees_folded_characters_and_none_that_it_never_learnt() -> None:
    assert view(post("壞Ｘ的")).numbers.tolist() == [*numbers("坏"), UNKNOWN, *numbers("的")]


def test_a_watched_name_of_ours_is_one_sign_however_long_it_is() -> None:
    assert view(post("松瀑的茶")).numbers.tolist() == [BRAND, *numbers("的茶")]


def test_a_rivals_name_is_read_as_it_is_written() -> None:
    assert view(post("星峽的茶")).numbers.tolist() == [UNKNOWN, UNKNOWN, *numbers("的茶")]


def test_a_title_stands_before_the_text_and_apart_from_it() -> None:
    assert view(post("茶冷", title="店")).numbers.tolist() == [*numbers("店"), BETWEEN, *numbers("茶冷")]


def test_pictures_films_and_news_stand_before_the_words() -> None:
    one = view(post("茶", media=("image", "video"), kind=PostKind.NEWS))
    assert one.numbers.tolist() == [PICTURE, FILM, NEWS, *numbers("茶")]
    assert one.at.tolist() == [-1, -1, -1, 1]


def test_it_sees_the_beginning_of_a_long_post() -> None:
    assert len(view(post("茶" * 1000)).numbers) == MOST


def test_a_hidden_piece_leaves_a_sign_for_each_of_its_characters() -> None:
    one = view(post("茶冷店"))
    assert without(one, [(2, 4)]).tolist() == [*numbers("茶"), HIDDEN, HIDDEN]


def test_both_opinions_are_weighed_as_the_second_reader_says() -> None:
    plain = logits_of("松瀑壞茶", None)
    both = logits_of("松瀑壞茶", reader(first=0.5, own=3.0, shift=0.25))
    assert both[SENTIMENT.start] == pytest.approx(plain[SENTIMENT.start] * 0.5 + 3.0 + 0.25)
    assert both[URGENT] == pytest.approx(plain[URGENT] * 0.5 + 3.0 + 0.25)


def test_a_post_that_no_watch_holds_is_left_to_the_first_reader() -> None:
    assert logits_of("壞茶", reader(own=9.0)).tolist() == logits_of("壞茶", None).tolist()


def test_where_none_of_ours_is_named_the_tone_stays_the_first_readers_and_the_rest_does_not() -> None:
    plain, both = logits_of("星峽壞茶", None), logits_of("星峽壞茶", reader(own=9.0))
    assert both[SENTIMENT].tolist() == plain[SENTIMENT].tolist()
    assert both[CATEGORIES.start] == plain[CATEGORIES.start] + 9


def test_one_that_reads_words_tells_the_tone_where_none_of_ours_is_named_and_nowhere_else() -> None:
    plain, both = logits_of("星峽壞茶", None), logits_of("星峽壞茶", with_words(reader(own=9.0)))
    assert both[SENTIMENT].tolist() == (plain[SENTIMENT] + np.array([27, 0, 0])).tolist()
    assert both[CATEGORIES.start] == plain[CATEGORIES.start] + 9
    assert logits_of("松瀑壞茶", with_words(reader())).tolist() == logits_of("松瀑壞茶", reader()).tolist()


@pytest.mark.parametrize(("sure", "is_read"), [(0.5, True), (9.0, False)])
def test_without_any_watch_it_reads_the_posts_of_whose_tone_the_first_is_unsure(sure: float, is_read: bool) -> None:
    posts, first = [post("好茶")], model()
    first.bias[TONE.stop - 1] = sure
    plain = understand(posts, listen(posts, Matcher(())), first).scores.logits
    both = understand(posts, listen(posts, Matcher(())), first, with_words(reader(own=9.0))).scores.logits
    assert (both != plain).any() == is_read


@pytest.mark.parametrize("text", ["松瀑的茶 壞 差", "松瀑", "松瀑，壞壞壞，好茶不差", "星峽壞茶", "差茶"])
def test_the_weights_of_the_words_add_up_to_each_score(text: str) -> None:
    posts = [post(text)]
    second = with_words(reader(own=2.0, first=0.5))
    readings = understand(posts, listen(posts, Matcher(WATCHES)), model(good=2.0, bad=2.0), second)
    outcome = readings.outcome_of(0)
    for head, score in outcome.items():
        assert sum(one.weight for one in readings.why_of(0) if one.head == head) == pytest.approx(score, abs=1e-4)


def test_a_piece_adds_the_opinion_with_it_less_that_without_it() -> None:
    posts = [post("松瀑壞茶")]
    scores = understand(posts, listen(posts, Matcher(WATCHES)), model(), reader(own=2.0, first=0.5)).scores
    place = scores.folded.text.index("坏")

    assert scores.again
    told = scores.again.told(0, [(place, place + 1), (place + 1, place + 2)], named=True)
    assert told["urgent"][0] == told["sentiment"][0] == 0.5
    assert told["urgent"][1].tolist() == [2.0, 0.0]
    assert told["sentiment"][1].tolist() == [-2.0, 0.0]


@pytest.mark.parametrize(("word", "side"), [("壞", -1), ("好", 1)])
def test_a_word_that_only_the_second_reader_knows_is_named_with_its_side(word: str, side: int) -> None:
    posts = [post(f"松瀑 {word} 茶")]
    readings = understand(posts, listen(posts, Matcher(WATCHES)), model(), reader(own=2.0))
    told = [one for one in readings.why_of(0) if one.head == "sentiment" and one.span]
    assert [(one.span.start, np.sign(one.weight)) for one in told if one.span] == [(3, side)]


def test_a_long_post_is_explained_in_so_many_readings_and_no_more() -> None:
    asked: list[Ints] = []

    def counted(seen_: Ints) -> Floats:
        asked.append(seen_)
        return counting(seen_)

    posts = [post("松瀑" + "壞。茶，" * 70)]
    second = reader()
    listening = Second("s", ALPHABET, counted, second.first, second.own, second.shift)
    readings = understand(posts, listen(posts, Matcher(WATCHES)), model(), listening)
    asked.clear()
    readings.why_of(0)
    readings.why_urgent(0)
    assert len(asked) <= 49


def test_words_that_it_does_not_see_take_no_share_from_those_that_it_does() -> None:
    posts = [post("松瀑 壞 茶" + " " * MOST + "，冷店" * 400)]
    readings = understand(posts, listen(posts, Matcher(WATCHES)), model(), reader(own=2.0))
    named = [one.span.start for one in readings.why_of(0) if one.head == "sentiment" and one.span and one.weight < 0]
    assert named == [3]
