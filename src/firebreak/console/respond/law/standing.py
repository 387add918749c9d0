"""How do an incident's legal duties stand? Worked out from what its timeline says of them."""

from collections.abc import Iterable
from datetime import datetime

from firebreak import knowledge
from firebreak.console.respond.models import Incident, Moment
from firebreak.core.respond.statute import LegalClock, Saying, Word, legal_clocks
from firebreak.core.terms import Category

KINDS = {"law_applies": Word.APPLIES, "law_not": Word.NOT, "law_done": Word.DONE, "law_undone": Word.UNDONE}


def sayings_of(moments: Iterable[Moment]) -> list[Saying]:
    """Give what was said of duties, in the order in which it was said."""
    lines = sorted((one for one in moments if one.kind in KINDS), key=lambda line: line.pk)
    return [Saying(one.facts["law"], KINDS[one.kind], datetime.fromisoformat(one.facts["when"])) for one in lines]


def legal_of(incident: Incident, moments: Iterable[Moment]) -> list[LegalClock]:
    """Give the duties of an incident, those of its category and those of which somebody spoke."""
    known = knowledge.statutes().values()
    return legal_clocks(Category(incident.category), sayings_of(moments), known, knowledge.workdays())
