"""How is a draft built? Its folded text, sentences, quotations, and whether a place is negated or only reported."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firebreak.core.text.fold import fold
from firebreak.core.text.spans import Pair, overlaps

QUOTES = re.compile(r"「[^「」]{0,300}」|『[^『』]{0,300}』|“[^“”]{0,300}”|(?<!\w)\"[^\"\n]{0,300}\"")
LONGEST = 400
"""A longer run without an end is cut, so that no text takes more time than its length is worth."""
END = re.compile(r"[。!?\n;]{1,9}[」』”\"]?|\.(?=\s|$)")
CLAUSE_END = re.compile(r"[,、:。!?;\n]|(?<=\w)\. | – | but | however ")
HAN = re.compile(r"[㐀-鿿]")
LATIN = re.compile(r"[a-z]{2,}")
APOSTROPHES = str.maketrans("’‘`", "'''")
BEFORE, AFTER = 16, 12  # characters beside a quotation in which its speaker is named


@dataclass(frozen=True, slots=True)
class Voice:
    """How negation and somebody else's words are told: patterns over folded text, ending where the place begins."""

    negators: re.Pattern[str]
    reports_before: re.Pattern[str]
    reports_after: re.Pattern[str]
    own_words: re.Pattern[str]
    told_before: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Prose:
    """A draft made ready: `plain` has the offsets of the text; `reported` are places of other people's words."""

    text: str
    plain: str
    lang: str
    sentences: tuple[Pair, ...]
    reported: tuple[Pair, ...]

    def has(self, shape: re.Pattern[str]) -> bool:
        """Say whether a sentence holds what a pattern looks for."""
        return any(shape.search(self.plain, start, end) for start, end in self.sentences)

    def sentence_at(self, place: int) -> Pair:
        return next((pair for pair in self.sentences if pair[0] <= place < pair[1]), (0, len(self.plain)))

    def before(self, place: int, reach: int) -> str:
        """Give what stands before a place in the same clause, at most `reach` characters."""
        near = self.plain[max(self.sentence_at(place)[0], place - reach) : place]
        return CLAUSE_END.split(near)[-1]


def prose_of(text: str, lang: str, voice: Voice) -> Prose:
    """Make a draft ready; without a language its script tells."""
    plain = fold(text).translate(APOSTROPHES)
    return Prose(
        text=text,
        plain=plain,
        lang=lang or ("zh-Hant" if len(HAN.findall(plain)) * 2 > len(LATIN.findall(plain)) else "en"),
        sentences=tuple(sentences(plain)),
        reported=tuple(reported(plain, voice)),
    )


def sentences(plain: str) -> Iterator[Pair]:
    start = 0
    for end in [*(match.end() for match in END.finditer(plain)), len(plain)]:
        while end - start > LONGEST:
            yield start, start + LONGEST
            start += LONGEST
        if end > start:
            yield start, end
        start = end


def reported(plain: str, voice: Voice) -> Iterator[Pair]:
    """Give the quotations that carry somebody else's words; a word in quotation marks of one's own is not one."""
    for match in QUOTES.finditer(plain):
        before = plain[max(0, match.start() - BEFORE) : match.start()]
        after = plain[match.end() : match.end() + AFTER]
        if voice.own_words.search(before):
            continue
        if voice.reports_before.search(before) or voice.reports_after.match(after):
            yield match.span()


def negated(prose: Prose, start: int, voice: Voice) -> bool:
    """Say whether a negator stands before the place in its clause."""
    reach = 10 if HAN.match(prose.plain[start : start + 1]) else 24
    return bool(voice.negators.search(prose.before(start, reach)))


def is_reported(prose: Prose, place: Pair, voice: Voice) -> bool:
    """Say whether a place tells what somebody else said, with quotation marks or without."""
    if any(overlaps(place, pair) for pair in prose.reported):
        return True
    return bool(voice.told_before.search(prose.before(place[0], BEFORE)))
