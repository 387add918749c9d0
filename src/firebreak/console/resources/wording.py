"""Which words stand for the kinds and columns of the directory, on the screen and in a file of either language?"""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firebreak.core.respond.directory import Age

KINDS = {
    "lab": _("Laboratories"),
    "counsel": _("Counsel"),
    "store": _("Stores"),
    "speaker": _("Speakers"),
    "insurer": _("Insurers"),
    "authority": _("Authorities"),
}
COLUMNS = {
    "kind": _("Kind"),
    "name": _("Name"),
    "who": _("Who to ask for"),
    "phone": _("Phone"),
    "hours": _("When they answer"),
    "purpose": _("What they are for"),
    "checked_on": _("Last checked"),
}
AGES = {
    Age.FRESH.value: (_("Checked"), "ok"),
    Age.DUE.value: (_("Check this quarter"), "warn"),
    Age.STALE.value: (_("Not checked for 180 days"), "bad"),
}
WRONG = {
    "missing": pgettext_lazy("row of a file", "is empty"),
    "unknown": pgettext_lazy("row of a file", "is none of the six kinds"),
    "no_number": pgettext_lazy("row of a file", "has no number to call"),
    "too_long": pgettext_lazy("row of a file", "is too long"),
    "not_yet": pgettext_lazy("row of a file", "is still to come"),
    "no_day": pgettext_lazy("row of a file", "is no day, as in 2026-11-20"),
    "no_column": pgettext_lazy("row of a file", "is missing as a column"),
}


@cache
def headings() -> dict[str, str]:
    """Give the column for every word that may stand above one, in any language, casefolded."""
    return spoken(COLUMNS)


@cache
def kinds() -> dict[str, str]:
    """Give the kind for every word that may name one, in any language, casefolded."""
    return spoken(KINDS)


def spoken(words: Mapping[str, object]) -> dict[str, str]:
    found = {code: code for code in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(word).casefold(): code for code, word in words.items()}
    return found
