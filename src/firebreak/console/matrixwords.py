"""Which words do pages and the audit log have for the matrix of authority, and for what stands against one?"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CLAIM_NAMES: dict[str, Any] = {
    "legal": pgettext_lazy("claim", "The law"),
    "health": pgettext_lazy("claim", "Health"),
}
MATRIX_PARTS: dict[str, Any] = {
    "steps": _("approves at %(place)s"),
    "publishers": _("may publish at %(place)s"),
    "alone": _("writes alone at %(place)s"),
    "channels": _("is asked besides for %(place)s"),
    "audiences": _("is asked besides for the audience: %(place)s"),
    "claims": _("is asked besides where it speaks of: %(place)s"),
    "within": _("minutes for an approval: %(place)s"),
    "money": _("NT$ for which they may stand: %(place)s"),
}
MATRIX_STATES: dict[str, tuple[Any, str, str]] = {
    "holds": (pgettext_lazy("matrix", "Holds"), "ok", "check"),
    "waiting": (pgettext_lazy("matrix", "Waits for a second person"), "info", "clock"),
    "replaced": (pgettext_lazy("matrix", "Replaced"), "plain", ""),
    "dropped": (_("Not put in force"), "plain", "x"),
}
BREACHES: dict[str, Any] = {
    "hard_asked": _("%(place)s: every matrix asks %(roles)s."),
    "unknown_role": _("%(place)s: %(roles)s cannot stand there."),
    "agent_publishes": _("%(place)s: customer service publishes at S4 only."),
    "nobody_asked": _("%(place)s: at least one role approves what customer service writes."),
    "nobody_publishes": _("%(place)s: somebody must be able to publish."),
    "graver_asks_less": _("%(place)s: a graver level asks everybody whom a milder one asks; here it lacks %(roles)s."),
    "graver_alone": _("%(place)s: here %(roles)s write alone, but at the milder level somebody is asked."),
    "minutes": _("An approval takes 10 to 1,440 minutes."),
    "money_order": _("Each of the three sums is greater than the one before."),
}
MATRIX_ACTIONS: dict[str, Any] = {
    "write_matrix": _("Wrote a version of the authority matrix"),
    "confirm_matrix": _("Put a version of the authority matrix in force"),
    "drop_matrix": _("Took a version of the authority matrix back"),
}
MATRIX_PROBLEMS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("conflict", "newer_matrix"): (
        _("The matrix has changed meanwhile."),
        _("Look at its newest version, then write yours on top of it or confirm that one."),
    ),
    ("bad_input", "matrix_too_weak"): (
        _("This matrix is weaker than the hard rules allow."),
        _("See what is named, add whom it lacks, and send it again."),
    ),
    ("bad_input", "matrix_out_of_date"): (
        _("This version breaks a rule that was tightened after it was written, so it cannot be put in force."),
        _("Write another version, which begins with what is allowed today, and have that one put in force."),
    ),
    ("bad_input", "same_matrix"): (
        _("This matrix says nothing else than the one that holds."),
        _("Change what should be otherwise, then send it."),
    ),
    ("not_allowed", "own_matrix"): (
        _("Nobody puts their own matrix in force."),
        _("Ask a second person who may: brand PR, an executive or an administrator of the brand's house."),
    ),
}
