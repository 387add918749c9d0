"""Which words do pages and the audit log have for templates of a brand's own, and for what stands against one?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

TEMPLATE_ACTIONS: dict[str, Any] = {
    "word_template": _("Worded a template"),
    "restore_template": _("Went back to the template that ships"),
}
TEMPLATE_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("conflict", "newer_template"): (
        _("This template has changed meanwhile."),
        _("Look at its last version. What you wrote is still here; open the template anew and take it over."),
    ),
    ("bad_input", "part_missing"): (
        _("This part is in every text."),
        _("Write at least one sentence here."),
    ),
    ("bad_input", "bar_misplaced"): (
        _("A bar stands between a sentence with a fact and what is said while that fact is open."),
        _("Name a fact before the bar and none behind it, and use one bar a line."),
    ),
    ("bad_input", "no_room"): (
        _("With example facts it is longer than its channel allows."),
        _("Make it shorter; the length stands above the text."),
    ),
    ("bad_input", "same_words"): (
        _("These are the words that hold already."),
        _("Change what should be otherwise, then keep it."),
    ),
}
