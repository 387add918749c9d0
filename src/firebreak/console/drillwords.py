"""Which words do pages and the audit log have for drills of a plan, and for what stands against one?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

DRILL_ACTIONS: dict[str, Any] = {
    "record_drill": _("Wrote down a drill of a plan"),
    "strike_drill": _("Struck a drill of a plan"),
}
DRILL_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("bad_input", "drill_ahead"): (_("This drill is still to come."), _("Write it down once it was held.")),
    ("bad_input", "nobody_drilled"): (
        _("Nobody is named who took part."),
        _("Choose people of the brand, or write who else took part."),
    ),
    ("bad_input", "nothing_learnt"): (
        _("Nothing is said of what was learnt."),
        _("Write what went well or badly, and what is to be changed in the plan."),
    ),
    ("bad_input", "drill_too_long"): (
        _("These words are too long."),
        _("At most 1,000 characters for what was learnt, 200 for who else took part."),
    ),
    ("conflict", "struck_already"): (
        _("Somebody has struck this drill already."),
        _("Look at the list again: it says who, and when."),
    ),
}
