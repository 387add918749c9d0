"""How does a message read with facts in its places, and what do the tone rules say of it?"""

from collections.abc import Sequence

from django.utils.translation import get_language

from firebreak import knowledge
from firebreak.console import formats
from firebreak.console.govern.models import Brand
from firebreak.console.respond.reply_page import Flaw
from firebreak.core.respond.ready import fill
from firebreak.core.respond.statement import Draft, DraftKind, Level, Posture, in_tongue, lint
from firebreak.core.terms import Severity


def with_samples(text: str, *, brand: str) -> str:
    """Give a message as it would read, with what could stand in its places."""
    lang = "en" if formats.tongue(text).startswith("en") else "zh-Hant"
    return fill(text, {**knowledge.templates().tongues[lang].samples, "brand": brand}).text


def flaws_of(brand: Brand, text: str, kind: DraftKind, posture: Posture, severity: Severity) -> Sequence[Flaw]:
    """Give what stands against a message at its gravest level, what blocks first."""
    said = with_samples(text, brand=brand.name)
    draft = Draft(id="", kind=kind, text=said, severity=severity, posture=posture)
    tone = knowledge.tone()
    lang = "en" if (get_language() or "").startswith("en") else "zh-Hant"
    found = in_tongue(lint(draft, tone), lang, tone).findings
    return [Flaw(one) for one in sorted(found, key=lambda one: one.level is not Level.BLOCK)]
