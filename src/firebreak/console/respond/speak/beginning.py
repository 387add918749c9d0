"""With which words does a text of an incident begin? The template for its occasion, filled from its fact sheet."""

from django.utils.translation import get_language

from firebreak.console.respond.models import Incident
from firebreak.console.respond.speak.sheet import held_true
from firebreak.console.respond.wording.writing import template_for
from firebreak.core.respond.outlet import Audience, Channel
from firebreak.core.respond.statement import DraftKind
from firebreak.core.respond.template import Occasion, render, values_of
from firebreak.core.terms import Category, Severity


def readers_tongue() -> str:
    """Give the language in which the reader's texts begin."""
    return "en" if (get_language() or "").startswith("en") else "zh-Hant"


def first_words(
    incident: Incident, *, channel: Channel, audience: Audience, kind: DraftKind, category: str = "", lang: str = ""
) -> tuple[str, str]:
    """Give the code of the template and its text; what the sheet does not know yet is marked in the text.

    In the brand's own words where it has any; their version stands behind the code.

    Category and language are the incident's and the reader's, unless a person has chosen others.
    """
    template, own = template_for(
        incident.brand,
        Occasion(
            category=Category(category or incident.category),
            audience=audience,
            channel=channel,
            kind=kind,
            severity=Severity(incident.severity),
            lang=lang or readers_tongue(),
        ),
    )
    made = render(template, values_of(held_true(incident).lines, brand=incident.brand.name))
    return f"{template.code}@{own.number}" if own else template.code, made.text
