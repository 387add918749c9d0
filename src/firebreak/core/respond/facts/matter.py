"""What does a text say of extent, cause, remedy and promise? Read in the words that two texts may clash in."""

from firebreak.core.respond.facts.acts import read_acts
from firebreak.core.respond.facts.cause import read_cause
from firebreak.core.respond.facts.denials import read_denials
from firebreak.core.respond.facts.exempt import read_exempt
from firebreak.core.respond.facts.fact import Sheet
from firebreak.core.respond.facts.frame import read_frames
from firebreak.core.respond.facts.scope import read_scope
from firebreak.core.respond.facts.states import read_states

ANSWER = "answer"


def read_matter(sheet: Sheet) -> None:
    """Read the answers a text gives to every question, what it offers and promises, and of extent and cause."""
    for question in sheet.rules.questions.values():
        for side, pattern in question.sides.items():
            match = pattern.search(sheet.whole)
            if match:
                sheet.note(question.field, (question.name, side), *match.span(), unit=ANSWER)
    read_acts(sheet)
    read_frames(sheet)
    read_scope(sheet)
    read_exempt(sheet)
    read_cause(sheet)
    read_states(sheet)
    read_denials(sheet)
