"""How does the audit log say a code that stands for a place of the matrix, for a template or for a duty?"""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from firebreak import knowledge
from firebreak.console import words
from firebreak.console.formats import listed
from firebreak.console.matrixwords import MATRIX_PARTS
from firebreak.console.respond.matrix.page import place_name
from firebreak.core.respond.template import GRAVE
from firebreak.core.terms import Severity

LISTS = {
    "alerts": gettext_lazy("Alerts"),
    "audit": gettext_lazy("Audit log"),
    "cases": gettext_lazy("Affected people and cases"),
    "compensation": gettext_lazy("Compensation ledger"),
    "costs": gettext_lazy("Hours and costs"),
    "enquiries": gettext_lazy("Enquiries of the press"),
    "incidents": gettext_lazy("Incidents"),
    "journalists": gettext_lazy("Journalists"),
    "mentions": gettext_lazy("Mentions"),
    "stories": gettext_lazy("Stories"),
}
"""What is exported, or shown, as a whole."""


def change_name(code: str) -> str:
    """Say a place of the matrix: `steps:S3` is who approves at S3. What is no such place stays as it is."""
    part, _colon, place = code.partition(":")
    if part not in MATRIX_PARTS or not place:
        return code
    try:
        return str(MATRIX_PARTS[part]) % {"place": place_name(part, place)}
    except KeyError:  # a place that a matrix had once
        return code


def template_name(code: str) -> str:
    """Say a template by the occasion that it is for, as its code names it; another code stays as it is."""
    parts = code.split(".")
    if len(parts) != 6:
        return code
    matter, audience, channel, kind, band, lang = parts
    levels = [level.value for level in Severity if (level in GRAVE) == (band == "grave")]
    tables = (words.CATEGORIES, words.AUDIENCES, words.CHANNELS, words.DRAFT_KINDS)
    named = [str(table.get(one, one)) for table, one in zip(tables, (matter, audience, channel, kind), strict=True)]
    return " · ".join([*named, listed(levels), _("Chinese") if lang.startswith("zh") else _("English")])


def duty_name(code: str) -> str:
    known = knowledge.duties()
    return known[code].name.within(get_language() or "zh") if code in known else code
