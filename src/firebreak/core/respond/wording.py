"""How does a brand word a template itself?

A line is a sentence; behind a bar stands what is said until its facts are known.

>>> sentences_of("now", "原因是{{ cause }}。|原因還在查。")
(Sentence(text='原因是{{ cause }}。', otherwise='原因還在查。', at_first=''),)
"""

from collections.abc import Mapping
from dataclasses import replace

from firebreak.core.errors import BadInput
from firebreak.core.respond.template import BLOCKS, HOLE, Rendered, Sentence, Template, checked, render

BAR = "|"
PARTS = ("headline", "opening", "know", "now", "next", "closing", "signed")
"""The parts of a text in their order; those of BLOCKS are in every one."""
LONGEST = 2_000  # characters of a part

Words = Mapping[str, str]


def worded(shipped: Template, words: Words) -> Template:
    """Give a template with a brand's own words in its parts; raises BadInput that names the part."""
    blocks = {part: sentences_of(part, words.get(part, "")) for part in PARTS}
    for part in BLOCKS:
        if not blocks[part]:
            raise BadInput(field=part, problem="part_missing")
    return replace(shipped, blocks=blocks)


def sentences_of(part: str, words: str) -> tuple[Sentence, ...]:
    """Read the sentences of a part, one from a line; empty lines are none."""
    if len(words) > LONGEST:
        raise BadInput(field=part, problem="too_long")
    return tuple(sentence_of(part, line.strip()) for line in words.splitlines() if line.strip())


def sentence_of(part: str, line: str) -> Sentence:
    said, bar, otherwise = (piece.strip() for piece in line.partition(BAR))
    try:
        sentence = Sentence(checked(said), checked(otherwise))
    except ValueError as unknown:
        raise BadInput(field=part, problem="unknown_place") from unknown
    if (bar and not (sentence.names and otherwise and said)) or BAR in otherwise or HOLE.search(otherwise):
        raise BadInput(field=part, problem="bar_misplaced")
    return sentence


def words_in(template: Template) -> dict[str, str]:
    """Give the words of a template as a person edits them."""
    return {part: "\n".join(map(line_of, template.blocks.get(part, ()))) for part in PARTS}


def line_of(sentence: Sentence) -> str:
    return f"{sentence.text}{BAR}{sentence.otherwise}" if sentence.otherwise else sentence.text


def tried(template: Template, *, brand: str) -> list[Rendered]:
    """Give a template as it would read: with every fact, and while those are open that have other words until then."""
    samples = {**template.tongue.samples, "brand": brand}
    waits = {name for block in template.blocks.values() for one in block if one.otherwise for name in one.names}
    early = {name: said for name, said in samples.items() if name not in waits}
    found = [render(template, samples), render(template, early)]
    return found[:1] if found[0].text == found[1].text else found
