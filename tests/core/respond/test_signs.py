"""What does one pass over a draft see? The same of each sentence as if it stood alone, whatever stands beside it."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firebreak.core.respond.statement.prose import Voice, prose_of
from firebreak.core.respond.statement.signs import Signs, signs_of
from firebreak.core.respond.statement.voter import spoken

NEVER = re.compile(r"(?!)")
VOICE = Voice(NEVER, NEVER, NEVER, NEVER, NEVER)
CUES = {"sorry": re.compile("抱歉|sorry"), "start": re.compile("^(?:您|you)"), "harm": re.compile("燙傷|burn")}
PIECES = ["您", "燙傷", "抱歉", "。", "!", "\n", " sorry ", "you ", "burn", "12", " ", "，", "the cat"]
drafts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def seen(signs: Signs, number: int) -> list[tuple[int, float]]:
    """Give the features of one sentence, in no order."""
    ends = [*signs.starts[1:], len(signs.keys)]
    place = slice(int(signs.starts[number]), int(ends[number]))
    return sorted(zip(signs.keys[place].tolist(), signs.loud[place].round(6).tolist(), strict=True))


@given(text=drafts)
def test_a_sentence_is_seen_the_same_alone_and_among_others(text: str) -> None:
    prose = prose_of(text, "", VOICE)
    together = signs_of(prose.plain, spoken(prose), CUES)

    for number, (start, end) in enumerate(spoken(prose)):
        plain = prose.plain[start:end]
        assert seen(together, number) == seen(signs_of(plain, [(0, len(plain))], CUES), 0)


def test_two_cues_of_a_sentence_are_seen_as_a_pair_and_those_of_two_sentences_are_not() -> None:
    one = signs_of("燙傷了,抱歉", [(0, 6)], CUES)
    two = signs_of("燙傷了。抱歉", [(0, 4), (4, 6)], CUES)

    assert one.is_cue.sum() == 3
    assert two.is_cue.sum() == 2
    assert len(np.unique(one.keys)) == len(one.keys)


def test_a_text_without_words_has_no_signs() -> None:
    assert len(signs_of("", [], CUES)) == 0
