"""With which words does a text of an incident begin? The template for its occasion, filled from its fact sheet."""

from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.sheet import held_true
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind
from firebreak.core.respond.template import Occasion, choose, render, values_of
from firebreak.core.terms import Category, Severity


def first_words(incident: Incident, *, channel: Channel, audience: Audience, kind: DraftKind) -> tuple[str, str]:
    """Give the code of the template and its text; what the sheet does not know yet is marked in the text."""
    template = choose(
        Occasion(
            category=Category(incident.category),
            audience=audience,
            channel=channel,
            kind=kind,
            severity=Severity(incident.severity),
            lang="en" if (get_language() or "").startswith("en") else "zh-Hant",
        ),
        knowledge.templates(),
    )
    made = render(template, values_of(held_true(incident).lines, brand=incident.brand.name))
    return template.code, made.text
